"""When two claims state the same finding: nearly the same words, and nothing that makes the findings differ."""

import re
from dataclasses import dataclass
from typing import TypeVar

from synth.claims.citing import CITATION
from synth.language.polarity import ANTONYMS, NEGATIONS, Comparison, comparisons, is_reversed, pointers
from synth.language.text import content_stems, names, tf_idf, unit, words
from synth.models import rounded

_T = TypeVar("_T")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Wording:
    """A claim's text as it is compared: `vector` by its cosine, all else by equality."""

    vector: dict[str, float]
    figures: frozenset[str]
    names: frozenset[str]
    directions: frozenset[int]
    negated: bool
    compared: tuple[Comparison, ...]

    def cosine(self, other: "Wording") -> float:
        """TF-IDF cosine in [0, 1], sublinear, rounded to six decimals."""
        return rounded(sum(weight * other.vector.get(word, 0.0) for word, weight in self.vector.items()))

    def differs(self, other: "Wording", *, same_paper: bool = False) -> bool:
        """Whether the two state different findings, however similar their words.

        A paper that repeats its finding may leave out a figure, a name or a direction; in another paper the omission
        means another finding.

        "Our dense retrieval model outperforms BM25 by 12.3 points of top-20 accuracy on Natural Questions." and "On
        SQuAD, however, BM25 still outperforms dense retrieval by 4.5 points of top-20 accuracy." did so at 0.6.
        """
        return (
            _conflict(self.figures, other.figures, same_paper)
            or _conflict(self.names, other.names, same_paper)
            or _conflict(self.directions, other.directions, same_paper)
            or self.negated != other.negated
            or any(ANTONYMS.get(word) in other.vector and word not in other.vector for word in self.vector)
            or any(is_reversed(one, two, same_words=True) for one in self.compared for two in other.compared)
        )


def _conflict(one: frozenset[_T], two: frozenset[_T], same_paper: bool) -> bool:
    return not (one <= two or two <= one) if same_paper else one != two


def wording(text: str) -> Wording:
    """Read a claim's text, without its citations."""
    bare = re.sub(CITATION, " ", text)
    tokens = words(bare)
    return Wording(
        vector=unit(tf_idf(content_stems(bare))),
        figures=frozenset(_NUMBER.findall(bare)),
        names=names(bare),
        directions=frozenset(pointer.direction for pointer in pointers(tokens)),
        negated=sum(token in NEGATIONS for token in tokens) % 2 == 1,
        compared=tuple(comparisons(bare)),
    )
