"""A page without text, with a number alone or with a raised digit costs no paper."""

import pytest

from synth.errors import ReadingError
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, Pages


def text_page(pages: Pages) -> None:
    pages.lines(72, ["1 Introduction"], font=BOLD, size=12)
    pages.y += 6
    for _ in range(4):
        pages.paragraph(72, 460, FILLER * 2)


@pytest.mark.parametrize(
    "odd",
    [
        [],
        [(300.0, 400.0, "7")],
        [(40.0, 100.0 + 20 * step, f"{step}²") for step in range(8)],
        [*((40.0, 100.0 + 20 * step, "10²") for step in range(8)), (150.0, 400.0, FILLER[:90])],
    ],
)
def test_read_pdf_reads_the_rest_of_a_paper_with_an_odd_page(odd: list[tuple[float, float, str]]) -> None:
    pages = Pages()
    text_page(pages)
    pages.new_page()
    for x, y, text in odd:
        pages.lines(x, [text], y=y)
    pages.new_page()
    text_page(pages)
    document = read_pdf(pages.data(), "local:1", ReadingSettings())
    assert document.pages == 3
    sentences = [sentence for section in document.sections for sentence in section.sentences]
    assert {sentence.page for sentence in sentences} >= {1, 3}


def test_read_pdf_of_scans_with_a_printed_foot_says_that_there_is_no_text() -> None:
    pages = Pages()
    for number in range(12):
        if number:
            pages.new_page()
        pages.lines(72, ["Downloaded from a library on the first of May for the personal use of one reader"], y=770)
    with pytest.raises(ReadingError, match="no text layer"):
        read_pdf(pages.data(), "local:1", ReadingSettings())


def test_read_pdf_says_on_how_few_pages_a_scan_has_text() -> None:
    pages = Pages()
    text_page(pages)
    for _ in range(4):
        pages.new_page()
        pages.page.draw_rect((50, 50, 500, 700), fill=(0.5, 0.5, 0.5))
    with pytest.raises(ReadingError, match="on 1 of 5 pages only"):
        read_pdf(pages.data(), "local:1", ReadingSettings())


def test_read_pdf_reads_a_whole_paper_with_many_pages_of_pictures_behind_it() -> None:
    pages = Pages()
    for number in range(4):
        if number:
            pages.new_page()
        pages.paragraph(72, 460, 30 * FILLER, y=80, size=9)
    for _ in range(12):
        pages.new_page()
        pages.page.draw_rect((50, 50, 500, 700), fill=(0.5, 0.5, 0.5))
    assert read_pdf(pages.data(), "local:1", ReadingSettings()).pages == 16
