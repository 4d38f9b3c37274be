import math

import pytest

from synth.language.numerals import numbers
from synth.language.quantities import quantities
from synth.models import Quantity
from tests.work import growth


def only(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "unit", "tolerance"),
    [
        ("It scores 54.3 in all.", 54.3, "", 0.05),
        ("Only 12 % failed.", 12.0, "%", 0.5),
        ("Only 12 per cent failed.", 12.0, "%", 0.5),
        ("a gain of 4.5 percentage points", 4.5, "points", 0.05),
        ("a gain of 2 pp", 2.0, "points", 0.5),
        ("it is 3x faster", 3.0, "x", 0.5),
        ("2.5 times as fast", 2.5, "x", 0.05),
        ("faster by a factor of 4", 4.0, "x", 0.5),
        ("it is an order of magnitude faster", 10.0, "x", 0.0),
        ("faster by two orders of magnitude", 100.0, "x", 0.0),
        ("a two-fold increase", 2.0, "x", 0.0),
        ("half of them failed", 0.5, "x", 0.0),
        ("a rate of 10^-3", 1e-3, "", 5e-4),
        ("a rate of 2 × 10−3", 2e-3, "", 5e-4),
        ("a rate of 3e-4", 3e-4, "", 5e-5),
        ("a rate of 10⁻³", 1e-3, "", 5e-4),
        ("after 13.6 · 10⁶ steps", 13.6e6, "steps", 5e4),
        ("on 1,024 GPUs", 1024.0, "gpus", 0.5),
        ("with 2\u2009048 tokens", 2048.0, "tokens", 0.5),
        ("with 7B parameters", 7e9, "parameters", 5e8),
        ("with 1.5 billion parameters", 1.5e9, "parameters", 5e7),
        ("for 10k steps", 1e4, "steps", 500.0),
        ("a change of −0.5", -0.5, "", 0.05),
        ("three models", 3.0, "models", 0.0),
        ("twenty-one systems", 21.0, "systems", 0.0),
        ("it takes 16 ms", 16.0, "ms", 0.5),
        ("it takes 32GB", 32.0, "GB", 0.5),
        ("a 12-layer encoder", 12.0, "layer", 0.5),
    ],
)
def test_numbers_reads_every_printed_form(text: str, value: float, unit: str, tolerance: float) -> None:
    (number,) = numbers(text)
    assert (number.value, number.unit) == (value, unit)
    assert number.tolerance == pytest.approx(tolerance)
    assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    "text",
    [
        "We use GPT-4, GPT 3.5, Llama-2-70B, Llama 2 70B, BM25 and H100 cards.",
        "This was shown in 2019 (Lewis et al., 2020; Karpukhin et al., 2020) and later [12, 13].",
        "See Table 2, Figures 3 and 4, Section 3.1, §4, Eq. 7 and Appendix 2.",
        "(1) We train. (2) We test.",
        "Python 3.11 and version 1.2.3 were used on WMT 2014.",
        "The 1st and 2nd systems are zero-shot.",
        "for all n > 0 the map V = 4πR",
        "Here (1−β2) and θt−1 and {1, . . . , N} and 2²² stand, see § 4.3.",
        "ZeRO has ten\u00aded states",
        "nothing at all",
        "",
    ],
)
def test_numbers_leaves_out_what_measures_nothing(text: str) -> None:
    assert [number.text for number in numbers(text) if number.value != 10.0] == []


def test_quantities_read_a_change_with_both_ends_as_one() -> None:
    quantity = only("Training longer improves it from 52.1 to 54.3 nDCG@10 on Natural Questions.")
    assert quantity.baseline is not None
    assert (quantity.baseline.value, quantity.number.value, quantity.direction) == (52.1, 54.3, 1)
    assert (quantity.metric, quantity.dataset, quantity.number.decimals) == ("nDCG@10", "Natural Questions", 1)
    fallen = only("The error rate drops from 5.1% to 4.3%.")
    assert (fallen.direction, fallen.metric, fallen.number.unit) == (-1, "error rate", "%")


def test_quantities_read_ranges_intervals_and_margins() -> None:
    dash = only("Agreement is 0.3–0.5 here.")
    assert dash.upper is not None
    assert (dash.number.value, dash.upper.value, dash.metric) == (0.3, 0.5, "Agreement")
    span = only("Lengths range from 10 to 50 tokens.")
    assert span.upper is not None
    assert (span.number.value, span.upper.value, span.direction) == (10.0, 50.0, None)
    margin = only("It was preferred 85 ± 3% of the time.")
    assert margin.margin is not None
    assert (margin.number.value, margin.number.unit, margin.margin.value) == (85.0, "%", 3.0)
    value, interval = quantities("Accuracy is 0.42 (95% CI [0.31, 0.53]).")
    assert interval.upper is not None
    assert (value.value, interval.value, interval.upper.value) == (0.42, 0.31, 0.53)


