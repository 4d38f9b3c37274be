"""Read the front of a paper: the title by its look and what stands below it, the authors, and where the text begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from synth.language.dates import years_in
from synth.language.lexicon import any_of, words_of
from synth.models import ArxivStamp
from synth.reading.pdf_authors import BELOW, MAX_NAME_WORDS, authors_of, is_name_like, names_in
from synth.reading.pdf_furniture import stamp_in
from synth.reading.pdf_headings import ABSTRACT, STRUCTURED, is_heading
from synth.reading.pdf_imprint import Imprint, imprint_of
from synth.reading.pdf_layout import Block, Style, same_size
from synth.reading.pdf_lines import Row
from synth.reading.pdf_pages import Page
from synth.reading.pdf_text import Hyphens, joint

LARGER = 0.9  # points above the running text's size from which type is a title's
SMALLER = 3.0  # points below it: smaller type is no author's
SAME_TYPE = 0.08  # of the size: what differs by less is one size
LARGEST = 45.0  # points: larger type is a logo
LOWEST = 0.62  # of the page's height, below which no title stands
MAX_TITLE_ROWS = 9
MAX_ABSTRACT_WORDS = 450
MAX_ABSTRACT_BLOCKS = 4
MAX_COVER_WORDS = 450
MAX_ABOVE = 4  # of the text's size: how far above a title its authors may stand

_WORD = re.compile(r"[^\W\d_]{2,}")
_MASTHEAD = re.compile(
    r"www\.|https?:|\bISSN\b|journal homepage|contents lists|^(?:the )?(?:[\w&.-]+ ){0,4}(?:journal|transactions"
    r"|letters|reviews?"
    r"|annals|bulletin|proceedings|magazine|archives?|quarterly|series)(?:$| (?:of|on|in|for|and|paper)\b)"
    r"|working papers?"
    r"|discussion paper|science cent(?:er|re)$|^(?:an? )?(?:original|special|research|review|short|full|regular|invited"
    r"|brief|open|data|case)?"
    r" ?(?:articles?|reports?|papers?|letters?|communications?|access|study|reviews?|perspective|editorial"
    r"|commentary|correspondence"
    r"|preprint|thesis|dissertation)s?$|^(?:affiliations?|corresponding|running head|national bureau|word count"
    r"|author)\b|^vol(?:ume)?\b|^(?:view|download|cite)\b|university|technical report$",
    re.IGNORECASE,
)
_MARKED = "*∗⁎†‡§¶¹²³$⋆★☆♠♦#\ufffd "
_LABELLED = re.compile(
    r"(?:Authors?(?:\(s\))?|Source|Published by|Stable URL|Article in|Corresponding)\b|\S+@\S+\.\w|https?:|10\.\d{4}/"
)
_MARKED_NAME = re.compile(r"[^\W\d_][¹²³⁴-⁹ᵃ-ᶿ*∗⁎†‡§¶⇑]|\b[A-Z]\. [A-Z]|,.*\band [A-Z]")
_AWAITS = re.compile(rf"\b(?:{any_of(words_of('text', 'awaiting'))})$")
_LINKING = re.compile(r"\b(?:[a-z]{4,}|of|in|on|for|to|with|from|the)\b")
_FUNCTION = re.compile(r"\b(?:[a-z]{4,}|of|in|on|for|and|to|with|from|the|a|an|With|From|For|Of|In|On|The|To|And)\b")


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


def read_front(
    pages: Sequence[Sequence[Block]], read: Sequence[Page], style: Style, known_title: str, hyphens: Hyphens
) -> PdfFront:
    """Read the front of a paper's pages, of which the first may be a cover that others have put before the title page.

    `pages` has the blocks of each page in reading order, `read` the pages as read, running heads included.
    """
    stamp = next((stamp for page in read[:2] if (stamp := stamp_in(page.rotated))), None)
    front, covers = front_of(pages[0], style, read[0].height, known_title, hyphens), 0
    if len(pages) > 1 and _may_be_cover(pages[0]):
        inner = front_of(pages[1], style, read[1].height, known_title, hyphens)
        if _has_title(pages[0], inner.title):
            covers = 1
            taken = inner.blocks | frozenset(map(id, pages[0]))
            front = replace(inner, authors=inner.authors or front.authors, blocks=taken)
    printed = [row for page in read[: covers + 1] for row in page.rows]
    imprint = imprint_of(printed, style.size, front.title, stamp)
    for block in front.abstract:
        block.kind = "abstract"
    cited = names_in(imprint.citation.partition(str(imprint.year))[0].rstrip(" (.")) if imprint.citation else []
    sure = not _are_initials(cited) and all(name.count(" ") < MAX_NAME_WORDS for name in cited)
    authors = tuple(cited) if sure and len(cited) >= max(1, len(front.authors)) else front.authors
    authors = tuple(author for author in authors if author != imprint.venue)  # "N Engl J Med"
    return replace(front, authors=authors, imprint=imprint, stamp=stamp)


def _are_initials(names: Sequence[str]) -> bool:
    """Whether most names are given as in "Fertig EJ", which title pages do not do."""
    ends = [name.split()[-1] for name in names]
    return 2 * sum(end.isupper() and len(end) < 4 for end in ends) > len(ends)


def _may_be_cover(blocks: Sequence[Block]) -> bool:
    """Whether a page may be a cover before the title page: few words, and no text begins on it."""
    words = sum(row.text.count(" ") + 1 for block in blocks for row in block.rows)
    return words <= MAX_COVER_WORDS and not any(
        is_heading(block.text) or ABSTRACT.match(block.text) for block in blocks
    )


def _has_title(blocks: Sequence[Block], title: str | None) -> bool:
    """Whether a cover has the title of the title page behind it."""
    letters = _letters(title or "")
    return len(letters) >= 15 and letters in _letters(" ".join(block.text for block in blocks))


def front_of(
    blocks: Sequence[Block], style: Style, height: float, known_title: str = "", hyphens: Hyphens | None = None
) -> PdfFront:
    """Read the front of the first page's blocks, in reading order; `known_title` is what the file's metadata name."""
    title = _title_blocks(blocks, style, height, known_title)
    headed = next((block for block in blocks if ABSTRACT.match(block.text)), None)
    top = title[-1].last.y1 if title else 0.0
    start = headed or next((block for block in blocks if _is_prose(block) and block.first.y0 >= top - 3), None)
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
    end = _end_of_capitals(rows)
    text = _title_text(rows[:end], hyphens or Hyphens([row.text for row in rows])) if title else None
    places = _rows_of_authors(title, rows[end:], start, blocks, style) if title else ()
    authors = next(filter(None, map(authors_of, places)), ())
    return PdfFront(text or None, authors, taken, abstract)


def _rows_of_authors(
    title: Sequence[Block], behind: Sequence[Row], start: Block | None, blocks: Sequence[Block], style: Style
) -> Iterator[list[Row]]:
    """The rows where authors may be named, by how often they are: below the title, beside the abstract in a narrow
    column of their own, and in one row above the title.
    """
    yield [*behind, *_rows_below(title, start, blocks, style)]
    rows = [row for block in blocks for row in block.rows]
    bottom, top = title[-1].last.y1, title[0].first.y0
    if start:
        yield [row for row in rows if row.y0 > bottom and row.x1 < start.first.x0]
    above = (row for row in rows if 0 < top - row.baseline < MAX_ABOVE * style.size)
    named = [(row, names) for row in above if (names := names_in("   ".join(row.parts)))]
    lists = [row.baseline for row, names in named if len(names) > 1]
    yield [row for row, _ in named if any(abs(row.baseline - baseline) < BELOW * row.size for baseline in lists)]


def _title_blocks(blocks: Sequence[Block], style: Style, height: float, known_title: str) -> list[Block]:
    """The blocks of the title: of those set apart by their type, the ones that look most like it."""
    limit = next((block.first.y0 for block in blocks if ABSTRACT.match(block.text)), LOWEST * height) + 1
    candidates = [
        block
        for block in sorted(blocks, key=lambda block: block.first.y0)
        if block.first.y0 < min(limit, LOWEST * height)
        and block.first.top_size < LARGEST
        and not ABSTRACT.match(block.text)
    ]
    groups: list[list[Block]] = []
    for block in candidates:
        if _LABELLED.match(block.text):
            continue
        if _stands_out(block, style):
            begun = next((group for group in groups[:-3:-1] if _goes_on(group, block, style)), None)
            if begun:  # or the one before: "LETTER" stands beside the title
                begun.append(block)
            else:
                groups.append([block])
    wanted = _letters(known_title)
    best: list[Block] = []
    highest = 0.0
    for group in groups:
        score = _score(group, candidates, style, height, wanted)
        if score > highest:
            best, highest = group, score
    after = groups[groups.index(best) + 1] if best and best is not groups[-1] else None
    after = list(takewhile(lambda block: not _may_be_names(block), after or ()))
    return [*best, *after] if after and _is_subtitle(after, best, style) else best


def _end_of_capitals(rows: Sequence[Row]) -> int:
    """How many rows are a title's where names follow in its own type: "LABOR MARKET POWER", then "José A. Azar"."""
    capitals = next((place for place, row in enumerate(rows) if not row.text.isupper()), len(rows))
    return capitals if 0 < capitals < len(rows) and names_in(rows[capitals].text) else len(rows)


