"""The standing that follows from the gates: status, level, provenance, tier and dimensions, each with its rule."""

from collections.abc import Collection, Iterable, Sequence

from synth.language.phrasing import counted
from synth.models import Attacker, Dimension, Gate, GateStatus, Grade, Level, Review, Reviewer, Strike, Tier
from synth.models.answer import Certainty
from synth.review.case import PROVENANCE, SUPPORTED, Case, provenance_level
from synth.review.grounding import references_resolve
from synth.review.red_team import CITATION_AUDITOR
from synth.review.reviewers import REPRODUCIBILITY, UNCERTAINTY, most_score, review_score
from synth.settings import StandingSettings

OUTCOMES: dict[GateStatus, str] = {"Verified": "passed", "Falsified": "failed", "Unverified": "inconclusive"}
"""What came of a gate, in a word of its own."""
EVERY_DIMENSION = "every dimension"
GRADES: tuple[Grade, Grade, Grade] = ("LOW", "MEDIUM", "HIGH")


def stand(
    case: Case,
    gates: tuple[Gate, Gate, Gate],
    reviewers: Sequence[Reviewer],
    attackers: Sequence[Attacker],
    struck: Sequence[Strike],
    verified: Collection[str],
    settings: StandingSettings,
) -> Review:
    """Weigh everything: `gates` in their order, `verified` the claim_ids that a surviving artifact stands for.

    A record is Falsified by one gate, or by a struck claim that its answer had used; Verified by all three; else
    Unverified.
    """
    status = status_of(gates, struck)
    resolves = references_resolve(case.report) is None
    level, level_rule = _level(case, gates, resolves, verified, settings)
    certainty = case.report.answer.certainty
    score = review_score(reviewers, certainty, settings)
    origin = provenance_level(case)
    dimensions = _dimensions(case, gates, reviewers, attackers, settings)
    tier, tier_rule = _tier(status, gates, level, origin, score, dimensions, settings)
    return Review(
        score=score,
        reviewers=tuple(reviewers),
        gates=gates,
        attackers=tuple(attackers),
        struck=tuple(struck),
        status=status,
        level=level,
        tier=tier,
        provenance=f"P{origin}",
        dimensions=dimensions,
        rules={
            "status": _status_rule(status, gates, struck),
            "level": level_rule,
            "provenance": PROVENANCE[origin],
            "tier": tier_rule,
            "score": _score_rule(certainty, settings),
        },
    )


def status_of(gates: Iterable[Gate], struck: Iterable[Strike]) -> GateStatus:
    """The status that follows from gates and struck claims."""
    statuses = {gate.status for gate in gates}
    if "Falsified" in statuses or any(strike.answered for strike in struck):
        return "Falsified"
    return "Verified" if statuses == {"Verified"} else "Unverified"


def standing_line(judged: Review) -> str:
    """The standing in one quiet line for the first page: what came of each gate, and the level."""
    gates = ", ".join(f"{gate.name} {OUTCOMES[gate.status]}" for gate in judged.gates)
    fallen = f" {counted(len(judged.struck), 'claim')} withdrawn." if judged.struck else ""
    return f"Checks: {gates}.{fallen} Verification level {judged.level}; details in the appendix."


def _score_rule(certainty: Certainty, settings: StandingSettings) -> str:
    most = most_score(certainty, settings)
    return f"the reviewers' mean, at most {most:g} where certainty is {certainty.replace('_', ' ')}"


def level_rules(settings: StandingSettings) -> dict[Level, str]:
    """What each level wants, beside all below it."""
    return {
        "L0": "text only",
        "L1": "every reference resolves",
        "L2": "every claim is grounded in its source (gate 1)",
        "L3": f"{settings.min_corroborated:.0%} of the claims are corroborated",
        "L4": "a claim is reproduced or proved",
    }


def dimension_rules(settings: StandingSettings) -> dict[str, tuple[str, float, float]]:
    """By dimension: what is measured, and the values from which it is MEDIUM and HIGH."""
    s = settings
    return {
        "evidence strength": ("share of the claims with support", s.medium_evidence, s.high_evidence),
        "citation grounding": ("citation auditor's score, 0 unless gate 1 holds", s.medium_citation, s.high_citation),
        "uncertainty disclosure": ("the reviewer's score", s.medium_disclosure, s.high_disclosure),
        "reproducibility": ("the reviewer's score", s.medium_reproducibility, s.high_reproducibility),
    }


def tier_rules(settings: StandingSettings) -> dict[Tier, tuple[str, ...]]:
    """What each tier wants, beside that nothing is Falsified."""
    doi, flagship = f"a score of {settings.doi_score:g}", f"a score of {settings.flagship_score:g}"
    return {
        "Watchlist": (),
        "DOI grade": ("level L2", f"P{settings.doi_provenance}", doi, f"more than LOW in {EVERY_DIMENSION}"),
        "Flagship candidate": ("Verified", "level L4", flagship, f"HIGH in {EVERY_DIMENSION}"),
    }


