import pytest

from synth.reading.latex_inline import CITE, CITE_END, InlineContext, render_inline
from synth.reading.latex_math_line import LOST
from synth.reading.latex_references import Labels

CONTEXT = InlineContext(
    numbers={"lewis": 3, "guu": 1},
    names={"lewis": "Lewis et al.", "guu": "Guu and Lee"},
    years={"lewis": 2020},
    labels=Labels(
        {"sec:a": ("section", "3.1"), "tab:b": ("table", "2"), "tab:c": ("table", "4"), "eq:d": ("equation", "7")}
    ),
)


def rendered(latex: str) -> str:
    text = render_inline(latex, CONTEXT)
    return " ".join(text.replace(CITE, "").replace(CITE_END, "").split())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Kosta Do\v sen and \'{E}mile \c{C}elik, Erd\H{o}s, \AA ngstr\"om, na\"{\i}ve, \o, \ss, \L{}", None),
        (r"``quoted'' and `single' -- a---b", "“quoted” and ‘single' – a—b"),
        (r'a “mixed" quote', "a “mixed” quote"),
        (r"Fig.~3, 5\,kg, a\ b, soft\-ware", "Fig. 3, 5 kg, a b, software"),
        (r"50\% of \$5 \& \#1 \_x", "50% of $5 & #1 _x"),
        (r"{\bf bold} \textit{it} \textcolor{red}{red} \emph{em}", "bold it red em"),
        (r"\textsc{BERT}\xspace is, \textsc{BERT}\xspace, \textsc{BERT}\xspace\cite{guu}", "BERT is, BERT, BERT [1]"),
        (r"\ensuremath{P_c^+}\xspace{} here", "P_c⁺ here"),
        (r"the loss $L = 0.5$ falls", "the loss L = 0.5 falls"),
        (r"see \href{http://a.b/c_d}{the page} or \url{http://a.b/c\%20d}", "see the page or http://a.b/c%20d"),
        (r"\SI{5}{\percent}, \SI{3.2}{\kilo\metre\per\second}, \num{1e5}, \SIrange{1}{2}{\GeV}", None),
        (r"x\footnote{A note.} y\label{z} \vspace{1cm}", "x y"),
        (r"CORD\nobreakdash-19 in \LaTeX{} \S5", "CORD-19 in LaTeX §5"),
        (r"TUPA\textsubscript{Sparse}, Ev\textsuperscript{2}R, 3\textsuperscript{rd}", "TUPA_Sparse, Ev²R, 3rd"),
        (r"a\footnote{A.}\textsuperscript{,}\footnote{B.} word", "a word"),
        (r"\parskip=0pt \hskip 2em plus 1fil words", "words"),
        (r"Me\kern-.1em V, T\kern.2em x and L\kern -1pt\relax H", "MeV, T x and LH"),
        (r"\begin{minipage}[t]{5cm}inside\end{minipage}", "inside"),
        (r"a \begin{tikzpicture}\draw (0,0);\end{tikzpicture} b", "a b"),
    ],
)
def test_render_inline_writes_text_as_printed(latex: str, text: str | None) -> None:
    expected = {
        0: "Kosta Došen and Émile Çelik, Erdős, Ångström, naïve, ø, ß, Ł",
        1: "5 %, 3.2 km/s, 1 × 10⁵, 1 GeV to 2 GeV",
    }
    assert rendered(latex) == (text or expected[int("SI" in latex)])


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"shown \cite{lewis}", "shown [3]"),
        (r"shown \citep[see][p.~4]{lewis,guu}", "shown [see 3, 1, p. 4]"),
        (r"\citet{lewis} show", "Lewis et al. [3] show"),
        (r"\citeauthor{guu} (\citeyear{lewis})", "Guu and Lee (2020)"),
        (r"\cite{nowhere}", "[?]"),
        (r"\nocite{lewis}x", "x"),
    ],
)
def test_render_inline_cites_by_number(latex: str, text: str) -> None:
    assert rendered(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Section~\ref{sec:a}", "Section 3.1"),
        (r"Eq.~\eqref{eq:d}", "Eq. (7)"),
        (r"\autoref{sec:a}", "Section 3.1"),
        (r"\cref{tab:b,tab:c}", "tables 2 and 4"),
    ],
)
def test_render_inline_prints_cross_references(latex: str, text: str) -> None:
    assert rendered(latex) == text


def test_render_inline_marks_what_it_does_not_know() -> None:
    assert LOST in render_inline(r"We introduce \mystery, a corpus", InlineContext())
    assert LOST in render_inline(r"Section~\ref{gone}", InlineContext())
    assert render_inline(r"\mystery{kept}", InlineContext()) == "kept"


@pytest.mark.parametrize(
    "latex", [r"\href", r"\href{a}", r"\cite", r"\SI{5}", r"\'", r"\begin", "$", "$$x", r"\(", "}{", r"\verb", "\\"]
)
def test_render_inline_survives_what_is_cut_off(latex: str) -> None:
    assert "\\" not in render_inline(latex, InlineContext())


def test_render_inline_survives_deep_nesting() -> None:
    assert isinstance(render_inline(r"\footnote{\enquote{" * 200 + "x" + "}}" * 200, InlineContext()), str)
    assert isinstance(render_inline(r"\enquote{" * 3000 + "x" + "}" * 3000, InlineContext()), str)
