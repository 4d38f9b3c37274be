"""A paper as read: its text, and the structure of that text."""

from datetime import date
from typing import Literal

from synth.models.base import Model, Span

Reader = Literal["latex", "jats", "pdf", "abstract"]
SectionRole = Literal[
    "abstract",
    "introduction",
    "background",
    "method",
    "result",
    "discussion",
    "limitation",
    "conclusion",
    "acknowledgement",
    "appendix",
    "other",
]


class Sentence(Model):
    """One sentence of running text; `text` equals the `spans` of `Document.text` joined by single spaces.

    `paragraph` counts from 1 within its section. `citations` are 1-based numbers in `Document.references`.
    `environment` names the theorem-like environment around it. `unfit` is why it must not be quoted
    ("spliced by a float", "no verb", ...); None means fit to quote.
    """

    text: str
    spans: tuple[Span, ...]
    paragraph: int
    citations: tuple[int, ...] = ()
    environment: str | None = None
    unfit: str | None = None

    @property
    def page(self) -> int | None:
        """The page that the sentence begins on, from 1; None for LaTeX."""
        return self.spans[0].page if self.spans else None


class Section(Model):
    """A heading and the running text up to the next heading; `number` as printed ("3.1"), `level` from 1.

    The abstract is a section of role "abstract"; text before any heading has the heading "".
    """

    heading: str
    number: str | None = None
    level: int = 1
    role: SectionRole = "other"
    sentences: tuple[Sentence, ...] = ()


class Cell(Model):
    """One cell of a table: plain text; `span` is None for a cell that repeats a spanning neighbour."""

    text: str
    span: Span | None = None


class Table(Model):
    """A table as a rectangle of cells, its first `header_rows` rows being headers; spanning cells are repeated."""

    caption: str = ""
    label: str | None = None
    page: int | None = None
    header_rows: int = 1
    rows: tuple[tuple[Cell, ...], ...] = ()


class Reference(Model):
    """One entry of the paper's reference list; `text` as printed, the rest where it could be read."""

    text: str
    key: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None


class ArxivStamp(Model):
    """What arXiv prints up the margin of a PDF's first page: "arXiv:2005.11401v4 [cs.CL] 12 Apr 2021"."""

    arxiv_id: str
    category: str | None = None
    stamped_on: date | None = None


class Document(Model):
    """A paper as read. All spans point into `text`; captions and footnotes are kept out of the sections' running text.

    `language` is an ISO 639-1 code. `pages` and `stamp` are None for LaTeX. `notes` record what reading lost or worked
    around. `title`, `authors`, `abstract`, `year`, `venue` and `doi` are what the document itself prints, for papers
    that come without metadata: `year` is that of the publication, else of the version, `venue` the journal, conference
    or series as printed, `doi` bare ("10.1145/3617175") and the paper's own. None where it is not printed.
    """

    paper_id: str
    reader: Reader
    text: str
    sections: tuple[Section, ...] = ()
    captions: tuple[Sentence, ...] = ()
    footnotes: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str = ""
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    stamp: ArxivStamp | None = None
    language: str = "en"
    pages: int | None = None
    notes: tuple[str, ...] = ()
