"""What was read once is not read again, whatever is asked of it."""

from pathlib import Path

import pytest

from synth import generate
from synth.settings import ClaimSettings, Settings

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"


def test_acquire_extracts_anew_without_reading_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no TeX: what is typeset does not matter here
    first = generate(QUESTION, sample=True, library=tmp_path / "library", out=tmp_path / "out")

    def unwanted(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("synth.acquisition.read_source", unwanted)
    strict = Settings(claims=ClaimSettings(min_score=0.9))
    second = generate(QUESTION, sample=True, settings=strict, library=tmp_path / "library", out=tmp_path / "out")
    assert second.manifest.inputs == first.manifest.inputs
    claims = [(Path(run.folder) / "claims.jsonl").read_text().count("\n") for run in (first, second)]
    assert claims[0] > claims[1] > 0
