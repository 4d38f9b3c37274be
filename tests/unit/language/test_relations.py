import pytest

from synth.language.relations import converse, relations, swapped
from tests.work import growth


def turned(claim: str, passage: str) -> bool:
    return swapped(relations(claim), relations(passage))


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("RAG outperforms BART on NQ.", "BART outperforms RAG on NQ."),
        ("RAG outperforms BART on NQ.", "RAG is outperformed by BART on NQ."),
        ("RAG is better than BART.", "BART is better than RAG."),
        ("RAG is better than BART on NQ.", "Compared with RAG, BART is better on NQ."),
        ("RAG is more factual than BART, while it is slower.", "BART is more factual than RAG, while it is slower."),
        ("Longer training improves recall in small models.", "Recall improves longer training in small models."),
        ("RAG is fast, whereas BART is slow.", "BART is fast, whereas RAG is slow."),
        ("The score rises from 38.2 to 32.3.", "The score rises from 32.3 to 38.2."),
        ("Two-step Reptile is worse than two-step FOMAML.", "Two-step FOMAML is worse than two-step Reptile."),
        ("We perform better than the best known system.", "The best known system performs better than we."),
    ],
)
def test_swapped_sees_sides_changed(claim: str, passage: str) -> None:
    assert turned(claim, passage)
    assert turned(passage, claim)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("RAG outperforms BART on NQ.", "BART is outperformed by RAG on NQ."),
        ("RAG is better than BART.", "BART is worse than RAG."),
        ("RAG is more effective than BART.", "BART is less effective than RAG."),
        ("RAG is better than BART on NQ.", "Compared with BART, RAG is better on NQ."),
        ("On NQ, RAG outperforms BART.", "RAG outperforms BART on NQ."),
        ("RAG is fast, while BART is slow.", "While BART is slow, RAG is fast."),
        ("Training improves recall.", "Recall is improved by training."),
        ("The score rises from 32.3 to 38.2.", "The score rises from 32.3 to 38.2."),
        ("RAG and BART outperform DPR.", "BART and RAG outperform DPR."),
        ("", ""),
    ],
)
def test_swapped_sees_no_change_in_paraphrases(claim: str, passage: str) -> None:
    assert not turned(claim, passage)
    assert not turned(passage, claim)


def test_converse_knows_the_other_end_of_a_comparison() -> None:
    assert converse(relations("RAG is better than BART."), relations("BART is worse than RAG."))
    assert not converse(relations("RAG is better than BART."), relations("RAG is worse than BART."))


def test_relations_accept_text_without_words() -> None:
    assert not turned("\x00\ud800 than ∑", "\x00\ud800 than ∑")


@pytest.mark.parametrize("piece", ["than ", "from 1 to ", "while ", "x, "])
def test_relations_take_hostile_text_in_linear_work(piece: str) -> None:
    assert growth(lambda times: swapped(relations(piece * times), relations(piece * times)), 500) < 3
