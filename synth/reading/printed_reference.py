"""Take one printed entry of a reference list apart: authors, title, year, arXiv identifier, DOI."""

import re
from collections.abc import Iterable
from functools import lru_cache

from synth.language.authors import PARTICLE, family_name
from synth.language.identifiers import find_arxiv_id, find_doi, without_identifiers
from synth.language.text import normalise
from synth.models import Reference
from synth.models.csl import is_suffix
from synth.reading.printed_authors import YEAR, AuthorList, leading_authors

_YEAR = re.compile(r"(?<![\d./:-])((?:1[6-9]|20)\d\d)[a-z]?(?![\d./:]\d|\d|-\d)")
_LABEL = re.compile(r"^\s*(?:\[[^\]]{1,20}\]|\(\d{1,3}\)|\d{1,3}\.)\s+")
_QUOTED = re.compile(
    r"[“\"]([^“”\"]{8,}?)[,.]?[”\"]|[“\"]([^“”\"]{8,}?)''|(?<=[\s(])‘([^‘]{8,300}?)[,.]?’(?=[,.)]|\s[A-Z(])|«\s?([^«»]{8,}?)\s?»"
)
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.[- ]?|[A-Z][- ]?){1,4}(?:,?\s*Jr\.?)?")
_SURNAME_FIRST = re.compile(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) ((?:[A-Z]\.? ?)+)")
_NAME = re.compile(
    rf"(?:(?:{PARTICLE}|[A-Z][\w’'-]*\.?|(?:[A-Z]\.[- ]?)+|[^\W\d_a-z][\w’'-]+|[A-Z]\.)\s*){{1,6}}", re.UNICODE
)
_NO_AUTHORS = re.compile(r"\(?\b[Ee]ds?\.\)?|\bet\s+al\.?|\band\s+others\b|\((?:eds?|ed\.|eds\.)\)")
_COLLABORATION = re.compile(r"\([^)]*[Cc]ollaboration[^)]*\)")
_ENDS_IN_INITIAL = re.compile(r"\b[A-Z][a-z]?\.\s*$")
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+")
_SENTENCE_END = re.compile(r"(?<![\s.][A-Z])(?<!^[A-Z])(?<!\bJr)(?<!\bal)(?<!\bSt)[.?!]\s+(?=\S)")
_SAME_AUTHORS = re.compile(r"[—–―_-]{1,6}(?=[.,]?\s)")
_EDITORS = re.compile(r",?\s\([Ee]ds?\.\)")
_YEAR_AFTER_AUTHORS = re.compile(
    r",?\s*(?:\(((?:1[6-9]|20)\d\d)[a-z]?\)[.,:]?|[.,]\s+((?:1[6-9]|20)\d\d)[a-z]?[.,:])\s+"
)

