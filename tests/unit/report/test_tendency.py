"""Which way a statement answers: for, against, or untold; a wrong side is worse than none."""

import pytest

from synth.question import parse_question
from synth.report.tendency import is_neutral, tendency

BETTER = "Is dense retrieval better than BM25 for open-domain question answering?"
FEWER = "Does retrieval augmentation reduce hallucination compared with longer context windows?"
EFFECT = "Does chain-of-thought prompting improve accuracy?"
LOWERS = "Does retrieval augmentation reduce hallucination?"
NEUTRAL = "How do dense retrieval and BM25 compare?"
ACRONYMS = {"RAG": "retrieval augmentation", "DR": "dense retrieval"}


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (BETTER, "Dense retrieval outperforms BM25 by 9 points on Natural Questions.", "for"),
        (BETTER, "BM25 is beaten by dense retrieval on four of five datasets.", "for"),
        (BETTER, "DR performs better than BM25 in most settings.", "for"),
        (BETTER, "Compared with BM25, dense retrieval improves accuracy by 9 points.", "for"),
        (BETTER, "Our dense retriever outperforms a strong Lucene-BM25 system in passage retrieval accuracy.", "for"),
        (
            BETTER,
            "We find that dense retrieval generalizes well, with 3-5 points loss from the best performing fine-tuned "
            "model in top-20 retrieval accuracy, while still greatly outperforming the BM25 baseline (55.0/70.9).",
            "untold",
        ),
        (BETTER, "Dense retrieval reaches 79.4 EM, whereas BM25 reaches 59.1.", "untold"),
        (BETTER, "On SQuAD, BM25 still outperforms dense retrieval.", "against"),
        (BETTER, "Dense retrieval is worse than BM25 on entity questions.", "against"),
        (BETTER, "Dense retrieval does not outperform BM25 on rare entities.", "against"),
        (BETTER, "Dense retrieval needs more memory than BM25.", "against"),
        (BETTER, "Dense retrieval and BM25 complement each other.", "untold"),
        (BETTER, "Dense retrieval improves recall but needs more memory than BM25.", "untold"),
        (FEWER, "RAG gives fewer hallucinations than longer context windows.", "for"),
        (FEWER, "Longer context windows produce fewer hallucinations than retrieval augmentation.", "against"),
        (EFFECT, "Chain-of-thought prompting improves accuracy on GSM8K.", "for"),
        (EFFECT, "Chain-of-thought prompting hurts accuracy for small models.", "against"),
        (LOWERS, "Retrieval augmentation reduces hallucination by 30 %.", "for"),
        (LOWERS, "RAG increases hallucination when documents are noisy.", "against"),
        (NEUTRAL, "Dense retrieval outperforms BM25.", "for"),
        (NEUTRAL, "BM25 outperforms dense retrieval.", "against"),
        (BETTER, "", "untold"),
        (BETTER, "better " * 2_000, "untold"),
    ],
)
def test_tendency_tells_the_side_or_nothing(question: str, text: str, expected: str) -> None:
    assert tendency(parse_question(question), text, ACRONYMS) == expected


def test_is_neutral_of_a_question_that_expects_nothing() -> None:
    assert is_neutral(parse_question(NEUTRAL), {})
    assert not is_neutral(parse_question(BETTER), {})
