"""Find a paper's title on its title page by its look, and what stands below it."""

import re
from collections.abc import Sequence
from itertools import takewhile

from synth.language.dates import years_in
from synth.language.lexicon import any_of, words_of
from synth.reading.pdf_authors import authors_of
from synth.reading.pdf_headings import ABSTRACT, is_heading
from synth.reading.pdf_layout import Block, Style
from synth.reading.pdf_lines import Row
from synth.reading.pdf_names import is_name_like, names_in
from synth.reading.pdf_text import Hyphens, is_fragment, joint

LARGER = 0.9  # points above the running text's size from which type is a title's
SMALLER = 3.0  # points below it: smaller type is no author's
SAME_TYPE = 0.08  # of the size: what differs by less is one size
LARGEST = 45.0  # points: larger type is a logo
LOWEST = 0.62  # of the page's height, below which no title stands
MAX_TITLE_ROWS = 9
_WORD = re.compile(r"[^\W\d_]{2,}")
_KINDS = (
    rf"(?:an? )?(?:{any_of(words_of('text', 'kinds of articles'))})?"
    rf" ?(?:{any_of(words_of('text', 'articles'))})s?"
)
_KIND = re.compile(_KINDS, re.IGNORECASE)
_MASTHEAD = re.compile(
    r"www\.|https?:|\bISSN\b|journal homepage|contents lists|^(?:the )?(?:[\w&.-]+ ){0,4}(?:journal|transactions"
    r"|letters|reviews?"
    r"|annals|bulletin|proceedings|magazine|archives?|quarterly|series)(?:$| international$| (?:of"
    r"|on|in|for|and|paper)\b)|publishing company$|university press$"
    r"|working papers?"
    rf"|discussion paper|science cent(?:er|re)$|^{_KINDS}$|^(?:affiliations?|corresponding|running head"
    r"|national bureau|word count|author)\b|^vol(?:ume)?\b|^(?:view|download|cite)\b|university|technical report$",
    re.IGNORECASE,
)
_MARKED = ",*∗⁎†‡§¶¹²³$⋆★☆♠♦#\ufffd "
_LABELLED = re.compile(
    r"(?:Authors?(?:\(s\))?|Source):|(?:Published by|Stable URL|Article in|Corresponding)\b"
    r"|\S+@\S+\.\w|https?:|10\.\d{4}/"
)
_MARKED_NAME = re.compile(r"[^\W\d_][¹²³⁴-⁹ᵃ-ᶿ*∗⁎†‡§¶⇑]|\b[A-Z]\. [A-Z]|,.*\band [A-Z]")
_MARK_WITHIN = re.compile(r"(?<=[a-z]{4})[¹²*∗†‡](?=\s)")
"""The mark of a footnote in the middle of a title."""
_STAR = re.compile(r"(?<=[a-z]{3}) q$")
"""The star of a footnote in Elsevier's font of signs."""
FAR_LARGER = 4.0  # points above the running text's size from which a title may be bold in some of its rows alone
_AWAITS = re.compile(rf"\b(?:{any_of(words_of('text', 'awaiting'))})$")
_LONG_WORD = re.compile(r"[a-z]{3,}")
_FUNCTION = re.compile(r"\b(?:[a-z]{4,}|of|in|on|for|and|to|with|from|the|a|an|With|From|For|Of|In|On|The|To|And)\b")


def title_blocks(blocks: Sequence[Block], style: Style, height: float, known_title: str) -> list[Block]:
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
        if _stands_out(block, style) or (groups and _closes(groups[-1], block)):
            begun = next((group for group in groups[:-3:-1] if _goes_on(group, block, style)), None)
            if begun:  # or the one before: "LETTER" stands beside the title
                begun.append(block)
            else:
                groups.append([block])
    wanted = letters_of(known_title)
    best: list[Block] = []
    highest = 0.0
    for group in groups:
        score = _score(group, candidates, style, height, wanted)
        if score > highest:
            best, highest = group, score
    after = groups[groups.index(best) + 1] if best and best is not groups[-1] else None
    after = list(takewhile(lambda block: not _may_be_names(block), after or ()))
    if after and _is_subtitle(after, best, style):
        return [*best, *after]
    return [*best, *_awaited(best, candidates)] if best else best


def end_of_capitals(rows: Sequence[Row]) -> int:
    """How many rows are a title's where names follow in its own type: "LABOR MARKET POWER", then "José A. Azar"."""
    capitals = next((place for place, row in enumerate(rows) if not row.text.isupper()), len(rows))
    return capitals if 0 < capitals < len(rows) and names_in(rows[capitals].text) else len(rows)


def _closes(group: Sequence[Block], block: Block) -> bool:
    """Whether a block without a word closes what a title opened: "(Lamarck, | 1816)"."""
    text = "".join(one.text for one in group)
    return text.count("(") > text.count(")") and block.text.endswith(")") and not _WORD.search(block.text)


def _may_be_names(block: Block) -> bool:
    return all(" " in row.text and is_name_like(row.text) and not _are_words(row.text) for row in block.rows)


def _are_words(text: str) -> bool:
    """Whether three words or more are ones that papers write, as no row of names is: "Concepts and Applications"."""
    words = _LONG_WORD.findall(text.lower())
    return len(words) > 2 and not any(map(is_fragment, words))


