"""What was read once is not read again, whatever is asked of it."""

from functools import partial
from pathlib import Path

import pytest

from synth import generate
from synth.settings import ClaimSettings, Settings
from tests.integration.runs import PAPER, QUESTION, lines_of, write_papers


def test_acquire_extracts_anew_without_reading_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    library, out = tmp_path / "library", tmp_path / "out"
    run = partial(generate, QUESTION, papers=[papers], offline=True, library=library, out=out, pdf=False)
    first = run()
    claims = lines_of(Path(first.folder), "claims")

    def unwanted(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("synth.stages.acquisition.read_source", unwanted)
    highest = max(claim["score"] for claim in claims)
    second = run(settings=Settings(claims=ClaimSettings(min_score=highest - 1e-6)))
    assert second.manifest.inputs == first.manifest.inputs
    assert len(claims) > len(lines_of(Path(second.folder), "claims")) == 1
