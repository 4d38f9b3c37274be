from synth.language.quantities import quantities
from synth.models import Document
from synth.review.case import Case
from synth.review.red_team import counterexample_hunter
from tests.cases import PAPERS, case, claim_of
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


def test_hunter_notes_another_value_in_the_same_paper_by_which_no_claim_falls() -> None:
    of, _ = measured((SAID, OTHER))
    (finding,) = counterexample_hunter(of, of.checked, {}).found
    assert not finding.serious
    assert finding.claim_id == of.checked[0].claim.claim_id
    facts = ("C1", "41.5", "44.1", "exact match", "DPR", "Natural Questions", f"“{OTHER}”")
    assert [fact for fact in facts if fact not in finding.text] == []


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
