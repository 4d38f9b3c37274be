from datetime import date
from functools import cache
from pathlib import Path

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings

PAPERS = ("2005.11401v4", "2307.03172v3", "2310.03025v2", "2312.10997v5", "2508.04390", "1810.05995")


@cache
def _read(path: Path) -> Document:
    return read_pdf(path.read_bytes(), path.stem, ReadingSettings())


@pytest.fixture
def read(shared_data: Path) -> dict[str, Document]:
    return {name: _read(shared_data / "arxiv_pdfs" / "pdfs" / f"{name}.pdf") for name in PAPERS}


def _sentences(document: Document) -> list[str]:
    return [sentence.text for section in document.sections for sentence in section.sentences]


def test_read_pdf_reads_titles_authors_and_stamps(read: dict[str, Document]) -> None:
    assert read["2310.03025v2"].title == "RETRIEVAL MEETS LONG CONTEXT LARGE LANGUAGE MODELS"
    assert read["2307.03172v3"].title == "Lost in the Middle: How Language Models Use Long Contexts"
    assert read["1810.05995"].authors == ("Elior Sulem", "Omri Abend", "Ari Rappoport")
    stamp = read["2005.11401v4"].stamp
    assert stamp is not None
    assert (stamp.arxiv_id, stamp.category, stamp.stamped_on) == ("2005.11401v4", "cs.CL", date(2021, 4, 12))
    assert all(note.startswith("table ") for note in read["2508.04390"].notes)  # no page of it lost anything


def test_read_pdf_finds_the_headings_that_patterns_miss(read: dict[str, Document]) -> None:
    lost = [(section.number, section.heading) for section in read["2307.03172v3"].sections]
    assert ("2.1", "Experimental Setup") in lost
    assert any(number == "2" and heading == "Multi-Document Question Answering" for number, heading in lost)
    assert ("4", "Why Are Language Models Not Robust to Changes in the Position of Relevant Information?") in [
        (number, " ".join(heading.split())) for number, heading in lost
    ]
    headings = [section.heading for document in read.values() for section in document.sections]
    assert not any("RAG-Token-Frozen" in heading or heading == "Accuracy" for heading in headings)


def test_read_pdf_splices_nothing_into_sentences(read: dict[str, Document]) -> None:
    for name, document in read.items():
        for text in _sentences(document):
            assert "Table 1: Open-Domain" not in text, name
            assert "1st 5th 10th" not in text, name
            assert "mul- " not in text, name
            assert "crossencoder" not in text.lower(), name
            assert "longrange" not in text.lower(), name
            assert "Published as a conference paper" not in text, name


def test_read_pdf_gives_spans_that_make_the_text(read: dict[str, Document]) -> None:
    for document in read.values():
        both_columns = 0
        for section in document.sections:
            for sentence in section.sentences:
                assert sentence.text == " ".join(document.text[start:end] for _, start, end in sentence.spans)
                pages = [span.page for span in sentence.spans if span.page is not None]
                assert len(pages) == len(sentence.spans)
                assert pages == sorted(set(pages))
                both_columns += len(pages) > 1
                assert all(1 <= number <= len(document.references) for number in sentence.citations)
        assert both_columns > 0


def test_read_pdf_leaves_few_sentences_unfit(read: dict[str, Document]) -> None:
    sentences = [s for document in read.values() for section in document.sections for s in section.sentences]
    assert len(sentences) > 1000
    assert sum(sentence.unfit is not None for sentence in sentences) <= 0.05 * len(sentences)


def test_read_pdf_splits_the_reference_lists(read: dict[str, Document]) -> None:
    assert {name: len(document.references) for name, document in read.items()} == {
        "2005.11401v4": 68,
        "2307.03172v3": 47,
        "2310.03025v2": 77,
        "2312.10997v5": 182,
        "2508.04390": 14,
        "1810.05995": 34,
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("arabic_rtl.pdf", "no text layer"),
        ("german_117pages_geotopo.pdf", "in German"),
        ("image_only_6pages.pdf", "no text layer"),
        ("image_only_grayscale.pdf", "no text layer"),
        ("lorem_two_columns.pdf", "in Latin"),
        ("truncated_2004.04906v3.pdf", "damaged or cut off"),
        ("twelve_bytes_not_pdf.pdf", "not a PDF"),
    ],
)
def test_read_pdf_refuses_awkward_files(shared_data: Path, name: str, reason: str) -> None:
    from synth.errors import ReadingError

    data = (shared_data / "arxiv_pdfs" / "awkward" / name).read_bytes()
    with pytest.raises(ReadingError, match=reason):
        read_pdf(data, "local:0123456789ab", ReadingSettings())
