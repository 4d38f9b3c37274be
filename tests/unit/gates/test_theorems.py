"""Derivations as Lean theorems: what they state, and that nothing but arithmetic gets into a source."""

import re

import pytest

from synth.gates import derivations
from synth.gates.derivations.arithmetic import compute, exact
from synth.gates.theorems import source_of, statement_of, theorem_of, theorems
from synth.models import Bound, Derivation, Number, Operand, Span, Theorem

SPANS = (Span(None, 3, 9),)


def derivation(
    formula: str, values: dict[str, float], reported: float, tolerance: float = 0.0, bound: Bound | None = None
) -> Derivation:
    return Derivation(
        derivation_id="d-0123456789",
        paper_id="2001.00001v1",
        text="12 layers of 64 heads give 768.",
        spans=SPANS,
        place="Section 3",
        kind="sum",
        reported=Number(text=str(reported), value=reported, decimals=0, tolerance=tolerance, unit="", start=0, end=1),
        operands=tuple(
            Operand(name=name, text=str(value), value=value, spans=SPANS, place="", outside=True)
            for name, value in values.items()
        ),
        formula=formula,
        tolerance=tolerance,
        bound=bound,
    )


def holds(statement: str) -> bool:
    """Whether a statement is true, worked out by Python."""
    return all(
        (lambda left, right: left == right if " = " in atom else left <= right)(
            *(eval(side) for side in re.split(" = | ≤ ", atom))
        )
        for atom in statement.replace(" : Nat", "").split(" ∧ ")
    )


STATEMENTS = [
    (derivation("a * b", {"a": 12, "b": 64}, 768), "(12 : Nat) * 64 = 768"),
    (derivation("a + b + c", {"a": 9000, "b": 500, "c": 500}, 10000), "(9000 : Nat) + 500 + 500 = 10000"),
    (
        derivation("ours - theirs", {"ours": 54.3, "theirs": 52.1}, 2.2, 0.15),
        "(5430 : Nat) ≤ 235 + 5210 ∧ (205 : Nat) + 5210 ≤ 5430",
    ),
    (derivation("ours - theirs", {"ours": 1, "theirs": 5}, -4), "(1 : Nat) + 4 = 5"),
    (
        derivation("100 * part / whole", {"part": 37, "whole": 50}, 74, 0.5),
        "(3700 : Nat) ≤ 745 * 5 ∧ (735 : Nat) * 5 ≤ 3700",
    ),
    (derivation("a * b", {"a": 3, "b": 5}, 14, 0.5, "at least"), "(135 : Nat) ≤ 3 * 5 * 10"),
    (derivation("a * b", {"a": 3, "b": 5}, 15, 0, "at most"), "(3 : Nat) * 5 ≤ 15"),
    (derivation("max(a, b)", {"a": 1.5, "b": 2.25}, 2.25), "(150 : Nat) ≤ 225 ∧ (225 : Nat) = 225"),
    (derivation("abs(a - b)", {"a": 3, "b": 5}, 2), "(3 : Nat) ≤ 5 ∧ (5 : Nat) = 2 + 3"),
]


@pytest.mark.parametrize(("given", "statement"), STATEMENTS)
def test_theorem_states_what_the_derivation_claims(given: Derivation, statement: str) -> None:
    theorem = theorem_of(given)
    assert theorem is not None
    assert statement_of(theorem) == statement
    assert theorem.source == f"prelude\nimport Init.Core\n\ntheorem stated : ({statement}) := by decide\n"
    assert theorem.negation == f"prelude\nimport Init.Core\n\ntheorem refuted : ¬ ({statement}) := by decide\n"
    assert (theorem.paper_id, theorem.spans, theorem.place) == ("2001.00001v1", SPANS, "Section 3")
    assert re.fullmatch(r"t-[0-9a-f]{10}", theorem.theorem_id)


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("a + b", {"a": 0.25, "b": -3.5}),
        ("a - b", {"a": -1.5, "b": 2.75}),
        ("a * b", {"a": -2.5, "b": -4.0}),
        ("100 * (a - b) / b", {"a": 54.3, "b": 52.1}),
        ("a / b", {"a": 7.0, "b": 0.3}),
        ("2 * a * b / (a + b)", {"a": 82.1, "b": 75.3}),
        ("(a + b + 5) / 3", {"a": 1.5, "b": -2.25}),
        ("abs(a - b) / a", {"a": 50.3, "b": 52.1}),
        ("100 * (b - a) / b", {"a": 50.3, "b": 52.1}),
        ("min(a, b) * 2", {"a": 50.3, "b": 52.1}),
        ("a / b + b / a", {"a": 3.0, "b": 7.0}),
    ],
)
def test_theorem_is_true_just_where_the_number_lies_within_the_tolerance(
    formula: str, values: dict[str, float]
) -> None:
    computed = compute(formula, {name: exact(value) for name, value in values.items()})
    assert computed is not None
    rounded = round(float(computed), 1)
    for reported in (rounded, rounded + 0.1, rounded - 0.1, rounded + 5, -rounded - 9):
        for tolerance in (0.0, 0.05, 0.1):
            theorem = theorem_of(derivation(formula, values, reported, tolerance))
            assert theorem is not None
            statement = statement_of(theorem)
            assert statement is not None
            assert holds(statement) is (abs(computed - exact(reported)) <= exact(tolerance)), statement