def _may_be_names(block: Block) -> bool:
    return all(" " in row.text and is_name_like(row.text) for row in block.rows)


def _is_subtitle(group: Sequence[Block], title: Sequence[Block], style: Style) -> bool:
    """Whether some blocks go on with the title in smaller type: they stand close below, and are no names."""
    first, above = group[0].first, title[-1].last
    text = " ".join(block.text for block in group)
    # "Using Propensity Score and Instrumental Variable Methods" goes on with a row that is no name
    likely = any(is_name_like(row.text) for block in group for row in block.rows) and not _LINKING.search(first.text)
    worded = (
        not (likely or names_in(first.text))
        and (_FUNCTION.search(text) is not None or text.endswith("?"))
        and not _MARKED_NAME.search(text)
    )
    close = -2 < first.y0 - above.y1 < 1.2 * above.top_size and first.bold <= above.bold
    larger = style.size + LARGER <= first.top_size < above.top_size
    return close and larger and worded and not _MASTHEAD.search(text) and not years_in(text)


def _stands_out(block: Block, style: Style) -> bool:
    first = block.first
    if len(block.rows) > MAX_TITLE_ROWS or not _WORD.search(block.text):
        return False
    if first.top_size >= style.size + LARGER:
        return True
    if first.top_size < style.size - LARGER:
        return False
    text = block.text
    centred = abs((first.x0 + first.x1) / 2 - style.middle) < 2 * style.size and first.x0 > style.left + 3 * style.size
    return (first.bold or text.isupper() or centred) and len(text) > 8


