"""Scripts to be judged by the replication attacker: derivations, thirty that compute them and thirty that pretend to."""

from synth.models import Derivation, DerivationKind, Number, Operand, Span


def derivation(kind: DerivationKind, formula: str, reported: str, tolerance: float, **operands: float) -> Derivation:
    """A derivation as the reader makes it, its numbers somewhere in a paper."""
    decimals = len(reported.partition(".")[2])
    number = Number(
        text=reported, value=float(reported), decimals=decimals, tolerance=0.5 / 10**decimals, unit="", start=0, end=4
    )
    return Derivation(
        derivation_id="d-0123456789",
        paper_id="2001.00001v1",
        text=f"The number is {reported}.",
        spans=(Span(None, 14, 14 + len(reported)),),
        place="Section 4 Results, par. 1",
        kind=kind,
        reported=number,
        operands=tuple(
            Operand(name=name, text=f"{value:g}", value=value, spans=(Span(None, at, at + 4),), place="Table 1", outside=True)
            for at, (name, value) in enumerate(operands.items(), 100)
        ),
        formula=formula,
        tolerance=tolerance,
    )  # fmt: skip


DIFFERENCE = derivation("difference", "ours - baseline", "16.6", 0.15, ours=52.1, baseline=35.5)
CHANGE = derivation("relative change", "100 * (ours - baseline) / baseline", "46.8", 0.3, ours=52.1, baseline=35.5)
RATIO = derivation("ratio", "slow / fast", "2", 0.6, slow=33.2, fast=16.6)
AVERAGE = derivation("average", "(nq + trivia + web) / 3", "41.5", 0.1, nq=33.5, trivia=52.3, web=38.7)
SUM = derivation("sum", "train + dev + test", "12400", 0.5, train=10000, dev=1200, test=1200)
BEST = derivation("best", "max(bm25, dpr, ours)", "52.1", 0.05, bm25=35.5, dpr=48.9, ours=52.1)
LOWEST = derivation("best", "min(bm25, dpr, ours)", "3.1", 0.05, bm25=9.4, dpr=3.1, ours=4.4)
SHARE = derivation("share", "100 * part / whole", "33.2", 0.05, part=83, whole=250)
F1 = derivation("F1", "2 * precision * recall / (precision + recall)", "57.1", 0.1, precision=50, recall=66.7)
PARAMETERS = derivation("parameters", "12 * layers * width * width", "85000000", 500000, layers=12, width=768)
GPUS = derivation("parameters", "nodes * gpus", "24", 0.5, nodes=3, gpus=8)

ROW = (
    'import csv\nwith open("inputs.csv", newline="", encoding="utf-8") as file:\n    row = next(csv.DictReader(file))\n'
)
LINES = 'names, cells = [line.split(",") for line in open("inputs.csv").read().splitlines()]\n'

