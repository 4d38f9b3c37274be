"""Numbers that prose derives from a table: shares, sums, changes over time, and whose "it" and "ours" are."""

from pathlib import Path

import pytest
from derived import found

from synth.gates import agrees

ABSTRACT = "Stores sort what they write. Marlin puts sorting off until somebody reads."
STORES = r"""
\begin{table}
\begin{tabular}{lccc}
\toprule
Store & Load & Mixed & Scan \\
\midrule
BriskDB & 182 & 236 & 58 \\
LatticeKV & 214 & 251 & 71 \\
Marlin & 365 & 402 & 66 \\
\bottomrule
\end{tabular}
\caption{Throughput in thousands of operations per second.}
\end{table}
"""
TOWNS = r"""
\begin{table}
\begin{tabular}{lrr}
\toprule
Town & 1990 & 2020 \\
\midrule
Skarn & 142 & 109 \\
Velti & 228 & 171 \\
Osk & 86 & 79 \\
\midrule
Total & 456 & 359 \\
\bottomrule
\end{tabular}
\caption{Area of the vineyards.}
\end{table}
"""


@pytest.mark.parametrize(
    ("table", "sentence", "formula", "holds"),
    [
        (STORES, "On Mixed our system is 1.6 times as fast as LatticeKV.", "max(marlin, latticekv)", True),
        (STORES, "On Mixed our system is 1.9 times as fast as LatticeKV.", "max(marlin, latticekv)", False),
        (
            STORES,
            "Marlin loses on Scan. On Load it completes 183K more operations than BriskDB.",
            "abs(marlin - briskdb)",
            True,
        ),
        (STORES, "On Scan Marlin trails LatticeKV by 5 thousand operations.", "abs(marlin - latticekv)", True),
        (STORES, "On Scan Marlin trails LatticeKV by 8 thousand operations.", "abs(marlin - latticekv)", False),
        (TOWNS, "In 1990 Velti made up 50.0\\% of the total area.", "100 * velti / total", True),
        (TOWNS, "In 1990 Velti made up 52.0\\% of the total area.", "100 * velti / total", False),
        (TOWNS, "In 2020 Velti was 2.2 times as large as Osk.", "max(velti, osk)", True),
        (TOWNS, "Velti shrank by 25\\% between 1990 and 2020.", "abs(x_2020 - x_1990)", True),
        (TOWNS, "Velti shrank by 31\\% between 1990 and 2020.", "abs(x_2020 - x_1990)", False),
        (TOWNS, "In 1990 Skarn and Osk together had 228 hectares.", "skarn + osk", True),
        (TOWNS, "In 1990 Skarn and Osk together had 238 hectares.", "skarn + osk", False),
    ],
)
def test_derivations_follow_what_prose_tells_of_a_table(
    tmp_path: Path, table: str, sentence: str, formula: str, holds: bool
) -> None:
    told = found(tmp_path, sentence, table, ABSTRACT)
    assert [(formula in item.formula, agrees(item)) for item in told] == [(True, holds)], told


def test_derivations_respectively_pair_each_factor_with_its_rival(tmp_path: Path) -> None:
    sentence = "On Load Marlin achieves 1.71 and 2.1 times the throughput of LatticeKV and BriskDB, respectively."
    told = {item.reported.text: (item.formula, agrees(item)) for item in found(tmp_path, sentence, STORES, ABSTRACT)}
    assert told == {
        "1.71": ("max(marlin, latticekv) / min(marlin, latticekv)", True),
        "2.1 times": ("max(marlin, briskdb) / min(marlin, briskdb)", False),
    }


@pytest.mark.parametrize(
    ("sentence", "kind", "holds"),
    [
        (
            "With a threshold of 0.7 precision is 92.4\\% and recall is 70.6\\%, which gives an F1 of 80.0\\%.",
            "F1",
            True,
        ),
        (
            "With a threshold of 0.7 precision is 92.4\\% and recall is 70.6\\%, which gives an F1 of 81.5\\%.",
            "F1",
            False,
        ),
        ("Layers (302.4M) and embeddings (32.8M) add up to 335.2M parameters.", "sum", True),
        ("The arms have 642, 618 and 655 pupils, respectively, so that 1,915 pupils took part.", "sum", True),
        ("The encoder consists of 24 layers with 12.6M parameters each, 302.4M in all layers.", "parameters", True),
        (
            "We train with 16 sequences on each of 8 devices and accumulate gradients over 4 steps, "
            "for an effective batch size of 256 sequences.",
            "parameters",
            False,
        ),
        ("The best throughput on Load is 365 thousand operations per second.", "best", True),
        ("The best throughput on Load is 214 thousand operations per second.", "best", False),
        ("LatticeKV has the highest throughput on Scan, 71 thousand operations per second.", "best", True),
        ("The mean throughput of the three stores on Load is 253.7.", "average", True),
    ],
)
def test_derivations_take_a_sentence_as_its_words_join_its_numbers(
    tmp_path: Path, sentence: str, kind: str, holds: bool
) -> None:
    assert [(item.kind, agrees(item)) for item in found(tmp_path, sentence, STORES, ABSTRACT)] == [(kind, holds)]
