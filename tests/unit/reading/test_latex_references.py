import pytest

from synth.reading.latex_inline import InlineContext, render_inline
from synth.reading.latex_math_line import LOST
from synth.reading.latex_references import Labels
from tests.unit.reading.latex_papers import quotable, read, unfit

CONTEXT = InlineContext(
    labels=Labels(
        {
        "s": ("section", "2"), "t": ("section", "2.1"), "a": ("equation", "1"), "b": ("equation", "2"),
        "c": ("equation", "3"), "f": ("figure", "1"), "fa": ("figure", "1a"), "fb": ("figure", "1b"), "l": ("lemma", "4"),
        },
        {"s": "The Two"},
        {"cref lemma": ("Lem.", "Lems.")},
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\crefrange{a}{c}", "equations 1 to 3"),
        (r"\Crefrange{a}{c}", "Equations 1 to 3"),
        (r"\cref{a,b,f}", "equations 1 and 2 and figure 1"),
        (r"\Cref{s,t}", "Sections 2 and 2.1"),
        (r"\namecref{s}~\labelcref{s}", "section 2"),
        (r"\nameCrefs{s}", "Sections"),
        (r"the \nameref{s} part", "the The Two part"),
        (r"\autoref*{s}", "Section 2"),
        (r"\cref{l}", "Lem. 4"),
        (r"\cref{{a}}", "equation 1"),
        ("\\ref{\n a}", "1"),
        (r"Figure~\ref{fa}", "Figure 1a"),
        (r"Figure~\subref{fb}", "Figure 1, panel b"),
        (r"panel \subref{fb}", "panel (b)"),
        (r"(\subref{fb})", "(b)"),
    ],
)
def test_render_inline_refers_as_cleveref_and_others_do(latex: str, text: str) -> None:
    assert " ".join(render_inline(latex, CONTEXT).split()) == text


@pytest.mark.parametrize("latex", [r"\pageref{s}", r"\cpageref{s}", r"\cref{a,gone}", r"\nameref{f}"])
def test_render_inline_marks_what_no_reader_of_the_source_knows(latex: str) -> None:
    assert LOST in render_inline(latex, CONTEXT)


def test_read_latex_letters_the_panels_of_figures() -> None:
    document = read(
        r"""We see \ref{fa}, \ref{fb}, \ref{gb} and \cref{f,g} in the figures of it.
        \begin{figure}\subfloat[Dry roads are here.\label{fa}]{\includegraphics{a}}
        \subcaptionbox{Wet roads are here.\label{fb}}{\includegraphics{b}}\caption{Roads.}\label{f}\end{figure}
        \begin{figure}\begin{subfigure}{3cm}\caption{One lake is here.}\label{ga}\end{subfigure}
        \begin{subfigure}{3cm}\includegraphics{d}\caption{Two lakes are here.}\label{gb}\end{subfigure}
        \caption{Lakes.}\label{g}\end{figure}"""
    )
    assert quotable(document) == ["We see 1a, 1b, 2b and figures 1 and 2 in the figures of it."]
    assert [caption.text for caption in document.captions] == [
        "Dry roads are here.",
        "Wet roads are here.",
        "Roads.",
        "One lake is here.",
        "Two lakes are here.",
        "Lakes.",
    ]


def test_read_latex_refers_to_items_as_their_labels_are_printed() -> None:
    document = read(
        r"""\begin{thm}\label{w}It holds that:\begin{enumerate}[label=(\roman*)]
        \item\label{i1} all leaves are seen;\item\label{i2} the root is seen.\end{enumerate}\end{thm}
        By Theorem~\ref{w}\ref{i2} no leaf is lost.""",
        r"\usepackage{enumitem}\newtheorem{thm}{Theorem}",
    )
    assert "By Theorem 1(ii) no leaf is lost." in quotable(document)


def test_read_latex_keeps_labels_of_descriptions_apart() -> None:
    document = read(
        r"\begin{description}\item[Fast] The fast mode reads all.\item[UCCA] is a scheme for texts.\item[(ii)] It is so here."
        r"\end{description}"
    )
    assert quotable(document) == ["Fast: The fast mode reads all.", "UCCA is a scheme for texts.", "It is so here."]


def test_read_latex_takes_no_line_of_an_algorithm_for_the_algorithm() -> None:
    document = read(
        r"""\begin{algorithm}\caption{The search.}\label{alg}\label{line:pop} pop \label{line:push} push\end{algorithm}
        In Algorithm~\ref{alg} it is so. In line~\ref{line:push} it is otherwise."""
    )
    assert quotable(document) == ["In Algorithm 1 it is so."]
    assert unfit(document) == ["In line ?? it is otherwise."]


def test_read_latex_ends_no_sentence_where_the_author_says_so() -> None:
    document = read(r"We read Chem.\@ Phys.\@ Lett.\@ and two more. We asked the NASA\@. It answered us at once.")
    assert quotable(document) == [
        "We read Chem. Phys. Lett. and two more.",
        "We asked the NASA.",
        "It answered us at once.",
    ]
