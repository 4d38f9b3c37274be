import re
from pathlib import Path

import pytest

from synth.errors import ReadingError
from synth.models import Document, Sentence
from synth.reading.archive import read_folder, unpack
from synth.reading.latex import read_latex
from synth.settings import ReadingSettings

SETTINGS = ReadingSettings()
FILLER = (
    "We describe how the retrieval model finds the passages that answer a question, and we measure how often "
    "the answers of the reader agree with the passages that were found for them."
)


def read(body: str, preamble: str = "", document_class: str = "article", **files: str) -> Document:
    main = (
        f"\\documentclass{{{document_class}}}\n{preamble}\n\\begin{{document}}\n{body}\n\n{FILLER}\n\\end{{document}}"
    )
    sources = {"main.tex": main.encode(), **{name.replace("_", "."): text.encode() for name, text in files.items()}}
    return read_latex(sources, "2001.00001v1", SETTINGS)


def sentences(document: Document) -> list[Sentence]:
    return [sentence for section in document.sections for sentence in section.sentences]


def texts(document: Document) -> list[str]:
    return [sentence.text for sentence in sentences(document)]


def assert_spans_hold(document: Document) -> None:
    for sentence in [*sentences(document), *document.captions, *document.footnotes]:
        assert sentence.text == " ".join(document.text[start:end] for _, start, end in sentence.spans)
        assert all(page is None for page, _, _ in sentence.spans)
    for table in document.tables:
        for row in table.rows:
            assert len(row) == len(table.rows[0])
            for cell in row:
                assert cell.span is None or document.text[cell.span.start : cell.span.end] == cell.text


def test_read_latex_numbers_sections_as_latex_does() -> None:
    document = read(
        r"\section{Introduction}a\section{Method}b\subsection{Model}c\subsubsection{Loss}d\section*{Thanks}e"
        r"\appendix\section{Proofs}f\subsection{More}g"
    )
    assert [(section.number, section.heading, section.level) for section in document.sections] == [
        ("1", "Introduction", 1),
        ("2", "Method", 1),
        ("2.1", "Model", 2),
        ("2.1.1", "Loss", 3),
        (None, "Thanks", 1),
        ("A", "Proofs", 1),
        ("A.1", "More", 2),
    ]
    assert document.sections[3].role == "method"  # from the section above, its heading does not tell


def test_read_latex_numbers_revtex_in_roman_numerals() -> None:
    document = read(r"\section{One}a\section{Two}b\subsection{Sub}See \ref{s}.\label{s}", document_class="revtex4-1")
    assert [section.number for section in document.sections] == ["I", "II", "A"]


@pytest.mark.parametrize(
    "abstract", [r"\begin{abstract}We find a thing.\end{abstract}", r"\abstract{We find a thing.}"]
)
def test_read_latex_finds_title_authors_and_abstract(abstract: str) -> None:
    document = read(
        abstract + r"\section{Introduction} Words follow here.",
        r"\title[short]{A \textbf{Fine}\\ Title\thanks{Funded.}}"
        r"\author{Ann Bee\thanks{x} \\ University of X \\ \texttt{a@b.c} \And Cee van Dee\\Y Institute \and E. Eff}",
    )
    assert document.title == "A Fine Title"
    assert document.authors == ("Ann Bee", "Cee van Dee", "E. Eff")
    assert document.abstract == "We find a thing."
    assert document.sections[0].role == "abstract"


def test_read_latex_keeps_a_sentence_whole_over_floats_footnotes_and_formulas() -> None:
    document = read(
        r"""\section{Results} The extractive approaches,

        \begin{figure}\includegraphics{x}\caption{A plot of it.}\end{figure}

        leading\footnote{With one exception.} the table, lose to
        \begin{equation} p = \frac{1}{2}, \label{e} \end{equation}
        where $p$ is the share in \eqref{e}. Next."""
    )
    assert texts(document)[0] == (
        "The extractive approaches, leading the table, lose to p = 1/2, where p is the share in (1)."
    )
    assert [caption.text for caption in document.captions] == ["A plot of it."]
    assert [note.text for note in document.footnotes] == ["With one exception."]
    assert_spans_hold(document)


def test_read_latex_expands_the_papers_own_names() -> None:
    document = read(
        r"\section{A} We introduce \corpus, a large corpus of papers.", r"\newcommand{\corpus}{S2ORC\xspace}"
    )
    assert texts(document)[0] == "We introduce S2ORC, a large corpus of papers."


