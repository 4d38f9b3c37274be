"""How well each sentence of a document would do as its summary: a linear model over named features."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from synth.models.base import rounded
from synth.text import STOP_WORDS, content_stems, idf, stem, words

_OWN_WORK = frozenset("we our ours us".split())
_LENGTHS = (6, 9, 12, 15, 18, 21, 25, 30, 36, 45)
"""Words. ROUGE rewards what is told in few: a sentence of 50 words says what one of 20 says, and 30 words beside."""

SUMMARY_WORDS = 20
"""Mean length of an author's one-sentence summary (SciTLDR, training part)."""


@dataclass(frozen=True)
class SalienceModel:
    """One weight a feature; the scores of one document's sentences are comparable with each other only."""

    weights: dict[str, float]

    def scores(self, sentences: Sequence[str]) -> list[float]:
        """One score a sentence, any real number, rounded to six decimals; exp(score) is its share of the salience."""
        return [
            rounded(sum(self.weights.get(name, 0.0) * value for name, value in features.items()))
            for features in salience_features(sentences)
        ]


@cache
def salience_model() -> SalienceModel:
    """The committed model, `models/summary.json`."""
    stored = json.loads((files("synth.report") / "models" / "summary.json").read_text(encoding="utf-8"))
    return SalienceModel(stored["weights"])


def salience_features(sentences: Sequence[str]) -> list[dict[str, float]]:
    """The features of each of a document's sentences: its place, length, words, openings, neighbours and coverage.

    A feature is 1 where it is present; those named "coverage", "rarity", "function words" and "new" are measures.
    """
    tokens = [words(sentence) for sentence in sentences]
    stems = [["#" if token[0].isdigit() else stem(token) for token in listed] for listed in tokens]
    own_work = [not _OWN_WORK.isdisjoint(listed) for listed in tokens]
    coverage = _coverage_features(sentences, tokens)
    result = []
    for index, listed in enumerate(stems):
        before = _opening(stems[index - 1], 2) if index else "nothing"
        after = _opening(stems[index + 1], 2) if index + 1 < len(stems) else "nothing"
        present = [
            *_place_features(index, len(stems)),
            f"length={sum(len(listed) >= bound for bound in _LENGTHS)}",
            *(f"w={item}" for item in listed),
            *(f"w={left}_{right}" for left, right in pairwise(listed)),
            *(f"opens={_opening(listed, count)}" for count in (1, 2, 3)),
            f"before:opens={before}",
            f"after:opens={after}",
            f"{'own' if own_work[index] else 'other'} work+{min(3, sum(own_work[:index]))}",
            *(f"has={mark}" for mark in "?:%" if mark in sentences[index]),
        ]
        result.append(dict.fromkeys(present, 1.0) | coverage[index])
    return result


def _opening(stems: Sequence[str], count: int) -> str:
    return "_".join(stems[:count])


def _place_features(index: int, count: int) -> list[str]:
    """Where the sentence at `index` stands among `count`: from both ends, and as a sixth of the whole."""
    return [
        f"first+{min(index, 5)}",
        f"last-{min(count - 1 - index, 4)}",
        f"place={index * 6 // count}/6",
        f"of={sum(count >= bound for bound in (3, 5, 7, 9))}",
    ]


def _coverage_features(sentences: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """How much each sentence has of what other sentences also say, also for its length; how rare and new its words are.

    All are scaled to be around 1 or below, since the training penalises all weights alike.
    """
    contents = [set(content_stems(sentence)) for sentence in sentences]
    frequency = Counter(item for content in contents for item in content)
    # the order of a set of strings changes from run to run, and with it the last digits of a sum: hence fsum
    whole = math.fsum(idf(item) * math.log1p(count) for item, count in frequency.items()) or 1.0
    result = []
    said: set[str] = set()
    for content, listed in zip(contents, tokens, strict=True):
        shared = math.fsum(idf(item) * (frequency[item] - 1) for item in content)
        result.append(
            {
                "coverage": 2 * math.fsum(idf(item) * math.log(frequency[item]) for item in content) / whole,
                "coverage for length": shared / (3 * (len(listed) + SUMMARY_WORDS)),
                "rarity": math.fsum(map(idf, content)) / (5 * max(1, len(content))),
                "function words": 2 * sum(word in STOP_WORDS for word in listed) / max(1, len(listed)),
                "new": len(content - said) / max(1, len(content)),
            }
        )
        said |= content
    return result
