"""Numbers where they stand, and a derivation put together from them: operands, formula, tolerance, identifier."""

import hashlib
import json
import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from synth.gates.derivations.arithmetic import compute, exact, tolerance
from synth.models import Bound, Derivation, DerivationKind, Number, Operand, Span

MAX_OPERANDS = 60
_TAKEN = frozenset({"abs", "min", "max", "row", "file", "csv", "result", "float", "next", "open", "Fraction"})
_ABOUT_SHARE = Fraction(5, 100)
"""How far "about 50" reaches, as a share of it."""
_WORD_SHARE = Fraction(10, 100)
"""How far a factor in words ("twice", "half") reaches: nobody prints "1.9 times" as "twice" by rounding."""
_ROUND_ZEROS = 2
"""A whole number that ends in more zeros ("12,000") may be rounded, where what is computed has two digits more."""


@dataclass(frozen=True)
class Stated:
    """A number of the paper: its place as spans and in words, and what it is the value of.

    `home` tells sentences and cells apart: two numbers of one home stand in the same one. `counts` is whether it counts
    whole things, so that it is exact as printed.
    """

    number: Number
    spans: tuple[Span, ...]
    place: str
    home: str
    name: str = ""
    bound: Bound | None = None
    counts: bool = False

    @property
    def value(self) -> Fraction:
        """The value as a fraction."""
        return exact(self.number.value)

    @property
    def half_unit(self) -> Fraction:
        """Half a unit of the last printed place; nothing for a count."""
        return Fraction(0) if self.counts else exact(self.number.tolerance)

    def named(self, name: str) -> "Stated":
        """The same number under another name."""
        return replace(self, name=name)

    def counted(self) -> "Stated":
        """The same number as a count, if it is a whole one printed in full."""
        number = self.number
        whole = number.value == int(number.value) and number.decimals == 0 and number.tolerance in (0.0, 0.5)
        return replace(self, counts=whole)


@dataclass(frozen=True)
class Reading:
    """One way to read how a number follows: `formula` has {0}, {1} ... for the operands; `note` says the reading."""

    kind: DerivationKind
    formula: str
    note: str = ""


def derive(
    paper_id: str, text: str, reported: Stated, operands: Sequence[Stated], readings: Sequence[Reading]
) -> Derivation | None:
    """The derivation by the first reading that agrees with what is reported, else by the first; None if none computes.

    A number that can be read in two ways is thus contradicted only if it agrees in neither, and the note says both.
    """
    if not operands or len(operands) > MAX_OPERANDS:
        return None
    names = _names(operands)
    values = {name: operand.value for name, operand in zip(names, operands, strict=True)}
    half_units = {name: operand.half_unit for name, operand in zip(names, operands, strict=True)}
    judged: list[tuple[Reading, str, Fraction, Fraction]] = []
    for reading in readings:
        formula = reading.formula.format(*names)
        computed = compute(formula, values)
        if computed is None:
            continue
        allowed = tolerance(formula, values, half_units, _reported_slack(reported, computed))
        judged.append((reading, formula, computed, allowed))
    if not judged:
        return None
    chosen = next((item for item in judged if holds(reported, item[2], item[3])), judged[0])
    reading, formula, _, allowed = chosen
    note = reading.note
    if len(judged) > 1 and not holds(reported, chosen[2], chosen[3]):
        others = [f"{other.note}: {float(computed):.4g}" for other, _, computed, _ in judged if other.note]
        note = "holds in no reading: " + "; ".join(others)
    made = tuple(
        Operand(
            name=name,
            text=operand.number.text,
            value=operand.number.value,
            spans=operand.spans,
            place=operand.place,
            outside=operand.home != reported.home,
        )
        for name, operand in zip(names, operands, strict=True)
    )
    identity = [paper_id, reported.spans, reading.kind, [[item.name, item.value, item.spans] for item in made]]
    digest = hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:10]
    return Derivation(
        derivation_id=f"d-{digest}",
        paper_id=paper_id,
        text=text,
        spans=reported.spans,
        place=reported.place,
        kind=reading.kind,
        reported=reported.number,
        bound=reported.bound,
        operands=made,
        formula=formula,
        tolerance=float(allowed),
        note=note,
    )


def agrees(derivation: Derivation) -> bool:
    """Whether what is computed lies within the tolerance of what is reported."""
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    computed = compute(derivation.formula, values)
    reported = Stated(derivation.reported, (), "", "", bound=derivation.bound)
    return computed is not None and holds(reported, computed, Fraction(derivation.tolerance))


def holds(reported: Stated, computed: Fraction, allowed: Fraction) -> bool:
    """Whether a computed value agrees with the reported one, whose bound ("over", "up to") it may lie beyond."""
    if reported.bound == "at least":
        return computed >= reported.value - allowed
    if reported.bound == "at most":
        return computed <= reported.value + allowed
    return abs(computed - reported.value) <= allowed


def _reported_slack(reported: Stated, computed: Fraction) -> Fraction:
    """Half a unit of the last digit of the reported number, more where a word says that it is rough."""
    slack = reported.half_unit
    spelled = not re.search(r"\d", reported.number.text)
    if spelled and not reported.counts:
        slack = abs(reported.value) * _WORD_SHARE
    if reported.bound == "about":
        slack = max(slack, abs(reported.value) * _ABOUT_SHARE)
    zeros = _zeros(reported.number)
    if zeros > _ROUND_ZEROS and computed % 10 ** (zeros - 1):
        slack = max(slack, Fraction(10**zeros, 2))
    return slack


def _zeros(number: Number) -> int:
    """How many zeros a whole number ends in; 0 for any other."""
    whole = int(number.value)
    if whole != number.value or not whole:
        return 0
    digits = str(abs(whole))
    return len(digits) - len(digits.rstrip("0"))


def _names(operands: Sequence[Stated]) -> list[str]:
    """Identifiers for operands, from what they are the value of; unique."""
    names: list[str] = []
    for operand in operands:
        label = re.sub(r"\[[\d,;\s–-]+\]|\([^()]*\)", " ", operand.name) if operand.name else ""
        name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:30].strip("_") or "value"
        if not name[0].isalpha() or keyword.iskeyword(name) or name in _TAKEN:
            name = f"x_{name}"
        stem, number = name, 2
        while name in names:
            name, number = f"{stem}_{number}", number + 1
        names.append(name)
    return names
