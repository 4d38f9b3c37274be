"""Abstracts of PDFs: how they are labelled, where they end, and what of a page is no running text."""

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, Pages


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def paper() -> Pages:
    pages = Pages()
    pages.lines(150, ["Reading passages with two retrievers"], y=90, size=16, font=BOLD)
    pages.lines(220, ["Ada Byron, Emmy Noether"], y=115)
    return pages


def with_introduction(pages: Pages, heading: str = "1 Introduction") -> Pages:
    pages.lines(108, [heading], y=330, font=BOLD)
    pages.paragraph(108, 396, "Retrievers are old. " + FILLER * 4, y=350)
    return pages


def roles(document: Document) -> list[str]:
    return [section.role for section in document.sections]


@pytest.mark.parametrize(
    "label", ["Abstract---", "Abstract. ", "Summary. — ", "[Abstract] ", "ABSTRACT | ", "General Abstract---"]
)
def test_read_pdf_takes_the_label_off_an_abstract(label: str) -> None:
    pages = paper()
    pages.paragraph(108, 396, f"{label}We study how passages are read. {FILLER}", y=160)
    document = read(with_introduction(pages))
    assert document.abstract.startswith("We study how passages are read. The retriever")
    assert roles(document) == ["abstract", "introduction"]


def test_read_pdf_takes_the_label_off_a_second_abstract() -> None:
    pages = paper()
    pages.paragraph(108, 396, f"Abstract. We study how passages are read. {FILLER}", y=160)
    pages.paragraph(108, 396, f"General Abstract. Passages matter to all. {FILLER}", y=240)
    document = read(with_introduction(pages))
    assert "Passages matter to all." in [sentence.text for sentence in document.sections[0].sentences]


def test_read_pdf_reads_an_abstract_beside_its_label_in_the_margin() -> None:
    pages = paper()
    pages.lines(108, ["Keywords:"], y=150, size=9)
    pages.lines(170, ["Passages, Readers."], y=150, size=9)
    pages.paragraph(170, 334, f"We study how passages are read. {FILLER * 2}", y=175, size=9)
    pages.lines(108, ["Abstract:"], y=175, size=9)
    document = read(with_introduction(pages))
    assert document.abstract.startswith("We study how passages are read. The retriever")
    assert document.abstract.endswith("pairs of questions and answers.")


def test_read_pdf_quotes_the_last_sentence_of_an_abstract_without_a_full_stop() -> None:
    pages = paper()
    pages.lines(290, ["Abstract"], y=150, font=BOLD)
    pages.paragraph(108, 396, f"{FILLER} We find that two retrievers miss fewer passages than one does", y=170)
    last = read(with_introduction(pages)).sections[0].sentences[-1]
    assert (last.text, last.unfit) == ("We find that two retrievers miss fewer passages than one does", None)


def test_read_pdf_ends_an_abstract_without_parts_at_a_heading_in_its_type() -> None:
    pages = paper()
    pages.paragraph(108, 396, f"Abstract. We study how passages are read. {FILLER * 2}", y=160)
    document = read(with_introduction(pages, "Introduction"))
    assert roles(document) == ["abstract", "introduction"]


def test_read_pdf_ends_an_abstract_at_the_keywords_below_it() -> None:
    pages = paper()
    pages.lines(290, ["Abstract"], y=150, font=BOLD)
    pages.paragraph(108, 396, FILLER, y=170)
    pages.lines(108, ["Index Terms—Passages, retrieval, reading of questions"])
    document = read(with_introduction(pages))
    assert "Index" not in document.abstract


def test_read_pdf_takes_a_summary_before_the_introduction_for_the_abstract() -> None:
    pages = paper()
    pages.lines(108, ["Summary"], y=150, size=12, font=BOLD)
    pages.paragraph(108, 396, f"We study how passages are read. {FILLER * 2}", y=170)
    document = read(with_introduction(pages))
    assert document.abstract.startswith("We study how passages are read.")


def test_read_pdf_keeps_the_notes_below_a_table_out_of_the_text() -> None:
    pages = paper()
    pages.paragraph(108, 396, FILLER * 3, y=160)
    pages.paragraph(
        108, 396, "Notes: Standard errors are given in parentheses below the estimates of all models.", y=300
    )
    pages.paragraph(108, 396, "Note: This is no proof. We only say so here.", y=340)
    text = " ".join(sentence.text for section in read(pages).sections for sentence in section.sentences)
    assert "Standard errors" not in text
    assert "This is no proof." in text


def test_read_pdf_tells_footnotes_whose_number_stands_on_their_line() -> None:
    pages = paper()
    pages.paragraph(108, 396, FILLER * 8, y=160)
    pages.lines(108, ["3. We thank all who have read the passages aloud."], y=700, size=8)
    assert [note.text for note in read(pages).footnotes] == ["3. We thank all who have read the passages aloud."]
