import pytest

from synth.reading.bibliography import parse_reference, read_bib, read_printed_list
from synth.reading.latex_inline import InlineContext, render_inline


def render(latex: str) -> str:
    return render_inline(latex, InlineContext())


@pytest.mark.parametrize(
    ("text", "authors", "title", "year"),
    [
        (
            "Waleed Ammar, Dirk Groeneveld, and Oren Etzioni. 2018. Construction of the literature graph. In NAACL.",
            ("Waleed Ammar", "Dirk Groeneveld", "Oren Etzioni"),
            "Construction of the literature graph",
            2018,
        ),
        (
            "[12] Ammar, W., Groeneveld, D., & Etzioni, O. (2018). Construction of the graph. Journal of X, 12(3), 1-3.",
            ("W. Ammar", "D. Groeneveld", "O. Etzioni"),
            "Construction of the graph",
            2018,
        ),
        (
            "A. Smith and B. Jones, “A fine title,” in Proc. ICML, 2018, pp. 1-8.",
            ("A. Smith", "B. Jones"),
            "A fine title",
            2018,
        ),
        (
            "3. Ashish Vaswani, Noam Shazeer, and Niki Parmar. Attention is all you need. In NeurIPS, pages 5998-6008, 2017.",
            ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"),
            "Attention is all you need",
            2017,
        ),
        (
            "J. Lewis, P. van der Berg: Some results on lattices, Bull. London Math. Soc. 2 (1970), 186-190.",
            ("J. Lewis", "P. van der Berg"),
            "Some results on lattices",
            1970,
        ),
        (
            "V. Drinfeld, Quantum groups, Proc. Int. Congr. Math. 1988, 798-820.",
            ("V. Drinfeld",),
            "Quantum groups",
            1988,
        ),
        (
            "M. Chas and D. Sullivan, String Topology, to appear in Annals of Math., (1999).",
            ("M. Chas", "D. Sullivan"),
            "String Topology",
            1999,
        ),
        ("Faltings G.: Complements to Mordell. Braunschweig, 1992.", ("G. Faltings",), "Complements to Mordell", 1992),
        ("OpenAI. 2023. GPT-4 technical report. CoRR, abs/2303.08774.", ("OpenAI",), "GPT-4 technical report", 2023),
        ("[3]", (), None, None),
        ("", (), None, None),
    ],
)
def test_parse_reference_takes_printed_styles_apart(
    text: str, authors: tuple[str, ...], title: str | None, year: int | None
) -> None:
    reference = parse_reference(text)
    assert (reference.authors, reference.title, reference.year) == (authors, title, year)


@pytest.mark.parametrize(
    ("text", "arxiv_id", "doi"),
    [
        ("A. Bee. arXiv preprint arXiv:2005.11401v2, 2020.", "2005.11401v2", None),
        ("R. Aaij et al. (LHCb), Phys. Rev. Lett. 115, 072001 (2015), arXiv:1507.03414 [hep-ex].", "1507.03414", None),
        ("C. Dee, hep-th/9901001.", "hep-th/9901001", None),
        ("E. Eff. https://arxiv.org/abs/1706.03762.", "1706.03762", None),
        ("G. Gee. 2018. https://doi.org/10.18653/v1/N18-3011.", None, "10.18653/v1/N18-3011"),
        ("H. Aitch. Pages 1234.56789 of nothing.", None, None),
    ],
)
def test_parse_reference_finds_identifiers(text: str, arxiv_id: str | None, doi: str | None) -> None:
    assert (parse_reference(text).arxiv_id, parse_reference(text).doi) == (arxiv_id, doi)


def test_parse_reference_gives_no_authors_rather_than_wrong_ones() -> None:
    assert parse_reference("The results are described in section 4, Phys. Rev. 12, 2015.").authors == ()


def test_read_printed_list_reads_a_natbib_bbl() -> None:
    latex = r"""\begin{thebibliography}{9}
\bibitem[{Ammar et~al.(2018)Ammar, and Etzioni}]{ammar2018}
Waleed Ammar, and Oren Etzioni. 2018.
\newblock \href {https://doi.org/10.1/abc} {Construction of a graph}.
\newblock In \emph{NAACL}.
\bibitem{knuth} Donald E. Knuth. 1984. The \TeX book. Addison-Wesley.
\end{thebibliography}"""
    first, second = read_printed_list(latex, render)
    assert first.name == "Ammar et al."
    assert first.reference.text == "Waleed Ammar, and Oren Etzioni. 2018. Construction of a graph. In NAACL."
    assert (first.reference.key, first.reference.title, first.reference.year) == (
        "ammar2018",
        "Construction of a graph",
        2018,
    )
    assert (second.reference.key, second.name, second.reference.authors) == ("knuth", "Knuth", ("Donald E. Knuth",))


def test_read_printed_list_reads_biblatex() -> None:
    latex = r"""\entry{lewis}{article}{}
  \name{author}{2}{}{{{hash=a}{family={Lewis},familyi={L\bibinitperiod},given={Patrick},giveni={P}}}%
   {{hash=b}{family={van Dyk},given={Ann}}}}
  \field{title}{Retrieval for {NLP}}
  \field{year}{2020}
  \verb{eprint}
  \verb 2005.11401
  \endverb
\endentry"""
    (cited,) = read_printed_list(latex, render)
    assert cited.reference.title == "Retrieval for NLP"
    assert cited.reference.authors == ("Patrick Lewis", "Ann van Dyk")
    assert (cited.reference.year, cited.reference.arxiv_id) == (2020, "2005.11401")


def test_read_printed_list_reads_ams_tex() -> None:
    latex = r"\ref\key 1\by A. Smith and B. Jones\paper Some lattices\jour J. Algebra\vol 3\yr 1990\pages 1--9\endref"
    (cited,) = read_printed_list(latex, render)
    assert cited.reference.key == "1"
    assert cited.reference.authors == ("A. Smith", "B. Jones")
    assert (cited.reference.title, cited.reference.year, cited.name) == ("Some lattices", 1990, "Smith and Jones")


BIB = r"""
@string{acl = "Proc. of {ACL}"}
@comment{nothing}
@inproceedings{lewis, author = {Lewis, Patrick and {van der} Berg, Ann and others}, title = "{RAG} for {NLP}",
  booktitle = acl # { 2020}, year = 2020, eprint = {2005.11401}, archivePrefix = {arXiv} }
@article(broken, title = {Never closed, year = 2001
@book{dosen, author={Do{\v s}en, Kosta}, title={Lattices \& sets}, year={1999}, doi={10.1000/x}}
@book{dosen, title={a second one}}
"""


def test_read_bib_takes_the_cited_entries_in_their_order() -> None:
    (dosen, lewis), notes = read_bib([BIB], ["dosen", "gone", "lewis", "dosen"], render)
    assert notes == ("entries of the .bib files that are broken and left out: 1 (broken)",)
    assert dosen.reference.authors == ("Kosta Došen",)
    assert (dosen.reference.title, dosen.reference.doi, dosen.name) == ("Lattices & sets", "10.1000/x", "Došen")
    assert lewis.reference.authors[0] == "Patrick Lewis"
    assert lewis.reference.text.endswith("RAG for NLP. Proc. of ACL 2020, 2020.")
    assert (lewis.reference.arxiv_id, lewis.reference.year) == ("2005.11401", 2020)


def test_read_bib_survives_rubbish() -> None:
    for bib in (
        "@",
        "@article{",
        "@article{x",
        "@article{x,",
        "@article{x, title",
        "@article{x, title = {",
        '@a{b, c = "',
    ):
        assert isinstance(read_bib([bib], None, render)[0], list)
