"""The files of cited papers: found by the hash that a record's manifest names, and read in a few simple ways."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pymupdf

from benchmarks.trace.latex_search import Searchable, searchable, with_formulas
from benchmarks.trace.latex_text import detex_all, unpack
from benchmarks.trace.streams import letters
from synth.models import Screened
from synth.sources.folder_walk import PaperFile, walk

SUPERSCRIPT = 1  # PyMuPDF's flag of a span
SMALL = 0.8  # of the size of the line's largest type: a footnote's mark that PyMuPDF does not know for one


@dataclass(frozen=True)
class CitedPaper:
    """A paper's own file, by the names that a reference list may have for it."""

    paper_id: str
    file: PaperFile


def cited_papers(run: Path, given: Sequence[Path]) -> dict[str, CitedPaper]:
    """The files of a run's inputs, by paper id; an input whose bytes are not among the given files is left out."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    files = {file.sha256: file for path in given for file in walk(path) if not isinstance(file, Screened)}
    return {
        each["paper_id"]: CitedPaper(each["paper_id"], files[each["sha256"]])
        for each in manifest["inputs"]
        if each["sha256"] in files
    }


@cache
def pdf_pages(paper: CitedPaper) -> tuple[tuple[str, ...], ...]:
    """The streams of each page, as several ways of reading give them."""
    with pymupdf.open(stream=paper.file.read(), filetype="pdf") as document:
        return tuple(_ways(page) for page in document)


def _ways(page: pymupdf.Page) -> tuple[str, ...]:
    """As set; sorted by height; without superscripts and the marks of footnotes; that without small type at all."""
    blocks = page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ())]
    ways = (
        page.get_text("text"),
        page.get_text("text", sort=True),
        "\n".join("".join(span["text"] for span in line["spans"] if _full_size(span, line)) for line in lines),
    )
    return tuple(dict.fromkeys(letters(way) for way in ways))


def _full_size(span: dict[str, float], line: dict[str, list[dict[str, float]]]) -> bool:
    largest = max(each["size"] for each in line["spans"])
    return not int(span["flags"]) & SUPERSCRIPT and span["size"] >= SMALL * largest


@cache
def pdf_lines(paper: CitedPaper) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The streams of each page's lines, in the order in which they were set: all type, and without superscripts."""
    with pymupdf.open(stream=paper.file.read(), filetype="pdf") as document:
        pages = [page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"] for page in document]
    lines = [[line for block in blocks for line in block.get("lines", ())] for blocks in pages]
    return tuple(
        tuple(
            tuple(
                letters("".join(span["text"] for span in line["spans"] if everything or _full_size(span, line)))
                for line in page
            )
            for page in lines
        )
        for everything in (True, False)
    )


@cache
def latex_texts(paper: CitedPaper) -> tuple[Searchable, ...]:
    """Each main file of a paper's source, ready for searches over formulas."""
    return tuple(searchable(text) for text in detex_all(unpack(paper.file.read())))


@cache
def latex_texts_with_formulas(paper: CitedPaper) -> tuple[Searchable, ...]:
    """Each main file of a paper's source, ready for searches by the letters of formulas too."""
    return tuple(with_formulas(text) for text in detex_all(unpack(paper.file.read())))
