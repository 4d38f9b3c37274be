import pytest

from synth.reading.latex_inline import InlineContext, render_inline
from synth.reading.latex_math_line import LOST
from synth.reading.latex_references import Labels
from tests.unit.reading.latex_papers import quotable, read, unfit


@pytest.mark.parametrize(
    "latex",
    [
        r"\frobnicate{3.1}{4.7}",
        r"\frobnicate {3.1} {4.7}",
        r"\frobnicate[id=AB]{4.7}",
        r"\frobnicate{sec:results}",
        r"\frobnicate{fig_one}",
        r"\frobnicate{smith2020}",
        r"\frobnicate{numbers/error.txt}",
        r"\frobnicate",
        r"\st{3.1}",
        r"\textipa{@'bIl@ti}",
        r"\ding{240}",
    ],
)
def test_render_inline_marks_what_cannot_be_told(latex: str) -> None:
    rendered = render_inline(f"The error was {latex} percent.", InlineContext())
    assert LOST in rendered
    assert "3.14.7" not in rendered


@pytest.mark.parametrize("latex", [r"\frobnicate{plain words}", r"\faGithub", r"\aiOrcid", r"\frobnicate=5pt"])
def test_render_inline_keeps_the_words_of_a_command_that_only_dresses_them(latex: str) -> None:
    assert LOST not in render_inline(f"These are {latex} of it.", InlineContext())


def test_render_inline_takes_no_key_for_words() -> None:
    context = InlineContext(numbers={"lewis": 1}, labels=Labels({"results": ("section", "2")}), keys=frozenset({"cnn"}))
    for key in ("lewis", "results", "cnn", "lewis, cnn"):
        assert LOST in render_inline(rf"The \mycommand{{{key}}} fails.", context)


def test_read_latex_quotes_no_sentence_with_glued_groups() -> None:
    document = read(r"The error was \frobnicate{3.1}{4.7} percent. It fell in the second year of the study.")
    assert quotable(document) == ["It fell in the second year of the study."]
    assert unfit(document) == ["The error was 3.1 4.7 percent."]
    assert "commands left out: \\frobnicate" in document.notes


def test_read_latex_knows_a_command_that_is_defined_with_words_of_its_own() -> None:
    document = read(
        r"The \theArticle{} holds for all of us, and $\widebar{x}$ is small.",
        r"\newcommand{\theArticle}{First Article}",
    )
    assert quotable(document) == ["The First Article holds for all of us, and x̄ is small."]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\tikz[baseline=(c.base)]{\node[shape=circle,draw,inner sep=1pt] (c) {3};}", "step ③ is"),
        (r"\tikz\node[draw] {A};", "step A is"),
    ],
)
def test_render_inline_reads_a_lone_node_of_a_drawing(latex: str, text: str) -> None:
    assert render_inline(rf"step {latex} is", InlineContext()) == text
