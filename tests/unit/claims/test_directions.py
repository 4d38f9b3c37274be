"""`read_direction`: which way sentences of several fields point."""

import subprocess
import sys

import pytest

from synth.claims import read_direction


@pytest.mark.parametrize(
    ("sentence", "subject", "comparator", "better"),
    [
        ("Rust is much faster than Python.", "Rust", "Python", 1),
        ("Rust is much faster than Python.", "Python", "Rust", -1),
        ("Compared to copper, aluminium is clearly better.", "aluminium", "copper", 1),
        ("Postgres is better than MySQL for this job.", "MySQL", "Postgres", -1),
    ],
)
def test_read_direction_tells_who_is_better(sentence: str, subject: str, comparator: str, better: int) -> None:
    assert read_direction(sentence, subject, comparator).better == better


@pytest.mark.parametrize(
    ("sentence", "subject", "comparator", "outcome", "change", "better"),
    [
        (
            "Mortality was significantly lower with heparin than with placebo (p < 0.01).",
            "heparin",
            "placebo",
            "mortality",
            -1,
            1,
        ),
        (
            "Pain scores were significantly higher in the cooling group than in the control group (P = 0.002).",
            "cooling",
            "control",
            "pain",
            1,
            -1,
        ),
        (
            "There was no significant difference in nausea between ginger and placebo (p = 0.64).",
            "ginger",
            "placebo",
            "nausea",
            0,
            0,
        ),
        (
            "Walking speed increased significantly with training compared with usual care (p < 0.001).",
            "training",
            "usual care",
            "walking speed",
            1,
            1,
        ),
    ],
)
def test_read_direction_tells_the_change_of_an_outcome(
    sentence: str, subject: str, comparator: str, outcome: str, change: int, better: int
) -> None:
    told = read_direction(sentence, subject, comparator, outcome)
    assert (told.change, told.better) == (change, better)


def test_read_direction_tells_nothing_where_nothing_is_told() -> None:
    assert read_direction("Tin and lead were bought in March.", "tin", "lead").better is None


def test_read_direction_loads_no_training_library() -> None:
    code = (
        "import sys\nfrom synth.claims import read_direction\nread_direction('A beats B', 'A', 'B', 'speed')\n"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize(
    ("sentence", "better"),
    [
        ("Dense retrieval outperforms BM25.", 1),
        ("Dense retrieval clearly outperforms BM25 by 9 points.", 1),
        ("BM25 is outperformed by dense retrieval.", 1),
        ("BM25 outperforms dense retrieval on all datasets.", -1),
        ("Dense retrieval is no better than BM25.", 0),
        ("Dense retrieval has a lower error than BM25.", 1),
    ],
)
def test_read_direction_takes_plain_words_between_the_sides_at_their_word(sentence: str, better: int) -> None:
    for outcome in (None, "accuracy"):
        assert read_direction(sentence, "dense retrieval", "BM25", outcome).better == better
