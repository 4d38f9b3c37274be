"""What must hold of every review: nothing that adds no evidence raises it."""

from hypothesis import assume, given
from hypothesis import strategies as st

from synth.models import CheckedClaim, Document, Fragment, Paragraph, Reviewer
from synth.review.case import Case
from synth.review.counts import recount
from synth.review.reviewers import review_claims, review_score
from synth.settings import StandingSettings
from tests.cases import SENTENCES, Witness, case, claim_of, document_of, mark_of, unfit

SETTINGS = StandingSettings()
PAPER = st.integers(0, 4)
SENTENCE = st.integers(0, len(SENTENCES) - 1)
WITNESSES = st.lists(
    st.builds(
        Witness,
        paper=PAPER,
        sentence=SENTENCE,
        stance=st.sampled_from(["supports", "contradicts", "silent"]),
        independent=st.booleans(),
        confidence=st.sampled_from([0.3, 0.8, 0.95]),
    ),
    max_size=3,
)
CLAIMS = st.lists(
    st.builds(claim_of, PAPER, SENTENCE, WITNESSES), min_size=1, max_size=6, unique_by=lambda item: item.claim.claim_id
)


def review(of: Case) -> tuple[Reviewer, ...]:
    return review_claims(of, recount(of), (), SETTINGS)


def assert_not_raised(before: Case, after: Case) -> None:
    """No rubric, and so not their mean, is higher after than before."""
    for one, other in zip(review(before), review(after), strict=True):
        assert other.score <= one.score, (one, other)
    low, high = (review_score(review(of), "high", SETTINGS) for of in (after, before))
    assert low is not None
    assert high is not None
    assert low <= high


@given(CLAIMS, st.data())
def test_grounding_is_never_raised_by_dropping_evidence(claims: list[CheckedClaim], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(claims) - 1))
    assume(claims[place].evidence)
    dropped = data.draw(st.integers(0, len(claims[place].evidence) - 1))
    kept = tuple(one for number, one in enumerate(claims[place].evidence) if number != dropped)
    before = review(case(claims))[0]
    kept_mark = claims[place].mark if claims[place].mark != "contradicted" else mark_of(kept)
    for mark in (kept_mark, mark_of(kept)):
        poorer = claims[place].model_copy(update={"evidence": kept, "mark": mark})
        after = review(case([*claims[:place], poorer, *claims[place + 1 :]]))[0]
        assert before.name == after.name == "grounding"
        assert after.score <= before.score


@given(CLAIMS, PAPER, SENTENCE, WITNESSES)
def test_review_is_never_raised_by_an_unsupported_claim(
    claims: list[CheckedClaim], paper: int, sentence: int, witnesses: list[Witness]
) -> None:
    added = claim_of(paper, sentence, [one for one in witnesses if one.stance == "silent"])
    assume(added.claim.claim_id not in {item.claim.claim_id for item in claims})
    assert added.mark == "unsupported"
    assert_not_raised(case(claims), case([*claims, added]))


@given(CLAIMS, st.data())
def test_review_is_never_raised_by_a_claim_said_twice(claims: list[CheckedClaim], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(claims))
    again = item.model_copy(
        update={"claim": item.claim.model_copy(update={"claim_id": f"{item.claim.claim_id}-again"})}
    )
    assert_not_raised(case(claims), case([*claims, again]))


@given(CLAIMS, st.integers(1, 4))
def test_review_is_never_raised_by_papers_that_say_nothing(claims: list[CheckedClaim], silent: int) -> None:
    assert_not_raised(case(claims), case(claims, silent=silent))


@given(CLAIMS, st.sampled_from(["All of it was read.", "Doubt remains: this may not hold, and nothing is certain."]))
def test_review_is_never_raised_by_longer_text(claims: list[CheckedClaim], padding: str) -> None:
    """Neither by more words of the report's own, nor by papers that say all they say twice."""
    before = case(claims)
    longer = before.report.model_copy(
        update={"abstract": (*before.report.abstract, Paragraph(fragments=(Fragment(text=padding),)))}
    )
    assert_not_raised(before, before.model_copy(update={"report": longer}))
    assert_not_raised(
        before, before.model_copy(update={"documents": {k: said_twice(v) for k, v in before.documents.items()}})
    )


@given(CLAIMS, PAPER)
def test_reading_quality_is_never_raised_by_a_sentence_that_became_unfit(
    claims: list[CheckedClaim], paper: int
) -> None:
    whole = document_of(paper)
    section = whole.sections[0]
    spliced = section.model_copy(update={"sentences": (unfit(section.sentences[0]), *section.sentences[1:])})
    worse = whole.model_copy(update={"sections": (spliced,)})
    before, after = review(case(claims)), review(case(claims, documents={whole.paper_id: worse}))
    assert after[6].name == "reading quality"
    assert after[6].score <= before[6].score


@given(CLAIMS)
def test_review_stays_in_bounds_and_points_at_claims_of_the_report(claims: list[CheckedClaim]) -> None:
    of = case(claims)
    reviewers = review(of)
    assert len({one.name for one in reviewers}) == 7
    for one in reviewers:
        assert 0 <= one.score <= 10
        assert one.reasons
        assert set(one.claims) <= {item.claim.claim_id for item in of.checked}
    assert recount(of).wrong == ()


def said_twice(document: Document) -> Document:
    """The same text and sections, once more behind themselves."""
    return document.model_copy(
        update={"text": f"{document.text}{document.text}", "sections": (*document.sections, *document.sections)}
    )


@given(
    CLAIMS,
    st.sampled_from(
        [
            "Does dense retrieval reduce hallucination?",
            "Is dense retrieval better than longer context windows?",
            "How do dense retrieval and longer context windows compare on hallucination?",
            "How is dense retrieval evaluated?",
            "How much does training cost on 8 machines?",
        ]
    ),
    st.integers(0, 3),
    st.data(),
)
def test_recount_finds_nothing_wrong_in_any_report_that_was_composed(
    claims: list[CheckedClaim], question: str, silent: int, data: st.DataObject
) -> None:
    struck = {item.claim.claim_id: "computed 16.6, reported 17.2" for item in claims if data.draw(st.booleans())}
    assert recount(case(claims, question, struck, silent)).wrong == ()
