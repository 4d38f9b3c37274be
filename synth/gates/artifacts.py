"""Gate 2, reproduction or proof: which artifact stands for which claim, and which claims fall by one."""

from collections.abc import Iterator, Sequence

from synth.gates.case import Case
from synth.models import Artifacts, CheckedClaim, Gate, GateStatus, Span, Strike, overlap
from synth.run_files import PROOFS, REPRODUCTION

NAME = "reproduction or proof"


def reproduction_gate(case: Case, artifacts: Artifacts) -> Gate:
    """Verified by one surviving artifact on a claim of the answer; Falsified by one that disagrees there.

    A reproduction survives when the attack on it failed; it verifies when all that it starts from stands outside the
    claim's own sentence, and a proof likewise.
    """
    disagreeing = list(struck_by_artifacts(case, artifacts))
    on_answer = [strike for strike in disagreeing if strike.answered]
    elsewhere = len(disagreeing) - len(on_answer)
    aside = f"; {elsewhere} claims that the answer does not use are struck through" if elsewhere else ""
    holding = [
        f"{case.named([item.claim.claim_id])}: {told}"
        for item in case.standing
        if case.is_answer(item.claim.claim_id)
        for told in _verdicts(item, artifacts)
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
    run = tuple(folder for folder, made in folders if made)
    return Gate(number=2, name=NAME, status=status, reason=reason, artifacts=run)


def struck_by_artifacts(case: Case, artifacts: Artifacts) -> Iterator[Strike]:
    """The claims, each once, whose number a surviving recomputation contradicts, or whose statement was refuted."""
    for item in case.checked:
        reasons = [
            f"a recomputation disagrees: {one.verdict}"
            for one in artifacts.reproductions
            if one.contradicted and _concerns(one.derivation.paper_id, one.derivation.spans, item)
        ]
        reasons += [
            f"its opposite was proved: {one.why}"
            for one in artifacts.proofs
            if one.outcome == "refuted" and _concerns(one.theorem.paper_id, one.theorem.spans, item)
        ]
        if reasons:
            claim_id = item.claim.claim_id
            yield Strike(claim_id=claim_id, reason="; ".join(reasons), answered=case.is_answer(claim_id))


def verified_claims(case: Case, artifacts: Artifacts) -> tuple[str, ...]:
    """The claim_ids that a surviving artifact stands for, struck ones left out, whether the answer uses them or not."""
    return tuple(item.claim.claim_id for item in case.standing if any(_verdicts(item, artifacts)))


def _unsettled(artifacts: Artifacts, aside: str) -> str:
    """Why no artifact decides: nothing was attempted, or what was reached lies elsewhere."""
    reproductions, proofs = artifacts.reproductions, artifacts.proofs
    not_done = "; ".join(why for why in (artifacts.not_run, artifacts.not_proved) if why)
    if not any(one.attempted for one in reproductions) and all(one.outcome == "not attempted" for one in proofs):
        failed = [*(one.why for one in reproductions), *(one.why for one in proofs)]
        nothing = "no number that follows from others, and nothing to prove, was found"
        return f"not attempted: {not_done or next(iter(failed), nothing)}"
    surviving = sum(one.confirmed for one in reproductions)
    proved = sum(one.outcome == "proved" for one in proofs)
    reason = (
        f"of {len(reproductions)} numbers computed again {surviving} were reproduced and withstood attack, of "
        f"{len(proofs)} statements {proved} were proved, none of them on a claim that the answer uses with inputs "
        f"outside its own sentence{aside}"
    )
    return f"{reason}; {not_done}" if not_done else reason


def _verdicts(item: CheckedClaim, artifacts: Artifacts) -> Iterator[str]:
    """What each surviving artifact on a claim says."""
    for one in artifacts.reproductions:
        holds = one.confirmed and one.derivation.outside
        if holds and _concerns(one.derivation.paper_id, one.derivation.spans, item):
            yield one.verdict
    for proof in artifacts.proofs:
        holds = proof.outcome == "proved" and proof.theorem.outside
        if holds and _concerns(proof.theorem.paper_id, proof.theorem.spans, item):
            yield f"proved: {proof.why}"


def _concerns(paper_id: str, spans: Sequence[Span], item: CheckedClaim) -> bool:
    """Whether something at these spans of a paper lies in a claim's own sentence."""
    return paper_id == item.claim.paper_id and overlap(spans, item.claim.spans)
