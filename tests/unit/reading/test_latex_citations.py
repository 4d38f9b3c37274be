import pytest

from synth.reading.latex_citations import cited_keys
from synth.reading.latex_inline import CITE, CITE_END, InlineContext, render_inline
from synth.reading.latex_math_line import LOST
from tests.unit.reading.latex_papers import read

CONTEXT = InlineContext(
    numbers={"tray71": 1, "vale08": 2},
    names={"tray71": "Tray and Bell", "vale08": "Vale"},
    years={"tray71": 1971, "vale08": 2008},
    titles={"tray71": "Rumours and small firms"},
    aliases={"vale08": "Paper I"},
)


def rendered(latex: str) -> str:
    return " ".join(render_inline(latex, CONTEXT).replace(CITE, "").replace(CITE_END, "").split())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\parencites[p.~3]{tray71}[p.~5]{vale08}", "[1, p. 3; 2, p. 5]"),
        (r"\parencites(see)()[p.~3]{tray71}{vale08}", "(see [1, p. 3; 2])"),
        (r"\autocites{tray71}{vale08}", "[1, 2]"),
        (r"\textcites{tray71}{vale08} found", "Tray and Bell [1] and Vale [2] found"),
        (r"\cite<see>[p.~12]{vale08}", "(see [2], p. 12)"),
        (r"\citeA{vale08} found", "Vale [2] found"),
        (r"\citeposs{tray71} cut", "Tray and Bell's (1971) [1] cut"),
        (r"\citetitle{tray71} was first", "Rumours and small firms was first"),
        (r"\citetalias{vale08} and \citepalias{vale08}", "Paper I [2] and (Paper I [2])"),
        (r"\citet[][see also \citealp{vale08}]{tray71}", "Tray and Bell [1] (see also [2])"),
        (r"\footcite{vale08}, \supercite{tray71}", "[2], [1]"),
        (r"as $x$\cite{tray71} has it", "as x[1] has it"),
    ],
)
def test_render_inline_cites_as_every_package_does(latex: str, text: str) -> None:
    assert rendered(latex) == text


@pytest.mark.parametrize("latex", [r"\citetitle{vale08}", r"\citeauthor{nowhere}", r"\citeyear{nowhere}"])
def test_render_inline_marks_a_citation_without_its_words(latex: str) -> None:
    assert LOST in render_inline(latex, CONTEXT)


def test_cited_keys_finds_the_keys_of_all_forms() -> None:
    latex = r"\cite<e.g.>{a} \parencites[p.~1]{b}{c,d} \nocite{e} \citestyle{f} \mycite{g}\citeA[x]{h} \Citet*{i}"
    assert cited_keys(latex) == ["a", "b", "c", "d", "e", "g", "h", "i"]


def test_read_latex_numbers_the_citations_of_a_sentence() -> None:
    bib = r"""\begin{thebibliography}{9}\bibitem{a} A. Bee. One title. 2001.\bibitem{b} C. Dee. Two titles. 2002.
        \end{thebibliography}"""
    document = read(rf"Prices fall at once \parencites[p.~3]{{b}}[p.~5]{{a}} in all of the towns. {bib}")
    assert document.sections[0].sentences[0].citations == (2, 1)


def test_read_latex_takes_the_bibliography_that_the_preamble_names() -> None:
    bib = {"refs.bib": "@book{vale08, author={Vale, Ina}, title={One hour after}, year=2008}"}
    document = read(
        r"Prices fall at once \parencite{vale08} in all of the towns.", r"\addbibresource{refs.bib}", files=bib
    )
    assert [(each.title, each.year) for each in document.references] == [("One hour after", 2008)]


def test_read_latex_reads_the_reference_list_of_apacite() -> None:
    bbl = r"""\begin{thebibliography}{}
\bibitem [\protect \citeauthoryear {Holm\ \BOthers {.}}{Holm\ \BOthers {.}}{{\protect \APACyear {2022}}}]{holm22}
\APACinsertmetastar {holm22}
\begin{APACrefauthors}Holm, E., Park, S.\BCBL {}\ \BBA {} Lund, T.\end{APACrefauthors}\unskip\
\newblock \APACrefYearMonthDay{2022}{}{}.
\newblock {\BBOQ}\APACrefatitle {Slow readers} {Slow readers}.{\BBCQ}
\newblock \APACjournalVolNumPages{Reading Quarterly}{12}{3}{44--59}.
\newblock \APACaddressPublisher{Oslo}{Nord Press}.\PrintBackRefs{\CurrentBib}
\end{thebibliography}"""
    document = read(r"\citeA{holm22} measured it. \bibliography{refs}", files={"main.bbl": bbl})
    (reference,) = document.references
    assert (reference.title, reference.authors, reference.year) == (
        "Slow readers",
        ("E. Holm", "S. Park", "T. Lund"),
        2022,
    )
    assert reference.text.endswith("Reading Quarterly, 12(3), 44–59. Oslo: Nord Press.")
    assert document.sections[0].sentences[0].text == "Holm et al. [1] measured it."


@pytest.mark.parametrize(
    "entries",
    [
        r"\begin{CSLReferences}{1}{0}\leavevmode\vadjust pre{\hypertarget{ref-abe}{}}Abe, N. (2011). How it works. Brain, 17.",
        r"\leavevmode\hypertarget{ref-abe}{}Abe, N. (2011). How it works. Brain, 17.",
        "\\hyperdef{}{ref-abe}{\\label{ref-abe}}\nAbe, N. (2011). How it works. Brain, 17.",
    ],
)
def test_read_latex_reads_the_reference_list_of_pandoc(entries: str) -> None:
    document = read(
        r"It works well (\protect\hyperlink{ref-abe}{Abe, 2011}) in all of the towns. \section*{References}"
        + "\n"
        + entries
        + "\n\nBee, A. (2012). More of it. Brain, 18.\n\nCee, D. (2013). Most of it. Brain, 19.\n\n\\section{Appendix}"
    )
    assert [(each.key, each.year) for each in document.references] == [("abe", 2011), (None, 2012), (None, 2013)]
    assert document.sections[0].sentences[0].citations == (1,)
    assert "Brain" not in " ".join(each.text for section in document.sections for each in section.sentences)


def test_read_latex_gives_names_and_addresses_of_bib_entries_as_printed() -> None:
    bib = r"""@article{c, author={Costa, Jr., P. T. and {Air Team}}, title={{B}irds {\&} more}, year={{2016}},
        doi={http://dx.doi.org/10.1234/978-3\_16}}
        @misc{s, author={Sze, N. J. and others}, title={A lab}, year={2023}, howpublished={\url{https://arxiv.org/abs/2301.01234v2}}}"""
    first, second = read(r"We use \cite{c} and \cite{s} here. \bibliography{r}", files={"r.bib": bib}).references
    assert (first.authors, first.title, first.year) == (("P. T. Costa Jr.", "Air Team"), "Birds & more", 2016)
    assert first.doi == "10.1234/978-3_16"
    assert second.arxiv_id == "2301.01234v2"


def test_read_latex_notes_an_entry_of_its_bib_file_that_is_broken() -> None:
    bib = {"refs.bib": "@book{bad, title={open, year=2007}\n@book{vale08, author={Ruiz Vega, N.}, year=2008}"}
    document = read(r"\bibliography{refs} We see \citet{vale08} and \citet{bad} in all of the towns here.", files=bib)

    assert [reference.year for reference in document.references] == [2008, None]
    assert "Ruiz Vega [1]" in document.text
    assert any("1 (bad)" in note for note in document.notes)
