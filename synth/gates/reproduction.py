"""Gate 2, reproduction: each derivation's script is attacked, run sealed, and held against the paper.

Where nothing can be run sealed, nothing is run, and every reproduction says why it was not attempted.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from synth.errors import SandboxError
from synth.gates.derivation_script import derivation_script
from synth.gates.derivations.arithmetic import exact
from synth.gates.derivations.stated import Stated, holds
from synth.gates.replication import FLOAT_ERROR, attack_script, inputs_csv
from synth.gates.sandbox import missing_sandbox
from synth.models import Derivation, Outcome, Reproduction, ReproductionLine, json_lines
from synth.run_files import PRINTED, REPRODUCTION, REPRODUCTION_INDEX
from synth.settings import SandboxSettings

WORKERS = 2
"""Scripts run at a time; a thread waits while its sandbox computes."""


def reproduce(derivations: Sequence[Derivation], settings: SandboxSettings) -> tuple[Reproduction, ...]:
    """Run and attack every derivation's script, in the order given; not attempted where the sandbox fails."""
    missing = missing_sandbox()
    if missing is not None:
        return tuple(_not_attempted(derivation, missing) for derivation in derivations)
    with ThreadPoolExecutor(WORKERS) as workers:
        return tuple(workers.map(lambda derivation: _reproduce(derivation, settings), derivations))


def reproduction_lines(reproductions: Sequence[Reproduction]) -> tuple[ReproductionLine, ...]:
    """The lines of reproduction/index.jsonl and of `synth audit --json`."""
    return tuple(
        ReproductionLine(
            id=item.derivation.derivation_id,
            paper_id=item.derivation.paper_id,
            text=item.derivation.text,
            spans=item.derivation.spans,
            place=item.derivation.place,
            kind=item.derivation.kind,
            reported=item.derivation.reported.value,
            computed=item.computed,
            tolerance=item.derivation.tolerance,
            outcome=item.outcome,
            survived=item.survived,
            verdict=item.verdict,
            why=item.remark,
            formula=item.derivation.formula,
            operands=item.derivation.operands,
            script=f"{REPRODUCTION}{item.derivation.derivation_id}/script.py",
        )
        for item in reproductions
    )


def reproduction_files(reproductions: Sequence[Reproduction]) -> Mapping[str, bytes]:
    """What goes into the run folder, by path: script, inputs and output of each reproduction, and their index.

    A script that was not run has no printed.txt. Empty where there is no reproduction.
    """
    files: dict[str, bytes] = {}
    for item in reproductions:
        folder = f"{REPRODUCTION}{item.derivation.derivation_id}"
        files[f"{folder}/script.py"] = derivation_script(item.derivation).encode()
        files[f"{folder}/inputs.csv"] = inputs_csv(item.derivation.operands)
        if item.printed is not None:
            files[f"{folder}/{PRINTED}"] = item.printed.encode()
    if files:
        files[REPRODUCTION_INDEX] = json_lines(reproduction_lines(reproductions)).encode()
    return files


def _reproduce(derivation: Derivation, settings: SandboxSettings) -> Reproduction:
    try:
        attack = attack_script(derivation_script(derivation), derivation, settings)
    except SandboxError as error:  # it worked when it was tried: the machine has run out of something since
        return _not_attempted(derivation, error.message)
    survived = not attack.found
    caught = f"the script survives no attack and counts as nothing: {'; '.join(attack.found)}"
    outcome: Outcome = "inconclusive"
    if survived and attack.computed is not None:
        outcome = "reproduced" if _agrees(derivation, attack.computed) else "contradicted"
    return Reproduction(
        derivation=derivation,
        computed=attack.computed,
        outcome=outcome,
        survived=survived,
        verdict=_verdict(derivation, attack.computed),
        why=derivation.note if survived else caught,
        printed=None if attack.run is None else attack.run.stdout.decode(errors="replace"),
    )


def _agrees(derivation: Derivation, computed: float) -> bool:
    """Whether a value printed in binary arithmetic lies within the tolerance, or beyond a bound."""
    value = exact(computed)
    reported = Stated(derivation.reported, (), "", "", bound=derivation.bound)
    return holds(reported, value, exact(derivation.tolerance) + FLOAT_ERROR * abs(value))


def _not_attempted(derivation: Derivation, missing: str) -> Reproduction:
    return Reproduction(
        derivation=derivation,
        computed=None,
        outcome="inconclusive",
        survived=False,
        verdict=_verdict(derivation, None),
        why=missing,
        attempted=False,
    )


def _verdict(derivation: Derivation, computed: float | None) -> str:
    """ "computed 16.6, reported 16.6, tolerance 0.05": two digits more than printed, without empty ones."""
    places = derivation.reported.decimals + 2
    told = "nothing" if computed is None else _plain(computed, places)
    reported = _plain(derivation.reported.value, places)
    bound = f"{derivation.bound} " if derivation.bound else ""
    return f"computed {told}, reported {bound}{reported}, tolerance {derivation.tolerance:g}"


def _plain(value: float, places: int) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