_YEAR_BEHIND = re.compile(rf"[.,:]?\s*(?:\({YEAR}[a-z]?\)|{YEAR}[a-z]?(?=[.,:]\s|\s[^\W\d_a-z]))[.,:]?\s*")
_STOP = re.compile(r"(?:\s*\([^()]{2,40}\)(?=[,.]))?[.,:;\s]*")
_COMMA_END = re.compile(r",\s(?=[^\W\d_a-z]|\d|vol|in\b|to appear)|[.]\s|(?<=[?!]),?\s|\s\((?=[^)]*\d{4}\))")
_PUBLISHER = re.compile(r";\s|\s\([^()]*(?:Press|Books|Publish\w*|Univ\w*|\d{4})[^()]*\)")
_JOURNAL_BEHIND = re.compile(
    r",?\s[„“\"]|,\s(?:in:?\s)?(?:(?:[A-Z][\w&.'’-]*|of|the|and|for|in|on|&)[,\s]\s?)+(?:[Vv]ol|[Nn]o|\d+(?:st|nd|rd|th)?)\b.*$"
    r"|,\s(?:vol|Vol|no|No)$|,\s[A-Z]\w+:\s[A-Z].*$|,?\s[Ii]n:\s.*$|\s?\[[A-Z]{1,2}(?:/OL)?\]$"
)
"""What follows a title in its sentence: ", Seismol. Bull., 12, no", ", in: Nature, 94", "[J]"."""
_NO_TITLE = re.compile(
    r"[^,.“\"]{1,60},\s\d{1,4}\s*[,(]"
    r"|(?:[A-Z]\w*\.:?\s?)?(?:(?:[A-Z][\w&]*|of|and|the|in|&)\s){0,6}(?:[A-Z]\w*\.\s?)*(?:[A-Z]\w*\.?:\s(?:[A-Z]\w*\.?\s)*)?(?:[A-Z]\s)?"
    r"(?:\([A-Z]\w+\)\s?)?,?\s?[A-Z]?(?!(?:19|20)\d\d\b)\d{1,4}(?:,\s\d|\s?\(\d{4}\)|:\s?\d)"
)
"""A journal with its volume, where an entry has no title: "ApJ, 517, 565"."""
_NAMES = re.compile(r"(?:and|&|et|und)\s|(?:[A-Z]{2}\s[A-Z][a-z]+|[A-Z][\w’'-]+,?\s[A-Z]\.),\s(?:[A-Z]|and\b)")
"""The begin of a title that is more names: "JM Ito, and JK Lee"."""


def parse_reference(text: str, key: str | None = None) -> Reference:
    """A reference from its printed text, as ACL, APA, IEEE, plain BibTeX and physics styles print it.

    What cannot be told is left out: a title is given only where the style sets it apart. A leading label ("[12]",
    "12.") is dropped.
    """
    text = _LABEL.sub("", normalise(text))
    arxiv_id, doi = find_arxiv_id(text), find_doi(text)
    authors, title = _authors_and_title(text)
    return Reference(text=text, key=key, title=title, authors=authors, year=_year(text), arxiv_id=arxiv_id, doi=doi)


def with_same_authors(references: Iterable[Reference]) -> list[Reference]:
    """The references of a printed list; a dash in the place of authors stands for those of the entry before."""
    named: list[Reference] = []
    for reference in references:
        dash = _SAME_AUTHORS.match(reference.text) if named and not reference.authors else None
        if dash:
            authors = AuthorList(("",), dash.end(), form="before")
            title = reference.title or _title_behind(reference.text, authors)
            reference = reference.model_copy(update={"authors": named[-1].authors, "title": title})
        named.append(reference)
    return named


@lru_cache(maxsize=100)
def split_authors(text: str) -> tuple[str, ...]:
    """The authors of a list such as "Ammar, W., Groeneveld, D., and Etzioni, O.", given names first.

    Empty where any part is no name: a wrong author is worse than none.
    """
    text = _COLLABORATION.sub("", _NO_AUTHORS.sub("", text))
    parts = [part.strip() if _ENDS_IN_INITIAL.search(part) else part.strip(" .") for part in _BETWEEN_NAMES.split(text)]
    names: list[str] = []
    for part in parts:
        if not part:
            continue
        if names and _INITIALS.fullmatch(part) and not re.search(r"^[A-Z]\.?[- ]", names[-1]) and " " not in names[-1]:
            names[-1] = f"{part} {names[-1]}"
        elif names and is_suffix(part):
            names[-1] = f"{names[-1]} {part}"
        elif len(part) > 1 and _is_name(part):
            swapped = _SURNAME_FIRST.fullmatch(part)
            names.append(f"{swapped[2].strip()} {swapped[1]}" if swapped else part)
        else:
            return ()
    if len(names) == 2 and not any(" " in name for name in names) and "," in text:
        names = [f"{names[1]} {names[0]}"]  # "Rossi, Fatima"
    if (
        len(names) > 1
        and re.match(r"[A-Z]\.", names[0])
        and any(not re.search(r"\b[A-Z][a-z]?\.", name) for name in names)
    ):
        return ()  # "M. Chas and D. Sullivan, String Topology": where one has initials, all have
    return tuple(names)


