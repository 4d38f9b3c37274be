"""Claims are ranked for a question; what has nothing of it is left out."""

from synth.answer import rank_claims
from synth.language.sides import Sides
from synth.models import Card, Claim, Question, Span
from synth.models.card import Thing
from synth.question import parse_question

QUESTION = parse_question("Does retrieval augmentation reduce hallucination?")
FRONTS = {"2001.00001v1": ("Retrieval augmentation of dialogue", "We study retrieval augmentation.")}


def claim(text: str, number: int = 1, paper_id: str = "2001.00001v1", score: float = 0.9) -> Claim:
    return Claim(
        claim_id=f"c-{number:010x}", paper_id=paper_id, text=text, section="Results", section_role="result", paragraph=1,
        spans=(Span(1, 0, len(text)),), role="result", score=score,
    )  # fmt: skip


def ranked(*claims: Claim, question: Question = QUESTION, cards: tuple[Card, ...] = ()) -> list[int]:
    """The numbers of the claims, best first."""
    found = rank_claims(question, claims, Sides(question, cards), FRONTS, 0.15)
    assert [item.relevance for item in found] == sorted((item.relevance for item in found), reverse=True)
    return [int(item.claim.claim_id.removeprefix("c-"), 16) for item in found]


def test_rank_claims_puts_what_names_subject_and_outcome_first() -> None:
    both = claim("Retrieval augmentation lowers hallucination by 12%.", 2)
    one = claim("It needs a page of text and an index of all of it.", 1)
    assert ranked(one, both) == [2, 1]


def test_rank_claims_prefers_findings() -> None:
    text = "Retrieval augmentation lowers hallucination by 12%."
    assert ranked(claim(text, 1, score=0.2), claim(text, 2)) == [2, 1]


def test_rank_claims_meets_a_class_by_its_members() -> None:
    card = Card(paper_id="2001.00001v1", own=(Thing(name="ZORO", kinds=("retrieval augmentation method",)),))
    member = claim("ZORO gives false answers in 12% of all cases, against 20% before.", 1)
    other = claim("BART gives false answers in 12% of all cases, against 20% before.", 2)
    assert ranked(other, member, cards=(card,)) == [1, 2]


def test_rank_claims_leaves_out_what_has_nothing_of_the_question() -> None:
    beside = claim("Gradient clipping stabilises the training of deep nets.", 1, "2002.00002v1")
    assert ranked(beside) == []


def test_rank_claims_orders_ties_by_id() -> None:
    text = "Retrieval augmentation lowers hallucination by 12%."
    assert ranked(claim(text, 7), claim(text, 3)) == [3, 7]
