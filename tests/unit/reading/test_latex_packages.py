import pytest

from tests.unit.reading.latex_papers import quotable, read, unfit

ACRONYMS = r"\usepackage{acronym}\acrodef{cnn}[CNN]{convolutional network}\acrodef{rmse}[RMSE]{root mean square error}"
GLOSSARY = r"""\usepackage{glossaries}\newacronym{gpu}{GPU}{graphics processor}
    \newglossaryentry{corpus}{name={corpus},plural={corpora},description={texts}}"""
ACRO = r"\usepackage{acro}\DeclareAcronym{llm}{short=LLM, long=large model, long-plural-form=large models}"


@pytest.mark.parametrize(
    ("preamble", "latex", "text"),
    [
        ("", r"The error was \replaced[id=A]{3.1}{4.7} percent.", "The error was 3.1 percent."),
        ("", r"We \added{also} saw \deleted{none of} them.\comment{Check it.}", "We also saw them."),
        (r"\usepackage{trackchanges}", r"It \change[Bob]{was}{is} \add{so}\note[Ann]{why?} here.", "It is so here."),
        (
            r"\providecommand{\DIFadd}[1]{{\uwave{#1}}}\providecommand{\DIFdel}[1]{{\sout{#1}}}",
            r"\DIFaddbegin \DIFadd{Our }\DIFaddend model \DIFdelbegin \DIFdel{never }\DIFdelend wins here.",
            "Our model wins here.",
        ),
        (ACRONYMS, r"A \ac{cnn} is a \ac{cnn}, and \acp{rmse} are low.", None),
        (ACRONYMS, r"\Acl{rmse} and \acs{cnn} hold for us.", "Root mean square error and CNN hold for us."),
        (GLOSSARY, r"Our \glspl{corpus} fit the \gls{gpu}, the \gls{gpu} wins.", None),
        (ACRO, r"The \acp{llm} and the \ac{llm} work here.", "The large models (LLMs) and the LLM work here."),
        (
            "",
            r"It was \todo[inline]{Ask him.}seen \marginpar{Now?}by us\sidenote{Who?} here.",
            "It was seen by us here.",
        ),
        ("", r"We see \pdfmarkupcomment[color=red]{marked words}{Why?} here.", "We see marked words here."),
        ("", r"One said \textquote[p.~4]{it is \enquote{so}} here.", "One said “it is ‘so’” (p. 4) here."),
        ("", r"He said \foreignquote{english}{this is fine} here.", "He said “this is fine” here."),
        ("", r"The \nth{3}, \nth{12} and \ordinalnum{21} run won.", "The 3rd, 12th and 21st run won."),
        ("", r"We saw \Numberstringnum{42} \ding{51} and \textcircled{2} here.", "We saw Forty-two ✓ and ② here."),
        ("", r"The proof is \hyperref[s2]{in the second part} of it.", "The proof is in the second part of it."),
        ("", r"As \eg{} Lee \etal show, 3 \vs 4 is so.", "As e.g. Lee et al. show, 3 vs. 4 is so."),
        ("", r"\lettrine[lines=2]{T}{he} map is \textls[50]{wide} here.", "The map is wide here."),
        (
            r"\usepackage{physics}",
            r"Here $\dv{x}{t}$ is $\qty(1 + \norm{y})$ for us.",
            "Here dx/dt is (1 + ‖y‖) for us.",
        ),
        ("", r"The states $\ket{a}$ and $\braket{a}{b}$ are pure.", "The states |a⟩ and ⟨a|b⟩ are pure."),
        (r"\usepackage{siunitx}\DeclareSIUnit\px{px}", r"It has \SI{64}{\px} in a row.", "It has 64 px in a row."),
    ],
)
def test_read_latex_reads_what_packages_print(preamble: str, latex: str, text: str | None) -> None:
    expected = {
        ACRONYMS: "A convolutional network (CNN) is a CNN, and root mean square errors (RMSEs) are low.",
        GLOSSARY: "Our corpora fit the graphics processor (GPU), the GPU wins.",
    }
    assert quotable(read(latex, preamble)) == [text or expected[preamble]]


def test_read_latex_lets_the_papers_own_definition_come_first() -> None:
    own = r"\newcommand{\added}[1]{[#1]}\newcommand{\nth}{thing}"
    assert quotable(read(r"It is \added{new} and a \nth{} of beauty.", own)) == ["It is [new] and a thing of beauty."]


def test_read_latex_quotes_no_acronym_without_an_entry() -> None:
    assert unfit(read(r"The \gls{llm} fails on the last page.")) == ["The llm fails on the last page."]


def test_read_latex_sets_boxes_as_paragraphs_of_their_own() -> None:
    document = read(
        r"""Before it stands this line
        \begin{takeaway}[width=5cm]{Takeaway 1}Small boxes are read by many.\end{takeaway}
        \begin{tcolorbox}[colback=red,left=6pt]Large boxes are read by few.\end{tcolorbox}
        \tcolorbox[colframe=black]Grey boxes are read by none.\endtcolorbox
        Behind it are \mark{green words} in the line.""",
        r"\usepackage{tcolorbox}\newtcolorbox{takeaway}[2][]{colback=gray,title={#2},#1}\newtcbox{\mark}[1][red]{colback=#1}",
    )
    assert quotable(document) == [
        "Before it stands this line",
        "Small boxes are read by many.",
        "Large boxes are read by few.",
        "Grey boxes are read by none.",
        "Behind it are green words in the line.",
    ]
    assert unfit(document) == ["Takeaway 1"]


def test_read_latex_states_a_theorem_again_as_a_theorem() -> None:
    document = read(
        r"""\begin{restatable}[Bound]{thm}{mainbound}\label{t}Every tree is learnt from its leaves.\end{restatable}
        By \cref{t} small trees are cheap. \mainbound*""",
        r"\usepackage{thmtools,thm-restate}\declaretheorem[name=Theorem]{thm}",
    )
    stated = [each for section in document.sections for each in section.sentences if each.environment == "theorem"]
    assert [each.text for each in stated] == ["Every tree is learnt from its leaves."] * 2
    assert "By theorem 1 small trees are cheap." in quotable(document)


def test_read_latex_counts_what_the_paper_counts_itself() -> None:
    document = read(
        r"""\begin{table}\caption{All.}\begin{tabular}{ll}\expt{e1} & a\\\expt{e2} & b\end{tabular}\end{table}
        Experiment \ref{e2} comes after Figure \ref{f}.\setcounter{figure}{0}
        \begin{figure}\caption{A plot.}\label{f}\end{figure}""",
        r"\newcounter{expt}\newcommand{\expt}[1]{\refstepcounter{expt}\arabic{expt}\label{#1}}"
        r"\renewcommand{\thefigure}{S\arabic{figure}}",
    )
    assert quotable(document) == ["Experiment 2 comes after Figure S1."]
