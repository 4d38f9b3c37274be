from pathlib import Path

from synth.models import (
    Artifacts,
    CheckedClaim,
    Derivation,
    Number,
    Operand,
    Outcome,
    Paper,
    Reproduction,
)
from synth.question import parse_question
from synth.report.ordering import outline
from synth.settings import Settings
from synth.stages.context import open_context
from synth.stages.judging import Judged, LibraryTexts, judge, look_in_library
from tests.cases import PAPERS, QUESTION, SENTENCES, Witness, claim_of, document_of, run_of
from tests.examples import document

ANSWER = claim_of(0, 0, [Witness(1, 0)])
BESIDE = claim_of(2, 2)


def judged(
    claims: list[CheckedClaim], artifacts: Artifacts, held: LibraryTexts | None = None, withdrawn: str | None = None
) -> Judged:
    run = run_of(claims)
    papers = {
        paper_id: paper.model_copy(update={"withdrawn": paper_id == withdrawn})
        for paper_id, paper in run.papers.items()
    }
    run = run.model_copy(update={"papers": papers})
    return judge(run, outline(run), artifacts, held or LibraryTexts())


def reproduction(of: CheckedClaim, outcome: Outcome) -> Reproduction:
    """What came of a cell of a table that the claim restates."""
    place = document_of(0).sections[0].sentences[3].spans
    value = 12.5 if of == ANSWER else 9.3
    derivation = Derivation(
        derivation_id="d-1",
        paper_id=of.claim.paper_id,
        text="Table 1, row Dense retrieval",
        spans=place,
        place="Table 1, row Dense retrieval",
        kind="difference",
        reported=Number(text=str(value), value=value, decimals=1, tolerance=0.05, unit="", start=0, end=4),
        operands=(Operand(name="ours", text="7", value=7, spans=place, place="Table 1", outside=True),),
        formula="ours",
        tolerance=0.5,
        labels=("Dense retrieval",),
    )
    verdict = "computed 7, reported 9, tolerance 0.5"
    return Reproduction(derivation=derivation, computed=7, outcome=outcome, survived=True, verdict=verdict)


def text_of(report: Judged) -> str:
    return report.report.model_dump_json()


def test_judge_verifies_by_a_surviving_artifact_only_with_all_three_attackers() -> None:
    found = judged(
        [ANSWER, BESIDE], Artifacts(reproductions=(reproduction(ANSWER, "reproduced"),), not_run="no sandbox")
    )
    assert [gate.status for gate in found.review.gates] == ["Verified", "Verified", "Unverified"]
    assert "not attempted: replication attacker (no sandbox)" in found.review.gates[2].reason
    assert (found.review.status, found.review.level) == ("Unverified", "L4")


def test_judge_strikes_a_contradicted_claim_of_the_answer_and_composes_the_report_without_it() -> None:
    found = judged([ANSWER, BESIDE], Artifacts(reproductions=(reproduction(ANSWER, "contradicted"),)))
    assert (found.review.status, found.review.tier) == ("Falsified", "Watchlist")
    ((claim_id, why),) = found.run.struck.items()
    assert claim_id == ANSWER.claim.claim_id
    assert "computed 7, reported 9, tolerance 0.5" in why
    assert "Table 1, row Dense retrieval" in why
    assert found.review.gates[1].reason == f"C1: {why}"
    assert found.review.gates[0].status == "Verified"
    assert [row.checked.claim.claim_id for row in found.report.claims][-1] == ANSWER.claim.claim_id
    assert '"name":"struck","value":1' in text_of(found)
    assert all(piece.claim != 2 for paragraph in found.report.abstract for piece in paragraph.fragments)


def test_judge_strikes_a_contradicted_number_elsewhere_without_falsifying_the_record() -> None:
    found = judged([ANSWER, BESIDE], Artifacts(reproductions=(reproduction(BESIDE, "contradicted"),)))
    assert [(strike.claim_id, strike.answered) for strike in found.review.struck] == [(BESIDE.claim.claim_id, False)]
    assert found.review.status == "Unverified"
    assert "1 claim " in found.report.standing


def test_judge_strikes_what_comes_from_a_withdrawn_paper() -> None:
    found = judged([ANSWER, BESIDE], Artifacts(), withdrawn=PAPERS[0])
    (strike,) = found.review.struck
    assert (strike.claim_id, strike.answered) == (ANSWER.claim.claim_id, True)
    assert [gate.status for gate in found.review.gates] == ["Verified", "Unverified", "Falsified"]
    assert found.review.status == "Falsified"


def test_judge_finds_a_counterexample_that_only_the_library_has() -> None:
    against = document(
        "2106.00001v1", ("Dense retrieval does not reduce hallucination more than longer context windows do.",)
    )
    paper = Paper(paper_id="2106.00001v1", title="Against it", authors=("Bea Oak",))
    found = judged(
        [ANSWER], Artifacts(), LibraryTexts(documents={paper.paper_id: against}, papers={paper.paper_id: paper})
    )
    (hunter, *_) = found.review.attackers
    (finding,) = hunter.found
    assert finding.claim_id == ANSWER.claim.claim_id
    assert "2106.00001v1" in finding.text
    assert f"“{against.text.strip()}”" in finding.text
    assert hunter.score == 9.5


def test_judge_takes_the_claims_of_an_older_version_out_where_the_newer_one_lacks_them() -> None:
    newer = document("2001.00001v2", SENTENCES[1:])
    found = judged([ANSWER, BESIDE], Artifacts(), LibraryTexts(later={PAPERS[0]: newer}))
    (strike,) = found.review.struck
    assert strike.claim_id == ANSWER.claim.claim_id
    assert "2001.00001v2" in strike.reason
    assert found.review.gates[0].status == "Verified"


def test_judge_gives_the_same_identifier_every_time() -> None:
    assert len({judged([ANSWER, BESIDE], Artifacts()).report.record_id for _ in range(2)}) == 1


def test_library_without_papers_that_were_read_gives_nothing(tmp_path: Path) -> None:
    context = open_context(Settings(), tmp_path)
    context.library.add([Paper(paper_id="2106.00001v1", title="Dense retrieval and hallucination")])
    held = look_in_library(parse_question(QUESTION), [], context)
    assert held == LibraryTexts()
