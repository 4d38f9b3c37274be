"""What a blind set of odd inputs held, each kind once: lists in the line, scopes, numbers, names, hidden words."""

import pytest

from synth.reading.latex_arithmetic import decimal_value, integer_value
from tests.unit.reading.latex_papers import quotable, read, unfit


@pytest.mark.parametrize(
    ("latex", "sentence"),
    [
        (
            r"We saw \begin{inparaenum}[(i)]\item moss, \item fern, and \item reed\end{inparaenum} at the pond.",
            "We saw (i) moss, (ii) fern, and (iii) reed at the pond.",
        ),
        (
            r"Trees were \begin{enumerate*}[label=(\alph*)]\item cut, or \item left\end{enumerate*} by them.",
            "Trees were (a) cut, or (b) left by them.",
        ),
        (
            r"They sold \begin{itemize*}[label={},itemjoin={, },itemjoin*={, and }]\item ovens\item pumps\item drills"
            r"\end{itemize*} in two towns.",
            "They sold ovens, pumps, and drills in two towns.",
        ),
        (r"They had \begin{inparadesc}\item[old] oaks\end{inparadesc} in the park.", "They had old oaks in the park."),
    ],
)
def test_read_latex_prints_the_labels_of_lists_in_the_line(latex: str, sentence: str) -> None:
    assert quotable(read(latex)) == [sentence]


def test_read_latex_knows_the_lists_that_a_paper_declares() -> None:
    preamble = r"\newlist{short}{enumerate*}{1}\setlist[short]{label=(\roman*),itemjoin={{; }},after={.}}"
    body = r"We asked about two things: \begin{short}\item the page \item the index\end{short}"
    assert quotable(read(body, preamble)) == ["We asked about two things: (i) the page; (ii) the index."]


def test_read_latex_lets_a_redefinition_end_with_its_group() -> None:
    body = r"""In the \place{} we work. {\renewcommand{\place}{ridge}In the \place{} we walk.} In the \place{} we rest.

    \begingroup\def\place{isle}On the \place{} we sail.\endgroup{} In the \fixed{} we sleep.
    {\gdef\place{marsh}We went far.} In the \place{} we fish."""
    preamble = r"\newcommand{\place}{valley}\edef\fixed{\place}"
    assert quotable(read(body, preamble)) == [
        "In the valley we work.",
        "In the ridge we walk.",
        "In the valley we rest.",
        "On the isle we sail.",
        "In the valley we sleep.",
        "In the marsh we fish.",
    ]


@pytest.mark.parametrize(
    ("latex", "sentence"),
    [
        (r"The pond held\hspace{1em}moss in\hspace{0pt}side nets.", "The pond held moss inside nets."),
        (r"The name was counted\nobreakspace by hand.", "The name was counted by hand."),
        (r"The shelf\kern0pt-life of fish is short.", "The shelf-life of fish is short."),
        (r"?`Por qu\'e? asked the boy, and !`Mira! said we.", "¿Por qué? asked the boy, and ¡Mira! said we."),
        (
            r"Lines of \ion{C}{4} and [\ion{O}{iii}] were seen at 31\arcdeg.",
            "Lines of C IV and [O III] were seen at 31°.",
        ),
        (r"Fe$^{3+}$ and $\mathrm{SO_4^{2-}}$ were in the water.", "Fe³⁺ and SO₄²⁻ were in the water."),
        (r"The constant $H_0$ and $\mathrm{H_2O}$ are known.", "The constant H₀ and H₂O are known."),
        (r"We filled \nicefrac{3}{4} of the 4.7~k\ohm{} cells.", "We filled 3/4 of the 4.7 kΩ cells."),
        (r"The eﬃcient ﬁlter was cleaned.", "The efficient filter was cleaned."),
        (r"The age was \the\numexpr 34+47\relax{} years.", "The age was 81 years."),
        (r"The share was \fpeval{round(100*47/81,1)}\% of all.", "The share was 58% of all."),
        (r"They came \unless\ifdim 1pt>0pt not \fi twice a year.", "They came twice a year."),
        (r"A box\tcblower The call was short.", "The call was short."),
        (r"We came \ifSubfilesClassLoaded{alone}{together} to see.", "We came together to see."),
    ],
)
def test_read_latex_reads_small_things_as_printed(latex: str, sentence: str) -> None:
    assert sentence in quotable(read(latex))


