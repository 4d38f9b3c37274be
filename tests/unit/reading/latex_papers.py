"""Make small LaTeX papers for tests, and give what of them is read in few words."""

from synth.models import Document
from synth.reading.latex import read_latex
from synth.settings import ReadingSettings

FILLER = (
    "We describe how the retrieval model finds the passages that answer a question, and we measure how often "
    "the answers of the reader agree with the passages that were found for them."
)


def read(
    body: str, preamble: str = "", document_class: str = "article", files: dict[str, str] | None = None
) -> Document:
    """The document of a paper with this body; `files` are others of its folder, by their paths."""
    main = (
        f"\\documentclass{{{document_class}}}\n{preamble}\n\\begin{{document}}\n{body}\n\n{FILLER}\n\\end{{document}}"
    )
    sources = {"main.tex": main.encode(), **{name: text.encode() for name, text in (files or {}).items()}}
    return read_latex(sources, "2001.00001v1", ReadingSettings())


def quotable(document: Document) -> list[str]:
    """The sentences that may be quoted, but for the filler."""
    return [text for text, unfit in judged(document) if not unfit]


def unfit(document: Document) -> list[str]:
    """The sentences that must not be quoted."""
    return [text for text, reason in judged(document) if reason]


def judged(document: Document) -> list[tuple[str, str | None]]:
    """All sentences of the running text but the filler, each with why it is unfit."""
    found = [(each.text, each.unfit) for section in document.sections for each in section.sentences]
    return [(text, reason) for text, reason in found if text not in FILLER]


def rows(document: Document, number: int = 0) -> list[list[str]]:
    """The cells of a table as texts."""
    return [[cell.text for cell in row] for row in document.tables[number].rows]
