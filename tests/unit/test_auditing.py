"""`synth audit` recomputes what follows in a paper and says what holds, also where nothing can be run sealed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.auditing import audit, audit_json, audit_text
from synth.cli import main
from synth.errors import SourceError
from synth.gates import missing_sandbox
from synth.models import ReproductionLine

PAPER = r"""\documentclass{article}
\title{Two Numbers}
\begin{document}
\section{Results}
WORDS
Of the 4,800 questions, 1,200 (25\%) are long. We train on 3 nodes with 8 GPUs each, i.e. 32 GPUs.
\end{document}
"""
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason="bubblewrap does not work here")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "two.tex"
    path.write_text(PAPER.replace("WORDS", "The reader selects passages and answers with a span of the text. " * 12))
    return path


@sealed
def test_audit_says_which_numbers_hold(paper: Path) -> None:
    found = audit([paper])
    assert [(item.outcome, item.verdict) for item in found.reproductions] == [
        ("reproduced", "computed 25, reported 25, tolerance 0.5"),
        ("contradicted", "computed 24, reported 32, tolerance 0"),
    ]
    text = audit_text(found)
    assert "  DOES NOT HOLD: 32 GPUs (parameters); computed 24, reported 32, tolerance 0\n" in text
    assert "    nodes * gpus, where\n      nodes = 3 nodes (Section 1 Results, par. 1)\n" in text
    assert text.endswith("1 paper: 2 numbers follow from others: 1 hold, 1 do not\n")


@sealed
def test_audit_json_prints_one_reproduction_line_a_number(paper: Path) -> None:
    run = CliRunner().invoke(main, ["audit", str(paper), "--json"])
    assert run.exit_code == 0
    lines = [ReproductionLine.model_validate_json(line) for line in run.stdout.splitlines()]
    assert [(line.reported, line.computed, line.outcome, line.survived) for line in lines] == [
        (25.0, 25.0, "reproduced", True),
        (32.0, 24.0, "contradicted", True),
    ]
    assert list(json.loads(run.stdout.splitlines()[0]))[:4] == ["id", "paper_id", "text", "spans"]


def test_audit_without_a_sandbox_gives_no_verdict(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("synth.gates.reproduction", "synth.auditing"):
        monkeypatch.setattr(f"{module}.missing_sandbox", lambda: "bwrap is not installed")
    found = audit([paper])
    assert {item.outcome for item in found.reproductions} == {"inconclusive"}
    assert audit_text(found).endswith(
        "1 paper: 2 numbers follow from others; recomputing them was not attempted: bwrap is not installed\n"
    )
    assert '"computed":null' in audit_json(found)


def test_audit_names_a_path_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.tex"):
        audit([tmp_path / "absent.tex"])
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "absent.tex")])
    assert run.exit_code == 1


def test_audit_refuses_what_holds_no_paper(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(SourceError, match="no paper that can be read"):
        audit([tmp_path])
