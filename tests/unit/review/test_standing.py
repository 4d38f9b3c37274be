from itertools import product

import pytest

from synth.models import (
    Artifacts,
    Attacker,
    Derivation,
    Finding,
    Number,
    Operand,
    Outcome,
    Proof,
    ProofOutcome,
    Reproduction,
    Review,
)
from synth.review.artifacts import reproduction_gate, struck_by_artifacts, verified_claims
from synth.review.case import Case
from synth.review.counts import recount
from synth.review.grounding import check_grounding
from synth.review.red_team import ATTACKERS, attacker_score, red_team_gate, struck_by_attacks
from synth.review.reviewers import review_claims
from synth.review.standing import stand
from synth.settings import StandingSettings
from tests.cases import PAPERS, SENTENCES, Witness, case, claim_of, document_of

ANSWER = claim_of(0, 0, [Witness(1, 0)])
BESIDE = claim_of(2, 2)
WHOLE = case([ANSWER, BESIDE])
OUTCOMES: tuple[Outcome, ...] = ("reproduced", "contradicted", "inconclusive")
CLAIMS = {"answer": ANSWER.claim, "elsewhere": BESIDE.claim}
NUMBERS = {"answer": 12.5, "elsewhere": 9.3}


def reproduction(
    on: str, outcome: Outcome = "reproduced", survived: bool = True, in_table: bool = True
) -> Reproduction:
    """What came of a number that the claim gives: of a cell that it restates, or of its own arithmetic."""
    claim, value = CLAIMS[on], NUMBERS[on]
    place = document_of(0).sections[0].sentences[3]
    operands = tuple(
        Operand(name=name, text="9", value=9, spans=place.spans, place="Table 1", outside=in_table)
        for name in ("ours", "base")
    )
    return Reproduction(
        derivation=Derivation(
            derivation_id=f"d-{on}",
            paper_id=claim.paper_id,
            text=claim.text,
            spans=place.spans if in_table else claim.spans,
            place="Table 1, row Dense retrieval" if in_table else "Section 4",
            kind="difference",
            reported=Number(text=str(value), value=value, decimals=1, tolerance=0.05, unit="", start=0, end=4),
            operands=operands,
            formula="ours - base",
            tolerance=1.0,
            labels=("Dense retrieval", "Avg.") if in_table else (),
        ),
        computed=9.0,
        outcome=outcome,
        survived=survived,
        verdict="computed 9, reported 9, tolerance 1",
    )


def proof(on: str, outcome: ProofOutcome = "proved") -> Proof:
    claim = CLAIMS[on]
    return Proof(
        derivation_id=f"d-{on}",
        paper_id=claim.paper_id,
        text=claim.text,
        spans=claim.spans,
        place="Table 1",
        source="theorem t : 2 + 2 = 4 := by decide",
        outside=True,
        outcome=outcome,
        why="lean accepts it",
    )


def attackers(on: str | None = None, serious: bool = True) -> list[Attacker]:
    found = (Finding(text="it falls", claim_id=CLAIMS[on].claim_id, serious=serious),) if on else ()
    return [
        Attacker(name=name, score=5, tried=("all",), found=found if name == ATTACKERS[1] else ()) for name in ATTACKERS
    ]


def judge(of: Case, reproductions: list[Reproduction], proofs: list[Proof], red_team: list[Attacker]) -> Review:
    told = recount(of)
    artifacts = Artifacts(reproductions=tuple(reproductions), proofs=tuple(proofs))
    struck = [*struck_by_artifacts(of, artifacts), *struck_by_attacks(of, red_team)]
    gates = (
        check_grounding(of, told),
        reproduction_gate(of, artifacts),
        red_team_gate(of, red_team),
    )
    settings = StandingSettings()
    verified = verified_claims(of, artifacts)
    return stand(of, gates, review_claims(of, told, (), settings), red_team, struck, verified, settings)


