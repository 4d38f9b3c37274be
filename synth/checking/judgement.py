"""One passage and one claim: whether it addresses the claim, for or against, and the conflict if it contradicts."""

from collections.abc import Collection
from dataclasses import dataclass

from synth.checking.content_signals import Placement, content_signals
from synth.checking.evidence_signals import ClaimAndPassages, lacked_names
from synth.checking.model import CheckingModel, logit
from synth.checking.stance_signals import STANCE_SIGNALS, stance_signals
from synth.checking.statement import Statement
from synth.language.lexicon import words_of
from synth.language.text import STOP_WORDS, idf, stem
from synth.models import Stance, rounded

VERBATIM = {
    "verbatim but for a number": "the same but for a number",
    "verbatim but for a negation": "the same but for a negation",
    "verbatim but for an opposite": "the same but for an opposite word",
    "verbatim but turned round": "the same but with its comparison reversed",
}
"""The conflicts of two sentences that are the same word for word but for one thing: neither supports the other."""
CONFLICTS = {
    **VERBATIM,
    "comparison turned round": "the comparison reversed",
    "direction differs": "the opposite direction",
    "negation differs": "one of the two is negated",
    "opposite word": "has an opposite word",
}
"""Signals of which another paper must give at least one to contradict, each with its wording for a reader."""
TURNS = {
    "number conflicts": "another number for the same quantity",
    "claim denies, passage is firm": "states what the claim denies",
    "claim points, passage tells nothing": "reports no effect",
    "claim relates, passage tells nothing": "reports no such relation",
    "other way": "the opposite direction",
    "odd turns": "an odd number of reversals of meaning",
    "claim down, passage up": "an increase where the claim has a decrease",
    "claim up, passage down": "a decrease where the claim has an increase",
    "passage tells nothing, claim does not deny": "denies what the claim states",
    "claim denies, passage does not": "states what the claim denies",
}
"""Weaker conflicts, which also count where the passages were given for this claim."""
_MEASURED = "verbatim but for a number"
"""A conflict of a text with its source, and none of two papers: another trial has other figures."""
_DECISIVE = frozenset((*VERBATIM, "comparison turned round", "odd turns")) - {_MEASURED}
"""Of these a paper must give one to contradict."""
_DENIED = frozenset(("negation differs", "verbatim but for a negation"))
_OPPOSED = frozenset(("direction differs", "opposite word", "verbatim but for an opposite"))
_INTENDS = words_of("checking", "intends")
_COLUMNS = {name: STANCE_SIGNALS.index(name) for name in (*CONFLICTS, *TURNS)}
MIN_ADDRESSES, MIN_COVERAGE = 0.1, 0.35
"""Below both the stance of a passage is not read: that takes as long as all else."""
_VERBATIM_SHARE = STANCE_SIGNALS.index("verbatim")
NAMED_WORDS = 5
"""How many matched and missing words an explanation names."""


@dataclass(frozen=True)
class Judgement:
    """The probabilities of one passage, before any threshold.

    `addresses` is P(it addresses the claim), `against` P(it contradicts, if it addresses it), `similarity` the TF-IDF
    cosine; `conflicts` are the names of the signals of `CONFLICTS` and `TURNS` that it gives.
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
        """The verdict explained in one line."""
        return explain(self.claim, self.passage, self.conflict)


def judge(context: ClaimAndPassages, place: int, model: CheckingModel) -> Judgement:
    """Judge the passage at `place` among those around it. What repeats the claim word by word addresses it."""
    similarity = context.cosine(place)
    addresses = model.evidence.probability(context.row(place))
    if addresses < MIN_ADDRESSES and context.coverages[place] < MIN_COVERAGE:
        return Judgement(addresses, 0.0, similarity, ())
    row = stance_signals(context.claim, context.passages[place], similarity)
    return Judgement(
        addresses=max(addresses, row[_VERBATIM_SHARE], context.coverages[place] if row[_VERBATIM_SHARE] else 0.0),
        against=model.against.probability(row),
        similarity=similarity,
        conflicts=tuple(name for name, column in _COLUMNS.items() if row[column]),
    )


def judge_content(
    context: ClaimAndPassages, place: int, similarity: float, model: CheckingModel, least: float, placement: Placement
) -> PassageVerdict:
    """The verdict of a passage of a paper on the claim; `similarity` is their cosine by this run's IDF.

    It supports the claim where it states the same: confidence, P(that) by its content and placement, must be at least
    `least`. A contradiction needs another paper, the same scope, a named conflict and P(contradicts) of at least the
    model's threshold, and a passage that says more than what was hoped for; precision comes first. What a paper states
    otherwise elsewhere it states under other conditions, and other figures contradict nothing.
    """
    claim, passage = context.claim, context.passages[place]
    judged = judge(context, place, model)
    supports = logit(judged.addresses * (1 - judged.against))
    confidence = rounded(model.content.probability(content_signals(context, place, supports, placement)))
    against = rounded(judged.addresses * judged.against)
    conflicts = [name for name in judged.conflicts if name in CONFLICTS.keys() - {_MEASURED}]
    decided = _is_decisive(judged.conflicts) and not (placement.same_paper or other_scope(claim, passage))
    stance: Stance = "silent"
    if conflicts and decided and against >= model.min_contradiction:
        stance = "contradicts" if _INTENDS.isdisjoint(passage.tokens) else "silent"
    elif confidence >= least and VERBATIM.keys().isdisjoint(judged.conflicts):
        stance = "supports"
    conflict = conflicts[0] if stance == "contradicts" else None
    return PassageVerdict(claim, passage, stance, rounded(similarity), confidence, against, conflict)


def _is_decisive(conflicts: Collection[str]) -> bool:
    """Whether conflicts are of two texts of which one is false if the other is true.

    "Less likely with a referent" is the same as "more likely without one": a denial and an opposite make no conflict.
    """
    cancel = "odd turns" not in conflicts and not (_DENIED.isdisjoint(conflicts) or _OPPOSED.isdisjoint(conflicts))
    return not (_DECISIVE.isdisjoint(conflicts) or cancel)


def other_scope(claim: Statement, passage: Statement) -> bool:
    """Whether the passage lacks a name of the claim, and has another instead.

    "DPR outperforms BM25 by 12.3 points on Natural Questions" was contradicted by "On SQuAD, BM25 outperforms DPR by
    4.5 points": both are true.
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
