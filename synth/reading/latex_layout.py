"""The blocks that a LaTeX paper is cut into before anything of it is rendered."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading; `kind` tells the abstract's, and that of the text behind it, from the paper's own ones."""

    latex: str
    level: int
    number: str | None
    kind: str = "section"


class Paragraph(NamedTuple):
    """A paragraph of running text, `environment` being the theorem-like one that it stands in."""

    latex: str
    environment: str | None = None


class Caption(NamedTuple):
    """A caption and what it is printed behind ("Figure 2")."""

    latex: str
    label: str


class TableBlock(NamedTuple):
    """The body of a tabular, with its float's caption and label where it has one."""

    latex: str
    caption: str | None
    label: str | None


class ReferenceList(NamedTuple):
    """A thebibliography or the like."""

    latex: str


Block = Heading | Paragraph | Caption | TableBlock | ReferenceList


@dataclass
class Layout:
    """The blocks in order; `labels` what each `\\label` stands for: (the counter's name, its number)."""

    blocks: list[Block] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
