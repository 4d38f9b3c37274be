"""The replication attacker: is a script the computation that it claims to be? It tries to show that it is not.

It looks through the script without running it (script_inspection.py), then runs it sealed on its own inputs and on
mutated ones. Mutations are drawn from the derivation's identifier, so the same derivation is attacked in the same way.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from synth.gates.derivations.arithmetic import compute, exact
from synth.gates.red_team import REPLICATION_ATTACKER
from synth.gates.sandbox import STRANGE, SealedRun, run_sealed_each
from synth.gates.script_inspection import inspect_script, reads_off
from synth.gates.script_vocabulary import INPUTS
from synth.models import Artifacts, Attacker, Derivation, Finding, Operand
from synth.settings import SandboxSettings

TRIED = (
    "looked through each script, by syntax tree and flow of data, for the reported value and for anything that it "
    "could be read off",
    "scaled, shifted and nudged each input, raised it above and lowered it below all others, and swapped neighbours: "
    "each time the output had to be what the formula gives",
    "ran each script again, and under another hash seed, locale, time zone, text mode and folder name: the output had "
    "to be the same bytes",
)

_PRINTED = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*", re.ASCII)
ROUNDING_SHARE = Fraction(1, 10)
"""Of the tolerance: how far a script may round what it prints."""
FLOAT_ERROR = Fraction(1, 10**9)
"""Relative: what binary arithmetic may add."""


@dataclass(frozen=True)
class Trial:
    """One set of inputs, by operand: `what` was done to them, and the operands `moved` from the original."""

    what: str
    values: Mapping[str, Fraction]
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attack:
    """What the attacker made of one script: what it found, and how the script ran on its own inputs.

    `computed` is what it printed, `run` is None where it was not run, for what stood in it.
    """

    found: tuple[str, ...]
    computed: float | None = None
    run: SealedRun | None = None
    runs: int = 0


def inputs_csv(operands: Sequence[Operand], values: Mapping[str, Fraction] | None = None) -> bytes:
    """The inputs of a script: a head of the operands' names, one row of decimals."""
    row = [_decimal(values[o.name] if values else exact(o.value)) for o in operands]
    return f"{','.join(operand.name for operand in operands)}\n{','.join(row)}\n".encode()


def attack_script(script: str, derivation: Derivation, settings: SandboxSettings) -> Attack:
    """Try to show that a script does not compute its derivation from its operands; `found` is empty where it does.

    A script in which something is found is not run.

    Raises:
        SandboxError: nothing can be run sealed here.
    """
    found = (*_readable(derivation), *inspect_script(script, derivation))
    if found:
        return Attack(found)
    trials = mutations(derivation)
    files = [{INPUTS: inputs_csv(derivation.operands, trial.values)} for trial in trials]
    runs = run_sealed_each(script, [*files, files[0]], settings)
    strange = run_sealed_each(script, files[:2], settings, STRANGE)
    original = runs[0]
    computed = printed_number(original)
    if computed is None:
        return Attack((f"it printed no number: {_end(original)}",), None, original, 1)
    found = tuple(dict.fromkeys([*_unmoved(derivation, trials, runs), *_unsteady(runs, strange)]))
    return Attack(found, computed, original, len(runs) + len(strange))


def printed_number(run: SealedRun) -> float | None:
    """The one number that a run printed; None where it printed anything else or did not end well."""
    if run.ended != "exited" or run.status != 0:
        return None
    match = _PRINTED.fullmatch(run.stdout.decode("ascii", errors="replace"))
    number = float(match[1]) if match else None
    return number if number is not None and abs(number) != float("inf") else None


def mutations(derivation: Derivation) -> tuple[Trial, ...]:
    """The original inputs, then mutated ones: the same for the same derivation."""
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    return (Trial("as printed", values), *_mutated(derivation, values))


def _mutated(derivation: Derivation, values: Mapping[str, Fraction]) -> Iterator[Trial]:
    names = list(values)
    largest = max(abs(value) for value in values.values()) or Fraction(1)
    smallest = min(values.values())
    for operand in derivation.operands:
        name, value = operand.name, values[operand.name]
        step = Fraction(1, 10 ** _decimals(value))
        share = _drawn(derivation, name)
        for what, other in (
            ("scaled", _printed(value * (1 + share), step) or step),
            ("shifted", value + _printed(largest * share, step) + 3 * step),
            ("nudged", value + step),
            ("raised above the others", largest * 2 + _printed(largest * share, step) + step),
            ("lowered below the others", _below(smallest, share, step)),
        ):
            yield Trial(f"{name} {what}", {**values, name: other}, (name,))
    for first, second in pairwise(names):
        if values[first] != values[second]:
            what = f"{first} and {second} swapped"
            yield Trial(what, {**values, first: values[second], second: values[first]}, (first, second))
    scaled = {
        name: _printed(value * (1 + _drawn(derivation, f"all {name}")), Fraction(1, 10 ** _decimals(value)))
        for name, value in values.items()
    }
    yield Trial("all scaled", scaled, tuple(names))