def test_read_latex_leaves_out_what_is_no_running_text() -> None:
    document = read(
        r"""\section{A} We see this first. \iffalse hidden words\fi % a comment
        \begin{comment}hidden\end{comment}\begin{verbatim}hidden \end{verbatim}
        \begin{algorithm}\caption{The search.}\begin{algorithmic}hidden\end{algorithmic}\end{algorithm}
        \begin{tikzpicture}hidden\end{tikzpicture}\maketitle"""
    )
    assert "hidden" not in document.text
    assert "202" not in document.text  # \maketitle prints no date here
    assert document.captions[0].text == "The search."


def test_read_latex_loses_no_more_than_a_paragraph_to_a_stray_brace() -> None:
    document = read(
        r"\section{A} Before it { there are words. \textbf{ Unclosed words."
        + "\n\n"
        + r"} After it, too. \section{B} Last."
    )
    assert [section.heading for section in document.sections] == ["A", "B"]
    assert "After it, too." in texts(document)


def test_read_latex_reads_href_without_an_argument_behind_it() -> None:
    document = read(r"\section{A} See \href{http://a.b}{the page} for all the data. \href")
    assert texts(document)[0] == "See the page for all the data."


def test_read_latex_cites_by_number_from_a_bib_file() -> None:
    document = read(
        r"\section{A} \citet{b} build on others \cite{a,b}. Nobody knows \cite{gone}. \bibliography{refs}",
        refs_bib="@book{a, author={Ann Bee}, title={One}, year=2001}\n@book{b, author={Cee Dee}, title={Two}, year=2002}",
    )
    first, second, *_ = sentences(document)
    assert (first.text, first.citations) == ("Dee [1] build on others [2, 1].", (1, 2))
    assert second.citations == (3,)
    assert [reference.key for reference in document.references] == ["b", "a", "gone"]
    assert document.notes == ("1 cited work is not in the source's bibliography",)


def test_read_latex_prefers_the_bbl_of_the_main_file() -> None:
    document = read(
        r"\section{A} As shown before \cite{a}. \bibliography{refs}",
        refs_bib="@book{a, title={Wrong}}",
        main_bbl=r"\begin{thebibliography}{1}\bibitem{z} Z. Zed. 1999. Last things. Press."
        r"\bibitem{a} A. Bee. 2001. First things. Press.\end{thebibliography}",
    )
    assert sentences(document)[0].text == "As shown before [2]."
    assert [reference.title for reference in document.references] == ["Last things", "First things"]


def test_read_latex_resolves_cross_references() -> None:
    document = read(
        r"""\section{A}\label{s} As Section~\ref{t}, Table~\ref{tab}, Figure~\ref{fig}, Theorem~\ref{th} and item~\ref{i} show.
        \begin{enumerate}\item first thing \item\label{i} second thing \end{enumerate}
        \begin{figure}\subfloat[x]{\label{sub}}\caption{F}\label{fig}\end{figure}
        \begin{table}\caption{T}\label{tab}\end{table}
        \section{B}\begin{thm}\label{th} All is well. \end{thm} \subsection{C}\label{t} The end.""",
        r"\newtheorem{thm}{Theorem}[section]",
    )
    assert texts(document)[0] == "As Section 2.1, Table 1, Figure 1, Theorem 2.1 and item 2 show."


def test_read_latex_makes_headings_of_bold_run_ins() -> None:
    document = read(
        r"\section{Results}" "\n" r"\noindent {\bf Baselines}. We compare two systems." "\n\n"
        r"\textbf{Low-Rank Adaptation (LoRA):} It adapts few weights." "\n\n"
        r"\noindent\textbf{Model}\; This one is small." "\n\n" r"\textbf{Retrieval} helps a lot here."
    )  # fmt: skip
    assert [(section.heading, section.level, section.sentences[0].text) for section in document.sections[1:]] == [
        ("Baselines", 4, "We compare two systems."),
        ("Low-Rank Adaptation (LoRA)", 4, "It adapts few weights."),
        ("Model", 4, "This one is small."),
    ]
    assert "Retrieval helps a lot here." in texts(document)


