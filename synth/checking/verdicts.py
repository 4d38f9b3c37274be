"""A claim against a handful of passages: the public check."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from synth.checking.evidence_signals import MAX_PASSAGES, ClaimAndPassages
from synth.checking.judgement import Judgement, explain, judge, lacks_figures, other_scope
from synth.checking.model import CheckingModel, Setting, load_model, logit
from synth.checking.statement import Statement, cosine
from synth.models import Stance, Verdict, rounded
from synth.settings import CheckSettings


@dataclass(frozen=True)
class Weighing:
    """The probabilities of several passages together, before any threshold.

    `judged` are the passages read, `places` their indices; `addresses` is P(any addresses the claim), `supports`
    P(they support it), calibrated, `against` P(they contradict it). `nearest` and `opposed` are indices in `judged`:
    the passage that most likely addresses the claim, and the one that most likely contradicts it; None for none.
    """

    context: ClaimAndPassages
    places: tuple[int, ...]
    judged: tuple[Judgement, ...]
    addresses: float
    supports: float
    against: float
    nearest: int | None
    opposed: int | None


def weigh(claim: str, passages: Sequence[str], model: CheckingModel) -> Weighing:
    """Weigh passages, which are read in the order given, each in the context of the others."""
    statement = Statement(claim)
    others = [Statement(passage) for passage in passages]
    places = _looked_at(statement, others)
    context = ClaimAndPassages(statement, [others[place] for place in places])
    judged = tuple(judge(context, place, model) for place in range(len(places)))
    if not any(one.similarity > 0 for one in judged):
        return Weighing(context, tuple(places), judged, 0.0, 0.0, 0.0, None, None)
    setting: Setting = "one passage" if len(places) == 1 else "several passages"
    row = text_row(context, [one.addresses for one in judged])
    addresses = judged[0].addresses if setting == "one passage" else model.text.probability(row)
    weights = [one.addresses**2 for one in judged]
    against = sum(weight * one.against for weight, one in zip(weights, judged, strict=True)) / (sum(weights) or 1.0)
    sharing = [place for place, one in enumerate(judged) if one.similarity > 0]
    nearest = max(sharing, key=lambda place: (rounded(judged[place].addresses), -place))
    opposed = max(
        (place for place in sharing if judged[place].conflicts),
        key=lambda place: (rounded(judged[place].addresses * judged[place].against), -place),
        default=None,
    )
    supports = rounded(model.confidence(addresses * (1 - against), setting))
    return Weighing(
        context, tuple(places), judged, rounded(addresses), supports, rounded(addresses * against), nearest, opposed
    )


def _looked_at(claim: Statement, passages: Sequence[Statement]) -> list[int]:
    """The indices of the passages that are read, in order: all, or the nearest of very many."""
    if len(passages) <= MAX_PASSAGES:
        return list(range(len(passages)))
    nearest = sorted(range(len(passages)), key=lambda place: (-rounded(cosine(claim, passages[place])), place))
    return sorted(nearest[:MAX_PASSAGES])


def text_row(context: ClaimAndPassages, probabilities: Sequence[float]) -> list[float]:
    """The row of `TEXT_SIGNALS` for passages that address the claim with these probabilities."""
    none = math.prod(1 - min(one, 1 - 1e-6) for one in probabilities)
    return context.text_row(logit(1 - none), logit(max(probabilities, default=0.0)))


def check_claim(claim: str, passages: Sequence[str]) -> Verdict:
    """The verdict of some passages on a claim; any text is accepted, empty and hostile included.

    The passages are read as neighbouring sentences of one text, in order: each in the context of the others. `best` is
    the index of the passage that decides: the most likely contradiction where they contradict, else the one that most
    likely addresses the claim. None where no passage shares a content word.
    """
    return conclude(weigh(claim, passages, load_model()), load_model().min_contradiction, CheckSettings().min_support)


def conclude(weighing: Weighing, min_contradiction: float, min_support: float) -> Verdict:
    """The verdict that follows from two thresholds."""
    if weighing.nearest is None:
        return Verdict(
            stance="silent", similarity=0.0, confidence=0.0, best=None, why="no passage shares a content word"
        )
    claim, place = weighing.context.claim, weighing.nearest
    stance: Stance = "silent"
    conflict = None
    if contradiction(weighing) >= min_contradiction and weighing.opposed is not None:
        stance, place = "contradicts", weighing.opposed
        conflict = weighing.judged[place].conflicts[0]
    elif weighing.supports >= min_support and not all(lacks_figures(claim, one) for one in weighing.context.passages):
        stance = "supports"
    return Verdict(
        stance=stance,
        similarity=weighing.judged[place].similarity,
        confidence=weighing.supports,
        best=weighing.places[place],
        why=explain(claim, weighing.context.passages[place], conflict),
        addresses=weighing.addresses,
    )


def contradiction(weighing: Weighing) -> float:
    """P(the passages contradict the claim) where one has a named conflict and the same scope; else 0."""
    if weighing.opposed is None or other_scope(weighing.context.claim, weighing.context.passages[weighing.opposed]):
        return 0.0
    return weighing.against
