"""Gate 3, red team: what its attackers found, weighed."""

from collections.abc import Iterator, Sequence

from synth.gates.case import Case
from synth.models import Attacker, Finding, Gate, GateStatus, Strike

COUNTEREXAMPLE_HUNTER = "counterexample hunter"
CITATION_AUDITOR = "citation auditor"
REPLICATION_ATTACKER = "replication attacker"
ATTACKERS = (COUNTEREXAMPLE_HUNTER, CITATION_AUDITOR, REPLICATION_ATTACKER)
SERIOUS_COST, NOTED_COST = 2.0, 0.5
"""What a finding takes off an attacker's score: one that a claim falls by, and one that only has to be known."""


def attacker_score(case: Case, found: Sequence[Finding]) -> float:
    """0 where a claim that the answer uses falls; else 10 less the costs of what was found, at least 1."""
    if any(_hits_answer(case, finding) for finding in found):
        return 0.0
    serious = sum(finding.serious for finding in found)
    return max(1.0, 10.0 - SERIOUS_COST * serious - NOTED_COST * (len(found) - serious))


def red_team_gate(case: Case, attackers: Sequence[Attacker], not_run: str = "") -> Gate:
    """Falsified where an attack succeeds on a claim that the answer uses; Verified where all three tried in vain.

    Whoever had nothing to attack is missing; `not_run` says why the replication attacker could run nothing. An attack
    that succeeds on another claim leaves the gate Unverified.
    """
    found = [(attacker, finding) for attacker in attackers for finding in attacker.found if finding.serious]
    on_answer = [f"{attacker.name}: {finding.text}" for attacker, finding in found if _hits_answer(case, finding)]
    elsewhere = [f"{attacker.name}: {finding.text}" for attacker, finding in found if not _hits_answer(case, finding)]
    missing = [name for name in ATTACKERS if name not in {attacker.name for attacker in attackers}]
    noted = sum(len(attacker.found) for attacker in attackers) - len(found)
    status: GateStatus = "Unverified"
    if on_answer:
        status, reason = "Falsified", "; ".join(on_answer)
    elif elsewhere:
        reason = f"an attack succeeded on what the answer does not use: {'; '.join(elsewhere)}"
    elif missing:
        why = {REPLICATION_ATTACKER: not_run}
        told = ", ".join(f"{name} ({why.get(name) or 'it had nothing to attack'})" for name in missing)
        reason = f"not attempted: {told}; the others found nothing that a claim falls by, and noted {noted}"
    else:
        status, reason = "Verified", f"three attackers found nothing that a claim falls by, and noted {noted}"
    return Gate(number=3, name="red team", status=status, reason=reason)


def struck_by_attacks(case: Case, attackers: Sequence[Attacker]) -> Iterator[Strike]:
    """The claims, each once, that fall by a finding of the red team."""
    reasons: dict[str, list[str]] = {}
    for attacker in attackers:
        for finding in attacker.found:
            if finding.serious and finding.claim_id:
                reasons.setdefault(finding.claim_id, []).append(finding.text)
    for claim_id, told in reasons.items():
        yield Strike(claim_id=claim_id, reason="; ".join(told), answered=case.is_answer(claim_id))


def _hits_answer(case: Case, finding: Finding) -> bool:
    return finding.serious and finding.claim_id is not None and case.is_answer(finding.claim_id)