def test_read_latex_makes_no_heading_of_an_items_label() -> None:
    document = read(
        r"\section{Pretraining}" "\n" r"We differ in two ways." "\n" r"\begin{itemize}" "\n"
        r"\item \textbf{Size:} The corpus has more words." "\n" r"\item \textbf{Vocab:} The words are cased." "\n"
        r"\end{itemize}" "\n\n" r"We train for a week."
    )  # fmt: skip
    assert [section.heading for section in document.sections][-1:] == ["Pretraining"]
    expected = {"We differ in two ways.", "The corpus has more words.", "The words are cased.", "We train for a week."}
    assert expected <= set(texts(document))


def test_read_latex_keeps_a_bold_word_that_a_sentence_begins_with() -> None:
    document = read(
        r"\begin{enumerate}\item \textbf{Claim} is then passed to the model.\end{enumerate}"
        "\n\n" r"{\bf Claim 3.} All of it holds here." "\n\n" r"{\it Proof}. It is clear by now."
    )  # fmt: skip
    assert [(sentence.environment, sentence.text) for sentence in sentences(document)][:3] == [
        (None, "Claim is then passed to the model."),
        ("claim", "All of it holds here."),
        ("proof", "It is clear by now."),
    ]


def test_read_latex_names_theorem_environments() -> None:
    document = read(
        r"\section{A} We state it. \begin{lem}[Bee] Every lattice is a set. \end{lem}"
        r"\begin{proof} This is clear.\qed\end{proof} \paragraph{Proof of more.} It is as clear.",
        r"\newtheorem{lem}{Main Lemma}",
    )
    assert [(sentence.text, sentence.environment) for sentence in sentences(document)][:4] == [
        ("We state it.", None),
        ("Every lattice is a set.", "main lemma"),
        ("This is clear.", "proof"),
        ("It is as clear.", "proof"),
    ]


def test_read_latex_reads_tables_with_caption_and_label() -> None:
    document = read(
        r"""\section{A} Words. \begin{table}\begin{tabular}{lcc}\toprule & \multicolumn{2}{c}{EM} \\ Model & A & B \\ \midrule
        \multirow{2}{*}{\textbf{DPR}} & 54.3 & \SI{5}{\percent} \\ & 41.5 & -- \\ \bottomrule\end{tabular}
        \caption{Open-domain QA.}\label{t}\end{table} \begin{longtable}{ll} \caption{More.}\\ K & V \\ \endhead a & 1 \end{longtable}"""
    )
    first, second = document.tables
    assert (first.caption, first.label, first.header_rows) == ("Open-domain QA.", "Table 1", 2)
    assert [[cell.text for cell in row] for row in first.rows] == [
        ["", "EM", "EM"],
        ["Model", "A", "B"],
        ["DPR", "54.3", "5 %"],
        ["DPR", "41.5", "–"],
    ]
    assert (second.caption, second.label, [[cell.text for cell in row] for row in second.rows]) == (
        "More.",
        "Table 2",
        [["K", "V"], ["a", "1"]],
    )
    assert "54.3" not in " ".join(texts(document))
    assert_spans_hold(document)


def test_read_latex_makes_a_run_in_heading_the_subject_of_its_sentence() -> None:
    document = read(r"\section{A} Words here. \paragraph{UCCA} is a semantic scheme.")
    assert document.sections[1].sentences[0].text == "UCCA is a semantic scheme."


def test_read_latex_does_not_offer_what_must_not_be_quoted() -> None:
    document = read(
        r"""\section{A} See Table 3. We introduce \mystery, a large corpus of papers.
        The update is \[ \nabla J(\theta) = \sum_{i=1}^{N} \log p(y_i \mid x_i; \theta) + \sum_{j=1}^{M} \log q(z_j \mid y_j; \theta) + \sum_{k=1}^{K} \log r(w_k \mid v_k; \theta) + C_{\theta} + D_{\theta}. \]
        We ran it in Section~\ref{gone} on all the data."""
    )
    reasons = {sentence.text: sentence.unfit for sentence in sentences(document)}
    assert reasons["We introduce , a large corpus of papers."] == "holds a command that is not understood"
    assert reasons["See Table 3."] is not None
    assert [reason for text, reason in reasons.items() if text.startswith("The update")] == [
        "holds a long displayed formula"
    ]
    assert [reason for text, reason in reasons.items() if "??" in text] != [None]


