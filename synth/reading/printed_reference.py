"""Take one printed entry of a reference list apart: authors, title, year, arXiv identifier, DOI."""

import re
from functools import lru_cache

from synth.language.authors import PARTICLE, family_name
from synth.language.identifiers import find_arxiv_id, find_doi, without_identifiers
from synth.language.text import normalise
from synth.models import Reference
from synth.models.csl import is_suffix

_YEAR = re.compile(r"(?<![\d./:-])((?:1[6-9]|20)\d\d)[a-z]?(?![\d./:]\d|\d|-\d)")
_LABEL = re.compile(r"^\s*(?:\[[^\]]{1,20}\]|\(\d{1,3}\)|\d{1,3}\.)\s+")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,}?)[,.]?[”\"]|[“\"]([^“”\"]{8,}?)''")
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
_YEAR_AFTER_AUTHORS = re.compile(
    r",?\s*(?:\(((?:1[6-9]|20)\d\d)[a-z]?\)[.,:]?|[.,]\s+((?:1[6-9]|20)\d\d)[a-z]?[.,:])\s+"
)


def parse_reference(text: str, key: str | None = None) -> Reference:
    """A reference from its printed text, as ACL, APA, IEEE, plain BibTeX and physics styles print it.

    What cannot be told is left out: a title is given only where the style sets it apart. A leading label ("[12]",
    "12.") is dropped.
    """
    text = _LABEL.sub("", normalise(text))
    arxiv_id, doi = find_arxiv_id(text), find_doi(text)
    before, title = _authors_and_title(text)
    return Reference(
        text=text, key=key, title=title, authors=split_authors(before), year=_year(text), arxiv_id=arxiv_id, doi=doi
    )


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


def _authors_and_title(text: str) -> tuple[str, str | None]:
    """(the authors' part, title) of a printed entry; ("", None) where neither can be told."""
    quoted = _QUOTED.search(text)
    if quoted:
        return text[: quoted.start()].rstrip(" ,.:"), (quoted[1] or quoted[2]).strip()
    dated = _YEAR_AFTER_AUTHORS.search(text)
    if dated and dated.start() < 400 and split_authors(text[: dated.start()]):
        title = _SENTENCE_END.split(text[dated.end() :], maxsplit=1)[0]
        return text[: dated.start()], _title(title)
    pieces = _SENTENCE_END.split(text, maxsplit=2)
    if len(pieces) > 1 and split_authors(pieces[0]):
        return pieces[0], _title(pieces[1])
    return _comma_style(text)


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
