"""Tell the names of a paper's authors from what stands around them on the title page.

Names are set in one style, in lists, in grids with the affiliation below each, or one a row; marks, degrees and labels
may stand about them. What cannot be told apart surely ("Ori Ram Yoav Levine") is left out rather than guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from synth.language.authors import PARTICLE, TITLES
from synth.language.lexicon import word_list
from synth.reading.pdf_lines import Row
from synth.reading.pdf_name_case import are_capitals, cased, cased_families, in_capitals

MAX_AUTHORS_ROWS = 250  # 2204.02311 has 67 authors, one a row
MAX_NAME_WORDS = 5
OFF = 0.4  # of the size: by which the middles of a name and its affiliation may differ
BELOW = 1.6  # of the size: what stands so near below a name in a grid belongs to it

_COUNTRIES = (
    r"USA|U\.S\.A|UK|China|Germany|France|Canada|Japan|India|Italy|Spain|Switzerland|Netherlands"
    r"|Australia|Sweden|Israel"
    r"|Korea|Singapore|Austria|Belgium|Denmark|Norway|Finland|Brazil|Mexico|Poland|Portugal|Russia"
    r"|Greece|Turkey|Ireland"
    r"|Taiwan|Hong Kong|New Zealand"
)
_NOT_A_NAME = re.compile(
    r"universi|institut|departa?ment|\bdept|laborator|\blabs?\b|school|college|cent(?:er|re)\b|research|google|facebook"
    r"|microsoft|openai|nvidia|deepmind|acade?m|\binc\b|corporation|\bcorp\b|alibaba|tencent|group\b|team\b|@"
    r"|https?:|www\."
    r"|street|avenue|\broad\b|equal|author|preprint|published|publish|submitted|\bAI\b|scien[ct]|technolog"
    r"|\bfor\b|\bof\b|\bthe\b"
    r"|(?-i:(?<![\w-])(?:in|on|at|to|with|from|is|are|we|our|an?|In|On|At|To|With|From)(?![\w-]))"
    r"|apple\b|\bMeta\b|amazon"
    r"|hospital|facult|division|\bfoundation|brain\b|\d{3}"
    rf"|\b(?:{_COUNTRIES}|New York|United|States|Kingdom|San Francisco|Los Angeles|Tel Aviv|Mountain View|Palo Alto)\b"
    r"|journal|review|article|letters?\b|version|draft|received|accepted|conference|proceedings|workshop"
    r"|keywords?|abstract|contents"
    r"|national|federal|bank\b|e-?mail|corresponding|\bmember\b|\bfellow\b|working paper|economics|medicine"
    r"|engineering|computer"
    r"|open access|key points|edited by\b|commission\b|library|repository|series\b|archive|volume\b"
    r"|supported|funded|ltd|gmbh|\bllc\b|limited\b|association"
    r"|society|council|ministry"
    r"|office\b|clinic\b|program(?:me)?\b|course\b|thesis|dissertation|professor|editor|doctor\b|campus|box\b"
    r"|\bet al\b|business|systems\b|\bplease\b|\bword counts?\b|biohub|\bpreliminary\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(rf"(?:(?:[dDlL][’'‘]|[Mm]c|al-|el-|van|von|de|di)?[A-ZÀ-ÞĀ-ŽΑ-Ω][\w’'‘.\-‐]*|{PARTICLE})")
_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᵠᵡᴬᴮᴰᴱᴳᴴ*∗†‡§¶‖♠♣♡♢♦♥⋆★☆⁺⁻#✉⇤⇥♯♭◇○●▲△▽☼✦✧✶⊕⊗⊥⋄⬦◊□■‡\ufffd"
_MARKS = re.compile(rf"(?:[{_SIGNS},\d\[\]()]|[^\w\s.'’‘‐&;:!?|•·/-])+")
_BETWEEN = re.compile(
    rf"\s*(?:,|;|&|·|\||•|/|\s[-–—]\s|\sÆ\s|(?:\b|(?<=[{_SIGNS}\d]))(?:and|AND|And)\b)\s*"
    rf"|(?<=[{_SIGNS}\d])\s?(?=[A-ZÀ-ÞĀ-Ž])|\s{{3,}}"
)
_WRITTEN = word_list("names", "degrees")
_DEGREE = "|".join(
    degree.replace(".", r"\.?").replace("_", r"\s?")
    for degree in (*_WRITTEN, *(degree.upper() for degree in _WRITTEN if "." in degree and not degree.isupper()))
)
_DEGREES = re.compile(
    rf",?\s*\(?\b(?:{_DEGREE}|(?<=, )(?:DO|OD|MM))(?:\([^)]*\))?\)?(?:(?<=[A-Z])[a-h](?=[,*]))?"
    rf"(?=[\s,;{_SIGNS}\d]|$)\.?"
    rf"(?!\s[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[,;{_SIGNS}\d]|\s(?:and|&)\s|$))"
)
"""Degrees behind a name, and not the initials of "M.S. Park"."""
_ABBREVIATED = re.compile(r"[A-Z]{2,5}")
_GLUED_MARKS = re.compile(rf"(?<=\w\w)[a-z](?:,\s?[a-z])+(?=\s*(?:[,;{_SIGNS}\d]|$)|\s+(?:and|&)\s)")
"""The letters of affiliations behind a name, the first of which was not raised: "Jo Doea,b,†"."""
_LAST_MARKS = re.compile(r"(?<=[a-zà-ÿ]),[a-z]{1,3}(?=$|\s[A-ZÀ-Þ])")
"""The same behind the last name of a row, with none raised: "Jo Doe,cd"."""
_SINGLE_MARK = re.compile(
    r"(?<=\w)\s[a-z](?=\s*(?:[,;]|$)|\s+(?:and|&)\s)|^[a-z]{1,3}\s(?=and\s)"
    r"|(?<=[A-ZÀ-Þ]{3})[a-z](?=\s*(?:[,;]|$)|\sAND\s)"
)
"""A letter for a mark beside a name, in its own size: "Jo Doe a, Ann Roe b", "JO DOEa"."""
_GLUED_INITIALS = re.compile(r"(?<![^\W\d_])((?:[A-ZÀ-Þ]\.){1,5})(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""Initials without a space behind them, as EMBO prints them: "A.Doe"."""
_STRETCHED = re.compile(rf"(?<![\s,;{_SIGNS}\d])\s{{3,}}")
"""A wide gap within a name of a list that commas part, in a justified row."""
MIN_COMMAS = 3
MAX_INITIALS = 4
_GAP = re.compile(r"\s{3,}")
_ORCID_ICON = re.compile(rf"(?<=[a-zà-ÿ])ID(?=[\s,;{_SIGNS}\d¤]|$)")
_INVERTED = re.compile(
    rf"[*]*(?P<family>(?:{PARTICLE}\s)?[A-ZÀ-Þ][\w’'‘-]+),\s?(?P<initials>(?:[A-ZÀ-Þ]\.[\s-]?)*[A-ZÀ-Þ]\.?)[{_SIGNS}\d]*"
)
"""A name as indexes print it: "Doe, J. A."."""
_FAMILY_FIRST = re.compile(
    r"(?P<family>[A-ZÀ-Þ][\w-]+) (?P<given>(?:[A-ZÀ-Þ]\.[ -]?)+|(?<=[A-ZÀ-Þ] )[A-ZÀ-Þ][a-zà-ÿ][\w-]*)"
)
"""A name with its family first: "ROE Jo Ann" is left to others, "ROE Jo" is Jo Roe, "Roe J.A." is J.A. Roe."""
_ADDRESS = re.compile(r"^\d{2,5}[A-Za-z]? [A-ZÀ-Þ]|#\s?\d|,\s[A-Z]{2}\s?\d{4,}")
"""A row of an address: "21 Example Drive", "Box #35", "Exampleville, XY 12345"."""
_OF_ADDRESS = re.compile(r"\([A-ZÀ-Þ]\.\s?[^)]{0,60}\)")
"""Whose address stands before it: "ann@example.org (A. Doe)"."""
_COLLABORATION = re.compile(
    r"(?:the )?[A-Z][\w&/-]*(?: [\w&/-]+){0,6} (?:Consortium|Collaboration|Investigators|Network"
    r"|Study Group|Working Group)"
)
"""Many authors under one name at the end of a list: "UPBEAT Consortium"."""
_PLACED = re.compile(rf"(?P<name>[^,]+ [^,]+)(?:, [^,]+){{1,3}}, (?:{_COUNTRIES})\.?")
"""A name with where its bearer works, down to the country."""
_SUPERVISED = re.compile(r"(?:Thesis )?(?:Supervis|Advis|Examin)[eo]rs?\b", re.IGNORECASE)
"""What stands above the names of those who are no authors of a thesis."""
_JOINS = re.compile(r"[\s,;&*]|\band\b")
_GRADES = re.compile(
    r",?\s*(?:(?:Graduate|Student|Senior|Life)\s+)*(?:Member|Fellow),?\s+(?:IEEE|ACM|OSA|IET|AAAI)\b", re.IGNORECASE
)
_SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr|I{2,3}|IV)\b\.?)")
_ASIDE = re.compile(r"\((?:[a-z]|Corresponding\b)[^)]*\)")  # "(corresponding author)"
_LABEL = re.compile(r"^(?:By|by|BY|Authors?(?:\(s\))?:|Author\(s\)|Written by)\s+")
_CONTACT = re.compile(
    r"\{[^}]*\}@\S+|\(?\S+@\S+\)?|\(?https?://\S+\)?|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b|\bORCID\b:?", re.IGNORECASE
)
_UNFINISHED = re.compile(rf"^\S+$|\b[A-Z]\.?$|\s{PARTICLE}$")
"""The end of a row that a name goes on behind: a first name alone, an initial, or "de"."""
_MARKED = re.compile(rf"[{_SIGNS}\d][^\w\s]*(?=\s?[,;])")
"""The end of a name with a mark in a list."""
_BROKEN = re.compile(rf"(?<=[a-z][à-ÿ])\s(?!{PARTICLE}\b)(?=[a-z]{{1,3}}\b)")
"""The gap that a font leaves behind an accent: "Simõ es"."""
_BROKEN_CAPITAL, _BROKEN_CAPITALS = re.compile(r"\b[À-ÅÇ-Þ]\s[A-Z]"), re.compile(r"(?<=[À-ÅÇ-Þ])\s(?=[A-Z])")
"""The same in capitals: "É RIC ROE, RÉ MI POE", where a letter that stands alone shows it."""

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
    chosen = [line for line in lines if line in chosen or _is_next(line, chosen)]
    if any(line.unsure for line in chosen):
        return ()
    below = "\n".join(row.text for row in rows)
    names = [name for line in chosen for name in line.names if not _is_of_a_place(name, below)]
    listed = {name for line in chosen if len(line.names) > 1 or line.text[-1] in _SIGNS for name in line.names}
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


