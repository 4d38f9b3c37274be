"""A reference as CSL-JSON has it (citation-style-language/schema): what citation processors and managers read."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from synth.models.base import Model
from synth.models.paper import ABSTRACT_PAGE, Paper
from synth.models.report import ReportReference

COLLABORATION = re.compile(r"\b(collaboration|consortium|group|team|project|network)\b", re.IGNORECASE)
SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
"""What stands behind a family name and is no part of it."""

DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]+")
"""A DOI, for `fullmatch` (doi.org/the-identifier/resources/handbook): another text in its place is no link.

Its handbook allows any printable character, registrants use ASCII: what only looks like one is refused.
"""

NO_CHARACTER = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr((plane << 16) + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Surrogates, and what Unicode keeps for internal use (section 23.7); neither XML nor HTML may hold them."""

NO_TITLE = "[no title]"
"""The placeholder for an unknown title."""


class CslName(Model):
    """A person by the parts of the name, or in `literal` a name that must stay whole, such as a collaboration's."""

    family: str | None = None
    given: str | None = None
    particle: Annotated[str | None, Field(alias="non-dropping-particle")] = None
    suffix: str | None = None
    literal: str | None = None


class CslDate(Model):
    """A date as lists of year, month and day, of which the later ones may be missing."""

    date_parts: Annotated[tuple[tuple[int, ...], ...], Field(alias="date-parts")]


class CslItem(Model):
    """One reference. `id` is its BibTeX key; `number` is "arXiv:2005.11401v4", else the paper's own name.

    `abstract` is arXiv's, whose metadata are free (CC0); a digest's and that of a user's own file are left out.
    """

    id: str
    type: Literal["article", "article-journal", "document"]
    title: str
    author: tuple[CslName, ...] = ()
    issued: CslDate | None = None
    container_title: Annotated[str | None, Field(alias="container-title")] = None
    publisher: str | None = None
    number: str | None = None
    section: str | None = None
    doi: Annotated[str | None, Field(alias="DOI")] = None
    url: Annotated[str | None, Field(alias="URL")] = None
    abstract: str | None = None
    note: str | None = None


def csl_item(reference: ReportReference) -> CslItem:
    """A reference of a report as CSL-JSON; text as in the paper's metadata, white space normalised."""
    paper, cited = reference.paper, reference.paper.cited_id
    return CslItem.model_validate(
        {
            "id": reference.key,
            "type": "article-journal" if paper.journal_ref else "article" if cited else "document",
            "title": one_line(paper.title) or NO_TITLE,
            "author": (*(name for name in map(csl_name, paper.authors) if name), *_more(paper)),
            "issued": _issued(paper),
            "container-title": one_line(paper.journal_ref or "") or None,
            "publisher": "arXiv" if cited and not paper.journal_ref else None,
            "number": f"arXiv:{cited}" if cited else None if paper.is_found else one_line(paper.paper_id),
            "section": one_line(paper.primary_category or "") or None,
            "DOI": one_line(paper.doi or "") or None,
            "URL": f"{ABSTRACT_PAGE}{cited}"
            if cited
            else one_line(paper.link or "") or None
            if paper.is_found
            else None,
            "abstract": (one_line(paper.abstract) or None) if cited and not paper.is_digest else None,
            "note": digest_note(paper),
        }
    )


@lru_cache(maxsize=10_000)
def csl_name(name: str) -> CslName | None:
    """A name, given first, in its parts ("Ludwig van der Berg Jr."); None where it has no visible character.

    Lower-case words before the last one are the family name's particle, and words joined by no-break spaces stay
    together. What cannot be split without a guess stays whole: collaborations, names of one such group of words,
    and names with a comma or an "and" in them.
    """
    words = [word for word in map(one_line, re.split(r"[^\S\u00a0]+", name)) if word]
    name = one_line(name)
    if not words:
        return None
    if COLLABORATION.search(name) or "," in name or re.search(r"\band\b", name, re.IGNORECASE):
        return CslName(literal=name)
    if len(words) == 1 and " " in name:
        return CslName(literal=name)
    suffix = words.pop() if len(words) > 2 and is_suffix(words[-1]) else None
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return CslName.model_validate(
        {
            "family": words[-1],
            "given": " ".join(words[:first]) or None,
            "non-dropping-particle": " ".join(words[first:-1]) or None,
            "suffix": suffix,
        }
    )


def is_suffix(word: str) -> bool:
    """Whether a word of a name stands behind the family name: "Jr.", "III"."""
    return word.removesuffix(".") in SUFFIXES


def citation_key(paper: Paper, taken: Collection[str]) -> str:
    """A BibTeX key of ASCII letters and digits: "lewis2020", a letter added where it is taken; no "jr2020"."""
    first = csl_name(paper.authors[0]) if paper.authors else None
    surname = (first.family or (first.literal or "").split()[-1]) if first else "anon"
    plain = unicodedata.normalize("NFKD", surname).encode("ascii", "ignore").decode()
    stem = f"{re.sub(r'[^a-z]', '', plain.lower()) or 'anon'}{paper.year or ''}"
    suffixes = ("", *(letters(number) for number in range(len(taken) + 1)))
    return next(stem + suffix for suffix in suffixes if stem + suffix not in taken)


def sort_key(paper: Paper) -> tuple[tuple[str, ...], int, str, str]:
    """What reference lists are sorted by: authors' family names first, then the year, the title and the identifier.

    A paper without known authors is sorted by its title, as in BibTeX's plain.bst. Accents and case make no difference.
    """
    names = [name for name in map(csl_name, paper.authors) if name]
    authors = [
        _plain(" ".join(part for part in (name.particle, name.family, name.given, name.literal) if part))
        for name in names
    ]
    title = _plain(one_line(paper.title))
    return (tuple(authors) or (title,), paper.year or 0, title, paper.paper_id)


def digest_note(paper: Paper) -> str | None:
    """What a reader of the reference must know: that it was a digest which was read. None for a paper itself."""
    return "digest of the paper, written for the sample library" if paper.is_digest else None


def one_line(text: str) -> str:
    """A text as `visible`, without white space around it: fit for every bibliographic format."""
    return visible(text).strip()


def visible(text: str) -> str:
    """A text on one line, without control and zero-width characters; surrogates and noncharacters become U+FFFD."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):  # as nearly all text is
        return text
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    if text.isprintable():
        return text
    text = NO_CHARACTER.sub("\ufffd", text)
    shown = (char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"})
    return re.sub(r"\s+", " ", "".join(shown))


def letters(number: int) -> str:
    """a, b, ..., z, aa, ab, ..."""
    head, tail = divmod(number, 26)
    return (letters(head - 1) if head else "") + chr(ord("a") + tail)


def _more(paper: Paper) -> tuple[CslName, ...]:
    """ "others" behind authors of whom there are more, as citation processors and BibTeX know it."""
    return (CslName(literal="others"),) if paper.and_others and paper.authors else ()


def _issued(paper: Paper) -> CslDate | None:
    if paper.published:
        day = paper.published
        return CslDate.model_validate({"date-parts": ((day.year, day.month, day.day),)})
    return CslDate.model_validate({"date-parts": ((paper.year,),)}) if paper.year else None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))
