"""Pages that lie on their side, and pages that cannot be read: the rest of the paper is read, and the notes tell."""

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import text_of
from synth.reading.pdf_pages import Page, notes_of
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, Pages


def text_page(pages: Pages, heading: str) -> None:
    pages.lines(72, [heading], y=110, size=12, font=BOLD)
    pages.y += 6
    for _ in range(4):
        pages.paragraph(72, 460, FILLER * 2)


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def paper() -> Pages:
    pages = Pages()
    pages.lines(200, ["Pages on Their Side"], size=16, font=BOLD)
    text_page(pages, "1 Introduction")
    pages.new_page()
    return pages


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page_turn", [0, 90, 270])
def test_read_pdf_reads_a_page_however_it_lies(turn: int, page_turn: int) -> None:
    upright = Pages()
    text_page(upright, "2 Results")
    pages = paper()
    if turn in {90, 270}:
        pages.page.set_mediabox(pymupdf.Rect(0, 0, 792, 612))
    pages.page.show_pdf_page(pages.page.rect, upright.document, 0, rotate=turn)
    pages.page.set_rotation(page_turn)
    pages.new_page()
    text_page(pages, "3 Conclusion")
    document = read(pages)
    headings = [section.heading for section in document.sections if section.number]
    assert headings == ["Introduction", "Results", "Conclusion"]
    results = next(section for section in document.sections if section.heading == "Results")
    assert " ".join(sentence.text for sentence in results.sentences) == (FILLER * 8).strip()
    assert document.notes == ()


def test_read_pdf_reads_the_rest_where_a_page_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = paper()
    text_page(pages, "2 Methods")
    pages.new_page()
    text_page(pages, "3 Results")

    def failing(page: pymupdf.Page) -> object:
        if page.number == 1:
            raise RuntimeError("code=7: object 7 is nothing")
        return text_of(page)

    monkeypatch.setattr("synth.reading.pdf_pages.text_of", failing)
    document = read(pages)
    assert [section.heading for section in document.sections if section.number] == ["Introduction", "Results"]
    assert document.notes == ("page 2: could not be read (object 7 is nothing)",)


def test_notes_of_pages_without_text_say_what_is_on_them() -> None:
    pages = paper()
    pages.new_page()
    pages.page.draw_rect(pymupdf.Rect(100, 100, 300, 300), fill=(0, 0, 0))
    pages.new_page()
    text_page(pages, "2 Results")
    pages.new_page()
    pages.lines(300, ["5"], y=770)
    assert read(pages).notes == (
        "page 2: without text: blank",
        "page 3: without text: only images or drawings",
        "page 5: without text: only running heads or numbers",
    )


def test_notes_of_many_pages_name_them_by_ranges() -> None:
    pages = [Page(number, 612, 792, [], []) for number in (2, 5, 6, 7)]
    assert notes_of(pages, [[]] * 4) == ("pages 2, 5-7: without text: blank",)
