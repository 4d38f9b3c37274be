"""Signals for whether a passage addresses a claim: named numbers for one passage among others, and for all together.

A sentence of an abstract is read in the context of the whole abstract: "mortality fell by a third" addresses a claim
about sepsis when the sentences around it are about sepsis.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import mul
from typing import NamedTuple

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


class _Read(NamedTuple):
    """The signals for which a passage's text is read, which takes longer than those of its content words."""

    numbers: float
    names: float
    other_names: float
    kinds: Sequence[float]


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
        self._word_signals: dict[int, tuple[list[float], list[float]]] = {}
        self._passage_coverages: dict[int, float] = {}
        self._reads: dict[int, _Read] = {}

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
        self.read(place)
        return self._row(place, self._reads[place])

    def passage_coverage(self, place: int) -> float:
        """The share of the passage's words, weighed by IDF, that the claim has."""
        if place not in self._passage_coverages:
            claim, passage = self.claim, self.passages[place]
            met = degrees(passage.forms, claim.spellings, claim.families)
            weights = passage.idfs.values()
            self._passage_coverages[place] = sum(map(mul, weights, met)) / (sum(weights) or 1.0)
        return self._passage_coverages[place]

    def is_read(self, place: int) -> bool:
        """Whether the text of the passage at `place` was read."""
        return place in self._reads

    def bounds(self, place: int) -> tuple[list[float], list[float]]:
        """The least and the most that each signal of the row can be, by content words alone until the text is read."""
        if place in self._reads:
            row = self.row(place)
            return row, row
        numbers = (0.0, 1.0) if self.claim.numbers else (0.5, 0.5)
        names = (0.0, 1.0) if self.claim.names else (0.5, 0.5)
        least, most = (
            self._row(place, _Read(number, name, other, [other] * len(CUES)))
            for number, name, other in zip(numbers, names, (0.0, 1.0), strict=True)
        )
        return least, most

    def _row(self, place: int, read: _Read) -> list[float]:
        if place not in self._word_signals:
            self._word_signals[place] = self._by_words(place)
        matching, surrounding = self._word_signals[place]
        own, alone = self.coverages[place], len(self.passages) == 1
        by_cue = dict(zip(CUES, read.kinds, strict=True))
        return [
            *matching,
            read.numbers,
            read.names,
            read.other_names,
            *surrounding,
            *read.kinds,
            own * by_cue["tells a method"],
            own * by_cue["tells what is known"],
            own * by_cue["concludes"],
            float(alone),
            own * alone,
        ]

    def _by_words(self, place: int) -> tuple[list[float], list[float]]:
        """The signals before, and those behind, the ones for which the text is read."""
        claim, passage, count = self.claim, self.passages[place], len(self.passages)
        own = self.coverages[place]
        others = [other for other in range(count) if other != place]
        alone = not others
        by_all, mean, missing_everywhere, size = self._shared
        share = place / (count - 1) if count > 1 else 0.5
        matching = [
            self.cosine(place),
            own,
            closeness(claim.family_pairs, passage.family_places),
            pair_coverage(claim, passage),
            longest_run(claim, passage) / max(1, len(claim.stems)),
            self._rarest(self._degrees[place]),
        ]
        surrounding = [
            min(2.0, len(claim.stems) / 10),
            0.0 if alone else own - max(self.coverages[other] for other in others),
            max((self._covered((place, other)) if self.coverages[other] else own for other in others), default=own),
            self._covered(range(max(0, place - 1), min(count, place + 2))),
            self.coverages[place + 1] if place + 1 < count else 0.0,
            by_all,
            mean,
            missing_everywhere,
            share,
            float(not alone and place < EARLY * count),
            float(not alone and place == count - 1),
            size,
            min(2.0, len(passage.stems) / 25),
        ]
        return matching, surrounding

    def read(self, place: int) -> None:
        """Read the text of the passage at `place`, once."""
        if place in self._reads:
            return
        claim, passage = self.claim, self.passages[place]
        lacked = lacked_names(claim, passage)
        self._reads[place] = _Read(
            numbers=len(claim.numbers & passage.numbers) / len(claim.numbers) if claim.numbers else 0.5,
            names=1 - len(lacked) / len(claim.names) if claim.names else 0.5,
            other_names=float(bool(lacked and passage.names - claim.names)),
            kinds=[float(kind in passage.cues) for kind in CUES],
        )

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
