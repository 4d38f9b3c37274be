"""What is not said to follow is not held against a paper: rivals, superlatives of something else, settings."""

from pathlib import Path

import pytest
from derived import found

from synth.gates import agrees

TABLE = r"""
\begin{table}
\begin{tabular}{lccc}
\toprule
Model & First & Tenth & Last \\
\midrule
BM25 & 40.6 & 38.2 & 36.6 \\
SBERT & 66.9 & 61.1 & 59.0 \\
Marlin & 75.0 & 71.2 & 70.3 \\
\bottomrule
\end{tabular}
\caption{Accuracy by the place of the answer.}
\end{table}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "On KILT, SEAL averages 54.5, compared with 43.9 for multi-task DPR and 33.1 for BM25.",
        "BM25 rivals dense retrieval: it averages 70.05\\%, against 68.61\\% for Contriever and 70.06\\% for MedCPT.",
        "At 32K tokens, the model averages 39.60 with the best 5 chunks and 38.38 with 20.",
        "Keeping only what BM25 ranks highest gives 38.2\\%, and dense retrieval by SBERT gives 59.0\\%.",
        "Faithfulness is judged best: BM25 reaches an accuracy of 0.95, and a ranking 0.54.",
        "Without hard negatives, Marlin averages 78.4.",
        "The top-20 accuracy of SBERT is 78.4\\%, against 59.1\\% for BM25.",
        "Marlin reaches 71.2, compared with 62.5 for the best earlier method.",
    ],
)
def test_derivations_make_no_accusation_of_a_doubtful_link(tmp_path: Path, sentence: str) -> None:
    assert [item.text for item in found(tmp_path, sentence, TABLE) if not agrees(item)] == []


def test_derivations_hold_the_highest_of_a_column_against_another_of_its_cells(tmp_path: Path) -> None:
    told = found(tmp_path, "The highest accuracy on Tenth is 61.1.", TABLE)
    assert [(item.kind, item.formula, agrees(item)) for item in told] == [("best", "max(bm25, sbert, marlin)", False)]


def test_derivations_take_our_figures_for_a_rival_as_no_name_of_ours(tmp_path: Path) -> None:
    sentence = "Our figures for BM25 are lower. On Tenth our method is 10.1 points better than SBERT."
    assert [item for item in found(tmp_path, sentence, TABLE) if not agrees(item)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "When trained on twice the data, Marlin is 2.3 points better than BM25 on Tenth.",
        "In a pilot study, SBERT was 3.1 points better than BM25 on Tenth.",
        "On long documents, Marlin beats SBERT by 2.4 points on Tenth.",
        "For short documents the gap between Marlin and BM25 shrinks to 4.2 points on Tenth.",
        "Marlin's memory is 40.0 points below that of SBERT on Tenth.",
        "Precision is 80.0\\% on North, recall 60.0\\% on South, and F1 70.0\\% on West.",
        "Marlin's recall on rare labels is 7.0 points higher than that of SBERT.",
    ],
)
def test_derivations_hold_nothing_against_a_number_of_another_setting(tmp_path: Path, sentence: str) -> None:
    assert [item.text for item in found(tmp_path, sentence, TABLE) if not agrees(item)] == []


def test_derivations_hold_a_number_of_the_tables_own_setting_against_the_paper(tmp_path: Path) -> None:
    told = found(tmp_path, "On Tenth, Marlin beats SBERT by 12.4 points.", TABLE)
    assert [(item.formula, agrees(item)) for item in told] == [("abs(marlin - sbert)", False)]


def test_derivations_turn_an_ablation_round_that_is_compared_with(tmp_path: Path) -> None:
    table = TABLE.replace("BM25", "Full model").replace("SBERT", "w/o skipping").replace("Marlin", "w/o names")
    told = found(tmp_path, "On Last, the full model is 38.0\\% relative below the model without skipping.", table)
    assert [(item.formula, agrees(item)) for item in told] == [
        ("100 * abs(full_model - w_o_skipping) / w_o_skipping", True)
    ]


@pytest.mark.parametrize(("printed", "instead"), [("40.6", "n/a"), ("75.0", "OOM"), ("40.6", "40,6")])
def test_find_derivations_takes_no_other_column_where_the_one_named_cannot_be_read(
    tmp_path: Path, printed: str, instead: str
) -> None:
    sentence = "On First, Marlin improves accuracy over BM25 by 34.4 points."
    assert [agrees(item) for item in found(tmp_path, sentence, TABLE)] == [True]
    assert found(tmp_path, sentence, TABLE.replace(printed, instead)) == []


def test_find_derivations_holds_no_number_of_another_setting_against_a_table(tmp_path: Path) -> None:
    sentence = "With 100 passages instead of 20, Marlin improves accuracy over BM25 by 10.2 points on First."
    assert found(tmp_path, sentence, TABLE) == []
