"""Words, numbers and signs of a sentence in order, and the value that a number has."""

import re

from synth.language.scripts import FROM_SUBSCRIPTS

TOKEN = re.compile(r"[<>≤≥=±≈~]|\d+(?:[.,·]\d+)*%?|[A-Za-zµα-ωΑ-ΩÀ-ÿ]+(?:[-/'’+.][A-Za-z0-9]+|[0-9]+)*|[^\sA-Za-z0-9]")
"""A word keeps its inner hyphens, slashes and digits ("IL-6", "Mixer-B/16", "don't"); a number its points and
per cent sign.
"""

_CITATION = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")
_BROKEN = re.compile(r"(?<=[A-Za-z0-9])- (?=[a-z]|[A-Z]{2})")
_ABBREVIATED = re.compile(r"\b(vs|al|Fig|approx|resp)\.")  # its point does not end a sentence
_PART_END = re.compile(r"[-/+.]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def tokens(text: str) -> list[str]:
    """The tokens of a text; minus signs, middle dots and indices as typed characters, numbered citations left out."""
    if not text.isascii():
        text = text.translate(FROM_SUBSCRIPTS).replace("−", "-").replace("·", ".").replace("’", "'")
    text = _CITATION.sub(" ", text)
    return TOKEN.findall(_ABBREVIATED.sub(r"\1", _BROKEN.sub("-", text)))


def with_parts(word: str) -> tuple[str, ...]:
    """A word, then its parts: "cost/benefit", "cost", "benefit"."""
    return (word, *_PART_END.split(word))


def number(token: str) -> float | None:
    """The value of a token that is a number ("33,600", "0,05", "65.2%"), else None; a per cent sign is dropped."""
    if not token[0].isdigit():
        return None
    bare = token.rstrip("%")
    bare = bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare.replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None