@pytest.mark.parametrize(
    ("on", "outcome", "survived", "in_table", "attacked", "serious"),
    list(product(CLAIMS, OUTCOMES, (True, False), (True, False), (None, *CLAIMS), (True, False))),
)
def test_status_follows_the_rules_for_every_reproduction_and_attack(
    on: str, outcome: Outcome, survived: bool, in_table: bool, attacked: str | None, serious: bool
) -> None:
    """A number of a table that a claim restates counts; arithmetic of the claim's own sentence neither does nor hurts."""
    judged = judge(WHOLE, [reproduction(on, outcome, survived, in_table)], [], attackers(attacked, serious))
    disagrees = outcome == "contradicted" and survived and in_table
    falsified = (disagrees and on == "answer") or (attacked == "answer" and serious)
    verified = on == "answer" and outcome == "reproduced" and survived and in_table and not (attacked and serious)
    assert judged.status == ("Falsified" if falsified else "Verified" if verified else "Unverified")
    fallen = {on} if disagrees else set()
    fallen |= {attacked} if attacked and serious else set()
    assert {strike.claim_id for strike in judged.struck} == {CLAIMS[one].claim_id for one in fallen if one}
    assert all(strike.answered == (strike.claim_id == CLAIMS["answer"].claim_id) for strike in judged.struck)
    if falsified:
        assert judged.tier == "Watchlist"


@pytest.mark.parametrize(
    ("labels", "reported", "restated"),
    [
        (("Dense retrieval", "Avg."), 12.5, True),
        (("BM25", "Avg."), 12.5, False),  # another row's number
        (("Dense retrieval", "Avg."), 12.6, False),
        ((), 12.5, False),  # arithmetic of the sentence's own
    ],
)
def test_artifact_is_on_a_claim_that_restates_its_cell(
    labels: tuple[str, ...], reported: float, restated: bool
) -> None:
    made = reproduction("answer")
    number = made.derivation.reported.model_copy(update={"value": reported})
    moved = made.derivation.model_copy(update={"labels": labels, "reported": number})
    artifacts = Artifacts(reproductions=(made.model_copy(update={"derivation": moved}),), proofs=(proof("answer"),))
    assert verified_claims(WHOLE, artifacts) == ((ANSWER.claim.claim_id,) if restated else ())


def test_attacker_score_is_zero_where_the_answer_falls_and_never_else() -> None:
    noted = Finding(text="to be known", claim_id=ANSWER.claim.claim_id)
    elsewhere = Finding(text="it falls", claim_id=BESIDE.claim.claim_id, serious=True)
    on_answer = Finding(text="it falls", claim_id=ANSWER.claim.claim_id, serious=True)
    assert attacker_score(WHOLE, []) == 10
    assert attacker_score(WHOLE, [noted]) == 9.5
    assert attacker_score(WHOLE, [elsewhere, noted]) == 7.5
    assert attacker_score(WHOLE, [elsewhere] * 30) == 1
    assert attacker_score(WHOLE, [noted, on_answer]) == 0


def test_level_climbs_one_step_at_a_time() -> None:
    assert judge(case([BESIDE]), [], [], attackers()).level == "L2"
    reproduced = judge(case([BESIDE]), [reproduction("elsewhere")], [], attackers())
    assert reproduced.level == "L2"
    assert judge(WHOLE, [], [], attackers()).level == "L3"
    assert judge(WHOLE, [reproduction("answer")], [], attackers()).level == "L4"
    lost = case([ANSWER], documents={PAPERS[0]: document_of(0, SENTENCES[1:])})
    assert judge(lost, [], [], attackers()).level == "L1"
    assert judge(case([]), [], [], attackers()).level == "L0"


def test_review_of_a_report_without_claims_has_no_score() -> None:
    judged = judge(case([]), [], [], attackers())
    assert (judged.score, judged.reviewers, judged.status, judged.tier) == (None, (), "Unverified", "Watchlist")
