import json

import pytest

from scripts import AVERAGE, BEST, CHANGE, DIFFERENCE, F1, GPUS, HONEST, SHARE, derivation
from synth.errors import SandboxError
from synth.gates import reproduction
from synth.gates.replication import replication_attacker
from synth.gates.reproduction import reproduce, reproduction_files
from synth.gates.sandbox import missing_sandbox
from synth.models import Artifacts, Reproduction
from synth.settings import SandboxSettings

SETTINGS = SandboxSettings(timeout_s=60.0)
WRONG = derivation("difference", "ours - baseline", "26.6", 0.15, ours=52.1, baseline=35.5)
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")


@sealed
def test_reproduce_computes_what_is_reported() -> None:
    made = reproduce([DIFFERENCE, CHANGE, AVERAGE, BEST, SHARE, F1, GPUS], SETTINGS)
    assert [item.derivation for item in made] == [DIFFERENCE, CHANGE, AVERAGE, BEST, SHARE, F1, GPUS]
    assert {(item.outcome, item.survived, item.why) for item in made} == {("reproduced", True, "")}
    assert [item.verdict for item in made] == [
        "computed 16.6, reported 16.6, tolerance 0.15",
        "computed 46.761, reported 46.8, tolerance 0.3",
        "computed 41.5, reported 41.5, tolerance 0.1",
        "computed 52.1, reported 52.1, tolerance 0.05",
        "computed 33.2, reported 33.2, tolerance 0.05",
        "computed 57.155, reported 57.1, tolerance 0.1",
        "computed 24, reported 24, tolerance 0.5",
    ]


@sealed
def test_reproduce_contradicts_what_does_not_follow() -> None:
    (item,) = reproduce([WRONG], SETTINGS)
    assert (item.outcome, item.survived) == ("contradicted", True)
    assert item.verdict == "computed 16.6, reported 26.6, tolerance 0.15"


@sealed
@pytest.mark.parametrize(("bound", "outcome"), [("at least", "reproduced"), ("at most", "contradicted")])
def test_reproduce_reads_a_bound(bound: str, outcome: str) -> None:
    made = derivation("difference", "ours - baseline", "15", 0.5, ours=52.1, baseline=35.5)
    (item,) = reproduce([made.model_copy(update={"bound": bound})], SETTINGS)
    assert (item.outcome, item.verdict) == (outcome, f"computed 16.6, reported {bound} 15, tolerance 0.5")


@sealed
def test_reproduce_counts_a_script_that_was_caught_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduction, "derivation_script", lambda made: "print(16.6)")
    (item,) = reproduce([DIFFERENCE], SETTINGS)
    assert (item.outcome, item.survived, item.computed, item.printed) == ("inconclusive", False, None, None)
    assert item.why.startswith("the script survives no attack and counts as nothing: it holds the number 16.6")


@sealed
def test_reproduce_counts_a_script_that_fails_a_mutation_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    echo = 'import csv\nprint(next(csv.DictReader(open("inputs.csv")))["ours"])'
    monkeypatch.setattr(reproduction, "derivation_script", lambda made: echo)
    (item,) = reproduce([BEST], SETTINGS)
    assert (item.outcome, item.survived, item.computed, item.printed) == ("inconclusive", False, 52.1, "52.1\n")
    assert "bm25 raised above the others" in item.why


def test_reproduce_runs_nothing_without_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduction, "missing_sandbox", lambda: "bubblewrap is not installed")
    (item,) = reproduce([DIFFERENCE], SETTINGS)
    assert (item.outcome, item.survived, item.computed) == ("inconclusive", False, None)
    assert item.remark == "not attempted: bubblewrap is not installed"
    assert item.verdict == "computed nothing, reported 16.6, tolerance 0.15"


def test_reproduce_says_not_attempted_where_the_sandbox_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> None:
        raise SandboxError("bubblewrap failed: Cannot allocate memory")

    monkeypatch.setattr(reproduction, "missing_sandbox", lambda: None)
    monkeypatch.setattr(reproduction, "attack_script", fails)
    (item,) = reproduce([DIFFERENCE], SETTINGS)
    assert (item.outcome, item.remark) == ("inconclusive", "not attempted: bubblewrap failed: Cannot allocate memory")


@sealed
def test_reproduction_files_hold_what_was_run_and_printed() -> None:
    made = reproduce([DIFFERENCE, WRONG.model_copy(update={"derivation_id": "d-1111111111"})], SETTINGS)
    files = reproduction_files(made)
    assert sorted(files) == [
        "reproduction/d-0123456789/inputs.csv",
        "reproduction/d-0123456789/printed.txt",
        "reproduction/d-0123456789/script.py",
        "reproduction/d-1111111111/inputs.csv",
        "reproduction/d-1111111111/printed.txt",
        "reproduction/d-1111111111/script.py",
        "reproduction/index.jsonl",
    ]
    assert files["reproduction/d-0123456789/inputs.csv"] == b"ours,baseline\n52.1,35.5\n"
    assert files["reproduction/d-0123456789/printed.txt"] == b"16.6\n"
    assert b"result = ours - baseline\n" in files["reproduction/d-0123456789/script.py"]
    first, second = map(json.loads, files["reproduction/index.jsonl"].splitlines())
    assert (first["id"], first["outcome"], first["computed"], first["reported"], first["survived"]) == (
        "d-0123456789", "reproduced", 16.6, 16.6, True,
    )  # fmt: skip
    assert first["script"] == "reproduction/d-0123456789/script.py"
    assert (second["outcome"], second["verdict"]) == ("contradicted", "computed 16.6, reported 26.6, tolerance 0.15")
    assert reproduction_files(reproduce([DIFFERENCE], SETTINGS)) == reproduction_files(made[:1])


def test_reproduction_files_are_none_without_reproductions() -> None:
    assert reproduction_files([]) == {}


def judged(identifier: str, survived: bool) -> Reproduction:
    return Reproduction(
        derivation=DIFFERENCE.model_copy(update={"derivation_id": identifier}),
        computed=16.6,
        outcome="reproduced" if survived else "inconclusive",
        survived=survived,
        verdict="",
        why="" if survived else "it holds the number 16.6",
    )


def test_replication_attacker_scores_the_share_that_survived() -> None:
    made = Artifacts(reproductions=(judged("d-1", True), judged("d-2", False), judged("d-3", True)))
    attacker = replication_attacker(made)
    assert attacker is not None
    assert (attacker.name, attacker.score) == ("replication attacker", 6.7)
    assert attacker.tried[-1] == "2 of 3 scripts survived"
    (finding,) = attacker.found
    assert (finding.text, finding.claim_id, finding.serious) == ("d-2: it holds the number 16.6", None, False)


def test_replication_attacker_judges_nothing_where_no_script_was_run() -> None:
    unrun = Artifacts(reproductions=(judged("d-1", False),), not_run="bubblewrap is not installed")
    assert replication_attacker(Artifacts()) is None
    assert replication_attacker(unrun) is None


def test_honest_scripts_are_of_all_kinds() -> None:
    kinds = {made.kind for made, _ in HONEST.values()}
    assert kinds == {
        "difference", "relative change", "ratio", "average", "sum", "best", "share", "F1", "parameters",
    }  # fmt: skip
