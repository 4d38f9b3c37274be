import re
from datetime import date

import pytest

from synth.language.quantities import quantities
from synth.models import ArxivStamp, Attacker, Cell, Document, Paper, Table
from synth.review.case import Case
from synth.review.citations import citation_auditor, retracted
from synth.settings import StandingSettings
from tests.cases import PAPERS, SENTENCES, Witness, case, claim_of, document_of
from tests.examples import document

ANSWER = claim_of(0, 0, [Witness(1, 0)])
OTHERS = [claim_of(number, 1) for number in range(1, 5)]
WHOLE = case([ANSWER, *OTHERS])
TOLD = "Dense retrieval reaches 54.3 exact match on Natural Questions (Table 2)."


def audit(of: Case, later: dict[str, Document] | None = None) -> Attacker:
    return citation_auditor(of, later or {}, StandingSettings())


def with_paper(**update: object) -> Case:
    changed = WHOLE.papers[PAPERS[0]].model_copy(update=update)
    return WHOLE.model_copy(update={"papers": WHOLE.papers | {PAPERS[0]: changed}})


def with_document(**update: object) -> Case:
    changed = document_of(0).model_copy(update=update)
    return WHOLE.model_copy(update={"documents": WHOLE.documents | {PAPERS[0]: changed}})


def test_auditor_finds_nothing_in_a_sound_record() -> None:
    attacker = audit(WHOLE)
    assert (attacker.name, attacker.score, attacker.found) == ("citation auditor", 10, ())
    assert re.findall(r"\d+", attacker.tried[0]) == ["5"]


def test_auditor_finds_a_quotation_that_is_not_in_its_source() -> None:
    attacker = audit(
        WHOLE.model_copy(update={"documents": WHOLE.documents | {PAPERS[0]: document_of(0, SENTENCES[1:])}})
    )
    (finding,) = attacker.found
    assert (finding.serious, finding.claim_id, attacker.score) == (True, ANSWER.claim.claim_id, 0)


@pytest.mark.parametrize(
    ("update", "gone"),
    [
        ({"withdrawn": True}, True),
        ({"title": "RETRACTED: Dense retrieval"}, True),
        ({"title": "Retraction notice to Dense retrieval"}, True),
        ({"comment": "The journal version has been retracted"}, True),
        ({"title": "Retraction-free optimization on manifolds"}, False),
        ({"title": "Withdrawn beliefs and how to retract them"}, False),
        ({"comment": "The original paper was retracted. This is a corrected version"}, False),
        ({"comment": "A needle retracted by the surgeon"}, False),
    ],
)
def test_auditor_finds_a_retracted_source(update: dict[str, object], gone: bool) -> None:
    assert retracted(Paper(paper_id="1", title="A title").model_copy(update=update)) is gone
    found = audit(with_paper(**update)).found
    assert [finding.serious for finding in found] == ([True] if gone else [])


def test_auditor_finds_a_newer_version_without_the_sentence() -> None:
    later = {PAPERS[0]: document("2001.00001v2", SENTENCES[1:])}
    (finding,) = audit(WHOLE, later).found
    assert (finding.serious, finding.claim_id) == (True, ANSWER.claim.claim_id)
    assert "2001.00001v2" in finding.text
    assert audit(WHOLE, {PAPERS[0]: document("2001.00001v2", SENTENCES)}).found == ()


def test_auditor_holds_the_reference_against_the_text() -> None:
    (both,) = audit(with_document(title="Growth of bacteria in soil", authors=("Bea Ker",))).found
    assert (both.serious, both.claim_id) == (True, ANSWER.claim.claim_id)
    assert [title for title in ("C1", "“Paper 1”", "“Growth of bacteria in soil”") if title not in both.text] == []
    (title,) = audit(with_document(title="Growth of bacteria in soil", authors=("Ada Ash",))).found
    (authors,) = audit(with_document(title="Paper 1", authors=("Bea Ker",))).found
    assert (title.serious, authors.serious) == (False, False)
    assert [name for name in ("C1", "Ada Ash", "Bea Ker") if name not in authors.text] == []
    stamp = ArxivStamp(arxiv_id="1901.00001v1", stamped_on=date(2019, 1, 2))
    (year,) = audit(with_document(title="Paper 1", stamp=stamp)).found
    assert re.findall(r"C1|\d{4}", year.text) == ["C1", "2020", "2019"]


@pytest.mark.parametrize(("cell", "noted"), [("54.3", 0), ("54.30", 0), ("54.1", 1)])
def test_auditor_looks_figures_up_in_the_tables_that_a_sentence_names(cell: str, noted: int) -> None:
    table = Table(rows=((Cell(text="DPR"), Cell(text=cell)),))
    paper = document(PAPERS[0], (TOLD,)).model_copy(update={"tables": (table,)})
    sentence = paper.sections[0].sentences[0]
    update = {"text": TOLD, "spans": sentence.spans, "quantities": quantities(TOLD)}
    answer = claim_of(0, 0)
    item = answer.model_copy(update={"claim": answer.claim.model_copy(update=update)})
    found = audit(case([item, *OTHERS], documents={PAPERS[0]: paper})).found
    assert [finding.serious for finding in found] == [False] * noted
