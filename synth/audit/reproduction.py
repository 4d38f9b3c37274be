"""Each derivation is computed again by a small script, run sealed, attacked, and held against what the paper reports.

A script reads rows of numbers and prints one result for each; it never sees what is reported. The replication attacker
changes the inputs and wants to see the output move as the formula says. Where nothing can be run sealed nothing is run.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from synth.audit.derivation import FLOAT_ERROR, TAILS, agrees_with, compute, exact
from synth.errors import SandboxError
from synth.models import Derivation, Outcome, Reproduction, ReproductionLine, json_lines
from synth.models.run_files import PRINTED, REPRODUCTION, REPRODUCTION_INDEX
from synth.settings import SandboxSettings
from synth.system.disk import temporary_folder
from synth.system.sandbox import missing_sandbox, python_paths, run_sealed

WORKERS = 2
"""Sandboxes at a time; a thread waits while its sandbox computes."""
INPUTS = "inputs.csv"
_PLACES = 6
_SCRIPT = '''\
"""{kind}: computed for each row of inputs.csv, and printed."""

import csv
{imports}
with open("inputs.csv", newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
{inputs}
        print(float({formula}))
'''
_RUNNER = """\
import contextlib, io, json, os, runpy
home = os.getcwd()
printed = []
for number in range({count}):
    os.chdir(os.path.join(home, str(number)))
    with contextlib.redirect_stdout(io.StringIO()) as output:
        runpy.run_path("script.py")
    printed.append(output.getvalue())