def names_in(text: str) -> list[str]:
    """The names of a list as references and title pages print it; empty where a part of it is no name, but for the one
    before a place of work: "Jo Doe, INRIA, Paris, France".
    """
    if (placed := _PLACED.fullmatch(text)) and (first := names_in(placed["name"])):
        return first
    text = _ORCID_ICON.sub("", _CONTACT.sub(" ", _LABEL.sub("", text)))
    if _ADDRESS.search(text) or _OF_ADDRESS.search(text):
        return []
    if turned := _inverted_names(text) or _family_first(text):
        return turned
    text = _BROKEN_CAPITALS.sub("", text) if _BROKEN_CAPITAL.search(text) else text
    text = _SINGLE_MARK.sub("", _GLUED_MARKS.sub("", _LAST_MARKS.sub(",", _BROKEN.sub("", text))))
    text, degrees = _DEGREES.subn("", _ASIDE.sub("", text))
    text = _SUFFIX.sub(" ", TITLES.sub("", _GRADES.sub("", text)))
    text = _GLUED_INITIALS.sub(r"\1 ", text)
    pieces = _GAP.split(text)
    if "," not in text and any(" " not in piece.strip() for piece in pieces):
        text = " ".join(pieces)  # "JO   ANN DOE"
    if text.count(",") >= MIN_COMMAS:
        text = _SINGLE_MARK.sub("", _STRETCHED.sub(" ", text))
    names: list[str] = []
    for part in _parts(text):
        words = part.split()
        if len(part) == 1:
            continue  # a mark whose font gives it as a letter: "Jo Doeᵃ,T"
        if names and degrees and _ABBREVIATED.fullmatch(part):
            continue  # a degree as well, "Ann Roe, RDH, PhD"
        if names and _COLLABORATION.fullmatch(part):
            names.append(part)
            continue
        if _NOT_A_NAME.search(part) or not all(_NAME_WORD.fullmatch(word) for word in words):
            return names if names and _NOT_A_NAME.search(part) and "," in text and _is_affiliation(part) else []
        if sum(len(word) == 1 for word in words) > MAX_INITIALS:
            return []  # "I N T R O D U C T I O N"
        if len(words) < 2 or not any(len(word.strip(".")) > 1 and word[0].isupper() for word in words):
            return []
        if len(words[0]) == 1 and words[0].islower():
            return []  # an affiliation's letter: "e Example Street"
        if len(words[0].replace("-", "")) > 2 and words[0].isupper() and "." not in words[0] and not part.isupper():
            return []  # "ESCP Europe", "MIT Lincoln", but "M-A Roe"
        names.append(part)
    return names


