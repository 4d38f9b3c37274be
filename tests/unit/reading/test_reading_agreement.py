from pathlib import Path

import pytest

from benchmarks.reading.agreement import body, headings, missing, tokens
from synth.models import Document, Section, Sentence, Span
from synth.reading import read_paper


def sentence(text: str) -> Sentence:
    return Sentence(text=text, spans=(Span(None, 0, len(text)),), paragraph=1)


BODY = [
    sentence("We measure how dense retrieval helps language models to answer open questions."),
    sentence("Sparse retrieval needs no training and stays a strong baseline on several datasets."),
]


def test_tokens_drop_citations_references_and_mathematics() -> None:
    text = "Following Doe et al. (2020), we set T_ab = 0.5 as in Section 3.1 and Table 2 (Roe, 2021; Poe, 2019) [3, 7]."
    assert tokens(text) == ["following"]
    assert tokens("Cross-encoders outperform BM25 on TriviaQA.") == ["cross-encoders", "outperform"]


def test_missing_finds_a_sentence_across_sentence_boundaries() -> None:
    other = [sentence("We measure how dense retrieval helps"), sentence("language models to answer open questions.")]
    assert missing(BODY[:1], other) == (1, [])


def test_missing_reports_a_spliced_sentence() -> None:
    spliced = sentence(
        "We measure how dense retrieval helps language scores reported dataset average models to answer open questions."
    )
    counted, absent = missing([spliced], BODY)
    assert (counted, [each.text for each in absent]) == (1, [spliced.text])


def test_missing_reports_a_lost_sentence_and_counts_no_short_one() -> None:
    counted, absent = missing([*BODY, sentence("It holds for all of us.")], BODY[:1])
    assert (counted, [each.text for each in absent]) == (2, [BODY[1].text])


def test_headings_are_compared_as_letters() -> None:
    document = Document(
        paper_id="x",
        reader="latex",
        text="",
        sections=(Section(heading="Naïve Bayes"), Section(heading="References"), Section(heading="")),
    )
    assert headings(document) == {"naivebayes": 1}


@pytest.mark.parametrize(
    ("pdf", "folder"),
    [("1810.05995.pdf", "1810.05995_bleu_simplification"), ("2508.04390.pdf", "2508.04390_aic_fever8")],
)
def test_readers_agree_on_a_paper_had_in_both_forms(shared_data: Path, pdf: str, folder: str) -> None:
    printed = body(read_paper(shared_data / "arxiv_pdfs" / "pdfs" / pdf))
    source = body(read_paper(shared_data / "arxiv_sources" / "papers" / folder))
    for left, right in ((source, printed), (printed, source)):
        counted, absent = missing(left, right)
        assert counted > 60
        assert len(absent) <= 0.1 * counted, [each.text for each in absent]
