"""Numbers that follow from others are found by words and headers, judged by their digits, and left alone otherwise."""

from fractions import Fraction
from pathlib import Path

import pytest

from synth.gates import agrees, derivation_script, find_derivations
from synth.gates.derivations.arithmetic import compute, tolerance
from synth.models import Derivation, Document, Section, Sentence, Span
from synth.reading import read_paper

TABLE = r"""
\begin{table}
\begin{tabular}{lcccc}
\toprule
& \multicolumn{2}{c}{NQ} & \multicolumn{2}{c}{TriviaQA} \\
Model & EM & F1 & EM & F1 \\
\midrule
BM25 \cite{a} & 41.5 & 48.9 & 52.3 & 60.1 \\
DPR & 44.5 & 51.2 & 56.8 & 63.4 \\
\textbf{DualReader} (ours) & \textbf{48.7} $\pm$ 0.2 & 55.9 & 61.3 & 67.8 \\
\bottomrule
\end{tabular}
\caption{Results on the test sets.}
\label{tab:main}
\end{table}
"""


def found(tmp_path: Path, body: str) -> list[Derivation]:
    words = "The reader selects passages and answers the question with a span of the text. " * 4
    source = rf"\documentclass{{article}}\begin{{document}}\section{{Results}}{words}{body}\end{{document}}"
    path = tmp_path / "paper.tex"
    path.write_text(source, encoding="utf-8")
    return list(find_derivations(read_paper(path)))


def only(tmp_path: Path, body: str) -> Derivation:
    derivations = found(tmp_path, body)
    assert len(derivations) == 1, [item.text for item in derivations]
    return derivations[0]


@pytest.mark.parametrize(
    ("sentence", "kind", "formula", "holds"),
    [
        ("On NQ, DualReader beats DPR by 4.2 EM points.", "difference", "abs(dualreader - dpr)", True),
        ("On NQ, DualReader beats DPR by 5.2 EM points.", "difference", "abs(dualreader - dpr)", False),
        ("Our model outperforms BM25 by 7.7 F1 on TriviaQA.", "difference", "abs(dualreader - bm25)", True),
        (
            "In EM on NQ, DPR has a relative gain of 7.2\\% over BM25.",
            "relative change",
            "100 * abs(dpr - bm25) / bm25",
            True,
        ),
        ("The best EM on TriviaQA is 61.3.", "best", "max(bm25, dpr, dualreader)", True),
        ("The best EM on TriviaQA is 62.3.", "best", "max(bm25, dpr, dualreader)", False),
    ],
)
def test_find_derivations_links_a_sentence_with_cells_by_their_labels(
    tmp_path: Path, sentence: str, kind: str, formula: str, holds: bool
) -> None:
    made = only(tmp_path, TABLE + sentence)
    assert (made.kind, made.formula, agrees(made)) == (kind, formula, holds)
    assert all(operand.outside and "Table 1, row" in operand.place for operand in made.operands)


@pytest.mark.parametrize(
    "sentence",
    [
        "DualReader beats DPR by 4.2 points.",  # of which column?
        "On NQ, DualReader beats REALM by 4.2 EM points.",  # no such row
        "Earlier work gained 4.2 points over sparse search.",
        "On SQuAD, DualReader beats DPR by 4.2 EM points.",  # no such column
        "The learning rate is 0.1 and decays by 4.2 percent.",
        "Raising the number of passages from 5 to 10 improves EM by 2.2 points.",
    ],
)
def test_find_derivations_says_nothing_where_words_do_not_determine_the_operands(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, TABLE + sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kind", "holds"),
    [
        ("Of the 4,800 questions, 1,200 (25\\%) are long.", "share", True),
        ("In 37 of 50 cases (76\\%) it was right.", "share", False),
        ("We have 9,000 training, 500 development and 500 test questions, 10,000 in total.", "sum", True),
        ("We have 9,000 training, 500 development and 500 test questions, 11,000 in total.", "sum", False),
        ("BM25 scores 61.2, 58.4 and 64.3 on NQ, TriviaQA and WebQ, 61.3 on average.", "average", True),
        ("With a precision of 82.1 and a recall of 75.3, its F1 is 78.6.", "F1", True),
        ("With a precision of 82.1 and a recall of 75.3, its F1 is 80.6.", "F1", False),
        ("We train on 3 nodes with 8 GPUs each, i.e. 24 GPUs.", "parameters", True),
        ("A $1024 \\times 4096$ matrix has 5.2M parameters.", "parameters", False),
        ("Latency falls from 38 ms to 12 ms, a factor of 3.2.", "ratio", True),
        ("The error rate falls from 21.3 to 15.9, a relative reduction of 25.4\\%.", "relative change", True),
    ],
)
def test_find_derivations_follows_the_arithmetic_of_one_sentence(
    tmp_path: Path, sentence: str, kind: str, holds: bool
) -> None:
    made = only(tmp_path, sentence)
    assert (made.kind, agrees(made)) == (kind, holds)
    assert not any(operand.outside for operand in made.operands)


def test_find_derivations_judges_a_percentage_only_against_both_readings(tmp_path: Path) -> None:
    true = only(tmp_path, TABLE + "In EM on NQ, DPR improves over BM25 by 7.2\\%.")
    assert (true.kind, true.note, agrees(true)) == ("relative change", "as a share of the old value", True)
    false = only(tmp_path, TABLE + "In EM on NQ, DPR improves over BM25 by 9.9\\%.")
    assert false.note == "holds in no reading: in points: 3; as a share of the old value: 7.229"
    assert not agrees(false)