def _awaited(title: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """The block right below a title that ends in a colon, in whatever type it is set."""
    last = title[-1].last
    below = next((block for block in blocks if block.first.y0 > last.y1 - 3), None)
    if below is None or not title[-1].text.endswith(":") or below.first.y0 - last.y1 > 2.6 * last.top_size:
        return []
    return [] if names_in(below.first.text) or len(below.rows) > 2 or not _WORD.search(below.text) else [below]


def _is_subtitle(group: Sequence[Block], title: Sequence[Block], style: Style) -> bool:
    """Whether some blocks go on with the title in smaller type: they stand close below, and are no names."""
    first, above = group[0].first, title[-1].last
    text = " ".join(block.text for block in group)
    rows = [block.first for block in group]  # names do not begin within a block: "Using Propensity Score Methods"
    likely = any(" " in row.text and is_name_like(row.text) and not _are_words(row.text) for row in rows)
    named = bool(names_in(first.text)) and not _are_words(first.text)
    worded = _FUNCTION.search(text) is not None or text.endswith("?") or _are_words(text)
    worded = worded and not (likely or named or (_MARKED_NAME.search(text) and not _are_words(text)))
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
    rows = (block.first, block.last)
    middled = all(abs((row.x0 + row.x1) / 2 - style.middle) < 2 * style.size for row in rows)
    centred = middled and any(row.x0 > style.left + 3 * style.size for row in rows)
    return (first.bold or text.isupper() or centred) and len(text) > 8


def _goes_on(group: Sequence[Block], block: Block, style: Style) -> bool:
    """Whether a block goes on with a title: in its type, closely below. Names may be set in it, too.

    A title ends before a kind of article; a subtitle behind "?" stands further below; species are in italics.
    """
    if _KIND.fullmatch(group[-1].text):
        return False
    if group[0].first.top_size < style.size + LARGER and names_in(block.first.text):
        return False
    last = group[-1]
    size = max(last.first.top_size, block.first.top_size)
    is_within = block.text[0].islower()
    sizes = ((one.first.top_size, one.first.size) for one in (last, block))
    alike = any(abs(above - below) <= SAME_TYPE * size for above, below in zip(*sizes, strict=True))
    step = block.first.y0 - last.last.y1
    is_large = size > style.size + FAR_LARGER and step < 0.4 * size and not names_in(block.first.text)
    alike = alike and (is_within or is_large or last.first.bold == block.first.bold)
    reach = 1.6 if _AWAITS.search(last.last.text) else 0.9  # "Properties of Verbs into a"
    if last.text.endswith(("?", ":")) and size > style.size + LARGER:
        reach = 2.6
    slanted = is_within or last.first.italic == block.first.italic
    return alike and slanted and -size < step < reach * size


def _score(group: Sequence[Block], blocks: Sequence[Block], style: Style, height: float, wanted: str) -> float:
    """How much some blocks look like a title; at most zero for what is surely none."""
    text = " ".join(block.text for block in group)
    words = len(_WORD.findall(text))
    letters = letters_of(text)
    if not letters or len(text) > 400 or is_heading(text):
        return 0.0
    first = group[0].first
    score = 3.0 * min(first.top_size / style.size, 2.0)
    score += 0.6 if first.bold and first.top_size < style.size + LARGER else 0.0
    score += min(words, 5) * 0.4 - (2.0 if words < 2 else 0.0)
    score -= 2.0 * first.y0 / height
    if wanted and (wanted in letters or (letters in wanted and len(letters) > 0.6 * len(wanted))):
        score += 4.0
    if _MASTHEAD.search(text.strip()):
        score -= 4.0
    below = rows_below(group, None, blocks, style)
    if authors_of(below[:6]):
        score += 2.0
    names = authors_of([row for block in group for row in block.rows])
    named = 2 * sum(name.count(" ") + 1 for name in names)  # "Jo Doe, Ann Roe and Cy Poe"
    return score - 2.5 if names and (words <= 5 or named >= words) else score


def letters_of(text: str) -> str:
    """A text's letters and digits alone, in lower case."""
    return "".join(char for char in text.lower() if char.isalnum())


def title_text(rows: Sequence[Row], hyphens: Hyphens) -> str:
    """The title that some rows print, broken words joined, without footnote marks."""
    text = ""
    for row in rows:
        if text and _LABELLED.match(row.text):
            break  # "Author(s): R. T. Lester" in the title's own type, on a cover
        text = "".join([*joint(text, row.text, hyphens), row.text]) if text else row.text
    text = _STAR.sub("", _MARK_WITHIN.sub("", text))
    return text.rstrip(_MARKED if "}" in text else f"{_MARKED}{{").strip()  # "{" is a dagger in Wiley's font


def rows_below(title: Sequence[Block], start: Block | None, blocks: Sequence[Block], style: Style) -> list[Row]:
    """The rows between the title and the text, line by line, without what is lettered as small as a figure is."""
    top = title[-1].last.y1 - 3
    foot = start.first.y0 + 3 if start else 1e9
    chosen = {id(block) for block in title}
    rows = [
        row
        for block in blocks
        if id(block) not in chosen and block is not start and not is_prose(block)
        for row in block.rows
        if row.y0 >= top and row.y1 <= foot and row.top_size > style.size - SMALLER
    ]
    return sorted(rows, key=lambda row: (round(row.baseline / 4), row.x0))


def is_prose(block: Block) -> bool:
    """Whether a block is sentences and not names or addresses, which are mostly capitalised."""
    text = block.text
    words = text.split()
    lower = sum(word[0].islower() for word in words)
    enough = 20 if text[-1:] not in ".?!" else 8
    return len(words) >= enough and lower >= 0.5 * len(words)
