"""Signals for whether a passage addresses a claim: named numbers for one passage among others, and for all together.

A sentence of an abstract is read in the context of the whole abstract: "mortality fell by a third" addresses a claim
about sepsis when the sentences around it are about sepsis.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import mul

from synth.checking.cue_words import CUES
from synth.checking.spelling import closeness, degrees
from synth.checking.statement import Statement, cosine
from synth.models import rounded

EVIDENCE_SIGNALS = (
    "cosine",  # of TF-IDF vectors
    "coverage",  # share of the claim's words, weighed by IDF; another word of the family counts 0.8
    "closeness",  # share of its neighbouring words that are close together
    "pair coverage",  # share of its neighbouring word pairs
    "longest run",  # longest run of its words in the same order, over its length
    "rarest missing",  # IDF of the rarest word that the passage lacks, over 10
    "number coverage",  # share of its numbers; one half where it has none
    "name coverage",  # share of the systems, data sets and the like that it names; one half where it names none
    "other names",  # the passage lacks such a name, and has another
    "claim words",  # content words of the claim over 10, up to 2: "Figure 4 shows the results" is supported anywhere
    "lead",  # coverage over that of the best other passage
    "coverage with another",  # by this passage and the one that adds the most
    "coverage with neighbours",
    "coverage of the next",
    "coverage by all",
    "mean coverage",
    "rarest missing everywhere",
    "place",  # 0 for the first passage, 1 for the last
    "early",  # in the first three tenths
    "last",
    "passages",  # how many there are, up to 30, over 10
    "words",  # content words of the passage over 25, up to 2
    *CUES,
    "coverage x tells a method",
    "coverage x tells what is known",
    "coverage x concludes",
    "alone",  # the only passage
    "alone x coverage",
)
"""The signals of one passage among others, in the order of a row."""

TEXT_SIGNALS = (
    "any",  # log odds that at least one passage addresses the claim, by the model of one passage
    "best",  # log odds of the likeliest
    "coverage by all",
    "coverage by two",
    "best coverage",
    "best cosine",
    "second cosine",
    "rarest missing everywhere",
    "second rarest missing everywhere",
    "words missing everywhere",  # over 5
    "claim words",  # over 10
    "passages",
    "number coverage by all",
)
"""The signals of all passages together, in the order of a row."""

MAX_PASSAGES = 60
"""The most passages that are read together; of more, the nearest."""
EARLY = 0.3


class ClaimAndPassages:
    """A claim, and passages in the order of their text."""

    def __init__(self, claim: Statement, passages: Sequence[Statement]) -> None:
        self.claim = claim
        self.passages = passages
        self._weights = list(claim.idfs.values())
        self._total = sum(self._weights)
        self._degrees = [degrees(claim.forms, passage.spellings, passage.families) for passage in passages]
        self.coverages = [self._coverage(met) for met in self._degrees]
        self._cosines: dict[int, float] = {}
        self._rows: dict[int, list[float]] = {}

    def cosine(self, place: int) -> float:
        """The raw TF-IDF cosine of the claim with the passage at `place`, rounded."""
        if place not in self._cosines:
            self._cosines[place] = rounded(cosine(self.claim, self.passages[place]))
        return self._cosines[place]

    def _coverage(self, met: Iterable[float]) -> float:
        """The share of the claim's words, weighed by IDF, that are matched; `met` is the degree of each."""
        return sum(map(mul, self._weights, met)) / self._total if self._total else 0.0

    @cached_property
    def _all(self) -> list[float]:
        nothing = [0.0] * len(self._weights)
        return list(map(max, nothing, nothing, *self._degrees))

    @cached_property
    def _shared(self) -> tuple[float, float, float, float]:
        """Coverage by all, its mean, the rarest word that all lack, how many passages: the same for every passage."""
        count = len(self.passages)
        mean = sum(self.coverages) / count if count else 0.0
        return self._coverage(self._all), mean, self._rarest(self._all), min(count, 30) / 10

    def _rarest(self, met: Sequence[float]) -> float:
        return (
            max((weight - weight * degree for degree, weight in zip(met, self._weights, strict=True)), default=0.0) / 10
        )

    def _covered(self, places: Sequence[int]) -> float:
        return self._coverage(map(max, *(self._degrees[place] for place in places), self._degrees[places[0]]))

    def row(self, place: int) -> list[float]:
        """The row of `EVIDENCE_SIGNALS` of the passage at `place`."""
        if place not in self._rows:
            self._rows[place] = self._row(place)
        return self._rows[place]

    def passage_coverage(self, place: int) -> float:
        """The share of the passage's words, weighed by IDF, that the claim has."""
        claim, passage = self.claim, self.passages[place]
        met = degrees(passage.forms, claim.spellings, claim.families)
        weights = list(passage.idfs.values())
        return float(sum(map(mul, weights, met)) / (sum(weights) or 1.0))

    def _row(self, place: int) -> list[float]:
        claim, passage, count = self.claim, self.passages[place], len(self.passages)
        own = self.coverages[place]
        others = [other for other in range(count) if other != place]
        alone = not others
        by_all, mean, missing_everywhere, size = self._shared
        lacked = lacked_names(claim, passage)
        kinds = {kind: float(kind in passage.cues) for kind in CUES}
        return [
            self.cosine(place),
            own,
            closeness(claim.family_pairs, passage.family_places),
            pair_coverage(claim, passage),
            longest_run(claim, passage) / max(1, len(claim.stems)),
            self._rarest(self._degrees[place]),
            len(claim.numbers & passage.numbers) / len(claim.numbers) if claim.numbers else 0.5,
            1 - len(lacked) / len(claim.names) if claim.names else 0.5,
            float(bool(lacked and passage.names - claim.names)),
            min(2.0, len(claim.stems) / 10),
            0.0 if alone else own - max(self.coverages[other] for other in others),
            max((self._covered((place, other)) if self.coverages[other] else own for other in others), default=own),
            self._covered(range(max(0, place - 1), min(count, place + 2))),
            self.coverages[place + 1] if place + 1 < count else 0.0,
            by_all,
            mean,
            missing_everywhere,
            place / (count - 1) if count > 1 else 0.5,
            float(not alone and place < EARLY * count),
            float(not alone and place == count - 1),
            size,
            min(2.0, len(passage.stems) / 25),
            *kinds.values(),
            own * kinds["tells a method"],
            own * kinds["tells what is known"],
            own * kinds["concludes"],
            float(alone),
            own * alone,
        ]

    def text_row(self, any_log_odds: float, best_log_odds: float) -> list[float]:
        """The row of `TEXT_SIGNALS`; the arguments are from the model of one passage, see there."""
        by_all, _, _, size = self._shared
        ranked = sorted(range(len(self.passages)), key=lambda place: -self.coverages[place])
        two = max((self._covered((ranked[0], other)) for other in ranked[1:]), default=0.0) if ranked else 0.0
        cosines = [*sorted(map(self.cosine, range(len(self.passages))), reverse=True), 0.0, 0.0]
        lacking = [(1 - d) * weight for d, weight in zip(self._all, self._weights, strict=True)]
        rarest = [*sorted(lacking, reverse=True), 0.0, 0.0]
        numbers = frozenset[float]().union(*(passage.numbers for passage in self.passages))
        return [
            any_log_odds,
            best_log_odds,
            by_all,
            two,
            max(self.coverages, default=0.0),
            cosines[0],
            cosines[1],
            rarest[0] / 10,
            rarest[1] / 10,
            sum(degree == 0 for degree in self._all) / 5,
            len(self.claim.stems) / 10,
            size,
            len(self.claim.numbers & numbers) / len(self.claim.numbers) if self.claim.numbers else 0.7,
        ]


def lacked_names(claim: Statement, passage: Statement) -> frozenset[str]:
    """The names of the claim that the passage lacks."""
    lacked = claim.names.difference(passage.tokens)
    return lacked - passage.names if lacked else lacked


def pair_coverage(claim: Statement, passage: Statement) -> float:
    """The share of the claim's neighbouring content stems that are neighbours in the passage; 0 where it has none."""
    return len(claim.pairs & passage.pairs) / len(claim.pairs) if claim.pairs else 0.0


def longest_run(claim: Statement, passage: Statement) -> int:
    """The length of the longest common run of content stems."""
    if claim.pairs.isdisjoint(passage.pairs):
        return int(not claim.stem_set.isdisjoint(passage.stem_set))
    best = 0
    lengths: dict[int, int] = {}
    for word in claim.stems:
        lengths = {place: lengths.get(place - 1, 0) + 1 for place in passage.stem_places.get(word, ())}
        best = max(best, max(lengths.values(), default=0))
    return best
