"""Clauses beside the main one, relative clauses, and wordy questions."""

import pytest

from synth.question import parse_question


@pytest.mark.parametrize(
    ("text", "kind", "sign", "subjects", "outcomes"),
    [
        ("Does the glacier shrink as summers get warmer?", "effect", -1, ("summers get warmer",), ("glacier",)),
        ("What happens to the yield of wheat when bees are absent?", "effect", 0, ("bees are absent",), ("yield of wheat",)),
        ("Does soil respiration suffer when rain fails?", "effect", -1, ("rain fails",), ("soil respiration",)),
        ("When rain fails, does irrigation raise yields?", "effect", 1, ("irrigation",), ("yields",)),
        ("Does caching help only when requests repeat?", "effect", 1, ("caching",), ()),
        ("Do people who smoke report more back pain?", "effect", 1, ("people who smoke",), ("back pain",)),
        ("Do drugs fail to reduce relapse?", "effect", 1, ("drugs",), ("relapse",)),
        ("Can fences keep deer from crossing roads?", "effect", -1, ("fences",), ("deer crossing roads",)),
        ("Do parrots judge number the way children do?", "comparison", -1, ("parrots", "children"), ("number",)),
        ("Does compost raise rather than lower soil acidity?", "effect", 1, ("compost",), ("soil acidity",)),
        ("Does tutoring improve grades and raise attendance?", "effect", 1, ("tutoring",), ("grades", "attendance")),
        ("Is pair programming worth the effort?", "effect", 1, ("pair programming",), ()),
        ("How quickly do reefs recover after a cyclone?", "how_much", 0, ("reefs",), ("recover speed",)),
        ("Peat as a substitute for coal", "comparison", 0, ("Peat", "coal"), ()),
        ("Land tenure and the adoption of terraces", "effect", 0, ("Land tenure",), ("adoption of terraces",)),
        ("Decline of the dialect: migration or schooling?", "comparison", 0, ("migration", "schooling"), ("Decline of the dialect",)),
        ("Is the wage of nurses higher than that of teachers?", "comparison", 1, ("nurses", "teachers"), ("wage",)),
        ("Is the relapse rate lower after surgical than after medical repair?", "comparison", -1, ("surgical repair", "medical repair"), ("relapse rate",)),
        ("Evidence for tool use in crows", "whether", 1, ("tool use",), ()),
    ],
)  # fmt: skip
def test_questions_as_they_are_typed(
    text: str, kind: str, sign: int, subjects: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    asked = parse_question(text)
    assert (asked.kind, asked.sign, asked.subjects, asked.outcomes) == (kind, sign, subjects, outcomes)
