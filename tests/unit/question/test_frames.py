"""What a question asks about: its sides and its outcomes."""

import pytest

from synth.question import parse_question


@pytest.mark.parametrize(
    ("question", "subjects", "outcomes", "settings"),
    [
        (
            "Is dense retrieval better than BM25 in terms of accuracy?",
            ("dense retrieval", "BM25"),
            ("accuracy",),
            (),
        ),
        (
            "Which retriever is best with respect to latency in open-domain question answering?",
            ("retriever",),
            ("latency",),
            ("open-domain question answering",),
        ),
        (
            "How do drip and flood irrigation compare in terms of yield and water use?",
            ("drip", "flood irrigation"),
            ("yield", "water use"),
            (),
        ),
    ],
)
def test_what_a_question_is_asked_in_terms_of_is_its_outcome(
    question: str, subjects: tuple[str, ...], outcomes: tuple[str, ...], settings: tuple[str, ...]
) -> None:
    frame = parse_question(question)
    assert (frame.subjects, frame.outcomes, frame.settings) == (subjects, outcomes, settings)


def test_a_theory_that_predicts_acts_on_nothing() -> None:
    theory = parse_question("Can mean-field theory, which leaves out fluctuations, predict the critical exponents?")
    assert (theory.asks, theory.subjects, theory.outcomes) == (
        "whether",
        ("mean-field theory",),
        ("critical exponents",),
    )
    assert parse_question("Does personality predict job performance?").asks == "difference"


@pytest.mark.parametrize(
    ("text", "subject", "outcomes"),
    [
        ("Do open source teams finish bugs?", "open source teams", ("bugs",)),
        ("Does the quantum approximate algorithm reduce runtime?", "quantum approximate algorithm", ("runtime",)),
        ("Does dominance rank increase fitness?", "dominance rank", ("fitness",)),
        (
            "Does compiling queries to code speed up query processing?",
            "compiling queries to code",
            ("query processing",),
        ),
        ("Does talking help young children learn new words?", "talking", ("young children learn new words",)),
        ("Do cash transfers help girls improve their grades?", "cash transfers", ("grades",)),
        ("Does working on two projects at once reduce output?", "working on two projects", ("output",)),
        ("Are nitrogen and light alone enough to explain growth?", "nitrogen and light alone", ("growth",)),
        ("Is bypassing the kernel necessary for networking?", "bypassing the kernel", ("necessity",)),
        ("Can static types rule out errors?", "static types", ("errors",)),
    ],
)
def test_the_verb_of_a_question_is_none_of_the_words_that_may_be_one(
    text: str, subject: str, outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.subjects, question.outcomes) == ((subject,), outcomes)
