"""The largest attacks, at a hundredth of their size and with limits as much smaller: each ends in time, in one line."""

from pathlib import Path

import pytest

from benchmarks.attacks import ATTACKS, MOST_BYTES, measured

ENDS = {
    "references": (0, "/out/"),
    "sections": (0, "/out/"),
    "topics": (0, "index.html"),
    "sentences": (0, "/out/"),
    "formulas": (0, "/out/"),
    "pages": (1, "could be used; "),
    "abstract": (1, "longer than"),
    "snapshot": (0, "0 imported, 1 lines skipped"),
    "claims": (1, "does not hold: "),
    "spans": (1, "does not hold: "),
}
NOT_TRIED = {"crowd"}  # six topics at a time: what loads there is not smaller at any size
SHARES = {"topics": 0.67}
"""The share of the bound on memory where it is not half: two topics at a time load the program twice, at any size."""
LIMITS = {
    "SYNTH_READING_TIMEOUT_S": "20",
    "SYNTH_LIMITS_WORKER_MEMORY_BYTES": "300000000",
    "SYNTH_LIMITS_MAX_LINE_CHARS": "20000",
}


@pytest.mark.parametrize("name", ENDS)
def test_attack_ends_in_a_result_or_in_one_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in LIMITS.items():
        monkeypatch.setenv(variable, value)
    _, peak, code, line = measured(ATTACKS[name](tmp_path, 0.01))
    assert (code, ENDS[name][1] in line) == (ENDS[name][0], True), line
    assert "unexpected" not in line
    assert peak < MOST_BYTES * SHARES.get(name, 0.5)


def test_attacks_are_all_tried() -> None:
    assert set(ATTACKS) == set(ENDS) | NOT_TRIED
