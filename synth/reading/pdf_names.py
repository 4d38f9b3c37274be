"""The names in a text as references and title pages print them, in one of many forms, or none."""

import re

from synth.language.authors import DEGREE, PARTICLE, TITLES
from synth.language.lexicon import any_of, word_list
from synth.reading.pdf_name_case import cased


def _phrases(section: str) -> str:
    return any_of(word.replace("_", " ") for word in word_list("names", section))


_COUNTRIES = _phrases("countries")
NOT_A_NAME = re.compile(
    rf"{_phrases('no part')}|(?<![\w’'‘])(?:{_phrases('no word')}|{_COUNTRIES})\b|@|https?:|www\.|\d{{3}}"
    r"|(?-i:(?<![\w-])(?:in|on|at|to|with|from|is|are|we|our|an?|(?:In|On|At|To|With|From)(?=\s(?!and\b)\w))(?![\w-]))",
    re.IGNORECASE,
)
"""What shows that a text is no name."""
_NAME_WORD = re.compile(rf"(?:(?:[dDlL][’'‘]|[Mm]c|al-|el-|van|von|de|di)?[A-ZÀ-ÞĀ-ŽΑ-Ω][\w’'‘.\-‐]*|{PARTICLE})")
SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᵠᵡᴬᴮᴰᴱᴳᴴ*∗†‡§¶‖♠♣♡♢♦♥⋆★☆⁺⁻#✉⇤⇥♯♭◇○●▲△▽☼˚✦✧✶⊕⊗⊥⋄⬦◊□■‡\ufffd"
"""What stands behind a name for a place of work or a note."""
MARKS = re.compile(rf"(?:[{SIGNS},\d\[\]()]|[^\w\s.'’‘‐&;:!?|•·/-])+")
_BETWEEN = re.compile(
    rf"\s*(?:,|;|&|·|\||•|/|\s[-–—]\s|\sÆ\s|(?:\b|(?<=[{SIGNS}\d]))(?:and|AND|And)\b)\s*"
    rf"|(?<=[{SIGNS}\d])\s?(?=[A-ZÀ-ÞĀ-Ž])|\s{{3,}}"
)
DEGREES = re.compile(
    rf",?\s*\(?\b(?:{DEGREE}|(?<=, )(?:DO|OD|MM))(?:\([^)]*\))?\)?(?:(?<=[A-Z])[a-h](?=[,*]))?"
    rf"(?=[\s,;{SIGNS}\d]|$)\.?"
    rf"(?!\s[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[,;{SIGNS}\d]|\s(?:and|&)\s|$))"
)
"""Degrees behind a name, and not the initials of "M.S. Park"."""
_ABBREVIATED = re.compile(r"[A-Z]{2,5}|(?:[A-Z][a-z]{0,2}\.){2,5}")
_GLUED_MARKS = re.compile(
    rf"(?<=\w\w)[a-z](?:,\s?[a-z])+(?=\s*(?:[,;{SIGNS}\d]|$)|\s+(?:and|&)\s)|(?<=[*†‡])[a-z](?:,\s?[a-z])*(?![^\W\d_])"
)
"""The letters of affiliations behind a name, the first of which was not raised: "Jo Doea,b,†", "Jo Doe*a,b"."""
_LAST_MARKS = re.compile(r"(?<=[a-zà-ÿ]),[a-z]{1,3}(?=$|\s[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ]{3})(?:,[a-z])+(?=\s[A-ZÀ-Þ])")
"""The same with none raised, behind the last name of a row, "Jo Doe,cd", or one in capitals, "JO DOE,a,b"."""
_SINGLE_MARK = re.compile(
    r"(?<=\w)\s[a-z](?=\s*(?:[,;]|$)|\s+(?:and|&)\s)|^[a-z]{1,3}\s(?=and\s)"
    r"|(?<=[A-ZÀ-Þ]{3})[a-z](?=\s*(?:[,;]|$)|\sAND\s)"
)
"""A letter for a mark beside a name, in its own size: "Jo Doe a, Ann Roe b", "JO DOEa"."""
_GLUED_INITIALS = re.compile(r"(?<![^\W\d_])((?:[A-ZÀ-Þ]\.){1,5})(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""Initials without a space behind them, as EMBO prints them: "A.Doe"."""
_STRETCHED = re.compile(rf"(?<![\s,;{SIGNS}\d])\s{{3,}}")
"""A wide gap within a name of a list that commas part, in a justified row."""
MIN_COMMAS = 3
MAX_INITIALS = 4
_GAP = re.compile(r"\s{3,}")
_ORCID_ICON = re.compile(rf"(?<=[a-zà-ÿ])ID(?=[\s,;{SIGNS}\d¤]|$)")
_INVERTED = re.compile(
    rf"[*]*(?P<family>(?:{PARTICLE}\s)?[A-ZÀ-Þ][\w’'‘-]+),\s?(?P<initials>(?:[A-ZÀ-Þ]\.[\s-]?)*[A-ZÀ-Þ]\.?)[{SIGNS}\d]*"
)
"""A name as indexes print it: "Doe, J. A."."""
_FAMILY_FIRST = re.compile(
    r"(?P<family>[A-ZÀ-Þ][\w-]+) (?P<given>(?:[A-ZÀ-Þ]\.[ -]?)+|(?<=[A-ZÀ-Þ] )[A-ZÀ-Þ][a-zà-ÿ][\w-]*)"
)
"""A name with its family first: "ROE Jo Ann" is left to others, "ROE Jo" is Jo Roe, "Roe J.A." is J.A. Roe."""
_ADDRESS = re.compile(r"^\d{2,5}[A-Za-z]? [A-ZÀ-Þ]|#\s?\d|,?\s[A-Z]{2}\s?\d{4,}|\.{5}")
"""A row of an address, "21 Example Drive", "Box #35", "Exampleville, XY 12345", or of a table of contents."""
_OF_ADDRESS = re.compile(r"\([A-ZÀ-Þ]\.\s?[^)]{0,60}\)")
"""Whose address stands before it: "ann@example.org (A. Doe)"."""
_COLLABORATION = re.compile(
    r"(?:the )?[A-Z][\w&/-]*(?: [\w&/-]+){0,6} (?:Consortium|Collaboration|Investigators|Network"
    r"|Study Group|Working Group)"
)
"""Many authors under one name at the end of a list: "UPBEAT Consortium"."""
_PLACED = re.compile(rf"(?P<name>[^,]+ [^,]+)(?:, [^,]+){{1,3}}, (?:{_COUNTRIES})\.?")
"""A name with where its bearer works, down to the country."""
_DASH = re.compile(r"\s[–—-]\s")
"""What stands between names and their place of work."""
_CAPITALS_PLACED = re.compile(r"(?P<name>(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*\s+){2,5})(?P<place>[A-ZÀ-Þ][a-zà-ÿ].*)")
"""A name in capitals with where its bearer works: "JO DOE University of Nowhere"."""
_JOINS = re.compile(r"[\s,;&*]|\band\b")
_GRADES = re.compile(
    r",?\s*(?:(?:Graduate|Student|Senior|Life)\s+)*(?:Member|Fellow),?\s+"
    r"(?:IEEE(?: Computer Society)?|ACM|OSA|IET|AAAI)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr|I{2,3}|IV)\b\.?)")
_ASIDE = re.compile(r"\((?:[a-z]|Corresponding\b)[^)]*\)")  # "(corresponding author)"
_LABEL = re.compile(r"^(?:By|by|BY|Authors?(?:\(s\))?:|Author\(s\)|Written by)\s+")
CONTACT = re.compile(
    r"\{[^}]*\}@\S+|\(?\S+@\S+\)?|\(?https?://\S+\)?|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b|\bORCID\b:?", re.IGNORECASE
)
_BROKEN = re.compile(rf"(?<=[a-z][à-ÿ])\s(?!{PARTICLE}\b)(?=[a-z]{{1,3}}\b)")
"""The gap that a font leaves behind an accent: "Simõ es"."""
_BROKEN_CAPITAL, _BROKEN_CAPITALS = re.compile(r"\b[À-ÅÇ-Þ]\s[A-Z]"), re.compile(r"(?<=[À-ÅÇ-Þ])\s(?=[A-Z])")
"""The same in capitals: "É RIC ROE, RÉ MI POE", where a letter that stands alone shows it."""


def names_in(text: str) -> list[str]:
    """The names of a list as references and title pages print it; empty where a part of it is no name, but for the one
    before a place of work: "Jo Doe, INRIA, Paris, France".
    """
    if (placed := _PLACED.fullmatch(text)) and (first := names_in(placed["name"])):
        return first
    people, *place = _DASH.split(text, maxsplit=1)
    if place and (first := names_in(people)) and not names_in(place[0]):
        return first  # "Jo Doe and Ann Roe – Toad Systems, Inc."
    if (placed := _CAPITALS_PLACED.fullmatch(text)) and NOT_A_NAME.search(placed["place"]):
        return names_in(placed["name"].strip())
    text = _ORCID_ICON.sub("", CONTACT.sub(" ", _LABEL.sub("", text)))
    if _ADDRESS.search(text) or _OF_ADDRESS.search(text):
        return []
    if turned := _inverted_names(text) or _family_first(text):
        return turned
    text = _BROKEN_CAPITALS.sub("", text) if _BROKEN_CAPITAL.search(text) else text
    text = _SINGLE_MARK.sub("", _GLUED_MARKS.sub("", _LAST_MARKS.sub(",", _BROKEN.sub("", text))))
    text, degrees = DEGREES.subn("", _ASIDE.sub("", text))
    text = _SUFFIX.sub(" ", TITLES.sub("", _GRADES.sub("", text)))
    text = _GLUED_INITIALS.sub(r"\1 ", text)
    pieces = _GAP.split(text)
    if "," not in text and any(" " not in piece.strip() for piece in pieces):
        text = " ".join(pieces)  # "JO   ANN DOE"
    if text.count(",") >= MIN_COMMAS:
        text = _SINGLE_MARK.sub("", _STRETCHED.sub(" ", text))
    names: list[str] = []
    for part in parts_of(text):
        words = part.split()
        if len(part) == 1:
            continue  # a mark whose font gives it as a letter: "Jo Doeᵃ,T"
        if names and degrees and _ABBREVIATED.fullmatch(part):
            continue  # a degree as well, "Ann Roe, RDH, PhD", "Ann Roe, M.D., M.I.H."
        if names and _COLLABORATION.fullmatch(part):
            names.append(part)
            continue
        if NOT_A_NAME.search(part) or not all(_NAME_WORD.fullmatch(word) for word in words):
            return names if names and NOT_A_NAME.search(part) and "," in text and _is_affiliation(part) else []
        if sum(len(word) == 1 for word in words) > MAX_INITIALS:
            return []  # "I N T R O D U C T I O N"
        if len(words) < 2 or not any(len(word.strip(".")) > 1 and any(map(str.isupper, word)) for word in words):
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
    found = [_FAMILY_FIRST.fullmatch(part) for part in parts_of(text)]
    if len(found) < 2 or NOT_A_NAME.search(text):
        return []
    return [f"{one['given'].strip()} {cased(one['family'], True)}" for one in found if one] if all(found) else []


def is_name_like(text: str) -> bool:
    """Whether a text may be names, of which nobody can tell where one ends and the next begins."""
    words = " ".join(parts_of(text)).split()
    return NOT_A_NAME.search(text) is None and all(_NAME_WORD.fullmatch(word) for word in words)


def _is_affiliation(part: str) -> bool:
    """Whether a part of a row is plainly a place of work: "Jo Doe, University of Nowhere"."""
    return (
        re.search(
            r"universi|institut|college|school|hospital|department|bank\b|commission|research", part, re.IGNORECASE
        )
        is not None
    )


def parts_of(text: str) -> list[str]:
    """The parts of a list, each likely a name, without marks."""
    # "Rahul Mohan¹., Karin B. Jensen²." (PLOS ONE): the full stop is the font's sign for equal contributions
    parts = (" ".join(MARKS.sub(" ", part).replace(" .", " ").split()).strip(" ,:") for part in _BETWEEN.split(text))
    return [part for part in parts if part.strip(".")]
