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
    assert gate.reason.startswith(
        "2 claims and 1 passages of evidence stand at their spans in the stored text; 3 refer"
    )


def test_grounding_finds_a_changed_character() -> None:
    changed = document_of(0, (SENTENCES[0].replace("more", "mort"), *SENTENCES[1:]))
    gate = gate_of(case([ANSWER, BESIDE], documents={PAPERS[0]: changed}))
    assert (gate.status, gate.reason) == ("Falsified", "the text of claim c-0-0-0 does not stand at its spans")


def test_grounding_finds_evidence_that_is_not_in_its_source() -> None:
    gate = gate_of(case([ANSWER], documents={PAPERS[1]: document(PAPERS[1], ("Short.",))}))
    assert (gate.status, gate.reason) == ("Falsified", "the text of evidence e-c-0-0-0-0 does not stand at its spans")


def test_grounding_finds_bytes_that_are_no_longer_held() -> None:
    gate = gate_of(WHOLE, absent=(PAPERS[2],))
    assert gate.reason == f"the bytes of {PAPERS[2]} are no longer held under their SHA-256"


def test_grounding_finds_a_citation_without_reference() -> None:
    report = WHOLE.report.model_copy(update={"references": WHOLE.report.references[:2]})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert (gate.status, gate.reason) == ("Falsified", "reference 3 is cited and not listed")


def test_grounding_finds_a_claim_cited_to_another_paper() -> None:
    first, *rest = WHOLE.report.claims
    report = WHOLE.report.model_copy(update={"claims": (first.model_copy(update={"reference": 2}), *rest)})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert gate.reason == f"C1 is cited to {PAPERS[1]} and stands in {PAPERS[0]}"


def test_grounding_finds_a_quotation_that_was_touched() -> None:
    touched = Paragraph(fragments=(Fragment(text=SENTENCES[0].replace("more", "far more"), kind="quote", claim=1),))
    report = WHOLE.report.model_copy(update={"abstract": (touched,)})
    gate = gate_of(WHOLE.model_copy(update={"report": report}))
    assert gate.status == "Falsified"
    assert "a quotation is not what its source says: “Dense retrieval reduces hallucination far more" in gate.reason


def test_grounding_finds_a_withdrawn_source() -> None:
    papers = WHOLE.papers | {PAPERS[0]: WHOLE.papers[PAPERS[0]].model_copy(update={"withdrawn": True})}
    gate = gate_of(WHOLE.model_copy(update={"papers": papers}))
    assert (gate.status, gate.reason) == ("Falsified", f"C1 is from {PAPERS[0]}, which was withdrawn")


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
        assert gate.reason == f"2001.00001v2, a newer version of {PAPERS[0]}, no longer has C1"