def _inverted_names(text: str) -> list[str]:
    """The names of a list that is nothing but "Doe, J. A., Roe, B.", each in its usual order; else none."""
    found = list(_INVERTED.finditer(text))
    if len(found) < 2 or _JOINS.sub("", _INVERTED.sub("", text)):
        return []
    return [f"{' '.join(one['initials'].split())} {one['family']}" for one in found]


def _family_first(text: str) -> list[str]:
    """The names of a list in which all have their family first, each in its usual order; else none."""
    found = [_FAMILY_FIRST.fullmatch(part) for part in _parts(text)]
    if len(found) < 2 or _NOT_A_NAME.search(text):
        return []
    return [f"{one['given'].strip()} {cased(one['family'], True)}" for one in found if one] if all(found) else []


def _is_beside(line: _Line, baselines: Sequence[float], look: _Look | None) -> bool:
    """Whether a name stands in a row of authors, in their size, though a mark made it look otherwise."""
    near = any(abs(line.row.baseline - baseline) < 1 for baseline in baselines)
    return near and look is not None and line.look[0] == look[0] and bool(line.names) and not line.affiliated


def _is_next(line: _Line, chosen: Sequence[_Line]) -> bool:
    """Whether a line stands closely below or above a list of authors, in about their size, and is one of them, too."""
    return bool(line.names) and any(
        abs(abs(line.row.baseline - other.row.baseline) - 1.2 * line.row.size) < 0.4 * line.row.size
        and abs(line.look[0] - other.look[0]) < 0.12 * other.look[0]
        and (len(other.names) > 1 or line.text[-1] in _SIGNS)
        and _is_like(line, other)
        for other in chosen
    )


