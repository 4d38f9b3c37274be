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


RATE = "Is the recombination rate higher in females than in males?"
STATIN = "Does the statin reduce mortality?"
CAFFEINE = "Does caffeine shorten reaction time?"


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (RATE, "Recombination rates were 0.51 cM per Mb (cM/Mb) in females and 0.41 cM/Mb in males, a ratio of 1.23.", "for"),
        (RATE, "The recombination rate was 0.51 in females versus 0.41 in males.", "for"),
        (RATE, "In females the recombination rate was 0.41 ± 0.02, in males 0.51 ± 0.03.", "against"),
        (RATE, "The rates of recombination of females and males were 0.51 and 0.41, respectively.", "for"),
        (RATE, "Recombination rates were higher in males, compared with females, between 40 Mb and 80 Mb.", None),
        (RATE, "Females were 12.1 weeks old and males 11.5 weeks.", None),
        (STATIN, "Mortality was 12% in the statin group and 15% in the placebo group.", "for"),
        (STATIN, "Mortality fell from 15% without the statin to 12% with it.", "for"),
        (STATIN, "Of those given the statin 12% (18/150) and of controls 15% (22/149) died, a mortality ratio of 0.8.", "for"),
        (STATIN, "Mortality was 13.9% with the statin and 14.2% with placebo, a non-significant difference.", "no_difference"),
        (STATIN, "Assuming a mortality of 12% with the statin and 15% with placebo, 2,000 patients are needed.", None),
        (STATIN, "With the statin mortality was 12% in men and 15% in women.", None),
        (CAFFEINE, "Reaction time was 312 ms with caffeine and 340 ms without caffeine.", "for"),
        (CAFFEINE, "Reaction time was 312 ms with caffeine, against 340 ms in the others.", "for"),
        ("Does no-till raise crop yield?", "Crop yield was 4,200 kg under no-till and 3,900 kg under ploughing.", "for"),
        ("Does smoking raise the risk of stroke?", "Stroke struck 3.8% of smokers and 1.1% of those who never smoked.", "for"),
        ("Is deep learning faster than random forests?", "Deep learning took 512 ± 23 ms, random forests 31 ± 3 ms.", "against"),
        ("Is species richness higher in organic than in conventional fields?", "We counted 41 plant species in organically managed plots and 24 under conventional management.", "for"),
        ("Are iron nanowires stiffer than copper nanowires?", "The iron ones stiffened to 1.3 TPa, the copper ones to 0.9 TPa.", "for"),
        (BETTER, "DPR finds its first 20 passages for 78.4%, compared with 59.1% for BM25.", "for"),
    (BETTER, "The index of DPR has 92,000 terms, that of BM25 23,000 terms.", None),
        (BETTER, "Model NQ TriviaQA BM25 32.6 52.4 DPR 41.5 56.8", "for"),
        (BETTER, "Model NQ TriviaQA BM25 32.6 58.4 DPR 41.5 56.8", None),
        (BETTER, "Replacing BM25 with DPR raised the accuracy from 42.9% to 65.2%.", "for"),
    ],
)  # fmt: skip
def test_vote_of_figures_in_any_field(question: str, sentence: str, vote: str | None) -> None:
    asked = parse_question(question)
    assert vote_of_figures(asked, sentence, Sides(asked, [CARD]).of(PAPER)) == vote
