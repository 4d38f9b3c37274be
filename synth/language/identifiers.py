"""Find the identifiers that a text prints: arXiv's and DOIs."""

import re

from synth.language.lexicon import any_of, words_of
from synth.models.csl import DOI

_ARXIV = re.compile(
    r"(?:arxiv[\s:.]*(?:preprint\s*)?(?:arxiv[\s:]*)?(?:org/)?(?:abs/|pdf/)?|\babs/)"
    r"\s*((?:[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?)(?!\d)",
    re.IGNORECASE,
)
_OLD_ARXIV = re.compile(
    rf"\b((?:{any_of(words_of('names', 'archives'))})"
    r"(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?\b"
)
_DOI = re.compile(r"\b(10\.[0-9]{4,9}/[^\s\"<>{}]+)")


def find_arxiv_id(text: str) -> str | None:
    """The first arXiv identifier in a text, if it is marked as one."""
    match = _ARXIV.search(text) or _OLD_ARXIV.search(text)
    return match[1] if match else None


def find_doi(text: str) -> str | None:
    """The first DOI in a text, without the punctuation behind it; None where it is not ASCII, as all of them are."""
    match = _DOI.search(text)
    return match[1].rstrip(".,;)]") if match and match[1].isascii() else None


def doi_in_field(text: str) -> str | None:
    """The DOI that is all there is in a text, or its address, else the first one in it.

    As a whole it may have brackets: "10.1002/1521-396X(199711)164:1<141::AID-PSSA141>3.0.CO;2-G".
    """
    whole = re.sub(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)
    if DOI.fullmatch(whole) and not set(whole) & set("{}\\"):
        return whole.rstrip(".,;")
    return find_doi(text)


def without_identifiers(text: str) -> str:
    """A text with spaces for its identifiers, whose digits are neither years nor pages."""
    return _DOI.sub(" ", _OLD_ARXIV.sub(" ", _ARXIV.sub(" ", text)))
