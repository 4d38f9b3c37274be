"""Figures vote where each is tied to a side."""

import pytest

from synth.answer.figure_votes import vote_of_figures
from synth.language.sides import Sides
from synth.models.card import Card, Thing
from synth.question import parse_question

PAPER = "2001.00001v1"
CARD = Card(
    paper_id=PAPER,
    own=(Thing(name="DPR", kinds=("dense retrieval method",)),),
    others=(Thing(name="ORQA", kinds=("question answering system",)),),
)
BETTER = "Is dense retrieval better than BM25?"


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (BETTER, "On NQ, the accuracy of DPR is 78.4%, against 59.1% for BM25.", "for"),
        (BETTER, "On SQuAD, BM25 reaches an accuracy of 68.8% and DPR 63.2%.", "against"),
        (BETTER, "DPR obtains 41.5 EM on NQ, whereas BM25 obtains 32.6; ORQA obtains 53.3.", "for"),
        (BETTER, "On TriviaQA DPR gives 56.8 and BM25 52.4, but on SQuAD DPR obtains 29.8 and BM25 38.1.", "mixed"),
        (BETTER, "The error rate of DPR is 12.1%, compared with 14.0% for BM25.", "for"),
        (BETTER, "DPR and BM25 differ little: DPR has 41.5 and BM25 41.5.", "no_difference"),
        (
            BETTER,
            "DPR does well: a BM25-sized index obtains 74.9%, compared to 77.9% and 79.9% for BM25 and ORQA.",
            "against",
        ),
        (BETTER, "DPR finds 78.4%, compared with 59.1% for BM25, and a reader on top of DPR reaches 41.5.", "for"),
        ("Can dense retrieval match BM25?", "DPR has 41.5 and BM25 41.5.", "for"),
        (BETTER, "DPR improves on BM25 by 4.5 points to 41.5%.", None),
        (BETTER, "The index of DPR takes 64.6 GB of memory, that of BM25 18.8 GB.", None),
        (BETTER, "Accuracy varies for DPR (F = 1.78, P < 0.001) and for BM25 (F = 2.31, P < 0.001).", None),
        (BETTER, "Scores scatter more for DPR (SD = 2.1) than for BM25 (SD = 1.4).", None),
        (BETTER, "DPR is 2.3 times as good as BM25, which has 12.5.", None),
        (BETTER, "ORQA reaches 33.3% and REALM 40.4%.", None),
        (BETTER, "What BM25 ranks highest gives 38.2%, and dense retrieval by SBERT gives 59.0%.", "for"),
        (BETTER, "DPR outperforms BM25 on NQ (65.2 vs. 42.9).", "for"),
        (BETTER, "BM25 stays ahead of DPR (38.1 versus 29.8).", "against"),
        (BETTER, "BM25 and Lucene differ little (54.7 vs. 55.4), and so do sparse DPR and ORQA (41.5 vs. 41.5).", None),
        (BETTER, "ORQA has 54.5, compared with 43.9 for multi-task DPR and 33.1 for BM25.", "for"),
        (BETTER, "DPR has 43.9 and BM25 33.1, and the index of BM25 takes less memory.", "for"),
    ],
)
def test_vote_of_figures_ties_each_figure_to_its_side(question: str, sentence: str, vote: str | None) -> None:
    asked = parse_question(question)
    assert vote_of_figures(asked, sentence, Sides(asked, [CARD]).of(PAPER)) == vote
