"""The blocks that a LaTeX paper is cut into before anything of it is rendered."""

from dataclasses import dataclass, field
from typing import NamedTuple

from synth.reading.latex_columns import ColumnSpec
from synth.reading.latex_references import Labels


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
    """The blocks in order, and what labels stand for."""

    blocks: list[Block] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