def _is_like(line: _Line, other: _Line) -> bool:
    """Whether a line is a list as another one is: with marks as that one, or in capitals, or behind "and"."""
    marked = [any(sign in _SIGNS for sign in each.text) for each in (line, other)]
    aligned = abs(line.row.x0 - other.row.x0) < line.row.size
    capitals = are_capitals(line.text) and are_capitals(other.text)
    return (all(marked) and aligned) or (capitals and (len(line.names) > 1 or line.text.startswith("AND ")))


def is_name_like(text: str) -> bool:
    """Whether a text may be names, of which nobody can tell where one ends and the next begins."""
    words = " ".join(_parts(text)).split()
    return _NOT_A_NAME.search(text) is None and all(_NAME_WORD.fullmatch(word) for word in words)


def _is_of_a_place(name: str, text: str) -> bool:
    """Whether a text has what looks like a name as that of a place of work: "Mississippi State University"."""
    return re.search(rf"{re.escape(name)} (?:Universi|Institut|College|School|Hospital|Lab)", text) is not None


def _is_affiliation(part: str) -> bool:
    """Whether a part of a row is plainly a place of work: "Jo Doe, University of Nowhere"."""
    return (
        re.search(
            r"universi|institut|college|school|hospital|department|bank\b|commission|research", part, re.IGNORECASE
        )
        is not None
    )


def _lines(rows: Sequence[Row]) -> Iterator[_Line]:
    """The rows that may hold names, those joined that part a name ("Meng|Wang") or a list."""
    open_line: _Line | None = None
    for row in _left_to_right(rows):
        text = "   ".join(row.parts)
        if (row.mark and not _stands_behind(row, rows)) or (
            _NOT_A_NAME.search(_MARKS.sub(" ", _CONTACT.sub(" ", text))) and not names_in(text)
        ):
            continue  # a mark in front is an affiliation's: "†Exploding Gradients"
        size = row.top_size if are_capitals(text) else row.size  # in small capitals, most letters of a row may be small
        look = (round(size * 2) / 2, row.bold, row.italic)
        if open_line is not None and look[0] == open_line.look[0] and _goes_on(open_line, text, look):
            open_line.text = f"{open_line.text} {text}"
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
    in_list = beside or "," in line.text or "   " in line.text or line.text[-1] in _SIGNS
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
    text, parts = line.text, _parts(_DEGREES.sub("", line.text))
    if any(map(_NOT_A_NAME.search, parts)):
        return False  # "Ann Doe, School of Frogs, Exampleville"
    is_list = len(parts) > 1 and " " in parts[0]
    is_whole = not text[-1].isalpha() or text[-1] in _SIGNS
    is_cut = not is_whole and len(_MARKED.findall(text)) == len(parts) - 1 and _MARKED.search(after) is not None
    if look != line.look:
        return is_list and (re.search(r"\b[A-Z]\.$", text) is not None or is_cut)
    if re.match(r"(?:and|&)\s", after) or text.endswith((",", "&", " and", ";")):
        return bool(parts) and (len(parts) > 1 or bool(names_in(text)) or " " in parts[0])
    return is_list and (is_cut or _UNFINISHED.search(parts[-1]) is not None)


def _parts(text: str) -> list[str]:
    # "Rahul Mohan¹., Karin B. Jensen²." (PLOS ONE): the full stop is the font's sign for equal contributions
    parts = (" ".join(_MARKS.sub(" ", part).replace(" .", " ").split()).strip(" ,:") for part in _BETWEEN.split(text))
    return [part for part in parts if part.strip(".")]


def _may_be_two(part: str, in_list: bool) -> bool:
    """Whether capitalised words may be two names with nothing between them, as there is `in_list`: commas or marks."""
    words = sum(word[0].isupper() and len(word) > 2 for word in part.split())
    return words > MAX_NAME_WORDS or (words > 3 and not in_list)
