"""Tell the names of a paper's authors from what stands around them on the title page.

Names are set in one style, in lists, in grids with the affiliation below each, or one a row; marks, degrees and labels
may stand about them. What cannot be told apart surely ("Ori Ram Yoav Levine") is left out rather than guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from synth.language.authors import PARTICLE
from synth.reading.pdf_lines import Row
from synth.reading.pdf_name_case import are_capitals, cased, cased_families, in_capitals
from synth.reading.pdf_names import CONTACT, DEGREES, MARKS, NOT_A_NAME, SIGNS, names_in, parts_of

MAX_AUTHORS_ROWS = 250  # 2204.02311 has 67 authors, one a row
MAX_NAME_WORDS = 5
OFF = 0.4  # of the size: by which the middles of a name and its affiliation may differ
BELOW = 1.6  # of the size: what stands so near below a name in a grid belongs to it
_SUPERVISED = re.compile(r"(?:Thesis )?(?:Supervis|Advis|Examin)[eo]rs?\b", re.IGNORECASE)
"""What stands above the names of those who are no authors of a thesis."""
_UNFINISHED = re.compile(rf"^\S+$|\b[A-Z]\.?$|\s{PARTICLE}$")
"""The end of a row that a name goes on behind: a first name alone, an initial, or "de"."""
_MARKED = re.compile(rf"(?:(?:[{SIGNS}\d][^\w\s]*)+,?|,(?:[{SIGNS}\d],?)+)(?=[\s,;])")
"""The end of a name with marks in a list."""
_LOWER = re.compile(r"(?<![^\W\d_])(?<!\w[.@_])[a-z]{3,}(?![^\W\d_]|[.@_]\w|@)")
"""A word in lower case that is no part of an address: the first name of "ann.doe@example.org" is none."""
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
MIN_WRITTEN = 2
"""How often a text has a word in lower case that is more than a name."""
_Look = tuple[float, bool, bool]


@dataclass(slots=True)
class _Line:
    """A row, or several that one list runs over: its text, its look, where it stands, and the names that it is."""

    text: str
    look: _Look
    row: Row
    names: list[str]
    unsure: bool = False
    affiliated: bool = False


def authors_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The names among the rows between title and abstract, in the look in which most names are set.

    Empty where names cannot be told apart ("Ori Ram Yoav Levine").
    """
    rows = list(takewhile(lambda row: not _SUPERVISED.match(row.text), rows[:MAX_AUTHORS_ROWS]))
    lines = [line for line in _lines(rows) if line.names or line.unsure]
    _set_affiliations_apart(lines)
    counts: dict[_Look, int] = {}
    for line in lines:
        if not line.affiliated:
            counts[line.look] = counts.get(line.look, 0) + len(set(line.names))
    # "Paper Search" in large type is no author, nor is "Mountain View", which stands below each of three.
    look = max(counts, key=lambda each: counts[each], default=None)
    chosen = [line for line in lines if line.look == look and not line.affiliated]
    baselines = [line.row.baseline for line in chosen]
    chosen = [line for line in lines if line in chosen or _is_beside(line, baselines, look)]
    for line in lines:  # each may be next to one that was
        if line not in chosen and _is_next(line, chosen):
            chosen = [each for each in lines if each in chosen or each is line]
    unsure = [name for line in chosen if line.unsure for name in line.names]
    if 3 * len(unsure) > len(chosen) or any(name.count(" ") >= MAX_NAME_WORDS for name in unsure):
        return ()  # of five names, each on a row of its own, one may have four words
    below = "\n".join(row.text for row in rows)
    names = [name for line in chosen for name in line.names if not _is_of_a_place(name, below)]
    listed = {name for line in chosen if len(line.names) > 1 or line.text[-1] in SIGNS for name in line.names}
    once = [name for name in dict.fromkeys(names) if names.count(name) == 1 or name in listed]
    names = in_capitals(once)
    all_capitals = len(names) > 1 and all(map(str.isupper, names))  # "YU LU, ANN DOE"
    return tuple(cased_families([cased(name, all_capitals) for name in names]))


