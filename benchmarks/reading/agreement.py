"""The two readers against each other: what share of one's body sentences stands in the other's, and the headings.

Both sides are brought to the same form first, in the open: citations, cross-references, words of up to three letters
and everything that could be mathematics go (what holds a digit, a symbol or a capital inside); what stays is lower
case. A sentence that has then fewer than four words is not counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from synth.models import Document, Sentence

MAX_DROPPED = 3  # letters: words up to this length go, since "Tab" is the PDF's form of a subscript, T_ab
MIN_TOKENS = 4
MIN_OVERLAP = 0.9  # of a sentence's tokens must stand in one stretch of the other text
SLACK = 1.2  # such a stretch is this many times as long as the sentence, and two tokens more

_CITATION = re.compile(
    r"""
      \[ [^][]{0,200} \]                                                          # [3, 7], [Doe et al., 2020]
    | \( [^()]* \b(?:1[89]|20)\d\d[a-z]?\b [^()]* \)                              # (see Doe et al., 2020; Roe, 2021)
    | \b[A-Z][\w’'-]+ (?:\s(?:and|&)\s[A-Z][\w’'-]+ | \set\sal\.? )? (?='?s?\s*\[|'?s?\s*\(\d{4})  # Doe et al. (2020)
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(
    r"\b(?:Sections?|Secs?\.|Tables?|Tabs?\.|Figures?|Figs?\.|Equations?|Eqs?\.|Appendi(?:x|ces)|Apps?\.|Theorems?|Thm\."
    r"|Lemmas?|Propositions?|Prop\.|Corollar(?:y|ies)|Definitions?|Examples?|Remarks?|Algorithms?|Chapters?|Refs?\.|§+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-zÀ-ž]?[a-zß-ž]{2,}(?:[-'][A-Za-zÀ-ž]?[a-zß-ž]+)*")
_EDGES = "\"'.,;:?!()[]“”‘’•-"
_DASHES = str.maketrans({"‐": "-", "‑": "-", "’": "'", "–": " ", "—": " ", "−": " "})


class Missing(NamedTuple):
    """A sentence of one reading that does not stand in the other."""

    text: str
    page: int | None
    overlap: float


def body(document: Document) -> list[Sentence]:
    """The sentences of running text, in order: no captions, no footnotes, no references."""
    return [sentence for section in document.sections for sentence in section.sentences]


def tokens(text: str) -> list[str]:
    """The words that are compared: see the module's docstring."""
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    text = _REFERENCE.sub(" ", _CITATION.sub(" ", text))
    chunks = (chunk.strip(_EDGES) for chunk in text.split())
    return [chunk.lower() for chunk in chunks if len(chunk) > MAX_DROPPED and _WORD.fullmatch(chunk)]


def missing(sentences: Sequence[Sentence], other: Sequence[Sentence]) -> tuple[int, list[Missing]]:
    """(sentences counted, those not found in the other reading)."""
    stream = [token for sentence in other for token in tokens(sentence.text)]
    places: dict[str, list[int]] = {}
    for place, token in enumerate(stream):
        places.setdefault(token, []).append(place)
    counted = 0
    absent: list[Missing] = []
    for sentence in sentences:
        wanted = tokens(sentence.text)
        if len(wanted) < MIN_TOKENS:
            continue
        counted += 1
        overlap = _overlap(wanted, stream, places)
        if overlap < MIN_OVERLAP:
            absent.append(Missing(sentence.text, sentence.page, round(overlap, 2)))
    return counted, absent


def _overlap(wanted: list[str], stream: list[str], places: dict[str, list[int]]) -> float:
    """The largest share of a sentence's tokens, as a multiset, that stands in one stretch of the stream."""
    length = int(len(wanted) * SLACK) + 2
    bag = Counter(wanted)
    best = 0.0
    rare = sorted((token for token in bag if token in places), key=lambda token: (len(places[token]), token))[:5]
    for anchor in rare:
        offset = wanted.index(anchor)
        for place in places[anchor][:50]:
            for start in range(max(0, place - length), place + 1, max(1, length // 8)) if best < 1 else ():
                stretch = Counter(stream[start : start + length])
                best = max(best, sum((bag & stretch).values()) / len(wanted))
            start = max(0, place - offset - 1)
            best = max(best, sum((bag & Counter(stream[start : start + length])).values()) / len(wanted))
    return best


def headings(document: Document) -> Counter[str]:
    """The headings as letters alone, lower case, with how often each occurs; "References" stands in no source."""
    names = (unicodedata.normalize("NFKD", section.heading).lower() for section in document.sections)
    letters = ("".join(char for char in name if "a" <= char <= "z") for name in names)
    return Counter(name for name in letters if name and name not in {"references", "bibliography"})
