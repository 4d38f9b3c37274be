"""Gate 2, reproduction or proof: which artifact stands for which claim, and which claims fall by one."""

from collections.abc import Iterator

from synth.language.numerals import numbers
from synth.language.text import content_stems
from synth.models import Artifacts, CheckedClaim, Claim, Derivation, Gate, GateStatus, Strike
from synth.models.run_files import PROOFS, REPRODUCTION
from synth.review.case import Case

NAME = "reproduction or proof"


def reproduction_gate(case: Case, artifacts: Artifacts) -> Gate:
    """Verified by one surviving artifact on a claim of the answer; Falsified by one that disagrees there.

    An artifact is on a claim that restates the cell of a table whose number was computed again.
    """
    disagreeing = list(struck_by_artifacts(case, artifacts))
    on_answer = [strike for strike in disagreeing if strike.answered]
    elsewhere = len(disagreeing) - len(on_answer)
    aside = f"; {elsewhere} claims that the answer does not use are struck through" if elsewhere else ""
    holding = [
        f"{case.named([item.claim.claim_id])}: {verdict}"
        for item in case.standing
        if case.is_answer(item.claim.claim_id)
        for verdict in _verdicts(item, artifacts)
    ]
    status: GateStatus = "Unverified"
    if on_answer:
        status = "Falsified"
        reason = "; ".join(f"{case.named([strike.claim_id])}: {strike.reason}" for strike in on_answer) + aside
    elif holding:
        status, reason = "Verified", "; ".join(holding) + aside
    else:
        reason = _unsettled(artifacts, aside)
    folders = ((REPRODUCTION, artifacts.reproductions), (PROOFS, artifacts.proofs))
    return Gate(
        number=2, name=NAME, status=status, reason=reason, artifacts=tuple(path for path, made in folders if made)
    )


def struck_by_artifacts(case: Case, artifacts: Artifacts) -> Iterator[Strike]:
    """The claims, each once, that restate a number of a table which the table's other numbers contradict.

    Arithmetic that a sentence states itself strikes nothing: what it may mean is never certain enough for that.
    """
    for item in case.checked:
        claim_id = item.claim.claim_id
        reasons = [
            f"a recomputation disagrees: {one.verdict} ({one.derivation.place})"
            for one in artifacts.reproductions
            if one.contradicted and restates(item.claim, one.derivation)
        ]
        if reasons:
            yield Strike(claim_id=claim_id, reason="; ".join(reasons), answered=case.is_answer(claim_id))


def verified_claims(case: Case, artifacts: Artifacts) -> tuple[str, ...]:
    """The claim_ids that a surviving artifact stands for, struck ones left out, whether the answer uses them or not."""
    return tuple(item.claim.claim_id for item in case.standing if any(_verdicts(item, artifacts)))


def restates(claim: Claim, derivation: Derivation) -> bool:
    """Whether a claim's sentence gives the number of a table's cell, with the label of its row or of its column."""
    if claim.paper_id != derivation.paper_id or not derivation.labels:
        return False
    reported = derivation.reported
    given = any(one.value == reported.value and one.decimals == reported.decimals for one in numbers(claim.text))
    stems = set(content_stems(claim.text)) if given and (reported.decimals or reported.value >= 100) else set()
    return any(named <= stems for label in derivation.labels if (named := set(content_stems(label))))


def _unsettled(artifacts: Artifacts, aside: str) -> str:
    """Why no artifact decides: nothing was attempted, or what was reached lies elsewhere."""
    reproductions, proofs = artifacts.reproductions, artifacts.proofs
    not_done = "; ".join(why for why in (artifacts.not_run, artifacts.not_proved) if why)
    if not any(one.attempted for one in reproductions):
        failed = next((one.why for one in reproductions), "no number that follows from others was found")
        return f"not attempted: {not_done or failed}"
    surviving = sum(one.confirmed for one in reproductions)
    proved = sum(one.outcome == "proved" for one in proofs)
    reason = (
        f"numbers computed again: {len(reproductions)}, of which reproduced and not broken by an attack: {surviving}; "
        f"statements to prove: {len(proofs)}, of which proved: {proved}; none is on a claim that the answer uses{aside}"
    )
    return f"{reason}; {not_done}" if not_done else reason


def _verdicts(item: CheckedClaim, artifacts: Artifacts) -> Iterator[str]:
    """What each surviving artifact on a claim says."""
    on_claim = {
        one.derivation.derivation_id: one
        for one in artifacts.reproductions
        if one.confirmed and one.derivation.outside and restates(item.claim, one.derivation)
    }
    yield from (f"{one.verdict} ({one.derivation.place})" for one in on_claim.values())
    yield from (
        f"proved: {one.why}" for one in artifacts.proofs if one.derivation_id in on_claim and one.outcome == "proved"
    )