def people_among(names: Sequence[str], text: str) -> tuple[str, ...]:
    """The names without those whose words a paper's text writes in lower case too: "Controlled Trials", a heading's.

    None where most are such: the others stand in the same place.
    """
    written = Counter(_LOWER.findall(text)) if names else Counter()
    words = {name: _LONG_WORD.findall(name.lower()) for name in names}
    people = [name for name in names if len(words[name]) < 2 or min(written[one] for one in words[name]) < MIN_WRITTEN]
    return tuple(people) if 2 * len(people) >= len(names) else ()


def _is_beside(line: _Line, baselines: Sequence[float], look: _Look | None) -> bool:
    """Whether a name stands in a row of authors, in their size, though a mark made it look otherwise."""
    near = any(abs(line.row.baseline - baseline) < 1 for baseline in baselines)
    return near and look is not None and line.look[0] == look[0] and bool(line.names) and not line.affiliated


def _is_next(line: _Line, chosen: Sequence[_Line]) -> bool:
    """Whether a line stands closely below or above a list of authors, in about their size, and is one of them, too."""
    return bool(line.names) and any(
        abs(abs(line.row.baseline - other.row.baseline) - 1.2 * line.row.size) < 0.4 * line.row.size
        and abs(line.look[0] - other.look[0]) < 0.12 * other.look[0]
        and (len(other.names) > 1 or line.text[-1] in SIGNS)
        and _is_like(line, other)
        for other in chosen
    )


def _is_like(line: _Line, other: _Line) -> bool:
    """Whether a line is a list as another one is: with marks as that one, or in capitals, or behind "and"."""
    marked = [any(sign in SIGNS for sign in each.text) for each in (line, other)]
    middles = line.row.x0 + line.row.x1 - other.row.x0 - other.row.x1
    aligned = min(abs(line.row.x0 - other.row.x0), abs(middles) / 2) < line.row.size
    capitals = are_capitals(line.text) and are_capitals(other.text)
    return (all(marked) and aligned) or (capitals and (len(line.names) > 1 or line.text.startswith("AND ")))


def _is_of_a_place(name: str, text: str) -> bool:
    """Whether a text has what looks like a name as that of a place of work: "Mississippi State University"."""
    placed = re.search(rf"{re.escape(name)} (?:Universi|Institut|College|School|Hospital|Lab)", text)
    return placed is not None and not name.isupper()  # "JO DOE University of Nowhere"


def _lines(rows: Sequence[Row]) -> Iterator[_Line]:
    """The rows that may hold names, those joined that part a name ("Meng|Wang") or a list."""
    open_line: _Line | None = None
    for row in _left_to_right(rows):
        text = "   ".join(row.parts)
        if (row.mark and not _stands_behind(row, rows)) or (
            NOT_A_NAME.search(MARKS.sub(" ", CONTACT.sub(" ", text))) and not names_in(text)
        ):
            continue  # a mark in front is an affiliation's: "†Exploding Gradients"
        size = row.top_size if are_capitals(text) else row.size  # in small capitals, most letters of a row may be small
        look = (round(size * 2) / 2, row.bold, row.italic)
        if open_line is not None and look[0] == open_line.look[0] and _goes_on(open_line, text, look):
            open_line.text += text if open_line.text.endswith("-") else f" {text}"
            continue
        if open_line is not None:
            yield _named(open_line, rows)
        open_line = _Line(text, look, row, [])
    if open_line is not None:
        yield _named(open_line, rows)


def _stands_behind(row: Row, rows: Sequence[Row]) -> bool:
    """Whether another row stands before one on its line, whose mark the raised letter between the two is."""
    return any(
        other.x1 <= row.x0 and row.x0 - other.x1 < 2 * row.size and abs(other.baseline - row.baseline) < 2
        for other in rows
    )


