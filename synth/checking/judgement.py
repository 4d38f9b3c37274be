"""What one passage says of one claim: does it bear on it, for or against, why, and on what ground it contradicts."""

from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from synth.checking.alignment import differs_in_one_thing, worth_aligning
from synth.checking.content_signals import Standing, content_bounds, content_signals
from synth.checking.evidence_signals import ClaimAndPassages, lacked_names, pair_coverage
from synth.checking.model import CheckingModel, Logistic, expit, logit
from synth.checking.stance_signals import STANCE_SIGNALS, stance_signals
from synth.checking.statement import Statement
from synth.language.text import STOP_WORDS, idf, stem
from synth.models import Stance, rounded

VERBATIM = {
    "verbatim but for a number": "the same but for a number",
    "verbatim but for a negation": "the same but for a negation",
    "verbatim but for an opposite": "the same but for an opposite word",
    "verbatim but turned round": "the same but with its comparison the other way round",
}
"""Those that count within one paper: "more efficient" and "at less cost" there were its abstract and its conclusion."""
CONFLICTS = {
    **VERBATIM,
    "comparison turned round": "the comparison the other way round",
    "direction differs": "points the other way",
    "negation differs": "one of the two is negated",
    "opposite word": "has an opposite word",
}
"""Signals without at least one of which no other paper contradicts, and how a reader is told."""
TURNS = {
    "number conflicts": "another number for the same quantity",
    "claim denies, passage is firm": "tells what the claim denies",
    "claim points, passage tells nothing": "tells that nothing happens",
    "claim relates, passage tells nothing": "tells no such relation",
    "other way": "points the other way",
    "odd turns": "turns the meaning an odd number of times",
    "claim down, passage up": "points up where the claim points down",
    "claim up, passage down": "points down where the claim points up",
    "passage tells nothing, claim does not deny": "denies what the claim tells",
    "claim denies, passage does not": "tells what the claim denies",
}
"""Weaker conflicts, which count as well where the passages were given for this claim."""
_COLUMNS = {name: STANCE_SIGNALS.index(name) for name in (*CONFLICTS, *TURNS)}
MIN_BEARING, MIN_COVERAGE = 0.1, 0.35
"""Below both a passage is not asked which side it takes: that takes as long as all else."""
_VERBATIM_SHARE = STANCE_SIGNALS.index("verbatim")
_SLACK = 1e-6
"""Far above what floating point loses."""
NAMED_WORDS = 5
"""How many matched and missing words an explanation names."""


@dataclass(frozen=True)
class Judgement:
    """What a passage says, before any threshold.

    `addresses` is P(it bears on the claim), `against` P(it contradicts, if it bears), `similarity` the TF-IDF cosine;
    `conflicts` are the names of the signals of `CONFLICTS` and `TURNS` that it gives.
    """

    addresses: float
    against: float
    similarity: float
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class PassageVerdict:
    """A judgement with its stance. `confidence` is P(supports), calibrated; `against` is P(contradicts)."""

    claim: Statement
    passage: Statement
    stance: Stance
    similarity: float
    confidence: float
    against: float
    conflict: str | None

    @property
    def why(self) -> str:
        """The finding explained in one line."""
        return explain(self.claim, self.passage, self.conflict)


def judge(context: ClaimAndPassages, place: int, model: CheckingModel) -> Judgement:
    """Judge the passage at `place` among those around it. What repeats the claim word by word bears on it."""
    similarity = context.cosine(place)
    addresses = model.evidence.probability(context.row(place))
    if addresses < MIN_BEARING and context.coverages[place] < MIN_COVERAGE:
        return Judgement(addresses, 0.0, similarity, ())
    row = stance_signals(context.claim, context.passages[place], similarity)
    return Judgement(
        addresses=max(addresses, row[_VERBATIM_SHARE], context.coverages[place] if row[_VERBATIM_SHARE] else 0.0),
        against=model.against.probability(row),
        similarity=similarity,
        conflicts=tuple(name for name, column in _COLUMNS.items() if row[column]),
    )


class Ceiling(NamedTuple):
    """The most that a finding's `confidence` and `against` can be."""

    confidence: float
    against: float


