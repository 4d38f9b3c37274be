"""Read the authors that an entry of a reference list begins with, in any of the forms that journals print them in.

The forms are those of whole lists: "Lee, A. B.", "Lee A. B.", "Lee AB", "A. B. Lee", "Ann Lee", and "Lee, Ann, and
Bo Chen", in which only the first stands with the family name before it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from synth.language.authors import PARTICLE

YEAR = r"(?:1[6-9]|20)\d\d"
_WORD = r"[^\W\d_a-z](?:[^\W\d_]|[’'`])*[^\W\d_](?:-[^\W\d_](?:[^\W\d_]|[’'`])*)*(?!-?[^\W\d_])"
_IN_CAPITALS = r"(?:VAN|VON|DE[NRL]?|LA|D[AIU]|EL|AL)(?=\s[^\W\d_a-z]{2})"
_FAMILY = (
    rf"(?:(?:(?:{PARTICLE}|{_IN_CAPITALS}|al|El|Al|[dl][’'])[\s-]?)*{_WORD}"
    rf"(?:\s(?!(?:and|et)\b)(?:{PARTICLE}\s)*{_WORD})?)"
)
_INITIALS = r"[^\W\d_a-z][a-z]?\.(?:\s?-?\s?[^\W\d_a-z][a-z]?\.){0,3}"
_BARE = r"[^\W\d_a-z](?:[ -]?[^\W\d_a-z]){0,3}(?!\w)"
_SUFFIX = r"(?P<suffix>,?\s(?:Jr|Sr)\b\.?|,?\sI{2,3}\b)?"
_MIDDLE = rf"(?:[\s-]{_WORD}|[\s-]?[^\W\d_a-z]\b\.?)*?"
_LAST = rf"(?P<family>(?:(?:{PARTICLE})\s)*(?![^\W\d_a-z]{{2,3}}\b){_WORD}){_SUFFIX}(?=[,.;(]|\s(?:and|&|et|[(“\"])|$)"
_FORMS = {
    "inverted": re.compile(rf"(?P<family>{_FAMILY}),\s?(?P<given>{_INITIALS}|{_BARE}){_SUFFIX}"),
    "behind": re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>{_INITIALS}|{_BARE}){_SUFFIX}"),
    "before": re.compile(rf"(?P<given>{_INITIALS})\s?(?P<family>{_FAMILY}){_SUFFIX}"),
    "whole": re.compile(
        rf"(?P<family>{_FAMILY}),\s(?P<given>{_INITIALS}|{_WORD}(?:[\s-]{_WORD}){{0,2}}(?:[\s-]?[^\W\d_a-z]\b\.?){{0,3}})"
        rf"{_SUFFIX}(?=\s?[;/:(.]|\s[–(«“\"&]|,\s[«“\"(\d]|\s(?:and|und|et|y)\s)"
    ),
    "full": re.compile(rf"(?P<given>(?!(?:El|Al|De|La|Van|Von)\s){_WORD}{_MIDDLE})\s{_LAST}"),
    "mixed": re.compile(rf"(?P<given>(?:{_WORD}|[^\W\d_a-z](?:\.|(?=\s))){_MIDDLE})\s{_LAST}"),
}
"""How a person is named; "mixed" names some by initials and others in full, behind a first author as below."""
_FIRST = re.compile(
    rf"(?P<family>{_FAMILY}),\s(?P<given>(?:{_WORD}|[^\W\d_a-z]\.)(?:[\s-]{_WORD}|[\s-]?[^\W\d_a-z]\.)*?){_SUFFIX}"
    rf"(?=,\s|\.\s|\s\(|\.?\s{YEAR}|\s(?:and|&)\s)"
)
_AND = r"(?:and|&|und|et|y)"
_BETWEEN = re.compile(rf"\s*[,;/]\s*(?:(?P<last>{_AND})\s+)?|\s+(?:(?P<and>{_AND})|[–—])\s+")
_ABBREVIATED = r"[A-Z][A-Za-z]*(?:\.:?|\s(?:[A-Z][a-z]+\s)*[A-Z][a-z]+\.|\s(?=\d))\s?"
_JOURNAL = re.compile(
    rf"(?:[A-Z][a-z]{{0,3}}\.\s?){{0,2}}[JZ]\.\s?(?:{_ABBREVIATED})+(?:\([A-Z]\w+\)\s?)?(?:[A-Z][a-z]*\s?)?,?\s?[A-Z]?(?!(?:19|20)\d\d)\d"
)
"""A journal whose name begins as a person's does, up to its volume: "J. Fluid Mech. 41"."""
_OTHERS = re.compile(
    r"\s*[,;]?\s*(?:…|\.\.\.)?\s*(?:(?:and|&)\s+)?(?:et\.?\s+al\b\.?|(?:and|&)\s+(?:others|co-?authors)\b"
    r"|(?:and|&)\s+(?:the\s)?(?-i:[A-Z])[\w\s-]{2,60}\s(?:group|consortium|collaboration|investigators|team|network)\b)",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\s*(?:[.:,;]|\(|[“\"«]|{YEAR}|$)")
_DATED = re.compile(rf"\.?,?\s+(?:\(?{YEAR}|[“\"«])|:\s")
MAX_AUTHORS = 3_000


class AuthorList(NamedTuple):
    """The authors as they are called, given names first, the place behind them, and whether more are left out."""

    names: tuple[str, ...]
    end: int
    others: bool = False
    form: str = ""


@lru_cache(maxsize=1_000)
def leading_authors(text: str) -> AuthorList | None:
    """The authors that a text begins with; None where it does not begin with any."""
    lists = [
        found
        for found in _lists(text)
        if text[found.end - 2 : found.end].strip()[-1:] == "." or _BEHIND.match(text, found.end)
    ]
    return max(lists, key=lambda found: (found.end, len(found.names)), default=None)


def _lists(text: str) -> Iterator[AuthorList]:
    for form in ("inverted", "behind", "before"):
        if found := _read(text, [], 0, form):
            yield found
    if full := _FORMS["full"].match(text):
        between = _BETWEEN.match(text, full.end())
        others = _read(text, [_name(full)], between.end(), "mixed") if between else None
        rest = _OTHERS.match(text, full.end())
        yield others or AuthorList((_name(full),), rest.end() if rest else full.end(), rest is not None, "full")
    if (whole := _read(text, [], 0, "whole")) and (len(whole.names) > 1 or _DATED.match(text, whole.end)):
        yield whole
    first = _FIRST.match(text)
    if first:
        between = _BETWEEN.match(text, first.end())
        if between:
            found = _read(text, [_name(first)], between.end(), "mixed")
            if found and len(found.names) > 1:
                yield found
        end = _OTHERS.match(text, first.end())
        if end or _DATED.match(text, first.end()):
            yield AuthorList((_name(first),), end.end() if end else first.end(), end is not None, "inverted")


def _read(text: str, names: list[str], at: int, form: str) -> AuthorList | None:
    end, others, closed = at, False, False
    while len(names) < MAX_AUTHORS and (match := _FORMS[form].match(text, at)):
        if names and form == "before" and not closed and _JOURNAL.match(text, at):
            break
        names.append(_name(match))
        end = match.end()
        if rest := _OTHERS.match(text, end):
            return AuthorList(tuple(names), rest.end(), True, form)
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        last = between["last"] is not None or between["and"] is not None
        if (closed and not last) or (form == "whole" and between[0].lstrip()[:1] == ","):
            break
        at, closed = between.end(), last
    return AuthorList(tuple(names), end, others, form) if names else None


def _name(match: re.Match[str]) -> str:
    given = re.sub(r"\s+", " ", match["given"].strip())
    given = re.sub(r"\.\s?-\s?", ".-", given)
    suffix = (match["suffix"] or "").strip(" ,")
    return " ".join(filter(None, (given, match["family"].strip(), suffix)))