def _left_to_right(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of about one baseline from left to right: a raised mark lifts the part of a list behind it."""
    ordered = list(rows)
    for place in range(1, len(ordered)):
        before, row = ordered[place - 1 : place + 1]
        if abs(before.baseline - row.baseline) < 0.5 * row.size and row.x1 <= before.x0 + 1:
            ordered[place - 1 : place + 1] = row, before
    return ordered


def _named(line: _Line, rows: Sequence[Row]) -> _Line:
    line.names = names_in(line.text)
    beside = any(row is not line.row and abs(row.baseline - line.row.baseline) < 2 for row in rows)
    in_list = beside or "," in line.text or "   " in line.text or line.text[-1] in SIGNS
    line.unsure = any(_may_be_two(name, in_list) for name in line.names)
    return line


def _set_affiliations_apart(lines: Sequence[_Line]) -> None:
    """Mark what stands closely below a name in a grid, and is itself no list: "Example Labs" below "Ann Doe".

    Where one name of a row stands askew below another, the row has more names, set closely below the first.
    """
    askew: list[float] = []
    for place, line in enumerate(lines):
        if len(line.names) != 1:
            continue
        for other in lines[:place]:
            step = line.row.baseline - other.row.baseline
            across = min(line.row.x1, other.row.x1) - max(line.row.x0, other.row.x0)
            near = len(other.names) == 1 and not other.affiliated and across > 0
            if near and 0.5 * line.row.size < step < BELOW * line.row.size and _is_in_grid(other, lines):
                line.affiliated = True
                if not _is_below(line, other):
                    askew.append(line.row.baseline)
    for line in lines:
        if any(abs(line.row.baseline - baseline) < 2 for baseline in askew):
            line.affiliated = False


def _is_below(line: _Line, other: _Line) -> bool:
    """Whether a line stands right below another, its middle or its left edge below the other's."""
    middles = line.row.x0 + line.row.x1 - other.row.x0 - other.row.x1
    return min(abs(middles) / 2, abs(line.row.x0 - other.row.x0)) < OFF * line.row.size


def _is_in_grid(line: _Line, lines: Sequence[_Line]) -> bool:
    """Whether another name stands beside a line, on its baseline."""
    return any(
        other is not line and abs(other.row.baseline - line.row.baseline) < 2 and len(other.names) == 1
        for other in lines
    )


def _goes_on(line: _Line, after: str, look: _Look) -> bool:
    """Whether a list of names ends within one, or says that more follow; "London, UK" is no list of names.

    Within an initial it goes on in bold type or not; where each name has a mark, the last without one is cut.
    """
    text, parts = line.text, parts_of(DEGREES.sub("", line.text))
    if any(map(NOT_A_NAME.search, parts)):
        return False  # "Ann Doe, School of Frogs, Exampleville"
    is_list = len(parts) > 1 and " " in parts[0]
    is_whole = not (text[-1].isalpha() or text[-1] in "-.") or text[-1] in SIGNS
    is_cut = not is_whole and len(_MARKED.findall(text)) == len(parts) - 1 and _MARKED.search(after) is not None
    if look != line.look:
        return is_list and (re.search(r"\b[A-Z]\.$", text) is not None or is_cut)
    if re.match(r"(?:and|&)\s", after) or text.endswith((",", "&", " and", ";")):
        return bool(parts) and (len(parts) > 1 or bool(names_in(text)) or " " in parts[0])
    return is_list and (is_cut or _UNFINISHED.search(parts[-1]) is not None)


def _may_be_two(part: str, in_list: bool) -> bool:
    """Whether capitalised words may be two names with nothing between them, as there is `in_list`: commas or marks."""
    words = sum(word[0].isupper() and len(word) > 2 for word in part.split())
    return words > MAX_NAME_WORDS or (words > 3 and not in_list)