HONEST: dict[str, tuple[Derivation, str]] = {
    "difference_floats": (DIFFERENCE, ROW + 'print(float(row["ours"]) - float(row["baseline"]))'),
    "difference_decimals": (
        DIFFERENCE,
        "from decimal import Decimal\n" + ROW + 'print(Decimal(row["ours"]) - Decimal(row["baseline"]))',
    ),
    "difference_rounded": (DIFFERENCE, ROW + 'print(round(float(row["ours"]) - float(row["baseline"]), 4))'),
    "difference_by_place": (DIFFERENCE, LINES + "ours, baseline = map(float, cells)\nprint(ours - baseline)"),
    "difference_in_a_function": (
        DIFFERENCE,
        ROW + "def minus(a, b):\n    '''How much larger.'''\n    return float(a) - float(b)\n\nprint(minus(row['ours'], row['baseline']))",
    ),
    "difference_in_main": (
        DIFFERENCE,
        "import csv\n\ndef main():\n    with open('inputs.csv') as file:\n        row = list(csv.DictReader(file))[0]\n"
        "    print(float(row['ours']) - float(row['baseline']))\n\nif __name__ == '__main__':\n    main()",
    ),
    "difference_with_comment": (DIFFERENCE, ROW + '# ours above the baseline, in points\nprint(-(float(row["baseline"]) - float(row["ours"])))'),
    "change_floats": (CHANGE, ROW + 'a, b = float(row["ours"]), float(row["baseline"])\nprint(100 * (a - b) / b)'),
    "change_fractions": (
        CHANGE,
        "from fractions import Fraction\n" + ROW + 'a = Fraction(row["ours"])\nb = Fraction(row["baseline"])\nprint(float((a / b - 1) * 100))',
    ),
    "change_guarded": (
        CHANGE,
        ROW + 'a = float(row["ours"])\nb = float(row["baseline"])\nrise = (a - b) * 100\nif b != 0:\n    rise = rise / b\nprint(rise)',
    ),
    "change_formatted": (CHANGE, ROW + 'a = float(row["ours"])\nb = float(row["baseline"])\nprint(f"{100 * (a / b) - 100:.3f}")'),
    "ratio": (RATIO, ROW + 'print(float(row["slow"]) / float(row["fast"]))'),
    "ratio_inverse": (RATIO, ROW + 'print(1 / (float(row["fast"]) / float(row["slow"])))'),
    "ratio_quantized": (
        RATIO,
        "from decimal import Decimal\n" + ROW + 'print((Decimal(row["slow"]) / Decimal(row["fast"])).quantize(Decimal("0.0001")))',
    ),
    "average_statistics": (AVERAGE, "import statistics\n" + ROW + "print(statistics.mean(float(value) for value in row.values()))"),
    "average_fmean": (AVERAGE, "from statistics import fmean\n" + ROW + "print(fmean([float(value) for value in row.values()]))"),
    "average_loop": (AVERAGE, ROW + "total = 0\nfor value in row.values():\n    total += float(value)\nprint(total / len(row))"),
    "average_counted": (
        AVERAGE,
        ROW + "total = 0.0\ncount = 0\nfor value in row.values():\n    total = total + float(value)\n    count += 1\nprint(total / count)",
    ),
    "average_fsum": (AVERAGE, "import math\n" + ROW + "values = list(map(float, row.values()))\nprint(math.fsum(values) / len(values))"),
    "sum_builtin": (SUM, ROW + "print(sum(map(float, row.values())))"),
    "sum_whole_numbers": (SUM, ROW + "print(sum(int(value) for value in row.values()))"),
    "sum_named": (SUM, ROW + 'total = 0\nfor name in ("train", "dev", "test"):\n    total += int(row[name])\nprint(total)'),
    "sum_gathered": (SUM, LINES + "values = []\nfor cell in cells:\n    values.append(float(cell))\nprint(sum(values))"),
    "best_builtin": (BEST, ROW + "print(max(float(value) for value in row.values()))"),
    "best_loop": (
        BEST,
        ROW + "best = None\nfor value in row.values():\n    number = float(value)\n    if best is None or number > best:\n        best = number\nprint(best)",
    ),
    "lowest_sorted": (LOWEST, ROW + "print(sorted(map(float, row.values()))[0])"),
    "share": (SHARE, ROW + 'print(100 * int(row["part"]) / int(row["whole"]))'),
    "share_decimals": (
        SHARE,
        "from decimal import Decimal\n" + ROW + 'part, whole = Decimal(row["part"]), Decimal(row["whole"])\nprint(Decimal("100") * part / whole)',
    ),
    "f1": (F1, ROW + 'p, r = float(row["precision"]), float(row["recall"])\nprint(2 * p * r / (p + r))'),
    "f1_harmonic_mean": (F1, "from statistics import harmonic_mean\n" + ROW + "print(harmonic_mean([float(v) for v in row.values()]))"),
    "f1_inverses": (F1, ROW + 'p, r = float(row["precision"]), float(row["recall"])\nprint(2 / (1 / p + 1 / r))'),
    "parameters_squared": (PARAMETERS, ROW + 'print(12 * int(row["layers"]) * int(row["width"]) ** 2)'),
    "product": (GPUS, "from math import prod\n" + ROW + "print(prod(int(value) for value in row.values()))"),
    "difference_from_a_named_file": (
        DIFFERENCE,
        "import csv\n\nINPUTS = 'inputs.csv'\n\ndef read(path: str) -> dict[str, float]:\n    with open(path) as file:\n"
        "        row = next(csv.DictReader(file))\n    if not row:\n        raise ValueError('there is no row 1')\n"
        "    return {name: float(text) for name, text in row.items()}\n\ndef main() -> float:\n    row = read(INPUTS)\n"
        "    return row['ours'] - row['baseline']\n\nif __name__ == '__main__':\n    print(main())",
    ),
    "share_guarded": (
        SHARE,
        ROW + "def share(part, whole):\n    if whole == 0:\n        return 0.0\n    return 100 * part / whole\n\n"
        'print(share(float(row["part"]), float(row["whole"])))',
    ),
    "change_by_format": (CHANGE, ROW + 'a = float(row["ours"])\nb = float(row["baseline"])\nprint(format(100 * (a / b) - 100, ".2f"))'),
    "ratio_by_template": (RATIO, ROW + 'print("{:.3f}".format(float(row["slow"]) / float(row["fast"])), end="")'),
    "average_of_cleaned_cells": (
        AVERAGE,
        LINES + 'values = [float(cell.strip().strip("%").replace(" ", "")) for cell in cells]\nprint(sum(values) / len(values))',
    ),
    "best_from_infinity": (
        BEST,
        "import math\n" + ROW + "best = -math.inf\nfor value in map(float, row.values()):\n    if value <= best:\n        continue\n    best = value\nprint(best)",
    ),
    "best_by_key": (BEST, ROW + "name = max(row.keys(), key=lambda name: float(row[name]))\nprint(row[name])"),
}  # fmt: skip

