"""The blocks that a LaTeX paper is cut into before anything of it is rendered."""

from dataclasses import dataclass, field
from typing import NamedTuple

from synth.reading.latex_columns import ColumnSpec


class LatexHeading(NamedTuple):
    """A heading; `kind` tells the abstract's, and that of the text behind it, from the paper's own ones."""

    latex: str
    level: int
    number: str | None
    kind: str = "section"


class LatexParagraph(NamedTuple):
    """A paragraph of running text, `environment` being the theorem-like one that it stands in."""

    latex: str
    environment: str | None = None


class Caption(NamedTuple):
    """A caption, or a note below a table, and what it is printed behind ("Figure 2")."""

    latex: str
    label: str


class TableBlock(NamedTuple):
    """The body of a table, with its float's caption and label where it has one, its columns, tabularray's options."""

    latex: str
    caption: str | None
    label: str | None
    columns: tuple[ColumnSpec, ...] = ()
    options: str = ""


class ReferenceList(NamedTuple):
    """A thebibliography or the like."""

    latex: str


Block = LatexHeading | LatexParagraph | Caption | TableBlock | ReferenceList


@dataclass
class Layout:
    """The blocks in order; `labels` what each `\\label` stands for: (the counter's name, its number).

    `titles` are the headings that labels stand under, `names` what the paper calls one and many of a counter.
    """

    blocks: list[Block] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
