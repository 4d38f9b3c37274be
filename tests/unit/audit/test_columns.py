"""Arithmetic inside a table: found by its labels, and charged only where other cells bear them out."""

import pytest

from tests.unit.audit.papers import judged, with_table

HABITATS = """
Species | Ridge | Valley | Marsh | Total
Roe deer | 214 | 388 | 97 | 699
Wild boar | 156 | 203 | 142 | 501
Red fox | 88 | 131 | 64 | {total}
Lynx | 12 | 7 | 3 | 22
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (HABITATS.format(total="283"), [("sum", total, "holds") for total in ("699", "501", "283", "22")]),
        (
            "Model | A | B | C | Avg.\nBM25 | 41.5 | 48.9 | 52.3 | 47.6\nDPR | 44.5 | 51.2 | 56.8 | 50.8",
            [("average", "47.6", "holds"), ("average", "50.8", "holds")],
        ),
        (
            "Tagger | P | R | F1\nCRF | 81.0 | 70.0 | 75.1\nLSTM | 84.2 | 79.8 | 81.9",
            [("F1", "75.1", "holds"), ("F1", "81.9", "holds")],
        ),
        (
            "Task | Before | After | Δ\nNLI | 60.1 | 62.4 | 2.3\nQA | 44.0 | 43.1 | -0.9",
            [("difference", "2.3", "holds"), ("difference", "-0.9", "holds")],
        ),
        (
            "Cause | Count | %\nFalls | 30 | 25.0\nBurns | 66 | 55.0\nOther | 24 | 20.0",
            [("share", "25.0", "holds"), ("share", "55.0", "holds"), ("share", "20.0", "holds")],
        ),
    ],
)
def test_labels_tell_what_follows_from_what(rows: str, expected: list[tuple[str, str, str]]) -> None:
    assert judged(with_table(rows)) == expected


def test_one_wrong_cell_among_others_is_charged() -> None:
    verdicts = dict(item[1:] for item in judged(with_table(HABITATS.format(total="383"))))
    assert verdicts == {"699": "holds", "501": "holds", "383": "charged", "22": "holds"}


@pytest.mark.parametrize(
    "rows",
    [
        # what is counted may overlap, so a total may be less than its parts
        HABITATS.format(total="253"),
        # one witness is too few
        "Model | A | B | Avg.\nBM25 | 41.5 | 48.9 | 45.2\nDPR | 44.5 | 51.2 | 58.8",
        # F1 of the averages, or their average: the columns are of different measures
        "Tagger | Precision | Recall | F1\nCRF | 80.0 | 60.0 | 68.6\nLSTM | 60.0 | 90.0 | 72.0\n"
        "GRU | 50.0 | 50.0 | 50.0\nAverage | 63.3 | 66.7 | 61.0",
        # digits cut off instead of rounded: 77.8 and 1.89 give 3.7
        "Parser | P | R | F1\nA | 81.0 | 70.0 | 75.1\nB | 84.2 | 79.8 | 81.9\nC | 55.0 | 45.0 | 49.5\n"
        "Turbo | 77.8 | 1.8 | 3.7",
    ],
)
def test_what_may_have_another_reason_is_doubted(rows: str) -> None:
    assert "charged" not in {item[2] for item in judged(with_table(rows))}


def test_labels_that_most_cells_deny_are_not_believed() -> None:
    weighted = "Model | A | B | Avg.\nX | 10.0 | 20.0 | 12.0\nY | 30.0 | 50.0 | 34.0\nZ | 10.0 | 30.0 | 20.0"
    assert judged(with_table(weighted)) == []


def test_a_length_on_average_is_no_average_of_the_columns() -> None:
    assert judged(with_table("Set | Train | Test | Avg. length\nA | 10 | 20 | 15\nB | 12 | 14 | 90")) == []


def test_numbers_that_no_float_holds_are_left_out() -> None:
    rows = "Relation | A | B | C | Total\n" + "\n".join(f"R{row} | 1e308 | 1e308 | 1e308 | 1e308" for row in range(4))
    assert judged(with_table(rows)) == []
