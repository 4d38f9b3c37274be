"""Read the front of a paper: the title by its look and what stands below it, the authors, and where the text begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from synth.language.authors import family_key
from synth.models import ArxivStamp
from synth.reading.pdf_authors import BELOW, MAX_NAME_WORDS, authors_of
from synth.reading.pdf_furniture import stamp_in
from synth.reading.pdf_headings import ABSTRACT, STRUCTURED, is_heading
from synth.reading.pdf_imprint import Imprint, imprint_of
from synth.reading.pdf_layout import Block, Style, same_size
from synth.reading.pdf_lines import Row
from synth.reading.pdf_names import names_in
from synth.reading.pdf_pages import Page
from synth.reading.pdf_text import Hyphens
from synth.reading.pdf_title import LARGER, end_of_capitals, is_prose, letters_of, rows_below, title_blocks, title_text

MAX_ABSTRACT_WORDS = 450
MAX_ABSTRACT_BLOCKS = 4
MAX_COVER_WORDS = 450
MAX_REST = 40  # words of a cover that run over to a page of their own
MAX_COVERS = 2  # pages, a blank one included
MAX_ABOVE = 4  # of the text's size: how far above a title its authors may stand


@dataclass(frozen=True, slots=True)
class PdfFront:
    """The title, the authors (empty when unsure), the imprint, arXiv's stamp, and the identities of the blocks of the
    first pages that are no text. `abstract` are the blocks of an abstract that has no heading, as in physics letters.
    """

    title: str | None
    authors: tuple[str, ...]
    blocks: frozenset[int]
    abstract: tuple[Block, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)
    stamp: ArxivStamp | None = None


_COPY = re.compile(
    r"attached copy is furnished|This article appeared in a journal published by|electronic file may not be altered"
    r"|PLEASE SCROLL DOWN FOR ARTICLE|no representations or warranties"
    r"|may be used for research, teaching,? and private study"
)
"""What publishers print on the covers of the copies that they give to authors."""
_DEPOSIT = re.compile(
    r"\brepository\b|accepted manuscript|please cite|\bdownload(?:ed)?\b|published version|\bdeposit(?:ed)?|\brights\b",
    re.IGNORECASE,
)
"""What repositories print on covers of their own."""
_OF_AUTHORS = "Author(s): "
"""What stands before the names on JSTOR's covers."""
_ADDRESS = re.compile(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|edu|gov)(?:/\S*)?", re.IGNORECASE)
"""A journal's address, which may stand beside the title: "rsif.royalsocietypublishing.org"."""


def read_front(
    pages: Sequence[Sequence[Block]], read: Sequence[Page], style: Style, known_title: str, hyphens: Hyphens
) -> PdfFront:
    """Read the front of a paper's pages, of which the first may be a cover that others have put before the title page.

    `pages` has the blocks of each page in reading order, `read` the pages as read, running heads included.
    """
    stamp = next((stamp for page in read[:2] if (stamp := stamp_in(page.rotated))), None)
    front, covers = front_of(pages[0], style, read[0].height, known_title, hyphens), 0
    within = range(1, min(MAX_COVERS + 1, len(pages)))
    behind = next((place for place in within if _words(pages[place]) > MAX_REST), 0)
    behind = behind or next((place for place in within if pages[place]), 0)
    if behind and _may_be_cover(pages[0]):
        inner = front_of(pages[behind], style, read[behind].height, known_title, hyphens)
        if _has_title(pages[0], inner.title) or _is_of_publisher(pages[0]) or _is_deposit(pages[0], pages[behind]):
            covers = behind
            taken = inner.blocks | frozenset(id(block) for page in pages[:behind] for block in page)
            title, authors = inner.title or front.title, inner.authors or front.authors
            front = replace(inner, title=title, authors=authors, blocks=taken)
    printed = [row for page in read[: covers + 1] for row in page.rows]
    imprint = imprint_of(printed, style.size, front.title, stamp)
    venue = letters_of(imprint.venue or "")
    if venue and letters_of(front.title or "") == venue and not covers:  # the journal's own name, in larger type
        of_journal = [block for block in pages[0] if letters_of(block.text) in venue]
        rest = [block for block in pages[0] if block not in of_journal]
        front = front_of(rest, style, read[0].height, known_title, hyphens)
        front = replace(front, blocks=front.blocks | frozenset(map(id, of_journal)))
    for block in front.abstract:
        block.kind = "abstract"
    authors = _cited_authors(imprint, front.authors) or front.authors
    labelled = next((row.text for row in printed if row.text.startswith(_OF_AUTHORS)), "")
    authors = authors or tuple(names_in(labelled))
    authors = tuple(author for author in authors if letters_of(author) != venue)  # "N Engl J Med"
    return replace(front, authors=authors, imprint=imprint, stamp=stamp)