def _unmoved(derivation: Derivation, trials: Sequence[Trial], runs: Sequence[SealedRun]) -> Iterator[str]:
    """Where the output was not what the formula gives, and which operands change nothing."""
    first = compute(derivation.formula, trials[0].values)
    if first is None:
        yield "its formula has no value"
        return
    mattering: set[str] = set()
    for trial, run in zip(trials, runs, strict=False):
        expected = compute(derivation.formula, trial.values)
        if expected is None:  # a division by zero
            continue
        slack = ROUNDING_SHARE * exact(derivation.tolerance) + FLOAT_ERROR * (1 + abs(expected))
        if len(trial.moved) == 1 and abs(expected - first) > 2 * slack:
            mattering |= set(trial.moved)
        number = printed_number(run)
        if number is None:
            yield f"with {trial.what} it printed no number: {_end(run)}"
        elif abs(exact(number) - expected) > slack:
            yield f"with {trial.what} it printed {number:g}, where its formula gives {float(expected):g}"
    for operand in derivation.operands:
        if operand.name not in mattering:
            yield f"its output does not depend on {operand.name}"


def _unsteady(runs: Sequence[SealedRun], strange: Sequence[SealedRun]) -> Iterator[str]:
    if runs[-1].stdout != runs[0].stdout:
        yield "run again, it printed something else"
    if any(there.stdout != here.stdout for here, there in zip(runs, strange, strict=False)):
        yield "under another hash seed, locale, time zone and folder name it printed something else"


def _readable(derivation: Derivation) -> Iterator[str]:
    """A single input off which the reported value can be read proves nothing, whatever the script does with it."""
    if len(derivation.operands) == 1 and reads_off(exact(derivation.operands[0].value), derivation):
        yield "the reported value can be read off its only input"


def replication_attacker(artifacts: Artifacts) -> Attacker | None:
    """The attacker's judgement of a record: ten times the share of scripts that survived; None where not all were run.

    A script that computes something other than what is reported survives too: it is the paper that fails then, and gate
    2 says so. A script that does not survive proves nothing; no claim falls by it.
    """
    attacked = artifacts.reproductions
    if artifacts.not_run or not attacked:
        return None
    survived = sum(item.survived for item in attacked)
    found = (Finding(text=f"{item.derivation.derivation_id}: {item.remark}") for item in attacked if not item.survived)
    return Attacker(
        name=REPLICATION_ATTACKER,
        score=round(10 * survived / len(attacked), 1),
        tried=(*TRIED, f"{survived} of {len(attacked)} scripts survived"),
        found=tuple(found),
    )


def _drawn(derivation: Derivation, what: str) -> Fraction:
    """A share from 0.11 to 0.90, drawn from the derivation's identifier."""
    digest = hashlib.sha256(f"{derivation.derivation_id} {what}".encode()).digest()
    return Fraction(11 + int.from_bytes(digest[:4], "big") % 80, 100)


def _below(smallest: Fraction, share: Fraction, step: Fraction) -> Fraction:
    """A value below the smallest, of the same sign where there is room: a count or a percentage is not negative."""
    lowered = _printed(smallest * (share if smallest > 0 else 1 + share), step)
    return lowered if lowered < smallest else smallest - step


def _printed(value: Fraction, step: Fraction) -> Fraction:
    """A value rounded to a printed place."""
    return round(value / step) * step


def _decimals(value: Fraction) -> int:
    return max(0, -int(Decimal(_decimal(value)).as_tuple().exponent))


def _decimal(value: Fraction) -> str:
    """A fraction that has an end as a decimal: Fraction(543, 10) as "54.3"."""
    places = next(n for n in range(60) if (value * 10**n).denominator == 1)
    digits = f"{abs(value * 10**places).numerator:0{places + 1}d}"
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if value < 0 else whole


def _end(run: SealedRun) -> str:
    last = run.stderr.decode(errors="replace").strip().splitlines()
    return last[-1][:200] if run.ended == "exited" and last else run.ended
