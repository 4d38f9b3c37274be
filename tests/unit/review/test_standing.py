from itertools import product

import pytest

from synth.models import (
    Artifacts,
    Attacker,
    CheckedClaim,
    Derivation,
    Finding,
    Gate,
    GateStatus,
    Number,
    Operand,
    Outcome,
    Proof,
    ProofOutcome,
    Reproduction,
    Review,
    Strike,
)
from synth.review import (
    Case,
    check_grounding,
    recount,
    red_team_gate,
    reproduction_gate,
    review_claims,
    stand,
    standing_line,
    struck_by_artifacts,
    struck_by_attacks,
    verified_claims,
)
from synth.review.red_team import ATTACKERS, attacker_score
from synth.review.standing import status_of
from synth.settings import StandingSettings
from tests.cases import PAPERS, SENTENCES, Witness, case, claim_of, document_of

ANSWER = claim_of(0, 0, [Witness(1, 0)])
BESIDE = claim_of(2, 2)
WHOLE = case([ANSWER, BESIDE])
CLAIMS = {"answer": ANSWER.claim, "elsewhere": BESIDE.claim}
STATUSES: tuple[GateStatus, ...] = ("Verified", "Falsified", "Unverified")


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
    list(
        product(
            ("answer", "elsewhere"),
            ("reproduced", "contradicted", "inconclusive"),
            (True, False),
            (True, False),
            (None, "answer", "elsewhere"),
            (True, False),
        )
    ),
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
    ("first", "second", "third", "answered"), list(product(STATUSES, STATUSES, STATUSES, (True, False, None)))
)
def test_status_weighs_gates_and_struck_claims(
    first: GateStatus, second: GateStatus, third: GateStatus, answered: bool | None
) -> None:
    gates = [Gate(number=n, name="g", status=one, reason="") for n, one in enumerate((first, second, third), start=1)]
    struck = [] if answered is None else [Strike(claim_id="c-1", reason="it falls", answered=answered)]
    status = status_of(gates, struck)
    if "Falsified" in (first, second, third) or answered:
        assert status == "Falsified"
    else:
        assert status == ("Verified" if {first, second, third} == {"Verified"} else "Unverified")


def test_reproduction_gate_names_the_claim_and_the_figures() -> None:
    gate = reproduction_gate(WHOLE, Artifacts(reproductions=(reproduction("answer"),)))
    verdict = "computed 9, reported 9, tolerance 1 (Table 1, row Dense retrieval)"
    assert (gate.status, gate.reason) == ("Verified", f"C1: {verdict}")
    assert gate.artifacts == ("reproduction/",)


def test_reproduction_gate_says_what_was_not_attempted_and_why() -> None:
    gate = reproduction_gate(WHOLE, Artifacts(not_run="bubblewrap is not installed"))
    assert (gate.status, gate.reason) == ("Unverified", "not attempted: bubblewrap is not installed")


def test_reproduction_gate_counts_what_it_reached_elsewhere() -> None:
    made = (reproduction("elsewhere"), reproduction("answer", in_table=False))
    gate = reproduction_gate(WHOLE, Artifacts(reproductions=made, proofs=(proof("elsewhere"),)))
    assert gate.reason == (
        "of 2 numbers computed again 2 were reproduced and withstood attack, of 1 statements 1 were proved, none of "
        "them on a claim that the answer uses"
    )


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


def test_red_team_gate_says_which_attacker_is_missing_and_why() -> None:
    gate = red_team_gate(WHOLE, attackers()[:2], "nothing was reproduced")
    assert gate.status == "Unverified"
    assert gate.reason.startswith("not attempted: replication attacker (nothing was reproduced); the others found noth")


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
    assert reproduced.rules["level"] == (
        "L2: every claim is grounded in its source (gate 1); not L3: 0.00 of the claims are corroborated, 0.1 needed"
    )
    assert judge(WHOLE, [], [], attackers()).level == "L3"
    assert judge(WHOLE, [reproduction("answer")], [], attackers()).level == "L4"
    lost = case([ANSWER], documents={PAPERS[0]: document_of(0, SENTENCES[1:])})
    assert judge(lost, [], [], attackers()).level == "L1"
    assert judge(case([]), [], [], attackers()).level == "L0"


def test_tier_is_told_with_what_the_next_one_lacks() -> None:
    judged = judge(WHOLE, [reproduction("answer")], [], attackers())
    assert (judged.status, judged.provenance) == ("Verified", "P3")
    assert judged.rules["provenance"].startswith("P3: every claim is quoted from the full text")
    assert judged.tier == "DOI grade"
    assert judged.rules["tier"].startswith("DOI grade: Flagship candidate wants a score of 7, not ")
    unkept = tuple(one.model_copy(update={"sha256": ""}) for one in WHOLE.inputs)
    assert (
        judge(WHOLE.model_copy(update={"inputs": unkept}), [], [], attackers())
        .rules["tier"]
        .startswith("Watchlist: DOI grade wants P2, not P0")
    )


@pytest.mark.parametrize("claims", [[], [ANSWER], [ANSWER, BESIDE], [BESIDE]])
@pytest.mark.parametrize("attacked", [None, "answer"])
def test_tier_of_a_falsified_record_is_never_more_than_watchlist(
    claims: list[CheckedClaim], attacked: str | None
) -> None:
    judged = judge(case(claims), [reproduction("answer")], [], attackers(attacked))
    if "Falsified" in {judged.status, *(gate.status for gate in judged.gates)}:
        assert judged.tier == "Watchlist"


def test_dimensions_are_printed_with_the_rule_that_decided_them() -> None:
    judged = judge(WHOLE, [], [], attackers())
    assert [(one.name, one.grade) for one in judged.dimensions][:2] == [
        ("evidence strength", "HIGH"),
        ("citation grounding", "MEDIUM"),
    ]
    assert judged.dimensions[0].rule == "HIGH: share of the claims with support 0.50; MEDIUM from 0.2, HIGH from 0.5"


def test_standing_line_is_one_quiet_line() -> None:
    judged = judge(WHOLE, [], [], attackers())
    assert standing_line(judged) == (
        f"Unverified, level L3, P3, DOI grade, reviewed {judged.score:.2f} of 10; unsettled: reproduction or proof"
    )


def test_review_of_a_report_without_claims_has_no_score() -> None:
    judged = judge(case([]), [], [], attackers())
    assert (judged.score, judged.reviewers, judged.status, judged.tier) == (None, (), "Unverified", "Watchlist")