def _cited_authors(imprint: Imprint, known: Sequence[str]) -> tuple[str, ...]:
    """The authors of the reference that a paper asks to be cited by; none where the title page has more, or the same in
    full, or where they are hardly names.
    """
    cited = names_in(imprint.citation.partition(str(imprint.year))[0].rstrip(" (.")) if imprint.citation else []
    is_sure = not _are_initials(cited) and all(name.count(" ") < MAX_NAME_WORDS for name in cited)
    is_same = list(map(family_key, cited)) == list(map(family_key, known))
    return tuple(cited) if is_sure and not is_same and len(cited) >= len(known) else ()


def _are_initials(names: Sequence[str]) -> bool:
    """Whether most names are given as in "Fertig EJ", which title pages do not do."""
    ends = [name.split()[-1] for name in names]
    return 2 * sum(end.isupper() and len(end) < 4 for end in ends) > len(ends)


def _may_be_cover(blocks: Sequence[Block]) -> bool:
    """Whether a page may be a cover before the title page: few words, and no abstract."""
    return _words(blocks) <= MAX_COVER_WORDS and not any(ABSTRACT.match(block.text) for block in blocks)


def _words(blocks: Sequence[Block]) -> int:
    return sum(row.text.count(" ") + 1 for block in blocks for row in block.rows)


def _is_of_publisher(blocks: Sequence[Block]) -> bool:
    """Whether a page says what may be done with the copy that it stands before, as Elsevier's do."""
    return any(_COPY.search(block.text) for block in blocks)


def _is_deposit(blocks: Sequence[Block], behind: Sequence[Block]) -> bool:
    """Whether a page says what a repository says of its copies, before one that has an abstract."""
    notices = {match[0].lower() for block in blocks for match in _DEPOSIT.finditer(block.text)}
    return len(notices) > 1 and any(ABSTRACT.match(block.text) for block in behind)


def _has_title(blocks: Sequence[Block], title: str | None) -> bool:
    """Whether a cover has the title of the title page behind it."""
    letters = letters_of(title or "")
    return len(letters) >= 15 and letters in letters_of(" ".join(block.text for block in blocks))


def front_of(
    blocks: Sequence[Block], style: Style, height: float, known_title: str = "", hyphens: Hyphens | None = None
) -> PdfFront:
    """Read the front of the first page's blocks, in reading order; `known_title` is what the file's metadata name."""
    addresses = frozenset(id(block) for block in blocks if _ADDRESS.fullmatch(block.text.strip()))
    blocks = [block for block in blocks if id(block) not in addresses]
    title = title_blocks(blocks, style, height, known_title)
    headed = next((block for block in blocks if ABSTRACT.match(block.text)), None)
    top = title[-1].last.y1 if title else 0.0
    start = headed or next((block for block in blocks if is_prose(block) and block.first.y0 >= top - 3), None)
    abstract = _headed(headed, blocks, style) if headed else _unheaded(start, blocks, style)
    if not title and headed is None:
        taken = frozenset[int]()
    else:
        above = _above(start, blocks)
        beside = _beside(abstract, blocks, style) if headed else []
        front = (block for block in (*title, *above, *beside) if block.kind != "caption")
        taken = frozenset(map(id, front)) - _headings_above(start, above, style)
        if abstract and headed:
            taken |= {id(headed)} - set(map(id, abstract))
    rows = [row for block in title for row in block.rows]
    end = end_of_capitals(rows)
    text = title_text(rows[:end], hyphens or Hyphens([row.text for row in rows])) if title else None
    places = _rows_of_authors(title, rows[end:], start, blocks, style) if title else ()
    authors = next(filter(None, map(authors_of, places)), ())
    return PdfFront(text or None, authors, taken | addresses, abstract)


def _rows_of_authors(
    title: Sequence[Block], behind: Sequence[Row], start: Block | None, blocks: Sequence[Block], style: Style
) -> Iterator[list[Row]]:
    """The rows where authors may be named, by how often they are: below the title, beside the abstract in a narrow
    column of their own, and in a list or alone above the title.
    """
    yield [*behind, *rows_below(title, start, blocks, style)]
    rows = [row for block in blocks for row in block.rows]
    bottom, top = title[-1].last.y1, title[0].first.y0
    if start:
        yield [row for row in rows if row.y0 > bottom and row.x1 < start.first.x0]
    above = (row for row in rows if 0 < top - row.baseline < MAX_ABOVE * style.size)
    named = [(row, names) for row in above if (names := names_in("   ".join(row.parts)))]
    lists = [row.baseline for row, names in named if len(names) > 1]
    yield [row for row, _ in named if any(abs(row.baseline - baseline) < BELOW * row.size for baseline in lists)]
    yield [row for row, _ in named] if len(named) == 1 else []