@pytest.mark.parametrize(
    ("text", "change", "direction"),
    [
        ("DPR outperforms BM25 by 4.5 points of accuracy.", "absolute", 1),
        ("This reduces latency by 12 % relative.", "relative", -1),
        ("It is 3x faster than BERT.", "factor", 1),
        ("It needs 14 times fewer steps.", "factor", -1),
        ("It achieves a 34.05% improvement in Recall@20.", "unclear", 1),
        ("It is 20% faster.", "relative", 1),
        ("Throughput doubled.", "factor", 1),
        ("It needs half as many steps.", "factor", -1),
        ("It reaches 54.3 EM.", None, None),
        ("The cost is reduced to 36GB.", None, -1),
        ("This reduces the activation memory to about 8 GB.", None, -1),
        ("It achieves a 94.0% cost reduction.", "unclear", -1),
    ],
)
def test_quantities_tell_changes_from_levels(text: str, change: str | None, direction: int | None) -> None:
    quantity = only(text)
    assert (quantity.change, quantity.direction) == (change, direction)


def test_quantities_share_out_respectively() -> None:
    first, second = quantities("DPR and BM25 reach 44.5 and 41.2 EM on NQ and TQA, respectively.")
    assert [(q.value, q.metric, q.dataset, q.subject) for q in (first, second)] == [
        (44.5, "EM", "NQ", "DPR"),
        (41.2, "EM", "TQA", "BM25"),
    ]


def test_quantities_in_brackets_belong_to_what_stands_before() -> None:
    first, second = quantities(
        "It improves accuracy for XSum (0.1 AUROC improvement) and SQuAD (0.05 AUROC improvement)."
    )
    assert [(q.value, q.metric, q.dataset) for q in (first, second)] == [
        (0.1, "AUROC", "XSum"),
        (0.05, "AUROC", "SQuAD"),
    ]
    left, right = quantities("Mixtral presents less bias on the BBQ benchmark (56.0% vs 51.5%).")
    assert (left.dataset, right.dataset) == ("BBQ", "BBQ")


def test_quantities_know_whose_value_stands_in_brackets_alone() -> None:
    alone = quantities("Ours (avg. score 43.6) outperforms GPT-3.5-turbo (avg. score 42.8) on all tasks.")
    assert [quantity.subject for quantity in alone] == ["Ours", "GPT-3.5-turbo"]
    both = quantities("It makes things up half as often as GPT-3 (a 21% vs. 41% hallucination rate).")
    assert [quantity.subject for quantity in both] == [None, None, None]


def test_quantities_take_no_metric_from_the_next_statement() -> None:
    found = quantities(
        "While GPT-4 hallucinates 78–90% of the time, ours achieves citation accuracy on par with experts."
    )
    assert [quantity.metric for quantity in found] == [None]


def test_quantities_read_the_noun_score_as_no_verb() -> None:
    assert quantities("It is comparable, i.e., average score 29.32.")[0].subject is None


def test_quantities_name_both_sides() -> None:
    verb = only("RAG outperforms BART by 2.6 Bleu points.")
    assert (verb.subject, verb.other, verb.metric) == ("RAG", "BART", "Bleu")
    than = only("Our reader is 3x faster than the baseline.")
    assert (than.subject, than.other) == ("reader", "baseline")


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("It reaches 79.4 top-20 accuracy.", "top-20 accuracy"),
        ("an F1 of 88.1", "F1"),
        ("a BLEU score of 28.4", "BLEU"),
        ("The gain is significant (p < 0.05).", "p"),
        ("We used λ = 1.1 for accuracy.", None),
        ("We hold out 25,000 questions for accuracy.", None),
    ],
)
def test_quantities_name_the_metric(text: str, metric: str | None) -> None:
    assert only(text).metric == metric


@pytest.mark.parametrize(
    ("text", "bound"), [("more than 50%", "at least"), ("up to 50%", "at most"), ("≈30%", "about")]
)
def test_quantities_tell_bounds(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10_000,
        "1e999 1e-999 NaN inf 0x10 1" + "0" * 400,
        "1," * 5_000,
        "1 to " * 3_000,
        "from 1 to 2 and " * 1_000,
        "3.4% " * 3_000,
        "10^" * 4_000,
        "- " * 5_000 + "5",
        "Table 1, " * 2_000,
        "(" * 5_000 + "2019",
        "\x00\ud800 12 % \udfff ± ∑ 3 Привет 4",
        "two " * 3_000,
        "a-" * 5_000,
        "accuracy of " * 1_000 + "5.5",
    ],
)
def test_quantities_take_hostile_text(text: str) -> None:
    for quantity in (*quantities(text), *(Quantity(number=number) for number in numbers(text))):
        assert math.isfinite(quantity.value)
        assert math.isfinite(quantity.number.tolerance)


@pytest.mark.parametrize("piece", ["1,", "1 to ", "from 1 to 2 and ", "3.4% ", "Table 1, ", "two ", "accuracy of "])
def test_quantities_take_hostile_text_in_linear_work(piece: str) -> None:
    assert growth(lambda times: (quantities(piece * times), numbers(piece * times)), 500) < 3


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The double layer increases the efficiency.", []),
        ("A triple loss was used with double precision.", []),
        ("It needs double the memory.", [2.0]),
        ("Caching can double throughput.", [2.0]),
        ("Throughput doubled.", [2.0]),
    ],
)
def test_numbers_tell_the_factor_from_the_adjective(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values
