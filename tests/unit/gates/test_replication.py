from fractions import Fraction

import pytest

from scripts import AB, AVERAGE, BEST, CHEATING, DIFFERENCE, HONEST, PARAMETERS, RATIO, derivation
from synth.gates.derivation_script import derivation_script
from synth.gates.derivations.arithmetic import compute
from synth.gates.replication import attack_script, inputs_csv, mutations, printed_number
from synth.gates.sandbox import SealedRun, missing_sandbox
from synth.gates.script_inspection import inspect_script
from synth.settings import SandboxSettings

SETTINGS = SandboxSettings(timeout_s=60.0)
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")


@sealed
@pytest.mark.parametrize("name", HONEST)
def test_attacker_lets_an_honest_script_pass(name: str) -> None:
    made, script = HONEST[name]
    attack = attack_script(script, made, SETTINGS)
    assert attack.found == ()
    assert attack.computed == pytest.approx(made.reported.value, abs=made.tolerance)


@sealed
@pytest.mark.parametrize("name", CHEATING)
def test_attacker_rejects_a_cheating_script(name: str) -> None:
    made, script = CHEATING[name]
    assert attack_script(script, made, SETTINGS).found


RUN_TO_BE_CAUGHT = {
    "echo_of_the_input", "echo_of_the_last_input", "echo_with_a_show_of_comparing", "one_input_ignored",
    "inputs_swapped", "data_made_constant",
}  # fmt: skip


@pytest.mark.parametrize("name", CHEATING)
def test_inspection_finds_cheating_without_running_it(name: str) -> None:
    made, script = CHEATING[name]
    assert bool(inspect_script(script, made)) is (name not in RUN_TO_BE_CAUGHT)


@sealed
@pytest.mark.parametrize("made", [DIFFERENCE, AVERAGE, BEST, PARAMETERS, RATIO], ids=lambda made: made.kind)
def test_attacker_lets_the_scripts_of_derivations_pass(made: object) -> None:
    attack = attack_script(derivation_script(made), made, SETTINGS)  # type: ignore[arg-type]
    assert attack.found == ()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("print(16.6)", "it holds the number 16.6"),
        (AB + "print(16 + 0.6)", "a value, 16.6, is put together from constants"),
        (AB + 'print(a - b) # "16.6"', "the reported value stands in a comment or string"),
        ("import sys\nprint(sys.argv[1])", "it imports sys"),
        ('print(open("answer.txt").read())', "it opens something other than inputs.csv"),
        ("try:\n    pass\nfinally:\n    pass", "it uses Try, which computing does not need"),
        ("print(", "it is no Python: '(' was never closed (<unknown>, line 1)"),
        (AB + "if a == 52.1:\n    b = a\nprint(a - b)", "it compares an input with a constant"),
        ("print(" + "-" * 5000 + "1)", "it is nested too deeply to be looked through"),
        ("#" * 30_000, "it is too long to be looked through"),
    ],
)
def test_inspection_says_what_it_found(script: str, reason: str) -> None:
    assert reason in inspect_script(script, DIFFERENCE)


@sealed
def test_attacker_names_the_input_that_changes_nothing() -> None:
    made = derivation("difference", "a - b + 0 * c", "3", 0.5, a=5, b=2, c=7)
    script = 'import csv\nrow = next(csv.DictReader(open("inputs.csv")))\nprint(int(row["a"]) - int(row["b"]))'
    assert attack_script(script, made, SETTINGS).found == ("its output does not depend on c",)


@sealed
def test_attacker_tells_what_an_echo_missed() -> None:
    made, script = CHEATING["echo_of_the_input"]
    assert "with bm25 raised above the others it printed 52.1, where its formula gives 1" in " ".join(
        attack_script(script, made, SETTINGS).found
    )


def test_attacker_refuses_a_single_input_that_is_the_value() -> None:
    made = derivation("parameters", "100 * share", "16.6", 0.05, share=0.166)
    found = attack_script('print(100 * float(open("inputs.csv").readlines()[1]))', made, SETTINGS).found
    assert found == ("the reported value can be read off its only input",)


def test_inspection_refuses_a_formula_with_the_reported_value() -> None:
    made = derivation("parameters", "24 * nodes / nodes2", "24", 0.5, nodes=3, nodes2=3)
    script = (
        'import csv\nrow = next(csv.DictReader(open("inputs.csv")))\nprint(24 * int(row["nodes"]) / int(row["nodes2"]))'
    )
    assert inspect_script(script, made) == ("the reported value can be read off the number 24 of its formula",)


@pytest.mark.parametrize("made", [made for made, _ in HONEST.values()], ids=list(HONEST))
def test_mutations_move_the_formula_by_every_operand(made: object) -> None:
    cases = mutations(made)  # type: ignore[arg-type]
    formula = made.formula  # type: ignore[attr-defined]
    first = compute(formula, cases[0].values)
    for operand in made.operands:  # type: ignore[attr-defined]
        alone = [case for case in cases if case.moved == (operand.name,)]
        assert len(alone) == 5
        assert any(compute(formula, case.values) != first for case in alone)


def test_inspection_lets_an_average_divide_by_how_many_there_are() -> None:
    operands = {"a": 40.0, "b": 45.0, "c": 50.0, "d": 55.0, "e": 60.0}
    made = derivation("average", "(a + b + c + d + e) / 5", "50.0", 0.1, **operands)
    assert inspect_script(derivation_script(made), made) == ()


def test_mutations_are_the_same_for_the_same_derivation_and_others_for_another() -> None:
    other = DIFFERENCE.model_copy(update={"derivation_id": "d-9876543210"})
    assert mutations(DIFFERENCE) == mutations(DIFFERENCE)
    assert mutations(DIFFERENCE) != mutations(other)


def test_nudged_input_looks_like_the_printed_one() -> None:
    nudged = next(trial for trial in mutations(DIFFERENCE) if trial.what == "ours nudged")
    assert inputs_csv(DIFFERENCE.operands, nudged.values) == b"ours,baseline\n52.2,35.5\n"


def test_inputs_csv_writes_plain_decimals() -> None:
    made = derivation("sum", "a + b + c + d", "1", 0.5, a=1.2e6, b=0.00005, c=-3.5, d=1e22)
    assert inputs_csv(made.operands) == b"a,b,c,d\n1200000,0.00005,-3.5,10000000000000000000000\n"
    assert inputs_csv(made.operands, {"a": Fraction(1, 8), "b": Fraction(0), "c": Fraction(-1, 20), "d": Fraction(7)}) == (
        b"a,b,c,d\n0.125,0,-0.05,7\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "number"),
    [(b"16.6\n", 16.6), (b" -3e2 ", -300.0), (b"16.6 16.6", None), (b"", None), (b"nan", None), (b"inf", None),
     (b"1e999", None), ("१".encode(), None), (b"16,6", None), (b"about 16.6", None)],
)  # fmt: skip
def test_printed_number_is_the_only_thing_printed(printed: bytes, number: float | None) -> None:
    assert printed_number(SealedRun("exited", 0, printed)) == number


def test_printed_number_needs_a_run_that_ended_well() -> None:
    assert printed_number(SealedRun("exited", 1, b"16.6\n")) is None
    assert printed_number(SealedRun("timed out", None, b"16.6\n")) is None