def _above(start: Block | None, blocks: Sequence[Block]) -> list[Block]:
    """What stands above the text, in each column above that column's own prose."""
    first = start.first.y0 if start else 1e9
    tops: dict[int, float] = {}
    for block in blocks:
        if is_prose(block) and block is not start:
            tops[block.column] = min(tops.get(block.column, 1e9), block.first.y0)
    return [
        block
        for block in blocks
        if block is not start and not is_prose(block) and block.last.y1 <= min(first, tops.get(block.column, 1e9)) + 3
    ]


def _headings_above(start: Block | None, above: Sequence[Block], style: Style) -> frozenset[int]:
    """The heading that stands right above the text, which is no front matter: "1 Introduction"."""
    if start is None:
        return frozenset()
    column = [block for block in above if block.column in {0, start.column}]
    last = max(column, key=lambda block: block.last.y1, default=None)
    if last is None or not is_heading(last.text):
        return frozenset()
    stands_out = last.first.bold or last.first.top_size > style.size + 0.5 or last.text.isupper() or last.first.italic
    return frozenset({id(last)}) if stands_out else frozenset()


def _headed(heading: Block, blocks: Sequence[Block], style: Style) -> tuple[Block, ...]:
    """The blocks below a heading "Abstract" on a line of its own: in one type, closely below each other."""
    if not ABSTRACT.fullmatch(heading.text):
        return ()
    chosen: list[Block] = []
    last = heading
    for block in sorted(blocks, key=lambda block: block.first.y0):
        left, right = min(row.x0 for row in block.rows), max(row.x1 for row in block.rows)
        below = block.first.y0 >= last.last.y1 - 4 and block.first.y0 - last.last.y1 < 2.5 * style.pitch
        across = left - 3 < heading.first.x1 and heading.first.x0 <= right
        if block is heading or not below or not (across or block.column == heading.column != 0):
            continue
        if chosen and not same_size(block.first, chosen[0].first):
            break
        if not is_prose(block) and not (chosen and STRUCTURED.fullmatch(block.text)):
            break
        if is_heading(block.text) or (chosen and left < min(row.x0 for row in chosen[0].rows) - 2 * style.size):
            break
        chosen.append(block)
        last = block
    return tuple(chosen)


def _beside(abstract: Sequence[Block], blocks: Sequence[Block], style: Style) -> list[Block]:
    """What stands at the side of an abstract: keywords, dates and addresses, left of it or in smaller type."""
    if not abstract:
        return []
    rows = [row for block in abstract for row in block.rows]
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    top, foot = rows[0].y0 - 3 * style.pitch, rows[-1].y1 + style.pitch
    return [
        block
        for block in blocks
        if top < block.first.y0 < foot
        and (
            max(row.x1 for row in block.rows) < left
            or (block.first.x0 > right and block.first.size < style.size - LARGER)
        )
    ]


def _unheaded(start: Block | None, blocks: Sequence[Block], style: Style) -> tuple[Block, ...]:
    """The blocks of an abstract that has no heading: prose that its type, its width or a heading behind it tells."""
    if start is None:
        return ()
    rest = list(blocks[next(place for place, block in enumerate(blocks) if block is start) :])
    until = next(
        (place for place, block in enumerate(rest) if is_heading(block.text) and _is_set_apart(block, style)), None
    )
    before = [block for block in rest[:until] if is_prose(block)] if until else []
    if 0 < sum(block.text.count(" ") for block in before) <= MAX_ABSTRACT_WORDS and len(before) <= MAX_ABSTRACT_BLOCKS:
        return tuple(before)
    after = next((block for block in rest[1:] if is_prose(block)), None)
    return (start,) if start.kind == "small" or (after and _differs(start, after, style)) else ()


def _is_set_apart(block: Block, style: Style) -> bool:
    first = block.first
    return (
        first.bold or first.italic or block.text.isupper() or first.top_size > style.size + 0.5 or len(block.rows) == 1
    )


def _differs(start: Block, after: Block, style: Style) -> bool:
    """Whether a block is set as an abstract beside the one that follows: over both columns, narrower, bold, italic."""
    if start.column == 0 and after.column:
        return True
    if len(start.rows) < 3 or len(after.rows) < 3:
        return False
    left, right = (min(row.x0 for row in start.rows) - min(row.x0 for row in after.rows), after.edge - start.edge)
    looks = [all(getattr(row, look) for row in start.rows) and not after.first.bold for look in ("bold", "italic")]
    return (left > 1.2 * style.size and right > 1.2 * style.size) or any(looks)