@pytest.mark.parametrize(
    "latex",
    [
        r"The pier has \numseals{} seals in winter.",
        r"Animals were told apart by \marktype{spots}[left] on the neck.",
        r"The sponsor was \censor{Acme Bank} until last year.",
    ],
)
def test_read_latex_quotes_no_sentence_with_a_hole(latex: str) -> None:
    assert quotable(read(latex)) == []
    assert len(unfit(read(latex))) == 1


def test_read_latex_numbers_what_labels_refer_to() -> None:
    body = r"""\chapter{One}\section{Wind}
    Some winds\footnote{A note.} have names\footnote{Another.\label{n}} here.
    \begin{subequations}\begin{align} a &= 1 \label{a}\\ b &= 2 \label{b}\end{align}\end{subequations}
    \begin{table}\caption{Nights of ice.}\label{t}\begin{tabular}{lr}Lake & Night\\Reed & 12\end{tabular}\end{table}
    We return to note~\ref{n}, to \eqref{b}, and to Table~\ref{t} in the end."""
    assert "We return to note 2, to (1.1b), and to Table 1.1 in the end." in quotable(
        read(body, document_class="report")
    )


def test_read_latex_refers_as_cleveref_is_asked_to() -> None:
    body = r"""\section{One}\label{s}\begin{hypo}\label{h}Dry towns plant more trees.\end{hypo}
    We see \cref{s} and \cref{h} in the text."""
    preamble = r"\usepackage[capitalise]{cleveref}\newtheorem{hypo}{Hypothesis}\crefname{hypo}{Hypothesis}{Hypotheses}"
    assert "We see Section 1 and Hypothesis 1 in the text." in quotable(read(body, preamble))


def test_read_latex_reads_verbatim_signs_and_addresses_of_own_commands() -> None:
    preamble = r"\DefineShortVerb{\|}\DeclareUrlCommand\file{\urlstyle{tt}}"
    body = r"The flag |--no_cache| is on. Paths like \file{/etc/my_app} break. A |5%| share was seen."
    assert quotable(read(body, preamble)) == [
        "The flag --no_cache is on.", "Paths like /etc/my_app break.", "A 5% share was seen.",
    ]  # fmt: skip


def test_read_latex_leaves_out_where_slides_show_something() -> None:
    body = r"""\begin{frame}[label=a]{Title}\onslide<3->{Each field was flown twice.}
    \begin{itemize}[<+->]\item<2-> Images were \alert<2>{joined} here.\end{itemize}\end{frame}"""
    assert quotable(read(body, document_class="beamer")) == ["Each field was flown twice.", "Images were joined here."]


def test_read_latex_loads_a_style_by_its_path() -> None:
    files = {"style/lab.sty": r"\newcommand{\projname}{LOWTIDE}"}
    document = read(r"The project \projname{} is new.", r"\usepackage{style/lab}", files=files)
    assert quotable(document) == ["The project LOWTIDE is new."]


