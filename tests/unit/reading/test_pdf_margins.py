"""Numbers of lines are no text, wherever they stand; the numbers of a table are; type struck twice is read once."""

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, PITCH, Pages


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def fit(document: Document) -> set[str]:
    return {sentence.text for section in document.sections for sentence in section.sentences if not sentence.unfit}


@pytest.mark.parametrize("margins", [(52.0, 300.0), (52.0, 545.0), (298.0, 304.0)])
@pytest.mark.parametrize("number_first", [True, False])
def test_read_pdf_drops_line_numbers_beside_two_columns(margins: tuple[float, float], number_first: bool) -> None:
    pages = Pages()
    pages.lines(160, ["Counted Lines in Two Columns"], size=16, font=BOLD)
    value = 0
    for x, margin in zip((72.0, 320.0), margins, strict=True):
        top = 120.0
        if not number_first:
            pages.paragraph(x, 215, FILLER * 5, y=top)
        for line in range(30):
            value += 1
            pages.lines(margin, [str(value)], y=top + line * PITCH, size=5)
        if number_first:
            pages.paragraph(x, 215, FILLER * 5, y=top)
    document = read(pages)
    assert fit(document) == {f"{sentence}." for sentence in FILLER.strip(". ").split(". ")}
    assert not any(token.isdecimal() for token in document.text.split())


def test_read_pdf_keeps_the_numbers_of_a_list_and_of_a_table() -> None:
    pages = Pages()
    pages.lines(160, ["Numbers That Are Text"], size=16, font=BOLD)
    pages.paragraph(72, 460, FILLER * 3, y=120)
    for number in range(1, 9):
        pages.lines(72, [f"{number}"], y=pages.y)
        pages.lines(120, ["a method"], y=pages.y - PITCH)
    pages.paragraph(72, 460, FILLER * 3)
    for number in range(1, 9):
        pages.lines(72, [f"{number}. A method of its own that needs {number} hours is described here."])
    document = read(pages)
    assert sum(f"needs {number} hours" in document.text for number in range(1, 9)) == 8


@pytest.mark.parametrize("times", [2, 4])
def test_read_pdf_reads_type_struck_more_than_once_once(times: int) -> None:
    pages = Pages()
    pages.lines(160, ["Heavy Type"], size=16, font=BOLD)
    pages.paragraph(72, 460, FILLER * 3, y=120)
    pages.y += 10
    for strike in range(times):
        pages.lines(72 + 0.3 * strike, ["2 Results"], y=260 + 0.2 * strike, size=12, font=BOLD)
    pages.paragraph(72, 460, FILLER * 3)
    sections = read(pages).sections
    assert [(section.number, section.heading) for section in sections if section.number == "2"] == [("2", "Results")]