@lru_cache(maxsize=1_000)
def _is_name(part: str) -> bool:
    return _NAME.fullmatch(part) is not None


def citation_name(authors: tuple[str, ...]) -> str:
    """How a textual citation calls the authors: "Lewis", "Lewis and Perez", "Lewis et al."; "" without authors."""
    surnames = [family_name(author) for author in authors]
    if not surnames:
        return ""
    if len(surnames) == 2:
        return f"{surnames[0]} and {surnames[1]}"
    return surnames[0] + (" et al." if len(surnames) > 2 else "")


def _authors_and_title(text: str) -> tuple[tuple[str, ...], str | None]:
    """(authors, title) of a printed entry; ((), None) where neither can be told."""
    quoted = _QUOTED.search(text)
    found = leading_authors(text)
    if quoted:
        title = next(filter(None, quoted.groups())).strip(" ,")
        before = text[: quoted.start()].rstrip(" ,.:")
        return (found.names if found and found.end <= quoted.start() else split_authors(before)), title
    dated = _YEAR_AFTER_AUTHORS.search(text)
    if dated and dated.start() < 400 and (found is None or found.end > dated.start() + 1):  # of institutions, too
        names = split_authors(text[: dated.start()])
        if names:
            return names, _title(_first_sentence(text[dated.end() :]))
    if found is None:
        pieces = _SENTENCE_END.split(text, maxsplit=2)
        if len(pieces) > 1 and (names := split_authors(pieces[0])):
            return names, _title(pieces[1])
        before, title = _comma_style(text)
        return split_authors(before), title
    title = _title_behind(text, found)
    if title and _NAMES.match(title):
        return (), None  # in a form that is not known
    return found.names, title


def _title_behind(text: str, authors: AuthorList) -> str | None:
    """The title behind the authors of an entry, and behind their year where it stands there."""
    rest = text[authors.end :]
    if editors := _EDITORS.match(rest):
        rest = rest[editors.end() :]
    year = _YEAR_BEHIND.match(rest)
    begin = year.end() if year else _STOP.match(rest).end()  # type: ignore[union-attr]
    closed = authors.form in {"before", "full"} and not year and not authors.others and rest.lstrip()[:1] in {",", ":"}
    rest = rest[begin:]
    title = _COMMA_END.split(rest, maxsplit=1)[0] if closed else _first_sentence(rest)
    if _NO_TITLE.match(rest):
        return None
    title = _JOURNAL_BEHIND.split(_PUBLISHER.split(title, maxsplit=1)[0], maxsplit=1)[0]
    return _title(title)


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def _comma_style(text: str) -> tuple[str, str | None]:
    """Entries of mathematics and physics: "A. Smith and B. Jones, Some title, J. Math. 12 (2000), 1-3."."""
    start = 0
    for match in re.finditer(r",\s+|:\s+", text):
        if match.start() > 300 or not split_authors(text[: match.start()]):
            break
        start = match.end()
    rest = re.split(r",\s|\.\s", text[start:], maxsplit=1)[0]
    words = rest.split()
    if start and len(words) >= 2 and not re.search(r"\d|\.$|^(?:in|to appear|preprint|private)\b", rest, re.IGNORECASE):
        return text[:start].rstrip(" ,:"), _title(rest)
    return (text[:start].rstrip(" ,:"), None) if start else ("", None)


def _title(text: str) -> str | None:
    text = text.strip(" .,")
    return text if len(text.split()) >= 2 or len(text) > 8 else None


def _year(text: str) -> int | None:
    bare = without_identifiers(re.sub(r"https?://\S+", " ", text))
    dated = _YEAR_AFTER_AUTHORS.search(bare) or re.search(r"\(((?:1[6-9]|20)\d\d)[a-z]?\)", bare)
    if dated:
        return int(next(each for each in dated.groups() if each))
    years = _YEAR.findall(bare)
    return int(years[-1]) if years else None
