"""How relevant a claim is to a question: a linear model over what it names and how it is worded.

No feature is a condition. A claim that names neither side of the question may still be what its paper found about it,
so each feature only moves the score.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from synth.answer.scorer import load_scorer
from synth.language.linear import expit
from synth.language.polarity import DIRECTIONS
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT, Sides
from synth.language.text import content_stems, idf, words
from synth.models import Claim, Question, rounded

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""k1 and b of BM25 (Robertson & Zaragoza 2009), as is usual."""
TOPICAL = ("share", "front share", "subject", "comparator", "outcome")
"""Features of which at least one must be present: a claim without any is about something else."""
BEST_OF_PAPER = 10
"""A paper is scored by the mean over this many of its claims, those that share most of the question's words."""

_COMPARES = re.compile(
    r"\b(?:than|compared|versus|vs|relative to|while|whereas|but|however|although|both|neither|only)\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:we|our|ours|this (?:paper|study|work))\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d\.\d|\d ?%|\d,\d{3}")
_CONCLUDES = re.compile(r"conclu|summary", re.IGNORECASE)
_RELATED = re.compile(r"related|previous|prior|background|literature", re.IGNORECASE)


class RankedClaim(NamedTuple):
    """A claim with the probability, in [0, 1], that it is among the key findings on a question, and its features."""

    claim: Claim
    relevance: float
    features: Mapping[str, float]


def rank_claims(
    question: Question, claims: Sequence[Claim], sides: Sides, fronts: Mapping[str, tuple[str, str]], least: float
) -> list[RankedClaim]:
    """The claims relevant to a question, best first, ties by id.

    `fronts` are title and abstract by paper_id. A claim is left out where all features of the question (the weight of
    its words, in the claim or in its paper's title and abstract; the names of its sides) are below `least`.
    """
    relevance, model = QuestionRelevance(question, sides, claims, fronts), load_scorer("relevance")
    ranked = []
    for claim in claims:
        features = relevance.features(claim)
        if max(features[name] for name in TOPICAL) >= least:
            relevance_of_claim = rounded(expit(rounded(model.log_odds(features))))
            ranked.append(RankedClaim(claim, relevance_of_claim, features))
    return sorted(ranked, key=lambda item: (-item.relevance, item.claim.claim_id))


