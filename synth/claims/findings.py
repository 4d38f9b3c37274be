"""P(finding): does a sentence of a whole paper assert, so that it can be quoted, what that paper found?"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from synth.claims.attribution import Attribution
from synth.claims.features import cue_features
from synth.claims.shapes import shapes
from synth.models import Section, rounded
from synth.text import stem, words

_FIGURE = re.compile(r"%|\d\.\d")
_PAST = re.compile(r"[a-z]{2,}ed")
_CITATION = re.compile(r"\[\d|\bet al\b|\b(?:19|20)\d\d[a-z]?\)")
HOPELESS = -3.4
"""The log-odds of words alone below which nothing else is asked: half of all sentences, and 1 claim in 200 lost."""


def finding_features(section: Section, index: int, attribution: Attribution, doubt: str | None = None) -> list[str]:
    """All that the model is told of the sentence at `index`: see `word_features` and `form_features`.

    `attribution` tells where the paper's own names stand; `doubt` is a reason of `exclusion` that is to be weighed.
    """
    doubts = [] if doubt is None else [f"doubt={doubt}"]
    return [*word_features(section, index, attribution), *form_features(section, index), *doubts]


def word_features(section: Section, index: int, attribution: Attribution) -> list[str]:
    """The words, word pairs and cues of the sentence at `index`, its length, and the role of its section."""
    text = section.sentences[index].text
    tokens = _tokens(text)
    told = [_told_by(token) for token in tokens]
    stems = [stem for stem, _ in told]
    found = dict.fromkeys([name for _, names in told for name in names])
    found.update(dict.fromkeys([f"{left}_{right}" for left, right in pairwise(stems)]))
    found.update({f"opens={'_'.join(stems[:length])}": None for length in (1, 2, 3) if len(stems) >= length})
    if "%" in text:
        found["has=percent"] = None
    if ":" in text:
        found["has=colon"] = None
    if ("[" in text or ")" in text or "et al" in text) and _CITATION.search(text):
        found["has=citation"] = None
    return [*found, f"length={min(len(tokens) // 6, 7)}", f"section={section.role}", *attribution.own_signs(text)]


def form_features(section: Section, index: int) -> list[str]:
    """The shapes of the sentence at `index`, and the cues of its neighbours in its paragraph.

    What follows "we compare" differs from what follows "it achieves 54.3".
    """
    sentence = section.sentences[index]
    found = shapes(sentence.text, _tokens(sentence.text))
    for side, place in (("before", index - 1), ("after", index + 1)):
        near = section.sentences[place] if 0 <= place < len(section.sentences) else None
        if near is None or near.paragraph != sentence.paragraph:
            found.append(f"{side}:nothing")
        else:
            found += [f"{side}:{sign}" for sign in _signs(near.text)]
            if near.citations:
                found.append(f"{side}:citation")
    return found


@lru_cache(maxsize=1_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@lru_cache(maxsize=50_000)
def _told_by(word: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a word ("#" for any number), and the names of the features that it gives by itself."""
    base = "#" if word[0].isdigit() else stem(word)
    past = ("has=past",) if _PAST.fullmatch(word) else ()
    return base, (f"w={base}", *cue_features([word]), *past)


@lru_cache(maxsize=1_000)
def _signs(text: str) -> tuple[str, ...]:
    """The cues of a neighbour, and whether it has a figure."""
    return (*cue_features(_tokens(text)), *(["figure"] if _FIGURE.search(text) else []))


@dataclass(frozen=True)
class FindingModel:
    """A logistic regression over named features, each present or absent."""

    bias: float
    weights: dict[str, float]

    def weight(self, features: Iterable[str]) -> float:
        """The sum of the weights of features, a part of the log-odds."""
        known = self.weights
        return sum([known[name] for name in features if name in known])


def score_finding(section: Section, index: int, attribution: Attribution, doubt: str | None = None) -> float:
    """P(finding) of the sentence at `index` in [0, 1], rounded to six decimals; 0 where its words are hopeless."""
    model = finding_model()
    log_odds = model.bias + model.weight(word_features(section, index, attribution))
    if log_odds < HOPELESS:
        return 0.0
    log_odds += model.weight(form_features(section, index))
    if doubt is not None:
        log_odds += model.weight([f"doubt={doubt}"])
    return rounded(1.0 / (1.0 + math.exp(-log_odds)))


@cache
def finding_model() -> FindingModel:
    """The committed model."""
    stored = json.loads((files("synth.claims") / "models" / "finding.json").read_text(encoding="utf-8"))
    return FindingModel(stored["bias"], stored["weights"])
