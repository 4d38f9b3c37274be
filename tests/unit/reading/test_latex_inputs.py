from pathlib import Path

import pytest

from synth.errors import ReadingError
from synth.reading import read_paper
from synth.reading.latex import read_latex
from synth.settings import ReadingSettings
from tests.unit.reading.latex_papers import FILLER, quotable, read

A_ABSTRACT = "We find that it is so in all of the towns."


def test_read_latex_follows_inputs_that_macros_name() -> None:
    document = read(
        r"\sect{one} \subimport{./chapters/}{two} \input{\folder/three.tex} \input{moved/four}",
        r"\newcommand{\sect}[1]{\input{chapters/#1}}\def\folder{chapters}",
        files={
            "chapters/one.tex": "The first chapter stands here.",
            "chapters/two.tex": r"The second chapter stands here. \subimport{deep/}{more}",
            "chapters/deep/more.tex": "The deep chapter stands here.",
            "chapters/three.tex": "The third chapter stands here.",
            "elsewhere/four.tex": "The fourth chapter stands here.",
        },
    )
    ordinals = "first second deep third fourth".split()
    assert quotable(document) == [f"The {ordinal} chapter stands here." for ordinal in ordinals]


def test_read_latex_notes_inputs_that_are_not_there() -> None:
    document = read(
        r"\input{results} \sect{two} \input glyphtounicode Words stand here.", r"\newcommand{\sect}[1]{\input{s/#1}}"
    )
    assert document.notes == ("the input “results” is not in the source", "the input “s/two” is not in the source")


def test_read_latex_notes_a_source_that_is_cut_off() -> None:
    cut = rf"\documentclass{{article}}\begin{{document}}\section{{A}}{FILLER}"
    document = read_latex({"main.tex": cut.encode()}, "x", ReadingSettings())
    assert document.notes == ("the source has no \\end{document}: it may be cut off",)
    assert read("Words stand here for all.").notes == ()


def test_read_latex_reads_a_chapter_that_stands_alone() -> None:
    document = read_latex({"intro.tex": rf"\section{{Introduction}} {FILLER}".encode()}, "x", ReadingSettings())
    assert document.sections[0].heading == "Introduction"
    with pytest.raises(ReadingError, match="no main TeX file"):
        read_latex({"notes.tex": FILLER.encode()}, "x", ReadingSettings())


@pytest.mark.parametrize(
    ("document_class", "latex"),
    [
        ("revtex4-2", r"\maketitle\begin{abstract}ABSTRACT\end{abstract}"),
        ("aastex631", r"\abstract{ABSTRACT}"),
        ("ws-procs", r"\abstracts{ABSTRACT}"),
        ("aa", r"\abstract{We find that it is so}{in all}{of}{the}{towns.}"),
        ("article", r"\twocolumn[\maketitle\begin{onecolabstract}ABSTRACT\end{onecolabstract}]"),
        ("article", "\\section*{Abstract}\\subsection*{Background} ABSTRACT"),
        ("bioinfo", r"\begin{abstract}\section{Motivation:} ABSTRACT\end{abstract}"),
        ("article", "\\begin{abstract}\\textbf{Background.} ABSTRACT\\end{abstract}"),
    ],
)
def test_read_latex_finds_abstracts_of_all_classes(document_class: str, latex: str) -> None:
    body = rf"\title{{T}}{latex.replace('ABSTRACT', A_ABSTRACT)}\section{{Introduction}} Words stand here."
    document = read(body, document_class=document_class)
    assert document.abstract.replace("\n", " ") == A_ABSTRACT
    assert [section.number for section in document.sections if section.heading == "Introduction"] in (["1"], ["I"])


def test_read_latex_finds_an_abstract_above_the_document() -> None:
    document = read(r"\section{Introduction} Words stand here.", rf"\abstract{{{A_ABSTRACT}}}", "apa6")
    assert document.abstract == A_ABSTRACT


def test_read_latex_finds_the_abstract_of_plain_tex() -> None:
    source = f"\\input phyzzx\n\\titlepage\n\\title{{Strings}}\n\\abstract\n{A_ABSTRACT}\n\\endpage\n\\chapter{{Results}}\n{FILLER}\n\\bye"
    document = read_latex({"draft7.tex": source.encode()}, "x", ReadingSettings())
    assert document.abstract == A_ABSTRACT
    assert document.sections[-1].heading == "Results"


def test_read_paper_reads_what_a_tex_file_inputs_beside_it(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "one.tex").write_text("The first chapter stands here.", encoding="utf-8")
    (tmp_path / "other.tex").write_text(rf"\documentclass{{article}}\begin{{document}}Other. {FILLER}\end{{document}}")
    main = tmp_path / "paper.tex"
    main.write_text(rf"\documentclass{{article}}\begin{{document}}{FILLER} \input{{chapters/one}}\end{{document}}")
    assert "The first chapter stands here." in read_paper(main).text
    assert "Other." not in read_paper(main).text
