import pytest

from synth.language.conditions import condition_in, contrasts_another, exception_in, is_limited, proposes


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("On HotpotQA, retrieval hurts the reader.", "on HotpotQA"),
        ("However, when patients are few, both models do alike.", "when patients are few"),
        ("Deep models are better, only when the training set is large.", "only when the training set is large"),
        ("For example, retrieval hurts the reader.", ""),
        ("In this work, we compare both.", ""),
        ("In our experiments, the drug helped.", ""),
        ("Retrieval hurts the reader.", ""),
    ],
)
def test_condition_in_finds_where_a_sentence_holds(sentence: str, condition: str) -> None:
    assert condition_in(sentence) == condition


@pytest.mark.parametrize(
    ("sentence", "exception"),
    [
        ("With the exception of SQuAD, the dense retriever is better.", "SQuAD"),
        ("The dense retriever is better on all sets except SQuAD.", "SQuAD"),
        ("Yields rose everywhere, except for the driest sites (Table 2).", "the driest sites"),
        ("The dense retriever is better.", ""),
    ],
)
def test_exception_in_finds_what_a_sentence_does_not_hold_for(sentence: str, exception: str) -> None:
    assert exception_in(sentence) == exception


@pytest.mark.parametrize(
    ("sentence", "contrasts"),
    [
        ("Spending on teachers helps, but additional spending on roofs has little impact.", True),
        ("The drug heals wounds but has no effect on pain.", False),
        ("The drug heals wounds, but it does not relieve pain.", False),
    ],
)
def test_another_thing_without_effect_is_set_against_the_first(sentence: str, contrasts: bool) -> None:
    assert contrasts_another(sentence) == contrasts


@pytest.mark.parametrize(
    ("text", "is_proposal"),
    [
        ("We suggest methods for improving the estimates to provide more fairness.", True),
        ("In this paper we aim to raise the accuracy of dense retrieval.", True),
        ("We suggest that irrigation raises yields.", False),
        ("We present a retriever that outperforms BM25 on three data sets.", False),
        ("We describe experiments and show that irrigation raises yields.", False),
    ],
)
def test_what_authors_only_put_forward_reports_nothing(text: str, is_proposal: bool) -> None:
    assert proposes(text) == is_proposal


def test_what_holds_under_one_condition_alone_is_limited() -> None:
    assert is_limited("Fairness is achieved only for deep buffers.")
    assert not is_limited("Only three of the schools took part for a year.")
