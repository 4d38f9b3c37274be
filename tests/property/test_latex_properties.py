"""Whatever a LaTeX source holds, reading it gives a document whose spans hold, or a ReadingError."""

import re

from hypothesis import given
from hypothesis import strategies as st

from synth.errors import ReadingError
from synth.reading.archive import unpack
from synth.reading.bibliography import parse_reference, read_bib, read_printed_list
from synth.reading.latex import read_latex
from synth.reading.latex_inline import InlineContext, render_inline
from synth.reading.latex_macros import expand
from synth.settings import ReadingSettings

SETTINGS = ReadingSettings(min_source_share=0.0)
PIECES = st.sampled_from(
    r"""
    \section{One} \paragraph{Two} \begin{table} \end{table} \begin{tabular}{ll} \end{tabular} \\ & \caption{Words.} \label{x}
    \ref{x} \cite{a,b} \citet[p.~3]{a} \footnote{Aside. } \begin{thm} \end{thm} \newtheorem{thm}{Theorem}[section] \item
    \begin{itemize} \end{itemize} \begin{equation} \end{equation} $ $$ \[ \] \( { } [ ] ~ % ^ _ # \newcommand{\x}[1]{<#1>} \x
    \x{y} \def\y#1.{\z{#1}} \y \iffalse \fi \else \iftrue \begin{abstract} \end{abstract} \multicolumn{2}{c}{a} \multirow{2}{*}{b}
    \frac{1}{2} \sqrt \left( \right. \'e \"{o} \v{s} \href{u}{v} \url \SI{5}{\percent} \begin{thebibliography}{9}
    \end{thebibliography} \bibitem[A(2020)]{a} \appendix \verb|x| \begin \end \begin{ \input{main} \mystery \hskip 1pt
    \begin{figure} \end{figure} \csname q\endcsname \let\a\b \over \title{T} \author{A. Bee} \bye \endinput
    """.split()
)
WORDS = st.sampled_from(
    ["The model finds answers.", "it", "We show this", "\n\n", " ", "end.", "Ü", "\ue000", "“", "3.5"]
)
SOURCES = st.lists(PIECES | WORDS, max_size=60).map(" ".join)
ENGLISH = "We describe how the model finds the passages that answer a question. " * 4


@given(SOURCES)
def test_read_latex_spans_hold_whatever_the_source(source: str) -> None:
    main = f"\\documentclass{{article}}\\begin{{document}}{ENGLISH}\n\n{source}\\end{{document}}".encode()
    try:
        document = read_latex({"main.tex": main}, "x", SETTINGS)
    except ReadingError:
        return
    sentences = [sentence for section in document.sections for sentence in section.sentences]
    for sentence in [*sentences, *document.captions, *document.footnotes]:
        assert sentence.text == " ".join(document.text[start:end] for _, start, end in sentence.spans)
        assert all(1 <= number <= len(document.references) for number in sentence.citations)
    for table in document.tables:
        assert len({len(row) for row in table.rows}) == 1
        for cell in (cell for row in table.rows for cell in row):
            assert cell.span is None or document.text[cell.span.start : cell.span.end] == cell.text
    assert not re.search(r"  |\n\n\n", document.text)


@given(SOURCES)
def test_expand_ends_and_keeps_plain_words(source: str) -> None:
    result = expand(f"Beginning {source}", (), 2_000)
    assert result.text.startswith("Beginning")
    assert len(result.text) < 1_000_000


@given(SOURCES)
def test_render_inline_leaves_no_command_behind(source: str) -> None:
    assert not re.search(r"\\[A-Za-z]", render_inline(source, InlineContext()))


@given(st.binary(max_size=600))
def test_unpack_gives_files_or_a_reading_error(data: bytes) -> None:
    for content in (data, b"\x1f\x8b\x08\x00" + data):
        try:
            assert unpack(content, SETTINGS)
        except ReadingError as error:
            assert error.message  # noqa: PT017 - refusing is as good


@given(st.text(max_size=200), SOURCES)
def test_reference_readers_never_fail(text: str, source: str) -> None:
    assert isinstance(parse_reference(text).text, str)
    assert isinstance(read_bib([text, source], None, str)[0], list)
    assert isinstance(read_printed_list(source, lambda latex: render_inline(latex, InlineContext())), list)