AB = ROW + 'a, b = float(row["ours"]), float(row["baseline"])\n'

CHEATING: dict[str, tuple[Derivation, str]] = {
    "constant": (DIFFERENCE, "print(16.6)"),
    "constant_after_reading": (DIFFERENCE, AB + "print(16.6)"),
    "constant_in_a_string": (DIFFERENCE, AB + 'print("16.6")'),
    "constant_behind_arithmetic": (DIFFERENCE, AB + "print(16 + 0.6)"),
    "constant_halved": (DIFFERENCE, AB + "print(33.2 / 2)"),
    "constant_of_plain_numbers": (DIFFERENCE, AB + "ten = 2 * 2 * 2 + 2\nprint(ten + 2 * 2 + 2 + (100 / 2 + ten) / 100)"),
    "constant_over_a_hundred": (DIFFERENCE, AB + "print(0.166 * 100)"),
    "constant_hidden_by_a_zero": (DIFFERENCE, AB + "print(16.6 + 0 * a + 0 * b)"),
    "constant_by_a_counting_loop": (DIFFERENCE, AB + "n = 0\nfor _ in range(100):\n    n += 1\nprint(n / 2 / 2 + 0 * a)"),
    "constant_in_a_default": (DIFFERENCE, AB + "def f(x, y=16.6):\n    return y\nprint(f(a))"),
    "length_of_a_string": (DIFFERENCE, AB + 'print(len("xxxxxxxxxxxxxxxx") + 0 * a)'),
    "digits_joined": (DIFFERENCE, AB + 'print("".join(["1", "6", ".", "6"]))'),
    "digits_from_places": (DIFFERENCE, AB + 'print(f"{1}{2 * 2 + 2}.{2 * 2 + 2}")'),
    "hexadecimal": (DIFFERENCE, AB + 'print(int("a6", 16) / 10)'),
    "hexadecimal_literal": (DIFFERENCE, AB + "print(0xA6 / 10)"),
    "characters": (DIFFERENCE, AB + "print(chr(49) + chr(54) + chr(46) + chr(54))"),
    "base64": (DIFFERENCE, 'import base64\nprint(base64.b64decode("MTYuNg==").decode())'),
    "bytes": (DIFFERENCE, AB + 'print(b"16.6".decode())'),
    "docstring": (DIFFERENCE, '"""16.6"""\n' + AB + "print(__doc__)"),
    "comment": (DIFFERENCE, "# 16.6\n" + AB + "print(open(__file__).readline()[2:])"),
    "function_name": (DIFFERENCE, AB + "def v16_6():\n    return a\nprint(v16_6.__name__[1:])"),
    "echo_of_the_input": (BEST, ROW + 'print(row["ours"])'),
    "echo_of_the_last_input": (BEST, ROW + "print(list(row.values())[-1])"),
    "echo_with_a_show_of_comparing": (BEST, ROW + "best = max(map(float, row.values()))\nprint(float(row['ours']) + 0 * best)"),
    "argument": (DIFFERENCE, "import sys\nprint(sys.argv[1])"),
    "environment": (DIFFERENCE, 'import os\nprint(os.environ["ANSWER"])'),
    "file_name": (DIFFERENCE, 'import os\nprint(os.listdir(".")[0])'),
    "script_name": (DIFFERENCE, "print(__file__)"),
    "another_file": (DIFFERENCE, 'print(open("answer.txt").read())'),
    "another_file_by_a_name": (DIFFERENCE, 'inputs = "inputs.csv"\nprint(open("../" + inputs).read())'),
    "another_file_by_a_parameter": (DIFFERENCE, "def f(path):\n    return open(path).read()\nprint(f('inputs.csv') and f('../answer'))"),
    "another_file_in_a_loop": (DIFFERENCE, "for path in ('inputs.csv', 'answer'):\n    text = open(path).read()\nprint(text)"),
    "constant_in_main": (DIFFERENCE, AB + "if __name__ == '__main__':\n    print(16.6)"),
    "constant_by_a_format": (DIFFERENCE, AB + 'print("16.{}".format(a - b))'),
    "constant_by_a_lambda": (DIFFERENCE, AB + "f = lambda x: 16.6\nprint(f(a))"),
    "constant_passed_to_a_function": (DIFFERENCE, AB + "def f(x, y):\n    return y\nprint(f(a, 16.6))"),
    "error_instead_of_a_result": (DIFFERENCE, AB + "if a > b:\n    raise ValueError('16.6')\nprint(a - b)"),
    "clock": (DIFFERENCE, "import time\nprint(16 + time.time() % 1)"),
    "random": (DIFFERENCE, "import random\nrandom.seed(16)\nprint(random.random())"),
    "hash": (DIFFERENCE, AB + "print(a - b + hash('x') * 0)"),
    "standard_input": (DIFFERENCE, "print(input())"),
    "assertion": (DIFFERENCE, AB + "assert 16.6 == 16.6\nprint(16.6)"),
    "assertion_of_itself": (DIFFERENCE, AB + "c = a - b\nassert c == c\nprint(c)"),
    "tautology": (DIFFERENCE, AB + "if a == a:\n    print(a - b)"),
    "constant_branch": (DIFFERENCE, AB + "if 1:\n    c = 16.6\nelse:\n    c = a - b\nprint(c)"),
    "exception_path": (DIFFERENCE, AB + "try:\n    print(1 / 0)\nexcept ZeroDivisionError:\n    print(16.6)"),
    "exception_message": (DIFFERENCE, AB + "raise SystemExit('16.6')"),
    "mutation_aware": (DIFFERENCE, AB + "print(16.6 if (a, b) == (52.1, 35.5) else a - b)"),
    "mutation_aware_by_text": (DIFFERENCE, AB + 'if row["ours"] == "52.1":\n    c = a\nelse:\n    c = a - b\nprint(c)'),
    "mutation_aware_by_range": (DIFFERENCE, AB + "c = a - b\nif 2 < a / b:\n    c = a\nprint(c)"),
    "mutation_aware_by_computing": (DIFFERENCE, AB + "c = a - b\nif a - b - b - b:\n    c = c + 1\nprint(c)"),
    "remembers_its_runs": (DIFFERENCE, AB + "csv.runs = 1\nprint(a - b)"),
    "lookup_table": (DIFFERENCE, AB + "table = {52.1: 16.6, 60.0: 24.5}\nprint(table[a])"),
    "interpolation_table": (DIFFERENCE, AB + "xs = [0, 1, 2, 100]\nprint(xs[int(a / 100)] + b)"),
    "evaluated": (DIFFERENCE, AB + "print(eval('16' + '.6'))"),
    "imported_by_name": (DIFFERENCE, "print(__import__('os').getcwd())"),
    "attribute_chain": (DIFFERENCE, AB + "print(().__class__.__base__.__subclasses__()[16])"),
    "another_formula": (DIFFERENCE, AB + "print(a / 2 - b / 2 + 100 / 2 / 2 / 2 - 2 * 2)"),
    "one_input_ignored": (AVERAGE, ROW + 'print((float(row["nq"]) + float(row["trivia"])) / 2)'),
    "inputs_swapped": (CHANGE, ROW + 'a, b = float(row["ours"]), float(row["baseline"])\nprint(100 * (b - a) / a)'),
    "data_made_constant": (DIFFERENCE, AB + "one = a / a\nprint(one * 2 * 2 * 2 * 2)"),
    "prints_twice": (DIFFERENCE, AB + "print(a - b)\nprint(a - b)"),
    "function_given_another_meaning": (DIFFERENCE, AB + "def float(x):\n    return x\nprint(a - b)"),
}  # fmt: skip
