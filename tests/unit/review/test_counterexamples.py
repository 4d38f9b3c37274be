import re

from synth.models import CheckedClaim, Document
from synth.quantities import quantities
from synth.review import Case, counterexample_hunter
from tests.cases import PAPERS, Witness, case, claim_of
from tests.examples import document

SAID = "DPR obtains 41.5 exact match on Natural Questions."
OTHER = "On Natural Questions, DPR obtains 44.1 exact match."
ALIKE = "DPR obtains 41.5 exact match on Natural Questions, as BM25 obtains 32.6."


def measured(texts: tuple[str, ...] = (SAID,)) -> tuple[Case, Document]:
    """A case whose one claim is the first sentence of a paper with these sentences."""
    paper = document(PAPERS[0], texts)
    sentence = paper.sections[0].sentences[0]
    base = claim_of(0, 0)
    claim = base.claim.model_copy(
        update={"text": sentence.text, "spans": sentence.spans, "quantities": quantities(sentence.text)}
    )
    return case([base.model_copy(update={"claim": claim})], documents={PAPERS[0]: paper}), paper


def test_hunter_finds_nothing_where_there_is_nothing() -> None:
    of, _ = measured((SAID, ALIKE, "Training took 41.6 hours on Natural Questions."))
    attacker = counterexample_hunter(of, of.checked, {})
    assert (attacker.name, attacker.score, attacker.found) == ("counterexample hunter", 10, ())


def test_hunter_says_what_it_tried() -> None:
    of, _ = measured()
    library = {"2106.00001v1": document("2106.00001v1", ("Nothing.", "At all."))}
    tried = counterexample_hunter(of, of.checked, library).tried
    assert re.findall(r"\d+", tried[0]) == ["1", "6", "1"]  # claims, papers, those of the library


def test_hunter_notes_another_value_in_the_same_paper_by_which_no_claim_falls() -> None:
    of, _ = measured((SAID, OTHER))
    (finding,) = counterexample_hunter(of, of.checked, {}).found
    assert not finding.serious
    assert finding.claim_id == of.checked[0].claim.claim_id
    facts = ("C1", "41.5", "44.1", "exact match", "DPR", "Natural Questions", f"“{OTHER}”")
    assert [fact for fact in facts if fact not in finding.text] == []


def test_hunter_notes_another_value_in_another_paper() -> None:
    of, _ = measured()
    library = {"2106.00001v1": document("2106.00001v1", (OTHER,))}
    attacker = counterexample_hunter(of, of.checked, library)
    assert [finding.serious for finding in attacker.found] == [False]
    assert [fact for fact in ("2106.00001v1", "44.1") if fact not in attacker.found[0].text] == []
    assert attacker.score == 9.5


def test_hunter_leaves_values_of_other_matters_alone() -> None:
    others = (
        "On TriviaQA, DPR obtains 44.1 exact match.",
        "On Natural Questions, RAG obtains 44.1 exact match.",
        "On Natural Questions, DPR obtains 44.1 F1.",
        "On Natural Questions, DPR obtains over 44.1 exact match.",
        "DPR obtains 44.1 exact match.",
    )
    for other in others:
        of, _ = measured((SAID, other))
        assert counterexample_hunter(of, of.checked, {}).found == (), other


def test_hunter_names_contradicting_passages_and_whether_the_report_shows_them() -> None:
    shown: CheckedClaim = claim_of(0, 0, [Witness(1, 1, "contradicts")])
    hidden = claim_of(0, 0, [Witness(2, 1, "contradicts"), Witness(1, 1, "contradicts"), Witness(3, 0)])
    of = case([shown])
    texts = [finding.text for finding in counterexample_hunter(of, [hidden], {}).found]
    assert len(texts) == 2
    for text, paper in zip(texts, (PAPERS[2], PAPERS[1]), strict=True):
        assert [fact for fact in ("C1", paper, "Results", "“With longer context") if fact not in text] == []
    assert "not show" in texts[0]
    assert "not show" not in texts[1]
