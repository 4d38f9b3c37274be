import pytest

from tests.unit.reading.latex_papers import FILLER, quotable, read

PREAMBLE = r"""\usepackage{comment,versions,etoolbox,ifthen,environ,xcolor,tagging}\usepackage[disable]{todonotes}
\excludecomment{internal}\excludeversion{long}\includeversion{short}\newenvironment{secret}{\comment}{\endcomment}
\newtoggle{big}\togglefalse{big}\newbool{small}\booltrue{small}\newboolean{draft}\setboolean{draft}{false}
\newif\ifnotes\notesfalse\newenvironment{noted}{\ifnotes}{\fi}\NewEnviron{dropped}{}\newcommand{\nothing}{}\def\version{2}
\definecolor{paper}{HTML}{FFFFFF}
"""


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{internal}HIDDEN\end{internal}SHOWN",
        r"\begin{long}HIDDEN\end{long}\begin{short}SHOWN\end{short}",
        r"\begin{secret}HIDDEN\end{secret}\begin{noted}HIDDEN\end{noted}\begin{dropped}HIDDEN\end{dropped}SHOWN",
        r"\iftoggle{big}{HIDDEN}{SHOWN}",
        r"\nottoggle{big}{SHOWN}{HIDDEN}",
        r"\ifbool{small}{SHOWN}{HIDDEN}",
        r"\ifboolexpr{bool {small} and not togl {big}}{SHOWN}{HIDDEN}",
        r"\ifthenelse{\boolean{draft} \OR \NOT \equal{a}{b}}{SHOWN}{HIDDEN}",
        r"\ifthenelse{2 > 3 \AND 1 = 1}{HIDDEN}{SHOWN}",
        r"\ifthenelse{\isundefined{\nosuchcommand}}{SHOWN}{HIDDEN}",
        r"\ifnotes HIDDEN\else SHOWN\fi",
        r"\unless\ifnotes SHOWN\else HIDDEN\fi",
        r"\iffalse HIDDEN \iftrue HIDDEN\else HIDDEN\fi\fi SHOWN",
        r"\ifx\nothing\empty SHOWN\else HIDDEN\fi",
        r"\ifnum\version=2 SHOWN\else HIDDEN\fi",
        r"\ifnum\pdfstrcmp{a}{a}=0 SHOWN\else HIDDEN\fi",
        r"\ifnum\strcmp{a}{b}<0 SHOWN\else HIDDEN\fi",
        r"\ifcase\version HIDDEN\or HIDDEN\or SHOWN\else HIDDEN\fi",
        r"\if 0 HIDDEN\else SHOWN\fi",
        r"\ifdefined\nosuchcommand HIDDEN\else SHOWN\fi",
        r"\ifcsname nosuchcommand\endcsname HIDDEN\else SHOWN\fi",
        r"\makeatletter\@ifundefined{nosuchcommand}{SHOWN}{HIDDEN}\makeatother",
        r"\makeatletter\@ifpackageloaded{comment}{SHOWN}{HIDDEN}\makeatother",
        r"\ifstrequal{a}{b}{HIDDEN}{SHOWN}",
        r"\ifdefempty{\nothing}{SHOWN}{HIDDEN}",
        r"\ifblank{ }{SHOWN}{HIDDEN}",
        r"\IfFileExists{nosuchfile.tex}{HIDDEN}{SHOWN}",
        r"\tagged{answers}{HIDDEN}\untagged{answers}{SHOWN}",
        r"\comment HIDDEN\endcomment SHOWN",
        r"{\color{white}HIDDEN}SHOWN",
        r"\textcolor{white}{HIDDEN}\textcolor[rgb]{1,1,1}{HIDDEN}\textcolor{paper}{HIDDEN}SHOWN",
        r"\colorbox{black}{\textcolor{white}{SHOWN}}",
        r"{\fontsize{0.1pt}{0.1pt}\selectfont HIDDEN}SHOWN",
        r"\todo{HIDDEN}\missingfigure{HIDDEN}SHOWN",
    ],
)
def test_read_latex_reads_nothing_that_authors_switched_off_or_hid(latex: str) -> None:
    hidden, shown = "Nobody is to read this line of ours.", "Everybody is to read this line of ours."
    document = read(latex.replace("HIDDEN", hidden).replace("SHOWN", shown), PREAMBLE)
    assert quotable(document) == [shown]
    assert hidden not in document.text


def test_read_latex_obeys_the_switch_of_a_disabled_note() -> None:
    macro = r"""\makeatletter\newcommand*\ifnoted{\if@todonotes@disabled\expandafter\@secondoftwo
        \else\expandafter\@firstoftwo\fi}\makeatother\newcommand{\bob}[1]{\ifnoted{\textbf{Bob: #1}}{}}"""
    assert "Bob" not in read(r"\bob{I doubt it.} The roofs held.", PREAMBLE + macro).text
    assert "Bob" in read(r"\bob{I doubt it.} The roofs held.", r"\usepackage{todonotes}" + macro).text


def test_read_latex_leaves_out_what_includeonly_does_not_name() -> None:
    files = {"one.tex": "The first chapter is read by all.", "two.tex": "The second chapter is read by none."}
    document = read(r"\include{one} \include{two}", r"\includeonly{one}", files=files)
    assert quotable(document) == ["The first chapter is read by all."]


def test_read_latex_keeps_white_words_of_coloured_cells() -> None:
    coloured = (
        r"\begin{tabular}{lr}\rowcolor{blue}\textcolor{white}{Name} & \textcolor{white}{F1}\\ A & 1.5\end{tabular}"
    )
    plain = r"\begin{tabular}{lr}Name & F1\\ A & \textcolor{white}{0}1.5\end{tabular}"
    for latex in (coloured, plain):
        (table,) = read(rf"{FILLER}\begin{{table}}\caption{{Scores.}}{latex}\end{{table}}").tables
        assert [[cell.text for cell in row] for row in table.rows] == [["Name", "F1"], ["A", "1.5"]]