@pytest.mark.parametrize(
    ("latex", "preamble", "sentence"),
    [
        (
            r"The oaks\footnoteB{See below.} grow slowly in shade.",
            r"\DeclareNewFootnote{B}",
            "The oaks grow slowly in shade.",
        ),
        (
            r"The \MakeTextUppercase{oak} grows slowly in shade.",
            r"\usepackage{textcase}",
            "The OAK grows slowly in shade.",
        ),
        (r"It is \larger big, \smaller[2] small.", r"\usepackage{relsize}", "It is big, small."),
        (r"We saw \hbox to3em{\hfil big} sheep.", "", "We saw big sheep."),
        (r"At \pH\ 7 it is \cis-but.", r"\usepackage{chemmacros}", "At pH 7 it is cis-but."),
        (r"\begin{tasks}\task Cut it in the spring.\end{tasks}", r"\usepackage{tasks}", "Cut it in the spring."),
        (
            r"\makeatletter\@for\x:=ash,elm\do{A tree is \x. }\makeatother We cut.",
            "",
            "A tree is ash.",
        ),
        (r"\section{A}\label{a}\ref{a} is short.", r"\labelformat{section}{Section~#1}", "Section 1 is short."),
    ],
)
def test_read_latex_reads_what_packages_add(latex: str, preamble: str, sentence: str) -> None:
    assert sentence in quotable(read(latex, preamble))


def test_read_latex_reads_the_files_that_a_paper_writes_and_the_citations_of_a_series() -> None:
    preamble = r"""\begin{filecontents*}{own.bib}
@article{lee, author={Ann Lee}, title={On the Noise of Streams}, year=2001}
\end{filecontents*}
\newcites{sec}{More}"""
    document = read(r"Streams are loud \cite{lee} and long \citesec{lee}.\bibliography{own}", preamble)
    assert quotable(document) == ["Streams are loud [1] and long [1]."]
    assert document.references[0].title == "On the Noise of Streams"


def test_read_latex_leaves_out_what_tools_print_as_code() -> None:
    body = "It was fast in the test.\n\\begin{Sinput}\nt.test(x)\n\\end{Sinput}\n\nIt was cheap in the end."
    assert quotable(read(body)) == ["It was fast in the test.", "It was cheap in the end."]


def test_read_latex_sets_the_authors_of_the_entry_before_where_a_rule_stands_for_them() -> None:
    body = r"""Sand is old \cite{a,b}.
    \begin{thebibliography}{9}
    \bibitem{a} J. Moreau and A. Lee, \emph{Sand and dunes}, Shore \textbf{2} (1987), 40--58.
    \bibitem{b} \bysame, \emph{Low dunes}, Shore \textbf{7} (1992), 3--21.
    \end{thebibliography}"""
    rule = r"\providecommand{\bysame}{\leavevmode\hbox to3em{\hrulefill}\thinspace}"
    for preamble in ("", rule):
        assert [each.authors for each in read(body, preamble).references] == [("J. Moreau", "A. Lee")] * 2


@pytest.mark.parametrize("expression", ["1+", "__import__('os')", "a*b", "1/0", "9" * 300, "(" * 150, "2**9"])
def test_calculations_of_anything_else_give_nothing(expression: str) -> None:
    assert integer_value(expression) is None
    assert decimal_value(expression) is None


def test_read_latex_restores_a_redefinition_behind_others_outside_of_groups() -> None:
    preamble = r"\newcommand{\place}{ridge}"
    body = r"""\renewcommand{\place}{hill}We walk on the \place{} now. {\renewcommand{\place}{moor}We rest on the \place{} now.}
    We sing on the \place{} now. \renewcommand{\place}{lake}We swim in the \place{} now.
    {\renewcommand{\place}{wood}We sleep in the \place{} now.} We fish in the \place{} now."""
    assert quotable(read(body, preamble)) == [
        "We walk on the hill now.", "We rest on the moor now.", "We sing on the hill now.",
        "We swim in the lake now.", "We sleep in the wood now.", "We fish in the lake now.",
    ]  # fmt: skip


def test_read_latex_takes_two_short_verbs() -> None:
    preamble = r"\MakeShortVerb{\|}\MakeShortVerb{\+}"
    assert quotable(read(r"The flags |-a_b| and +-c_d+ are on.", preamble)) == ["The flags -a_b and -c_d are on."]


def test_read_latex_restores_nothing_where_a_paper_asks_for_it_itself() -> None:
    assert quotable(read(r"\makeatletter We walk \synth@restore{7}\synth@restore{x}on the hill now.")) == [
        "We walk on the hill now."
    ]