def test_read_latex_reads_plain_tex_typed_by_hand() -> None:
    source = rf"""\magnification=\magstep1 \def\R{{{{\bf R}}}} \font\tenmsb=msbm10
\centerline{{\bf ON SETS}} \bigskip \centerline{{\bf Ann B. Cee and Dee Eff}}

{{\narrower \noindent{{\bf Abstract}}. We study sets as [BC] did. {FILLER}

}}
\noindent{{\bf 1. Introduction}}.

Sets are simple. \vskip 3pt plus 1pt We have $$\eqalignno{{a&=b,&(1)\cr}}$$ where $b\in\R$.

\noindent {{\bf Theorem 1.1}}. {{\sl Every set is one set.}}

\centerline{{REFERENCES}}

\item{{[BC]}} A.~Bee and C.~Cee (1990), Some sets. {{\it J. Sets \bf 3}}, 1--9.
\bye"""
    document = read_latex({"sets.tex": source.encode()}, "math/0001001v1", SETTINGS)
    assert (document.title, document.authors) == ("ON SETS", ("Ann B. Cee", "Dee Eff"))
    assert document.abstract.startswith("We study sets as [BC] did.")
    assert [(section.number, section.heading) for section in document.sections] == [
        (None, "Abstract"),
        ("1", "Introduction"),
    ]
    assert texts(document)[-3:] == ["Sets are simple.", "We have a = b, where b ∈ R.", "Every set is one set."]
    assert sentences(document)[-1].environment == "theorem"
    assert sentences(document)[0].citations == (1,)
    assert document.references[0].title == "Some sets"


def test_read_latex_reads_latex_209_in_latin_1_with_dos_lines() -> None:
    source = f"\\documentstyle[12pt]{{article}}\r\n\\begin{{document}}\r\nNa\xefve words.\r\n\r\n{FILLER}\r\n\\end{{document}}"
    document = read_latex({"OLD.TEX": source.encode("latin-1")}, "math/0001002v1", SETTINGS)
    assert texts(document)[0] == "Naïve words."


def test_read_latex_refuses_a_source_whose_words_do_not_come_through() -> None:
    lost = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400))
    with pytest.raises(ReadingError, match=r"the LaTeX source yields \d+ % of its words|yields \d+% of its words"):
        read(r"\section{A} \begin{figure} " + lost + r" \end{figure}")


def test_read_latex_refuses_another_language() -> None:
    german = "Wir beschreiben, wie das Modell die Stellen findet, die eine Frage beantworten, und messen, wie oft das stimmt. "
    with pytest.raises(ReadingError, match="language “de”"):
        read_latex(
            {"m.tex": f"\\documentclass{{article}}\\begin{{document}}{german * 5}\\end{{document}}".encode()},
            "x",
            SETTINGS,
        )


def test_read_latex_refuses_a_source_without_text() -> None:
    with pytest.raises(ReadingError, match="no running text"):
        read_latex(
            {"m.tex": rb"\documentclass{article}\begin{document}\includegraphics{a}\end{document}"}, "x", SETTINGS
        )


def test_read_latex_is_deterministic() -> None:
    body = r"\section{A} Words \cite{a} and \unknowna{x} \unknownb. \bibliography{r}"
    assert read(body, r_bib="@book{a, title={T}}") == read(body, r_bib="@book{a, title={T}}")


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_read_latex_reads_every_real_paper(shared_data: Path, step: int) -> None:
    folder = shared_data / "arxiv_sources"
    papers = [*sorted((folder / "papers").iterdir()), *sorted((folder / "eprints_raw").iterdir())]
    for path in papers[::step]:
        try:
            files = read_folder(path, SETTINGS) if path.is_dir() else unpack(path.read_bytes(), SETTINGS)
        except ReadingError as error:
            assert "encrypted" in error.message  # noqa: PT017 - other refusals are failures
            continue
        document = read_latex(files, path.name, SETTINGS)
        assert_spans_hold(document)
        assert document.title, path.name
        assert document.abstract, path.name
        assert document.references, path.name
        quotable = [sentence.text for sentence in sentences(document) if sentence.unfit is None]
        assert len(quotable) > 0.8 * len(sentences(document)), path.name
        assert not [text for text in quotable if re.search(r"\\|[\w^]\{|\}\{|[\ue000-\uf8ff]|\s\s", text)], path.name
