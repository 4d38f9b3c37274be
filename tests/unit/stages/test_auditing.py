"""`synth audit` recomputes what follows in a paper and says what holds, also where nothing can be run sealed."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.cli import main
from synth.errors import SourceError
from synth.models import Document, ReproductionLine, Source
from synth.reading import read_source
from synth.settings import ReadingSettings, Settings
from synth.stages import auditing
from synth.stages.auditing import audit, audit_json, audit_text
from synth.system.sandbox import missing_sandbox

PAPER = r"""\documentclass{article}
\title{Two Numbers}
\begin{document}
\section{Results}
WORDS
Of the 4,800 questions, 1,200 (25\%) are long. We labelled 37 of the 50 answers (84\%) as right.
Accuracy rose from 52.1 to 54.3, a gain of 2.8 points.
\end{document}
"""
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason="bubblewrap does not work here")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "two.tex"
    path.write_text(PAPER.replace("WORDS", "The reader selects passages and answers with a span of the text. " * 12))
    return path


@sealed
def test_audit_lists_the_largest_difference_first(paper: Path) -> None:
    found = audit([paper])
    assert [(item.outcome, item.verdict) for item in found.reproductions] == [
        ("contradicted", "computed 2.2, reported 2.8, tolerance 0.15"),
        ("contradicted", "computed 74, reported 84, tolerance 0.5"),
        ("reproduced", "computed 25, reported 25, tolerance 0.5"),
    ]
    text = audit_text(found)
    assert text.startswith("DOES NOT HOLD: 2.8 (difference); computed 2.2, reported 2.8, tolerance 0.15\n")
    assert "100 * part / whole, where part = 37, whole = 50\n" in text
    assert text.splitlines()[-1] == "1 paper: 3 numbers follow from others: 2 do not hold, 1 do"
    failing = audit_text(found, failed=True)
    assert "holds:" not in failing
    assert failing.splitlines()[-1] == text.splitlines()[-1]


@sealed
def test_audit_json_prints_one_reproduction_line_a_number(paper: Path) -> None:
    run = CliRunner().invoke(main, ["audit", str(paper), "--json", "--failed"])
    assert run.exit_code == 0
    lines = [ReproductionLine.model_validate_json(line) for line in run.stdout.splitlines()]
    assert [(line.reported, line.computed, line.outcome, line.survived) for line in lines] == [
        (2.8, 2.2, "contradicted", True),
        (84.0, 74.0, "contradicted", True),
    ]
    assert list(json.loads(run.stdout.splitlines()[0]))[:4] == ["id", "paper_id", "text", "spans"]


def test_audit_without_a_sandbox_gives_no_verdict(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("synth.audit.reproduction", "synth.stages.auditing"):
        monkeypatch.setattr(f"{module}.missing_sandbox", lambda: "bwrap is not installed")
    found = audit([paper])
    assert {item.outcome for item in found.reproductions} == {"inconclusive"}
    assert "not attempted: bwrap is not installed" in audit_text(found).splitlines()[-1]
    assert '"computed":null' in audit_json(found)


def test_audit_of_a_paper_that_breaks_the_reader_costs_only_itself(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.tex").write_text(paper.read_text().replace("Two", "Broken"))

    def read(data: bytes, origin: Source, settings: ReadingSettings) -> Document:
        if b"Broken" in data:
            raise ValueError("zip() argument 2 is longer than argument 1")
        return read_source(data, origin, settings)

    monkeypatch.setattr(auditing, "read_source", read)
    found = audit([paper, tmp_path / "broken.tex"])
    assert len(found.papers) == 1
    assert [skip.reason for skip in found.skips] == [
        "the reader failed on it: zip() argument 2 is longer than argument 1"
    ]


def test_audit_names_a_path_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.tex"):
        audit([tmp_path / "absent.tex"])
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "absent.tex")])
    assert run.exit_code == 1


def test_audit_refuses_what_holds_no_paper(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(SourceError, match="no paper that can be read"):
        audit([tmp_path])


def hang(*_: object) -> Document:
    time.sleep(600)
    raise AssertionError


def swell(*_: object) -> Document:
    raise AssertionError(len(bytearray(64_000_000_000)))


def crash(*_: object) -> Document:
    os._exit(11)


@pytest.mark.parametrize(("misfortune", "reason"), [
    (hang, "reading it took longer than 2 s"), (swell, "350 MB of memory"), (crash, "the reader crashed on it"),
])  # fmt: skip
def test_audit_of_a_paper_that_breaks_the_reader_costs_only_that_paper(
    paper: Path, monkeypatch: pytest.MonkeyPatch, misfortune: Callable[..., Document], reason: str
) -> None:
    (paper.parent / "bad.tex").write_text(paper.read_text().replace("Two Numbers", "Bad Numbers"))

    def read_or_break(data: bytes, source: Source, settings: ReadingSettings) -> Document:
        return misfortune() if b"Bad Numbers" in data else read_source(data, source, settings)

    monkeypatch.setattr(auditing, "read_source", read_or_break)
    found = audit([paper.parent / "bad.tex", paper], settings=Settings(reading=ReadingSettings(timeout_s=2)))
    assert [each.title for each in found.papers] == ["two"]
    assert [skip.title for skip in found.skips] == ["bad"]
    assert reason in found.skips[0].reason
