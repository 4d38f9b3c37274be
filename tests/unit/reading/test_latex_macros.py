import pytest

from synth.reading.latex_macros import expand


def expanded(latex: str, *styles: str) -> str:
    return " ".join(expand(latex, styles, 200_000).text.split())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\newcommand{\corpus}{S2ORC}We introduce \corpus, a corpus", "We introduce S2ORC, a corpus"),
        (r"\newcommand\x{a}\x b", "ab"),
        (r"\newcommand{\f}[2][d]{<#1|#2>}\f{q} \f[w]{q}", "<d|q> <w|q>"),
        (r"\renewcommand{\f}[1]{(#1)}\f x", "(x)"),
        (r"\providecommand{\a}{1}\providecommand{\a}{2}\a", "1"),
        (r"\def\pair#1-#2;{(#1)(#2)}\pair a-b;c", "(a)(b)c"),
        (r"\def\wrap[#1]#2{#1:#2}\wrap[a]{b}", "a:b"),
        (r"\def\outer#1{\def\inner##1{#1##1}}\outer{a}\inner{b}", "ab"),
        (r"\let\e\epsilon $\e x$", r"$\epsilon x$"),
        (r"\def\al{\alpha}$\al x$", r"$\alpha x$"),
        (r"\DeclareMathOperator*{\argmax}{arg\,max}$\argmax_x$", r"$\operatorname{arg\,max}_x$"),
        (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}$\abs{x}$", r"$\lvert x\rvert $"),
        (r"\NewDocumentCommand{\k}{s O{z} m}{[#2#3]}\k{a} \k*[b]{c}", "[za] [bc]"),
        (r"\newcommand\be{\begin{equation}}\newcommand\ee{\end{equation}}\be x\ee", r"\begin{equation}x\end{equation}"),
        (r"\newcommand{\nc}{\newcommand}\nc{\q}{z}\q", "z"),
        (r"\newenvironment{my}[1]{\textbf{#1}\begin{quote}}{\end{quote}}\begin{my}{T}x\end{my}", None),
        (r"\expandafter\def\csname my@x\endcsname{y}\csname my@x\endcsname", "y"),
        (r"a\iffalse gone \iftrue x\fi\fi b", "ab"),
        (r"\newif\ifdraft\ifdraft no\else yes\fi\drafttrue\ifdraft on\fi", "yeson"),
        (r"\ifx\a\b same\else other\fi", "other"),
        (r"$a \iff b$ \ifthenelse{\equal{a}{a}}{yes}{no}", r"$a \iff b$ yes"),
    ],
)
def test_expand_replaces_the_papers_own_commands(latex: str, text: str | None) -> None:
    assert expanded(latex) == (r"\textbf{T}\begin{quote}x\end{quote}" if text is None else text)


@pytest.mark.parametrize(
    "latex",
    [
        r"\def\x{\x}a \x b",
        r"\def\a{\b\b}\def\b{\a\a}a \a b",
        r"\def\x{\x\x words}a \x b",
        r"\def\x#1{\x{#1#1}}a \x{y} b",
    ],
)
def test_expand_drops_a_call_without_end_and_goes_on(latex: str) -> None:
    result = expand(latex + r"\newcommand{\ok}{fine} \ok", (), 200_000)
    assert " ".join(result.text.split()).startswith("a")
    assert result.notes == ("a macro that calls itself without end was left out",)


def test_expand_goes_on_behind_a_runaway_call() -> None:
    assert expanded(r"\def\x{\x}a \x b \newcommand{\ok}{fine}\ok") == "a b fine"


def test_expand_keeps_what_every_paper_means_alike() -> None:
    assert expanded(r"\renewcommand{\section}{\@startsection}\section{A}") == r"\section{A}"
    assert expanded(r"\def\Bbb#1{\fam\msbfam#1}$\Bbb R$") == r"$\Bbb R$"


def test_expand_takes_words_but_no_internals_from_packages() -> None:
    style = r"\def\@plumbing{x}\newcommand{\name}{Corpus}\renewcommand{\maketitle}{\@plumbing}\def\loop{\loop}"
    assert expanded(r"\maketitle \name{} \@plumbing", style) == r"\maketitle Corpus{} \@plumbing"


def test_expand_survives_definitions_cut_off() -> None:
    for latex in (
        r"\def",
        r"\def\x",
        r"\newcommand",
        r"\newcommand{\x",
        r"\let\x",
        r"\iftrue",
        r"\csname x",
        r"\newif",
    ):
        assert isinstance(expand(f"a {latex}", (), 1000).text, str)
