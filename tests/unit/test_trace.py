import json
from pathlib import Path

import pytest

from benchmarks.trace.__main__ import sentence_breaks
from benchmarks.trace.latex_search import Located, ascii_only, locate, searchable, under_heading, with_formulas
from benchmarks.trace.latex_text import Detexed, detex_all
from benchmarks.trace.printed import body_quotations, evidence_quotations, placed, reference_list
from benchmarks.trace.streams import find_in_lines, find_on_page, letters


def source(text: str) -> Detexed:
    return detex_all({"main.tex": "\\documentclass{article}" + text})[0]


def places(sentence: str, text: str) -> list[Located]:
    return list(locate(letters(sentence), searchable(source(text))))


def test_letters_do_not_change_with_typesetting() -> None:
    assert letters("The ﬁrst naïve re-\ntriever") == letters("The first na¨ıve retriever") == "thefirstnaiveretriever"
    assert letters("Koˇciský reached 78.4 % in 2.") == letters("Kočiský reached 78.4% in 2") == "kociskyreached78.4in2"
    assert letters("It scores 7.5.") != letters("It scores 75.")


def test_find_on_page_finds_a_sentence_over_the_page_break() -> None:
    pages = [["thelast.densere"], ["runningheadtrievalwinsbyfar"], ["densetrieval"]]
    found = find_on_page("denseretrievalwinsbyfar", pages, 1)
    assert found is not None
    assert (found.how, found.pieces) == ("over the page break", ("densere", "trievalwinsbyfar"))
    assert find_on_page("denseretrievalwinsbyfar", pages, 2) is None
    assert find_on_page("denseretrievallosesbyfar", pages, 1) is None


def test_find_in_lines_reads_around_a_float_and_over_line_numbers() -> None:
    page = ["before.dense", "017", "retrievalwinson", "table1scores", "openquestions.next"]
    found = find_in_lines(letters("Dense retrieval wins on open questions"), page, 5)
    assert found is not None
    assert (found.how, found.pieces) == ("around a float", ("dense", "openquestions"))
    numbered = find_in_lines(letters("Dense retrieval wins on"), page, 5)
    assert numbered is not None
    assert numbered.how == "whole"
    assert find_in_lines(letters("Dense retrieval loses on open questions"), page, 5) is None
    assert find_in_lines(letters("Dense open questions"), ["dense", *"abcd", "open", "x", "y", "questions"], 9)


def test_body_quotations_keep_marks_within_marks_and_stray_ones() -> None:
    text = (
        "It asks: “Does A help?” The answer is: “We call it “deep re-\ntrieval” here.” [1, 3, C5] and “It was ”lost” [2,\n"
        "C6] and “see” too. “An opening “ is lost.” [4, C7]"
    )
    quoted, others = body_quotations(text)
    assert [(each.text, each.references, each.claim) for each in quoted] == [
        ("We call it “deep re-\ntrieval” here.", (1, 3), 5),
        ("It was ”lost", (2,), 6),
        ("An opening “ is lost.", (4,), 7),
    ]
    assert others[0] == "Does A help?"


def test_locate_reads_over_citations_macros_and_formulas_of_the_same_digits() -> None:
    text = r"""\newcommand{\model}[1]{Dense#1} \section{Our \emph{Results}} % not this
        As \citet{poe} show, \model{Net} \textbf{beats} na\"{\i}ve search by $k=\frac{12}{5}$ points~\cite{roe,poe}
        \begin{table} 1 & 2 \end{table} on all\footnote{Not all.} data."""
    sentence = "As Poe (2019) show, DenseNet beats naïve search by k = 12/5 points (Roe, 2020; Poe, 2019) on all data."
    (located, *_) = places(sentence, text)
    assert under_heading(located, "Our Results")
    assert not under_heading(located, "Other Results")
    assert set(located.gaps) == {"citation", "formula", "float"}
    assert places(sentence.replace("12/5", "13/5"), text) == []
    assert places(sentence.replace("beats", "meets"), text) == []


def test_locate_reads_over_a_macro_with_an_argument() -> None:
    text = r"\newcommand{\loss}[1]{J_{\text{#1}}} With $\loss{VAE}$ only, we cannot achieve the same accuracy."
    (located, *_) = places("With J_VAE only, we cannot achieve the same accuracy.", text)
    assert set(located.gaps) == {"formula"}


def test_locate_reads_the_notes_of_a_citation() -> None:
    text = r"\section{A} It beats the best model \cite[HAR17;][p. 3]{hershcovich2017a}, due to features."
    assert places("It beats the best model [HAR17; 62, p. 3], due to features.", text)
    assert places("It beats the best model [62], due to features.", text)
    assert not places("It beats the best model [see HAR18; 62], due to features.", text)