print(json.dumps(printed))
"""
"""Runs several scripts one after the other: a sandbox with Python in it takes a hundred times as long to start."""

Values = Mapping[str, Fraction]


def recompute(derivations: Sequence[Derivation], settings: SandboxSettings) -> tuple[Reproduction, ...]:
    """Run and attack every derivation's script, in the order given; not attempted where the sandbox fails."""
    missing = missing_sandbox() if derivations else None
    if missing is not None:
        return tuple(_not_attempted(derivation, missing) for derivation in derivations)
    shares = [derivations[start::WORKERS] for start in range(min(WORKERS, len(derivations)))]
    with ThreadPoolExecutor(WORKERS) as workers:
        done = list(workers.map(lambda share: _recomputed(share, settings), shares))
    return tuple(done[number % WORKERS][number // WORKERS] for number in range(len(derivations)))


def script_of(derivation: Derivation) -> str:
    """The script that recomputes a derivation: it holds the formula, and no value of the paper."""
    tails = [name for name in TAILS if f"{name}(" in derivation.formula]
    special = ", ".join(name for name in tails if name != "sqrt")
    imports = "" if tails else "from fractions import Fraction\n"
    imports += "from math import sqrt\n" if "sqrt" in tails else ""
    imports += f"\nfrom scipy.special import {special}\n" if special else ""
    number = "float" if tails else "Fraction"
    inputs = "\n".join(f'        {one.name} = {number}(row["{one.name}"])' for one in derivation.operands)
    kind = derivation.kind[:1].upper() + derivation.kind[1:]
    return _SCRIPT.format(kind=kind, imports=imports, inputs=inputs, formula=derivation.formula)


def inputs_of(derivation: Derivation, rows: Sequence[Values] = ()) -> str:
    """The inputs of a script: a head of the operands' names, and rows of decimals, the paper's own unless others."""
    names = [operand.name for operand in derivation.operands]
    own = {operand.name: exact(operand.value) for operand in derivation.operands}
    lines = [",".join(_decimal(values[name]) for name in names) for values in rows or [own]]
    return "\n".join([",".join(names), *lines]) + "\n"


def mutations(derivation: Derivation) -> tuple[Values, ...]:
    """The paper's own inputs, then changed ones that the formula has a value for; the same for the same derivation.

    Each operand is scaled, raised above all others and lowered below them, and all are scaled at once.
    """
    own = {operand.name: exact(operand.value) for operand in derivation.operands}
    return (own, *(values for values in _mutated(derivation, own) if compute(derivation.formula, values) is not None))


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
        files[f"{folder}/script.py"] = script_of(item.derivation).encode()
        files[f"{folder}/{INPUTS}"] = inputs_of(item.derivation).encode()
        if item.printed is not None:
            files[f"{folder}/{PRINTED}"] = item.printed.encode()
    if files:
        files[REPRODUCTION_INDEX] = json_lines(reproduction_lines(reproductions)).encode()
    return files


def _recomputed(derivations: Sequence[Derivation], settings: SandboxSettings) -> list[Reproduction]:
    """What came of some derivations whose scripts share a sandbox; each has its own where one fails."""
    trials = [mutations(derivation) for derivation in derivations]
    try:
        printed = _run(derivations, trials, settings)
    except SandboxError as error:
        if len(derivations) > 1:
            return [_recomputed([derivation], settings)[0] for derivation in derivations]
        # it worked when it was tried: the machine has run out of something since
        return [_not_attempted(derivations[0], error.message)]
    return [_judged(*each) for each in zip(derivations, trials, printed, strict=True)]


def _judged(derivation: Derivation, trials: Sequence[Values], printed: str) -> Reproduction:
    """What came of a derivation whose script printed this for its trials."""
    numbers = [float(line) for line in printed.splitlines()]
    found = "; ".join(dict.fromkeys(_unmoved(derivation, trials, numbers)))
    computed = numbers[0]
    agreed = agrees_with(derivation, exact(computed))
    outcome: Outcome = "reproduced" if agreed else "inconclusive" if derivation.doubt else "contradicted"
    why = derivation.note if agreed else "; ".join(part for part in (derivation.note, derivation.doubt) if part)
    return Reproduction(
        derivation=derivation,
        computed=computed,
        outcome="inconclusive" if found else outcome,
        survived=not found,
        verdict=_verdict(derivation, computed),
        why=f"the script withstood no attack: {found}" if found else why,
        printed=f"{printed.splitlines()[0]}\n",
    )


def _run(derivations: Sequence[Derivation], trials: Sequence[Sequence[Values]], settings: SandboxSettings) -> list[str]:
    """What each derivation's script prints for its trials."""
    texts = {"run.py": _RUNNER.format(count=len(derivations))}
    for number, (derivation, rows) in enumerate(zip(derivations, trials, strict=True)):
        texts |= {f"{number}/script.py": script_of(derivation), f"{number}/{INPUTS}": inputs_of(derivation, rows)}
    with temporary_folder("audit", texts) as folder:
        printed = run_sealed([sys.executable, "-I", "-B", "run.py"], python_paths(), settings, folder)
    found: list[str] = json.loads(printed)
    return found


def _mutated(derivation: Derivation, own: Values) -> Iterator[Values]:
    largest, smallest = max(own.values()), min(own.values())
    for name, value in own.items():
        share = _drawn(derivation, name)
        yield {**own, name: _rounded(value * (1 + share)) or share}
        yield {**own, name: _rounded(abs(largest) * (1 + share)) + 1}
        yield {**own, name: _rounded(smallest * share) if smallest > 0 else smallest - 1}
    yield {name: _rounded(value * (1 + _drawn(derivation, f"all {name}"))) for name, value in own.items()}


def _unmoved(derivation: Derivation, trials: Sequence[Values], numbers: Sequence[float]) -> Iterator[str]:
    """Where the output was not what the formula gives, and which operands change nothing."""
    if len(numbers) != len(trials):
        yield f"it printed {len(numbers)} numbers for {len(trials)} rows"
        return
    moving: set[str] = set()
    first = exact(numbers[0])
    for values, number in zip(trials, map(exact, numbers), strict=True):
        expected = compute(derivation.formula, values)
        if expected is None or abs(number - expected) > FLOAT_ERROR * (1 + abs(expected)):
            yield f"it printed {float(number):g} where its formula gives {float(expected or 0):g}"
        changed = [name for name, value in values.items() if value != trials[0][name]]
        if len(changed) == 1 and number != first:
            moving.update(changed)
    for operand in derivation.operands:
        if operand.name not in moving:
            yield f"its output does not depend on {operand.name}"


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
    given = "nothing" if computed is None else _plain(computed, places)
    bound = f"{derivation.bound} " if derivation.bound else ""
    reported = _plain(derivation.reported.value, places)
    return f"computed {given}, reported {bound}{reported}, tolerance {derivation.tolerance:g}"


def _plain(value: float, places: int) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _drawn(derivation: Derivation, what: str) -> Fraction:
    """A share from 0.11 to 0.90, drawn from the derivation's identifier."""
    digest = hashlib.sha256(f"{derivation.derivation_id} {what}".encode()).digest()
    return Fraction(11 + int.from_bytes(digest[:4], "big") % 80, 100)


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**_PLACES), 10**_PLACES)


def _decimal(value: Fraction) -> str:
    """A fraction that has an end as a decimal: Fraction(543, 10) as "54.3"."""
    places = next(n for n in range(60) if 10**n % value.denominator == 0)
    digits = f"{abs(value * 10**places).numerator:0{places + 1}d}"
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if value < 0 else whole