def _goes_on(group: Sequence[Block], block: Block, style: Style) -> bool:
    """Whether a block goes on with a title: in its type, closely below. Names may be set in it, too."""
    if group[0].first.top_size < style.size + LARGER and names_in(block.first.text):
        return False
    last = group[-1]
    size = max(last.first.top_size, block.first.top_size)
    alike = abs(last.first.top_size - block.first.top_size) <= SAME_TYPE * size and last.first.bold == block.first.bold
    reach = 1.6 if _AWAITS.search(last.last.text) else 0.9  # "Properties of Verbs into a"
    return alike and -size < block.first.y0 - last.last.y1 < reach * size and last.first.italic == block.first.italic


def _score(group: Sequence[Block], blocks: Sequence[Block], style: Style, height: float, wanted: str) -> float:
    """How much some blocks look like a title; at most zero for what is surely none."""
    text = " ".join(block.text for block in group)
    words = len(_WORD.findall(text))
    letters = _letters(text)
    if not letters or len(text) > 400 or is_heading(text):
        return 0.0
    first = group[0].first
    score = 3.0 * min(first.top_size / style.size, 2.0) + (0.6 if first.bold else 0.0)
    score += min(words, 5) * 0.4 - (2.0 if words < 2 else 0.0)
    score -= 2.0 * first.y0 / height
    if wanted and (wanted in letters or (letters in wanted and len(letters) > 0.6 * len(wanted))):
        score += 4.0
    if _MASTHEAD.search(text.strip()):
        score -= 4.0
    below = _rows_below(group, None, blocks, style)
    if authors_of(below[:6]):
        score += 2.0
    return score if not authors_of([row for block in group for row in block.rows]) or words > 5 else score - 2.5


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _title_text(rows: Sequence[Row], hyphens: Hyphens) -> str:
    text = ""
    for row in rows:
        if text and _LABELLED.match(row.text):
            break  # "Author(s): R. T. Lester" in the title's own type, on a cover
        text = "".join([*joint(text, row.text, hyphens), row.text]) if text else row.text
    return text.rstrip(_MARKED if "}" in text else f"{_MARKED}{{").strip()  # "{" is a dagger in Wiley's font


def _rows_below(title: Sequence[Block], start: Block | None, blocks: Sequence[Block], style: Style) -> list[Row]:
    """The rows between the title and the text, line by line, without what is lettered as small as a figure is."""
    top = title[-1].last.y1 - 3
    foot = start.first.y0 + 3 if start else 1e9
    chosen = {id(block) for block in title}
    rows = [
        row
        for block in blocks
        if id(block) not in chosen and block is not start and not _is_prose(block)
        for row in block.rows
        if row.y0 >= top and row.y1 <= foot and row.top_size > style.size - SMALLER
    ]
    return sorted(rows, key=lambda row: (round(row.baseline / 4), row.x0))


def _is_prose(block: Block) -> bool:
    """Whether a block is sentences and not names or addresses, which are mostly capitalised."""
    text = block.text
    words = text.split()
    lower = sum(word[0].islower() for word in words)
    enough = 20 if text[-1:] not in ".?!" else 8
    return len(words) >= enough and lower >= 0.5 * len(words)


def _above(start: Block | None, blocks: Sequence[Block]) -> list[Block]:
    """What stands above the text, in each column above that column's own prose."""
    first = start.first.y0 if start else 1e9
    tops: dict[int, float] = {}
    for block in blocks:
        if _is_prose(block) and block is not start:
            tops[block.column] = min(tops.get(block.column, 1e9), block.first.y0)
    return [
        block
        for block in blocks
        if block is not start and not _is_prose(block) and block.last.y1 <= min(first, tops.get(block.column, 1e9)) + 3
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
        if not _is_prose(block) and not (chosen and STRUCTURED.fullmatch(block.text)):
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
    before = [block for block in rest[:until] if _is_prose(block)] if until else []
    if 0 < sum(block.text.count(" ") for block in before) <= MAX_ABSTRACT_WORDS and len(before) <= MAX_ABSTRACT_BLOCKS:
        return tuple(before)
    after = next((block for block in rest[1:] if _is_prose(block)), None)
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