def test_locate_finds_both_places_of_a_sentence_and_tells_them_apart() -> None:
    text = r"\begin{abstract}Retrieval helps a lot.\end{abstract}\section{End}\subsection{Last}Retrieval helps a lot."
    found = places("Retrieval helps a lot.", text)
    assert any(under_heading(each, "Abstract") for each in found)
    assert any(under_heading(each, "Last") and under_heading(each, "End") for each in found)


def test_locate_finds_a_sentence_of_formulas_by_their_letters() -> None:
    text = r"\section{A} Then $R_f = \mathrm{Hom}(X, Y)$ for $\lambda \ge 1$."
    paper = with_formulas(source(text))
    assert list(locate(letters(ascii_only("Then R_f = Hom(X, Y) for λ ≥ 1.")), paper))
    assert not list(locate(letters(ascii_only("Then R_f = Hom(Y, X) for λ ≥ 1.")), paper))


@pytest.mark.parametrize(
    "text", ["", "\\", "{" * 2000, "$", "\\begin{", "\\cite", "\\def\\x{\\x}\\x", "a" * 10_000, "\0\ud800"]
)
def test_detex_reads_hostile_text(text: str) -> None:
    assert list(locate("hello", searchable(source(text)))) == []


def test_trace_needs_the_bytes_that_the_manifest_names(tmp_path: Path) -> None:
    from benchmarks.trace.cited import cited_papers

    run = tmp_path / "run"
    run.mkdir()
    manifest = {"inputs": [{"paper_id": "2001.00001", "sha256": "0" * 64}]}
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "2001.00001.pdf").write_bytes(b"%PDF-1.4 other bytes")
    assert cited_papers(run, [papers]) == {}


def test_reference_list_reads_journal_like_entries() -> None:
    lines = [
        "[1] Akari Asai and Hannaneh Hajishirzi. OPENSCHOLAR:",
        "SYNTHESIZING LITERATURE. arXiv:2411.14199, 2024. Read from its PDF.",
        "[2] A. Roe. On [9] and",
        "[1] others. arXiv:2309.15217v2 [cs.CL], 2023.",
        "[3] B. Poe. On rings. arXiv:math/",
        "0303001v1, 2003.",
        "[4] C. Doe. Local. local:143e97d69987. Read from its PDF.",
        "[5] D. Foe. Nothing known.",
    ]
    assert reference_list(lines) == {
        1: "2411.14199",
        2: "2309.15217v2",
        3: "math/0303001v1",
        4: "local:143e97d69987",
        5: "",
    }


EVIDENCE = """A
C1
“We win “by far” [4] here.” [2] Results
and more, p. 3.
For it
[3] What (we) do [in
part], p. 12 (similarity 0.43,
confidence 0.83): “It wins. So
does “this”.”
Against it
[1] Front matter (similarity 0.40, confidence 0.20): “It loses.”
≠
contradicted; matched: it, wins.
C2
“None of
C1
helps.” [2] Ending, par. 2.
Nearest passage, which does not
settle it
[3] Setup, p. 4 (sim-
ilarity 0.21, confi-
dence 0.10): “It was tried.”
×
nothing supports it; missing: “nothing”."""


def test_evidence_quotations_read_claims_and_passages_with_their_places() -> None:
    quoted = evidence_quotations(EVIDENCE.splitlines())
    assert [(each.stands_in, each.claim, each.references, each.section, each.page) for each in quoted] == [
        ("its claim", 1, (2,), "Results and more", 3),
        ("evidence", 1, (3,), "What (we) do [in part]", 12),
        ("evidence", 1, (1,), "Front matter", None),
        ("its claim", 2, (2,), "Ending", None),
        ("evidence", 2, (3,), "Setup", 4),
    ]
    assert [letters(each.text) for each in quoted] == [
        "wewinbyfar4here",
        "itwinssodoesthis",
        "itloses",
        "noneofc1helps",
        "itwastried",
    ]
    assert quoted[3].paragraph == 2


def test_placed_takes_a_passages_place_from_the_appendix() -> None:
    passages = evidence_quotations(EVIDENCE.splitlines())
    agreeing = body_quotations("Poe (2019) supports C1: “It wins. So does “this”.” [3] (matched: wins)")[0]
    (found,) = placed(agreeing, [], passages)
    assert (found.section, found.page, found.stands_in) == ("What (we) do [in part]", 12, "body")


def test_sentence_breaks_part_sentences_long_enough_to_look_for() -> None:
    text = "Dense retrieval wins by far. After tuning it wins by more. So be it."
    assert list(sentence_breaks(text)) == [("Dense retrieval wins by far.", "After tuning it wins by more. So be it.")]
    assert list(sentence_breaks("It scores 7.5 against Poe et al. and others of its kind.")) == []
