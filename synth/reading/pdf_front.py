"""Read the front of a paper: the title by its size, the authors below it, and where the abstract begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synth.reading.pdf_headings import ABSTRACT
from synth.reading.pdf_layout import Block, Style
from synth.reading.pdf_lines import Row

_NOT_A_NAME = re.compile(
    r"universit|institut|department|laborator|\blabs?\b|school|college|cent(?:er|re)\b|research|google|facebook|microsoft"
    r"|openai|nvidia|deepmind|academy|\binc\b|corporation|alibaba|tencent|group\b|team\b|@|https?:|www\.|street|avenue"
    r"|equal|author|preprint|published|submitted|\bAI\b|science|technolog|\bfor\b|\bof\b|\bthe\b|usa\b|china\b|apple\b"
    r"|\bMeta\b|amazon|hospital|faculty|division|\bfoundation|brain\b|\d{3}",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:(?:d[’'])?[A-ZÀ-ÞĀ-Ž][\w’'.-]*|de|da|del|della|van|von|der|den|di|la|las|le|bin|al|el)")
_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ*∗†‡§¶‖♠♣♡♢♦♥⋆★⁺⁻#\ufffd"
_MARKS = re.compile(rf"[{_SIGNS},\d]+")
_BETWEEN = re.compile(rf"\s*(?:,|;|&|·|\||\band\b)\s*|(?<=[{_SIGNS}\d])\s?(?=[A-ZÀ-Þ])")
_UNFINISHED = re.compile(r"^\S+$|\b[A-Z]\.$")
"""The end of a row that a name goes on behind: a first name alone, or an initial."""
_WORD = re.compile(r"[^\W\d_]{2,}")
MAX_AUTHORS_ROWS = 150  # 2204.02311 has 67 authors, one a row
MAX_NAME_WORDS = 5
LARGER = 0.9  # points above the running text's size from which type is a title's


@dataclass(frozen=True, slots=True)
class Front:
    """The title, the authors (empty when unsure), and the identities of the blocks of the first page that are no text.

    `abstract` is the block of an abstract that has no heading, as in physics letters.
    """

    title: str | None
    authors: tuple[str, ...]
    blocks: frozenset[int]
    abstract: Block | None = None


def front_of(blocks: Sequence[Block], style: Style) -> Front:
    """Read the front of the first page's blocks."""
    title = _title_blocks(blocks, style)
    abstract = next((block for block in blocks if ABSTRACT.match(block.text)), None)
    start = abstract or next((block for block in blocks if _is_prose(block) and block not in title), None)
    top = start.first.y0 if start else 0.0
    used = [block for block in blocks if block.last.y1 <= top + 3 and block is not start]
    taken = frozenset(map(id, [*used, *title]))
    unheaded = start if abstract is None and start is not None and start.kind == "small" else None
    if not title:
        return Front(None, (), taken, unheaded)
    below = [row for block in used for row in block.rows if block not in title and row.y0 >= title[-1].first.y0]
    below.sort(key=lambda row: (round(row.baseline / 4), row.x0))
    return Front(_title_text([row for block in title for row in block.rows]), authors_of(below), taken, unheaded)


def _title_blocks(blocks: Sequence[Block], style: Style) -> list[Block]:
    """The blocks in the largest type in the upper half of the page, where that is larger than the running text."""
    upper = [block for block in blocks if len(block.text) > 8 and block.first.size < 40 and _has_words(block)]
    if not upper:
        return []
    page_top, page_foot = min(block.first.y0 for block in upper), max(block.last.y1 for block in upper)
    upper = [block for block in upper if block.first.y0 < page_top + 0.45 * (page_foot - page_top)]
    largest = max(block.first.top_size for block in upper)
    if largest < style.size + LARGER:
        return [block for block in upper if block.first.bold][:1]
    # The first large block, not the largest: a figure on the first page may be lettered larger than the title.
    least = max(style.size + LARGER, 0.7 * largest)
    title: list[Block] = []
    for block in sorted(upper, key=lambda block: block.first.y0):
        near = not title or block.first.y0 - title[-1].last.y1 < 1.5 * largest
        same_weight = not title or block.first.bold == title[0].first.bold
        if block.first.top_size >= least and near and same_weight:
            title.append(block)
            least = 0.92 * title[0].first.top_size
    return title


def _has_words(block: Block) -> bool:
    return len(_WORD.findall(block.text)) >= 2


def _title_text(rows: Sequence[Row]) -> str:
    text = ""
    for row in rows:
        text += row.text if not text or re.search(r"\w[-–]$", text) else f" {row.text}"
    return text.rstrip("*∗†‡¹ ")


def _is_prose(block: Block) -> bool:
    """Whether a block is sentences and not names or addresses, which are mostly capitalised."""
    words = block.text.split()
    lower = sum(word[0].islower() for word in words)
    return len(block.rows) >= 3 and len(words) >= 25 and lower >= 0.5 * len(words)


def authors_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The names among the rows between title and abstract: each line of which every part looks like a name.

    Of several sizes the one with most names counts. Empty where names cannot be told apart ("Ori Ram Yoav Levine").
    """
    names: dict[float, list[str]] = {}
    unsure: set[float] = set()
    for text, size in _lines(rows[:MAX_AUTHORS_ROWS]):
        parts = _parts(text)
        if not all(_NAME.fullmatch(word) for part in parts for word in part.split()):
            continue
        if any(_may_be_two(part, "," in text or text[-1] in _SIGNS) for part in parts):
            unsure.add(size)
        if all(len(part.split()) > 1 for part in parts):
            names.setdefault(size, []).extend(parts)
    # "Paper Search" in large type is no author, nor is "Mountain View", which stands below each of three.
    size = max(names, key=lambda each: len(names[each]), default=0.0)
    return () if size in unsure or not names else tuple(n for n in names[size] if names[size].count(n) == 1)


def _lines(rows: Sequence[Row]) -> Iterator[tuple[str, float]]:
    """The rows that may hold names, with their size in half points, those joined that part a name: "Meng|Wang"."""
    text, size = "", 0.0
    for row in rows:
        if row.mark or _NOT_A_NAME.search(_MARKS.sub(" ", row.text)):
            continue  # a mark in front is an affiliation's: "†Exploding Gradients"
        if text and _goes_on(text):
            text = f"{text} {row.text}"
            continue
        if text:
            yield text, size
        text, size = row.text, round(row.size * 2) / 2
    if text:
        yield text, size


def _goes_on(text: str) -> bool:
    """Whether a list of names ends within one; "London, UK" is no list of names."""
    parts = _parts(text)
    return len(parts) > 1 and not text.endswith(",") and " " in parts[0] and _UNFINISHED.search(parts[-1]) is not None


def _parts(text: str) -> list[str]:
    parts = (" ".join(_MARKS.sub(" ", part).split()).strip(" ,") for part in _BETWEEN.split(text))
    return [part for part in parts if part.strip(".")]


def _may_be_two(part: str, in_list: bool) -> bool:
    """Whether capitalised words may be two names with nothing between them, as there is `in_list`: commas or marks."""
    words = sum(word[0].isupper() and len(word) > 2 for word in part.split())
    return words > MAX_NAME_WORDS or (words > 3 and not in_list)
