"""Paragraphs drawn at random from the shared papers, for labelling by hand where their sentences end.

They are made without synth's readers, so that a change of a reader leaves the labels valid.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pymupdf

MIN_WORDS = 40
MAX_WORDS = 200
MIN_FUNCTION_WORDS = 0.25  # share of words: below it a block is a table, a reference list or a formula
_FUNCTION_WORD = re.compile(r"\b(?:the|of|and|to|in|a|an|is|are|for|that|we|with|on|as|by|this|which|from|be|it)\b")
_COPY = re.compile(r"_[bc]$")  # 2005.11401v4_b.pdf: the same paper in other bytes


class Paragraph(NamedTuple):
    """A stretch of text from one paper: the paper's file name or folder, the text, and its SHA-256 in 16 hex digits."""

    paper: str
    text: str
    sha256: str


def draw(shared_data: Path, seed: int, per_pdf: int = 1, per_source: int = 1) -> list[Paragraph]:
    """Paragraphs at random: so many of each PDF and each LaTeX source, in the order of the files' names."""
    chance = random.Random(seed)
    drawn: list[Paragraph] = []
    for paper, paragraphs in _papers(shared_data):
        count = per_pdf if paper.endswith(".pdf") else per_source
        for text in chance.sample(paragraphs, min(count, len(paragraphs))):
            drawn.append(Paragraph(paper, text, hashlib.sha256(text.encode()).hexdigest()[:16]))
    return drawn


def distinct_pdfs(shared_data: Path) -> list[Path]:
    """The shared PDFs, each paper once, by name."""
    paths = sorted((shared_data / "arxiv_pdfs" / "pdfs").glob("*.pdf"))
    return [path for path in paths if not _COPY.search(path.stem)]


def _papers(shared_data: Path) -> Iterator[tuple[str, list[str]]]:
    for path in distinct_pdfs(shared_data):
        yield path.name, [text for text in _pdf_blocks(path) if _is_prose(text)]
    for folder in sorted((shared_data / "arxiv_sources" / "papers").iterdir()):
        main = max(folder.glob("*.[tT][eE][xX]"), key=lambda path: (path.stat().st_size, path.name))
        yield folder.name, [text for text in _tex_paragraphs(main) if _is_prose(text)]


def _is_prose(text: str) -> bool:
    words = text.split()
    function_words = len(_FUNCTION_WORD.findall(text.lower()))
    return MIN_WORDS <= len(words) <= MAX_WORDS and function_words >= MIN_FUNCTION_WORDS * len(words)


def _pdf_blocks(path: Path) -> Iterator[str]:
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for block in page.get_text("blocks"):
                text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", block[4])
                yield " ".join(text.split())


def _tex_paragraphs(path: Path) -> Iterator[str]:
    """Paragraphs of a source, made readable by substitution alone; those with environments or headings are left out."""
    source = re.sub(r"(?<!\\)%.*", "", path.read_text(encoding="latin-1").replace("\r\n", "\n"))
    for text in re.split(r"\n\s*\n", source):
        text = re.sub(r"\\(?:no)?cite\w*\*?(?:\[[^]]*\])*\{[^}]*\}", "[1]", text)
        text = re.sub(r"\\(?:eq|auto|page|c)?ref\{[^}]*\}", "1", text)
        text = re.sub(r"\\(?:emph|textit|textbf|textsc|textrm|texttt|text)\{([^{}]*)\}", r"\1", text)
        text = re.sub(r"\\(?:label|footnote|url)\{[^{}]*\}", "", text)
        text = text.replace("~", " ").replace("``", "“").replace("''", "”").replace("\\%", "%").replace("\\&", "&")
        if not re.search(r"\\(?:begin|end|def|newcommand|item|section|subsection|paragraph|title|author)", text):
            yield " ".join(text.split())