def _status_rule(status: GateStatus, gates: Sequence[Gate], struck: Sequence[Strike]) -> str:
    if status == "Verified":
        return "Verified: gates 1, 2 and 3 hold"
    wanted = "Falsified" if status == "Falsified" else "Unverified"
    named = ", ".join(f"gate {gate.number} ({gate.name})" for gate in gates if gate.status == wanted)
    if status == "Unverified":
        return f"Unverified: neither shown nor broken by {named}"
    return f"Falsified by {named}" if named else "Falsified: a claim that the answer had used was struck through"


def _level(
    case: Case, gates: Sequence[Gate], resolves: bool, verified: Collection[str], settings: StandingSettings
) -> tuple[Level, str]:
    """The highest level that holds with all below it, and what the next one lacks."""
    claims = len(case.standing)
    share = sum(item.mark == "corroborated" for item in case.standing) / claims if claims else 0.0
    needed = f"{share:.2f} of the claims are corroborated, {settings.min_corroborated:g} needed"
    rules = level_rules(settings)
    ladder: tuple[tuple[Level, bool, str], ...] = (
        ("L1", resolves and bool(claims), rules["L1"] if claims else "there are claims"),
        ("L2", gates[0].status == "Verified", rules["L2"]),
        ("L3", share >= settings.min_corroborated, needed),
        ("L4", bool(verified), f"a claim reproduced or proved: {case.named(verified) or 'none'}"),
    )
    reached: Level = "L0"
    holding = rules["L0"]
    for level, holds, rule in ladder:
        if not holds:
            return reached, f"{reached}: {holding}; not {level}: {rule}"
        reached, holding = level, rule
    return reached, f"{reached}: {holding}"


def _dimensions(
    case: Case,
    gates: Sequence[Gate],
    reviewers: Sequence[Reviewer],
    attackers: Sequence[Attacker],
    settings: StandingSettings,
) -> tuple[Dimension, ...]:
    score = {reviewer.name: reviewer.score for reviewer in reviewers}
    claims = len(case.standing)
    shared = sum(item.mark in SUPPORTED for item in case.standing) / claims if claims else 0.0
    auditor = next((one.score for one in attackers if one.name == CITATION_AUDITOR), 0.0)
    quoted = auditor if gates[0].status == "Verified" else 0.0
    values = (shared, quoted, score.get(UNCERTAINTY, 0.0), score.get(REPRODUCIBILITY, 0.0))
    return tuple(
        _dimension(name, value, medium, high, what)
        for value, (name, (what, medium, high)) in zip(values, dimension_rules(settings).items(), strict=True)
    )


def _dimension(name: str, value: float, medium: float, high: float, what: str) -> Dimension:
    """LOW below `medium`, HIGH from `high` on."""
    grade = GRADES[(value >= medium) + (value >= high)]
    rule = f"{grade}: {what} {value:.2f}; MEDIUM from {medium:g}, HIGH from {high:g}"
    return Dimension(name=name, grade=grade, rule=rule)


def _tier(
    status: GateStatus,
    gates: Sequence[Gate],
    level: Level,
    origin: int,
    score: float | None,
    dimensions: Sequence[Dimension],
    settings: StandingSettings,
) -> tuple[Tier, str]:
    """The tier, and what the next one lacks. A Falsified gate or record is never more than Watchlist."""
    if status == "Falsified" or any(gate.status == "Falsified" for gate in gates):
        return "Watchlist", "Watchlist: something is Falsified"
    low = [one.name for one in dimensions if one.grade == "LOW"]
    not_high = [one.name for one in dimensions if one.grade != "HIGH"]
    reached = "no" if score is None else f"{score:.2f}"
    wanted = tier_rules(settings)
    lacks = _lacking(
        wanted["DOI grade"],
        (level >= "L2", level),
        (origin >= settings.doi_provenance, f"P{origin}"),
        ((score or 0.0) >= settings.doi_score, reached),
        (not low, ", ".join(low)),
    )
    if lacks:
        return "Watchlist", f"Watchlist: DOI grade wants {lacks}"
    lacks = _lacking(
        wanted["Flagship candidate"],
        (status == "Verified", status),
        (level == "L4", level),
        ((score or 0.0) >= settings.flagship_score, reached),
        (not not_high, ", ".join(not_high)),
    )
    if lacks:
        return "DOI grade", f"DOI grade: Flagship candidate wants {lacks}"
    return "Flagship candidate", "Flagship candidate: Verified, level L4, its score and every dimension HIGH"


def _lacking(wanted: Sequence[str], *found: tuple[bool, str]) -> str:
    """What a tier wants and a record does not have: `found` is, in the same order, whether it does, and what it has."""
    return "; ".join(
        want.replace(EVERY_DIMENSION, has) if EVERY_DIMENSION in want else f"{want}, not {has}"
        for want, (holds, has) in zip(wanted, found, strict=True)
        if not holds
    )
