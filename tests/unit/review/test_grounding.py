import re

import pytest

from synth.models import Document, Fragment, Gate, Paragraph
from synth.review.case import Case
from synth.review.counts import recount
from synth.review.grounding import check_grounding
from tests.cases import PAPERS, SENTENCES, Witness, case, claim_of, document_of
from tests.examples import document

ANSWER = claim_of(0, 0, [Witness(1, 0)])
BESIDE = claim_of(2, 2)
WHOLE = case([ANSWER, BESIDE])


def gate_of(of: Case, later: dict[str, Document] | None = None, absent: tuple[str, ...] = ()) -> Gate:
    return check_grounding(of, recount(of), absent, later)


def test_grounding_holds_where_every_span_gives_its_text() -> None:
    gate = gate_of(WHOLE)
    assert gate.status == "Verified"
    assert re.findall(r"\d+", gate.reason)[:3] == ["2", "1", "3"]  # claims, passages of evidence, references


def with_report(**update: object) -> Case:
    return WHOLE.model_copy(update={"report": WHOLE.report.model_copy(update=update)})


CHANGED = document_of(0, (SENTENCES[0].replace("more", "mort"), *SENTENCES[1:]))
TOUCHED = Paragraph(fragments=(Fragment(text=SENTENCES[0].replace("more", "far more"), kind="quote", claim=1),))
ELSEWHERE = WHOLE.report.claims[0].model_copy(update={"reference": 2})


@pytest.mark.parametrize(
    ("of", "absent", "named"),
    [
        (case([ANSWER, BESIDE], documents={PAPERS[0]: CHANGED}), (), ["claim c-0-0-0"]),
        (case([ANSWER], documents={PAPERS[1]: document(PAPERS[1], ("Short.",))}), (), ["evidence e-c-0-0-0-0"]),
        (WHOLE, (PAPERS[2],), [PAPERS[2]]),
        (with_report(references=WHOLE.report.references[:2]), (), ["reference 3"]),
        (with_report(claims=(ELSEWHERE, *WHOLE.report.claims[1:])), (), ["C1", PAPERS[1], PAPERS[0]]),
        (with_report(abstract=(TOUCHED,)), (), ["“Dense retrieval reduces hallucination far more"]),
    ],
)
def test_grounding_finds_what_was_changed(of: Case, absent: tuple[str, ...], named: list[str]) -> None:
    gate = gate_of(of, absent=absent)
    assert gate.status == "Falsified"
    assert [name for name in named if name not in gate.reason] == []


def test_grounding_finds_a_withdrawn_source() -> None:
    papers = WHOLE.papers | {PAPERS[0]: WHOLE.papers[PAPERS[0]].model_copy(update={"withdrawn": True})}
    gate = gate_of(WHOLE.model_copy(update={"papers": papers}))
    assert gate.status == "Falsified"
    assert [name for name in ("C1", PAPERS[0]) if name not in gate.reason] == []


def test_grounding_passes_over_a_withdrawn_source_whose_claims_were_struck() -> None:
    struck = case([ANSWER, BESIDE], struck={ANSWER.claim.claim_id: "it was withdrawn"})
    papers = struck.papers | {PAPERS[0]: struck.papers[PAPERS[0]].model_copy(update={"withdrawn": True})}
    assert gate_of(struck.model_copy(update={"papers": papers})).status == "Verified"


@pytest.mark.parametrize(
    ("says", "status"),
    [(SENTENCES, "Verified"), ((f"Indeed, {SENTENCES[0].lower()}",), "Verified"), (SENTENCES[1:], "Falsified")],
)
def test_grounding_finds_a_newer_version_without_the_sentence(says: tuple[str, ...], status: str) -> None:
    newer = document("2001.00001v2", says)
    gate = gate_of(case([ANSWER]), later={PAPERS[0]: newer})
    assert gate.status == status
    if status == "Falsified":
        assert [name for name in ("C1", PAPERS[0], "2001.00001v2") if name not in gate.reason] == []