def test_find_derivations_lets_a_bounded_number_lie_beyond_it(tmp_path: Path) -> None:
    over = only(tmp_path, TABLE + "On NQ, DualReader beats DPR by more than 4 EM points.")
    assert (over.bound, agrees(over)) == ("at least", True)


def test_find_derivations_judges_an_average_column_only_if_half_of_it_agrees(tmp_path: Path) -> None:
    rows = r"A & 50.0 & 60.0 & {} \\ B & 40.0 & 70.0 & {} \\ C & 30.0 & 31.0 & {} \\"
    table = r"\begin{{table}}\begin{{tabular}}{{lccc}}\hline Model & X & Y & Avg. \\ \hline {} \end{{tabular}}\caption{{T}}\end{{table}}"
    weighted = table.format(rows.format("57.0", "61.0", "30.8"))
    assert found(tmp_path, weighted) == []
    plain = found(tmp_path, table.format(rows.format("55.0", "58.0", "30.5")))
    assert [agrees(item) for item in plain] == [True, False, True]
    assert plain[1].text == "Table 1, row B, column Avg.: 58.0"


def test_find_derivations_gives_spans_that_hold_the_printed_numbers(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(
        r"\documentclass{article}\begin{document}"
        + "Words stand here. " * 20
        + TABLE
        + r"On NQ, DualReader beats DPR by 4.2 EM points.\end{document}"
    )
    document = read_paper(path)
    (made,) = find_derivations(document)
    read = [document.text[span.start : span.end] for operand in made.operands for span in operand.spans]
    assert read == ["48.7", "44.5"]
    assert document.text[made.spans[0].start : made.spans[0].end].startswith("4.2")


def test_tolerance_carries_the_half_units_of_the_operands_through() -> None:
    values = {"a": Fraction(381, 10), "b": Fraction(12)}
    halves = {"a": Fraction(1, 20), "b": Fraction(1, 2)}
    assert float(tolerance("a - b", values, halves, Fraction(1, 20))) == pytest.approx(0.6)
    assert float(tolerance("a / b", values, halves, Fraction(0))) == pytest.approx(0.05 / 12 + 38.1 / 11.5 - 38.1 / 12)


def test_compute_gives_nothing_for_a_division_by_zero() -> None:
    assert compute("a / b", {"a": Fraction(1), "b": Fraction(0)}) is None


def test_derivation_script_computes_from_the_csv_and_holds_no_value_of_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = only(tmp_path, TABLE + "On NQ, DualReader beats DPR by 4.2 EM points.")
    script = derivation_script(made)
    assert not any(number in script for number in ("4.2", "48.7", "44.5"))
    (tmp_path / "inputs.csv").write_text("dualreader,dpr\n48.7,44.5\n")
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "script.py", "exec"), {})
    assert capsys.readouterr().out == "4.2\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "We sample 24 passages from the top 100 passages for each question and use m = 30 in all the experiments.",
        "The benchmark has 3,750 problems in English and includes six categories with a total of 16 tasks.",
        "We use 110M parameters each and 406M from the encoder, 406M parameters, making a total of 626M parameters.",
        "Training takes 2 epochs with a batch size of 4, and gradient accumulation for an effective batch size of 32.",
        "Its components have mean 0 and variance 1.",
        "We use inputs of length 64 and batches of 4096 tokens; an average sequence length of roughly 32 is usual.",
        "Cost reductions of $3.3, $28.5 and $27.4 are observed on the three sets, respectively.",
    ],
)
def test_find_derivations_takes_no_numbers_that_merely_stand_together(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence.replace("$", r"\$")) == []


def test_find_derivations_compares_an_ablation_with_the_row_it_was_taken_from(tmp_path: Path) -> None:
    table = (
        r"\begin{table}\begin{tabular}{lcc}\hline System & Dev EM & Test EM \\ \hline Full model & 49.6 & 48.7 \\"
        r"-- second reading & 46.9 & 45.8 \\ -- passage scores & 48.8 & 47.5 \\ \hline\end{tabular}\caption{T}\end{table}"
    )
    made = only(tmp_path, table + "Removing the second reading costs 2.9 EM points on the test set.")
    assert [(operand.place, operand.value) for operand in made.operands] == [
        ("Table 1, row – second reading, column Test EM", 45.8),
        ("Table 1, row Full model, column Test EM", 48.7),
    ]
    assert agrees(made)


def test_find_derivations_takes_the_table_that_holds_more_of_the_sentence(tmp_path: Path) -> None:
    other = TABLE.replace("NQ", "WebQ").replace("48.7", "40.7").replace("Results on the test sets.", "Other results.")
    made = only(tmp_path, other + TABLE + "On NQ, DualReader beats DPR by 4.2 EM points.")
    assert made.operands[0].place == "Table 2, row DualReader (ours), column NQ EM"


def test_find_derivations_passes_over_what_is_too_long_for_a_sentence() -> None:
    text = "3 % of the 5 (4 " * 300
    section = Section(heading="H", sentences=(Sentence(text=text, spans=(Span(None, 0, len(text)),), paragraph=1),))
    assert find_derivations(Document(paper_id="local:0", reader="latex", text=text, sections=(section,))) == ()
