import re

import pytest

from synth.models import Document, Fragment, Gate, Paragraph
from synth.review import Case, check_grounding, recount
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


def test_grounding_finds_a_changed_character() -> None:
    changed = document_of(0, (SENTENCES[0].replace("more", "mort"), *SENTENCES[1:]))
    gate = gate_of(case([ANSWER, BESIDE], documents={PAPERS[0]: changed}))
    assert gate.status == "Falsified"
    assert "claim c-0-0-0" in gate.reason


def test_grounding_finds_evidence_that_is_not_in_its_source() -> None:
    gate = gate_of(case([ANSWER], documents={PAPERS[1]: document(PAPERS[1], ("Short.",))}))
    assert gate.status == "Falsified"
    assert "evidence e-c-0-0-0-0" in gate.reason


def test_grounding_finds_bytes_that_are_no_longer_held() -> None:
    gate = gate_of(WHOLE, absent=(PAPERS[2],))
    assert gate.status == "Falsified"
    assert PAPERS[2] in gate.reason


def test_grounding_finds_a_citation_without_reference() -> None:
    report = WHOLE.report.model_copy(update={"references": WHOLE.report.references[:2]})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert gate.status == "Falsified"
    assert "reference 3" in gate.reason


def test_grounding_finds_a_claim_cited_to_another_paper() -> None:
    first, *rest = WHOLE.report.claims
    report = WHOLE.report.model_copy(update={"claims": (first.model_copy(update={"reference": 2}), *rest)})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert gate.status == "Falsified"
    assert [name for name in ("C1", PAPERS[1], PAPERS[0]) if name not in gate.reason] == []


def test_grounding_finds_a_quotation_that_was_touched() -> None:
    touched = Paragraph(fragments=(Fragment(text=SENTENCES[0].replace("more", "far more"), kind="quote", claim=1),))
    report = WHOLE.report.model_copy(update={"abstract": (touched,)})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert gate.status == "Falsified"
    assert "“Dense retrieval reduces hallucination far more" in gate.reason


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
