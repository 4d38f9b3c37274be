"""A derivation as a small Python script that computes the number from its inputs and never sees the one reported."""

from synth.models import Derivation

_SCRIPT = '''\
"""{kind}: read from inputs.csv, computed exactly, printed."""

import csv
from fractions import Fraction

with open("inputs.csv", newline="", encoding="utf-8") as file:
    row = next(csv.DictReader(file))

{inputs}

result = {formula}
print(float(result))
'''


def derivation_script(derivation: Derivation) -> str:
    """The script that recomputes a derivation: it reads one row of numbers, headed by the operands' names, from
    `inputs.csv` in its working directory, and prints one number. It holds the formula and no value of the paper.
    """
    inputs = "\n".join(f'{operand.name} = Fraction(row["{operand.name}"])' for operand in derivation.operands)
    return _SCRIPT.format(
        kind=derivation.kind[:1].upper() + derivation.kind[1:], inputs=inputs, formula=derivation.formula
    )