class QuestionRelevance:
    """A question, prepared to be compared with the claims of some papers.

    `claims` are all that may be chosen from: the rarity of a word, and which paper addresses the question most, follow
    from them.
    `fronts` gives title and abstract by paper_id.
    """

    def __init__(
        self, question: Question, sides: Sides, claims: Sequence[Claim], fronts: Mapping[str, tuple[str, str]]
    ) -> None:
        self._sides = sides
        asked = {stem for term in question.terms for stem in content_stems(term)}
        bags = [content_stems(claim.text) for claim in claims]
        self._length = sum(map(len, bags)) / max(1, len(bags))
        frequency = Counter(stem for bag in bags for stem in asked.intersection(bag))
        self._rarity = {
            stem: math.log(1 + (len(bags) - frequency[stem] + 0.5) / (frequency[stem] + 0.5)) for stem in sorted(asked)
        }
        self._weights = {stem: idf(stem) for stem in sorted(asked)}
        self._total = math.fsum(self._weights.values())
        matches = [self._match(bag) for bag in bags]
        self._bags = {claim.claim_id: bag for claim, bag in zip(claims, bags, strict=True)}
        self._best = max(matches, default=0.0) or 1.0
        by_paper: dict[str, list[float]] = {}
        for claim, match in zip(claims, matches, strict=True):
            by_paper.setdefault(claim.paper_id, []).append(match / self._best)
        best = {paper: sorted(found, reverse=True)[:BEST_OF_PAPER] for paper, found in by_paper.items()}
        matches_of_papers = {paper: math.fsum(found) / BEST_OF_PAPER for paper, found in best.items()}
        most = max(matches_of_papers.values(), default=0.0) or 1.0
        self._paper_matches = {paper: value / most for paper, value in matches_of_papers.items()}
        self._titles: dict[str, float] = {}
        self._fronts: dict[str, float] = {}
        self._front_sides: dict[str, float] = {}
        self._own: dict[str, float] = {}
        self._stems_of_titles: dict[str, set[str]] = {}
        self._stems_of_fronts: dict[str, set[str]] = {}
        for paper_id, (title, abstract) in fronts.items():
            self._stems_of_titles[paper_id] = set(content_stems(title))
            self._stems_of_fronts[paper_id] = self._stems_of_titles[paper_id] | set(content_stems(abstract))
            self._titles[paper_id] = self._share(self._stems_of_titles[paper_id])
            self._fronts[paper_id] = self._share(self._stems_of_fronts[paper_id])
            own = sides.of(paper_id).own_role
            named = sides.of(paper_id).named(f"{title}. {abstract}")
            self._own[paper_id] = float(own is not None)
            self._front_sides[paper_id] = math.fsum(named.values()) / max(1, len(named))
        highest = max(self._fronts.values(), default=0.0) or 1.0
        self._front_ranks = {paper_id: share / highest for paper_id, share in self._fronts.items()}

    def features(self, claim: Claim) -> dict[str, float]:
        """The features of a claim, one of those that may be chosen from, each about 0 to 1."""
        stems = self._bags[claim.claim_id]
        before = content_stems(claim.context.text) if claim.context else []
        named = self._sides.of(claim.paper_id).named(claim.text)
        subject, comparator, outcome = (named.get(role, 0.0) for role in (SUBJECT, COMPARATOR, OUTCOME))
        match, share = self._match(stems) / self._best, self._share(stems)
        paper_match, front = self._paper_matches.get(claim.paper_id, 0.0), self._front_ranks.get(claim.paper_id, 0.0)
        sides_of_front = self._front_sides.get(claim.paper_id, 0.0)
        tokens = words(claim.text)
        points = float(any(token in DIRECTIONS for token in tokens))
        compares = float(_COMPARES.search(claim.text) is not None)
        figures = float(_FIGURE.search(claim.text) is not None)
        own = float(_OWN.search(claim.text) is not None)
        heading = claim.section or ""
        abstract = float(claim.section_role == "abstract")
        concludes = float(_CONCLUDES.search(heading) is not None)
        finding = claim.score
        title = self._stems_of_titles.get(claim.paper_id, set())
        return {
            "match": match,
            "share": share,
            "context share": self._share(before),
            "heading share": self._share(content_stems(heading)),
            "title share": self._titles.get(claim.paper_id, 0.0),
            "front share": self._fronts.get(claim.paper_id, 0.0),
            "front rank": front,
            "of title": len(title.intersection(stems)) / max(1, len(title)),
            "in front": len(self._stems_of_fronts.get(claim.paper_id, set()).intersection(stems))
            / max(1, len(set(stems))),
            "front sides": sides_of_front,
            "paper says": paper_match,
            "own side": self._own.get(claim.paper_id, 0.0),
            "subject": subject,
            "comparator": comparator,
            "outcome": outcome,
            "both sides": min(subject, comparator),
            "subject, outcome": min(subject, outcome),
            "finding": finding,
            "root finding": finding**0.5,
            "finding x match": finding * match,
            "finding x front": finding * front,
            "finding x says": finding * paper_match,
            "finding x sides": finding * min(1.0, subject + comparator),
            "points": points,
            "points x match": points * match,
            "points x sides": points * min(1.0, subject + comparator),
            "compares": compares,
            "compares x match": compares * match,
            "figures": figures,
            "figures x match": figures * match,
            "own": own,
            "own x front": own * front,
            "abstract": abstract,
            "abstract x front": abstract * front,
            "conclusion": concludes,
            "conclusion x front": concludes * front,
            "introduction": float(claim.section_role == "introduction"),
            "related": float(_RELATED.search(heading) is not None),
            "method": float(claim.section_role == "method"),
            "result": float(claim.section_role == "result"),
            "cites": float(bool(claim.citations)),
            "length": math.log(max(1, len(tokens))) / 4,
            "short": float(len(tokens) < 9),
            "long": float(len(tokens) > 45),
            "with context": float(claim.context is not None),
        }

    def _share(self, stems: Iterable[str]) -> float:
        """The share of the question's IDF weight that is among some stems."""
        found = set(stems)
        weight = math.fsum(value for stem, value in self._weights.items() if stem in found)
        return weight / self._total if self._total else 0.0

    def _match(self, stems: Sequence[str]) -> float:
        """BM25 of the question's stems in a claim."""
        counts = Counter(stems)
        norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(stems) / (self._length or 1))
        return math.fsum(
            rarity * counts[stem] * (1 + SATURATION) / (counts[stem] + norm)
            for stem, rarity in self._rarity.items()
            if stem in counts
        )
