from examples import checked, claim, document, evidence_base

from synth.gates import check_grounding, not_attempted, review, standing_line
from synth.models import Report
from synth.settings import RenderSettings
from synth.synthesis import compose_report, outline

OTHER = document("2002.00002v1")
ITEM = checked(claim(0), "corroborated", OTHER)
DOCUMENTS = {"2001.00001v1": document(), "2002.00002v1": OTHER}


def report_of(*items: object) -> Report:
    base = evidence_base("Does dense retrieval beat BM25?", items)  # type: ignore[arg-type]
    return compose_report(base, outline(base), RenderSettings())


def test_grounding_holds_where_every_span_gives_its_text() -> None:
    gate = check_grounding([ITEM], DOCUMENTS, report_of(ITEM))
    assert gate.status == "Verified"
    assert (
        gate.reason
        == "1 claims and 1 passages of evidence stand at their spans in the stored text; 2 references resolve"
    )


def test_grounding_finds_a_changed_character() -> None:
    changed = DOCUMENTS | {
        "2001.00001v1": document(texts=("Dense retrieval beats BM25 on Natural Questions by 8 points.",))
    }
    gate = check_grounding([ITEM], changed, report_of(ITEM))
    assert (gate.status, gate.reason) == (
        "Falsified",
        f"the text of claim {ITEM.claim.claim_id} does not stand at its spans",
    )


def test_grounding_finds_evidence_whose_source_is_gone() -> None:
    gate = check_grounding([ITEM], {"2001.00001v1": document()}, report_of(ITEM))
    assert gate.status == "Falsified"
    assert ITEM.evidence[0].evidence_id in gate.reason


def test_grounding_finds_a_citation_without_reference() -> None:
    report = report_of(ITEM)
    gate = check_grounding([ITEM], DOCUMENTS, report.model_copy(update={"references": report.references[:1]}))
    assert (gate.status, gate.reason) == ("Falsified", "reference 2 is cited and not listed")


def test_review_is_unverified_while_a_gate_was_not_attempted() -> None:
    grounding = check_grounding([ITEM], DOCUMENTS, report_of(ITEM))
    judged = review((grounding, not_attempted(2, "reproduction or proof"), not_attempted(3, "red team")))
    assert (judged.status, judged.level, judged.tier, judged.score) == ("Unverified", "L2", "Watchlist", None)
    assert standing_line(judged) == "Unverified, level L2, Watchlist; not attempted: reproduction or proof, red team"


def test_review_is_falsified_by_one_gate() -> None:
    falsified = check_grounding([ITEM], {}, report_of(ITEM))
    judged = review((falsified, not_attempted(2, "reproduction or proof")))
    assert (judged.status, judged.level, judged.tier) == ("Falsified", "L0", "Watchlist")