@pytest.mark.parametrize(
    "given",
    [
        derivation("a / (b - c)", {"a": 10, "b": 4, "c": 2}, 5),
        derivation("a / b", {"a": 10, "b": 0}, 5),
        derivation("a / b", {"a": 10, "b": -2}, -5),
        derivation("a ** b", {"a": 2, "b": 3}, 8),
        derivation("sum(a)", {"a": 2}, 2),
        derivation(" * ".join(f"v{n}" for n in range(60)), {f"v{n}": 1e90 + n for n in range(60)}, 1, 0.1),
    ],
)
def test_theorem_is_not_made_of_what_it_cannot_say(given: Derivation) -> None:
    assert theorem_of(given) is None


def test_theorem_stands_outside_just_where_all_its_operands_do() -> None:
    given = derivation("a * b", {"a": 12, "b": 64}, 768)
    within = given.operands[0].model_copy(update={"outside": False})
    made = theorems([given, given.model_copy(update={"paper_id": "p", "operands": (within, given.operands[1])})])
    assert [theorem.outside for theorem in made] == [True, False]


def test_theorems_are_those_of_real_sentences() -> None:
    from examples import document

    texts = (
        "The model has 12 heads of 64 dimensions each, for a total of 768 dimensions.",
        "We use 9,000 training, 500 development and 500 test examples, 10,000 in total.",
        "Of the 50 answers, 37 (74 %) were right.",
    )
    found = derivations.find_derivations(document(texts=texts))
    stated = [statement_of(theorem) for theorem in theorems([*found, *found])]
    assert stated == [
        "(12 : Nat) * 64 = 768",
        "(9000 : Nat) + 500 + 500 = 10000",
        "(3700 : Nat) ≤ 745 * 5 ∧ (735 : Nat) * 5 ≤ 3700",
    ]


@pytest.mark.parametrize(
    "source",
    [
        source_of("(1 : Nat) = 2").replace("by decide", "sorry"),
        source_of("(1 : Nat) = 2").replace("decide", "native_decide"),
        source_of("(1 : Nat) = 2").replace("theorem stated", "axiom stated"),
        source_of("(1 : Nat) = 2").replace("Init.Core", "Lean"),
        source_of("(1 : Nat) = 2") + "axiom cheat : False\n",
        source_of("(1 : Nat) = 2)\naxiom cheat : (False"),
        source_of("(1 : Nat) = 2) := by decide\ntheorem other : (True"),
        source_of("(1 : Nat) = 2 -- "),
        source_of("(1 : Nat) = 1) :=(1"),
        source_of("(1 : Nat) = 2 : Nat"),
        source_of("(x : Nat) = x"),
        source_of("(1 : Nat) = 2", negated=True),
        "",
    ],
)
def test_statement_of_lets_nothing_but_arithmetic_through(source: str) -> None:
    good = theorem_of(derivation("a * b", {"a": 12, "b": 64}, 768))
    assert good is not None
    assert statement_of(good.model_copy(update={"source": source})) is None
    assert statement_of(good.model_copy(update={"negation": source})) is None
    assert statement_of(good.model_copy(update={"negation": None})) is None


def test_theorem_identifiers_differ_by_paper_place_and_statement() -> None:
    one = derivation("a * b", {"a": 12, "b": 64}, 768)
    others = [
        one.model_copy(update={"paper_id": "2001.00002v1"}),
        one.model_copy(update={"spans": (Span(None, 4, 9),)}),
        derivation("a * b", {"a": 12, "b": 64}, 769),
    ]
    made: tuple[Theorem, ...] = theorems([one, *others])
    assert len({theorem.theorem_id for theorem in made}) == 4
