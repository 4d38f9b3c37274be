"""The floors are well-formed: each has a measure, data and a bound that today's figure keeps, and says so if it fell."""

from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.floors import MEASURES, Floor, fingerprint, verdict


def test_floors_name_measures_and_bounds() -> None:
    found = floors.floors()
    assert len({floor.name for floor in found}) == len(found) > 15
    for floor in found:
        assert floor.measure in MEASURES, floor.name
        assert (floor.at_least is None) != (floor.at_most is None), floor.name
        kept = floor.measured >= (floor.at_least or 0) if floor.at_most is None else floor.measured <= floor.at_most
        assert kept, floor.name


@pytest.mark.parametrize(
    ("value", "bounds", "holds"),
    [
        (0.8, {"at_least": 0.7}, True),
        (0.6, {"at_least": 0.7}, False),
        (1, {"at_most": 0}, False),
        (0, {"at_most": 0}, True),
    ],
)
def test_floor_fails_below(
    value: float, bounds: dict[str, float], holds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("labels")
    monkeypatch.setattr(floors, "ROOT", tmp_path)
    monkeypatch.setattr(floors, "measured", lambda name: {"part": {"F1": value}})
    floor = Floor(
        "a figure",
        "claims",
        ("part", "F1"),
        "data",
        fingerprint(tmp_path / "data"),
        value,
        at_least=bounds.get("at_least"),
        at_most=bounds.get("at_most"),
    )
    assert verdict(floor)[0] is holds
    (tmp_path / "data").write_text("other labels")
    assert verdict(floor)[0] is False  # the data have changed
    assert verdict(floor._replace(data="absent"))[0] is True