def ceiling(context: ClaimAndPassages, place: int, model: CheckingModel, standing: Standing) -> Ceiling:
    """What `find` cannot exceed, by content words alone until the text is read: most passages fall short unread.

    The log odds are at most bias + Σ max(weight · least, weight · most) over the signals. What may repeat the claim
    word by word may bear on it for certain.
    """
    claim, passage = context.claim, context.passages[place]
    addresses = 1.0
    if not worth_aligning(claim, passage, pair_coverage(claim, passage), context.coverages[place]):
        addresses = expit(_most(model.evidence, context.bounds(place)))
    addresses = min(1.0, addresses + _SLACK)
    most = _most(model.content, content_bounds(context, place, logit(addresses), standing))
    return Ceiling(rounded(min(1.0, expit(most) + _SLACK)), rounded(addresses))


def _most(model: Logistic, bounds: tuple[list[float], list[float]]) -> float:
    """The most that the log odds of a row within some bounds can be."""
    least, most = (list(map(mul, model.weights, row)) for row in bounds)
    return float(model.bias + sum(map(max, least, most)))


def find(
    context: ClaimAndPassages, place: int, similarity: float, model: CheckingModel, least: float, standing: Standing
) -> PassageVerdict:
    """What a passage that was found in a paper says of the claim; `similarity` is their cosine by this run's IDF.

    It supports the claim where it states the same: confidence, P(that) by its content and by where it stands, must be
    `least`. A contradiction needs the same scope, a named conflict and P(contradicts) of at least the model's
    threshold; precision comes first. A paper contradicts itself only where it says the same again but for a word or a
    number.
    """
    claim, passage = context.claim, context.passages[place]
    judged = judge(context, place, model)
    supports = logit(judged.addresses * (1 - judged.against))
    confidence = rounded(model.content.probability(content_signals(context, place, supports, standing)))
    against = rounded(judged.addresses * judged.against)
    conflicts = [name for name in judged.conflicts if name in (VERBATIM if standing.same_paper else CONFLICTS)]
    stance: Stance = "silent"
    if conflicts and against >= model.min_contradiction and not other_scope(claim, passage):
        stance = "contradicts" if not standing.same_paper or differs_in_one_thing(claim, passage) else "silent"
    elif confidence >= least:
        stance = "supports"
    conflict = conflicts[0] if stance == "contradicts" else None
    return PassageVerdict(claim, passage, stance, rounded(similarity), confidence, against, conflict)


def other_scope(claim: Statement, passage: Statement) -> bool:
    """Whether the passage lacks something that the claim names, and names another thing in its stead.

    "DPR outperforms BM25 by 12.3 points on Natural Questions" was contradicted by "On SQuAD, BM25 outperforms DPR by
    4.5 points": both hold.
    """
    return bool(lacked_names(claim, passage) and passage.names - claim.names)


def lacks_figures(claim: Statement, passage: Statement) -> bool:
    """Whether the claim's measured figures are all missing: words alone do not support "by 2.6 Bleu points"."""
    figures = {number.value for number in claim.printed_numbers if number.is_figure}
    return bool(figures) and not figures & passage.numbers


def explain(claim: Statement, passage: Statement, conflict: str | None) -> str:
    """The conflict, then matched and missing numbers and words, the rarest first, in one line."""
    by_stem: dict[str, str] = {}
    for token in claim.tokens:
        if token not in STOP_WORDS and not token[0].isdigit():
            by_stem.setdefault(stem(token), token)
    rarest = sorted(by_stem, key=lambda word: (-rounded(idf(word)), word))
    printed = {number.value: number.text for number in claim.printed_numbers}
    matched = [printed[value] for value in sorted(claim.numbers & passage.numbers)]
    missing = [printed[value] for value in sorted(claim.numbers - passage.numbers)]
    matched += [by_stem[word] for word in rarest if word in passage.stem_set]
    missing += [by_stem[word] for word in rarest if word not in passage.stem_set]
    parts = [_named("matched", matched), _named("missing", missing)]
    if conflict:
        parts.insert(0, (CONFLICTS | TURNS)[conflict])
    return "; ".join(part for part in parts if part) or "no word in common"


def _named(label: str, found: list[str]) -> str:
    more = f" and {len(found) - NAMED_WORDS} more" if len(found) > NAMED_WORDS else ""
    return f"{label}: {', '.join(found[:NAMED_WORDS])}{more}" if found else ""
