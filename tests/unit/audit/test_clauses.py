"""Arithmetic that one clause states in full is judged; what it leaves open is not."""

import pytest

from tests.unit.audit.papers import judged, with_text


@pytest.mark.parametrize(
    ("sentence", "kind", "verdict"),
    [
        ("Of the 4,800 questions, 1,200 (25%) are long.", "share", "holds"),
        ("We labelled 37 of the 50 answers (74 %) as right.", "share", "holds"),
        ("We labelled 37 of the 50 answers (84 %) as right.", "share", "charged"),
        ("Remission was seen in 12/40 (30.0%).", "share", "holds"),
        ("Remission was seen in 12/40 (33.0%).", "share", "charged"),
        ("Patients improved in 74% (37 of 50) of the clinics.", "share", "holds"),
        ("The cameras took 5,310 images, of which 1,486 (28.0%) showed no animal.", "share", "holds"),
        ("The cameras took 5,310 images, of which 1,486 (38.0%) showed no animal.", "share", "charged"),
        ("37 (74%) of the 50 answers were right.", "share", "holds"),
        # the share of those left: the words mean it so, perhaps
        ("37 of the 50 answers (26%) were wrong.", "share", "doubted"),
        # so far apart that it is another share
        ("After the 9/11 attacks (3.4 percent of them in Spain) growth slowed.", "share", "doubted"),
        # a whole that is named before
        ("In 200 papers, 37 of the 50 tables (19%) were wrong.", "share", "doubted"),
        ("Recall rose from 52.1 to 54.3, a gain of 2.2 points.", "difference", "holds"),
        ("Recall rose from 52.1 to 54.3, a gain of 3.2 points.", "difference", "charged"),
        ("Errors fell from 8.4 to 6.3 (a 25% reduction).", "relative change", "holds"),
        ("Errors fell from 8.4 to 6.3 (a 55% reduction).", "relative change", "charged"),
        # relative to the new value
        ("The error rate falls from 24.0 to 20.4, a reduction of 18%.", "relative change", "doubted"),
        ("Accuracy rose from 52.1 to 54.3 (+2.2).", "difference", "holds"),
        ("Accuracy rose from 52.1 to 54.3 (+7.2).", "difference", "doubted"),
        ("It has 1 + 2 + 3 + 3 = 9 genes.", "sum", "holds"),
        ("It has 1 + 2 + 3 + 3 = 8 genes.", "sum", "charged"),
        ("There are 9,000 train, 500 dev and 500 test questions, 10,000 in total.", "sum", "holds"),
        ("There are 9,000 train, 500 dev and 500 test questions, 12,000 in total.", "sum", "doubted"),
        ("We use a total of 8 studies (7 open and 1 industrial).", "sum", "holds"),
    ],
)
def test_clause_states_all_of_it(sentence: str, kind: str, verdict: str) -> None:
    assert [item[::2] for item in judged(with_text(sentence))] == [(kind, verdict)]


@pytest.mark.parametrize(
    "sentence",
    [
        # seen in papers of other fields, each once taken for an error of its authors
        "The mean score was 43.2 (range 11.0-96.5), 12 of them above 50.",
        "We trained on 33, 600 of 50, 000 samples (67%).",
        "Our fuzzer is 7x faster and exposed 3 bugs.",
        "The reader gains 6.6 vs. 19.0 points, a difference of 4.",
        "Images of 128x128 (or 256x256) pixels were used.",
        "It is 6.7 points above BM25, which has 21.3 on 5 sets.",
        "For example, when using N = 2 and R = 128, the proposed scheme is roughly 64x faster than 128 images.",
        "Image regions of {40, 80, 160, 320, 640} pixels for the 5x5 MLP.",
        "We use γ = 2.0 with α = .25 for all experiments but α = .5 works nearly as well (.4 AP lower).",
        "At the same accuracy (47.5% vs 47.5%), the inference speed is 1.9 times.",
        "It saves 92, 69 and 91 per cent of episodes, speed ups of factor 12.35, 3.22 and 11.13.",
        "For the probability P we considered three different values: 0.1, 0.5 and 0.9.",
        "In total, we had 5 x 100 x 2 x 6 = 6, 000 independent searches.",
        "We vary the temperature from 20 to 30 °C, which raises yield by 15%.",
        "From 2010 to 2015, a growth of 30% was seen.",
        "Packages designed in the 2008/2009 crisis (3.4 percent of the product) raised output.",
        "In 3 of 5 seconds (40%) the signal was lost.",
        "There were 12 of them above 10^3 of the 50 (24%).",
        "With the tempo, the vectors have 79 × 2 + 1 = 159 features.",
        "The model has n + 3 + 4 = 12 layers.",
        "Each of them has 3 + 4 = 10 − k neighbours.",
    ],
)
def test_clause_that_leaves_something_open_is_no_charge(sentence: str) -> None:
    assert "charged" not in {item[2] for item in judged(with_text(sentence))}


def test_unfit_sentence_is_not_judged() -> None:
    document = with_text("We labelled 37 of the 50 answers (84 %) as right.")
    (section,) = document.sections
    unfit = section.sentences[0].model_copy(update={"unfit": "spliced by a float"})
    spliced = document.model_copy(update={"sections": (section.model_copy(update={"sentences": (unfit,)}),)})
    assert judged(spliced) == []


@pytest.mark.parametrize(("habit", "verdict"), [("61", "charged"), ("60", "doubted")])
def test_cut_digits_excuse_no_paper_that_rounds(habit: str, verdict: str) -> None:
    found = judged(with_text(f"First came 17 of 28 people ({habit}%).", "Then came 23 of 28 people (82%)."))
    assert [item[2] for item in found] == ["holds" if habit == "61" else "doubted", "holds"]
    found = judged(with_text(f"First came 17 of 28 people ({habit}%).", "Then came 19 of 28 people (67%)."))
    assert found[1][2] == verdict
