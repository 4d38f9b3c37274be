"""Text that nobody sees on the page is not read, text that is seen is, and a scan's recognised text is kept."""

from collections.abc import Callable

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.reading.pdf_engine import pymupdf
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, Pages

SECRET = "Nobody who reads this page can see that the model gains forty points over all others."
NOTE = "page 1: text that nobody sees on the page is left out"
WHITE, BLUE = (1, 1, 1), (0, 0, 1)
PLACE = (72, 500)
BOX = pymupdf.Rect(60, 485, 550, 510)


def paper() -> Pages:
    pages = Pages()
    pages.lines(200, ["Hidden Things on Paper"], size=16, font=BOLD)
    pages.lines(72, ["1 Introduction"], y=130, size=12, font=BOLD)
    pages.y += 6
    for _ in range(4):
        pages.paragraph(72, 460, FILLER * 2)
    return pages


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def image(color: int) -> pymupdf.Pixmap:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20))
    pixels.clear_with(color)
    return pixels


def in_white(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10, color=WHITE)


def without_ink(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10, render_mode=3)


def transparent(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10, fill_opacity=0, stroke_opacity=0)


def blue_on_blue(page: pymupdf.Page) -> None:
    page.draw_rect(BOX, color=BLUE, fill=BLUE)
    page.insert_text(PLACE, SECRET, fontsize=10, color=(0, 0, 0.97))


def under_paint(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10)
    page.draw_rect(BOX, color=WHITE, fill=WHITE)


def under_an_image(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10)
    page.insert_image(BOX, pixmap=image(120), keep_proportion=False)


def off_the_page(page: pymupdf.Page) -> None:
    page.insert_text((700, 500), SECRET, fontsize=10)


def too_small(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=1)


@pytest.mark.parametrize(
    "hide", [in_white, without_ink, transparent, blue_on_blue, under_paint, under_an_image, off_the_page, too_small]
)
def test_read_pdf_leaves_out_what_nobody_sees(hide: Callable[[pymupdf.Page], None]) -> None:
    pages = paper()
    hide(pages.page)
    document = read(pages)
    assert "Nobody" not in document.text
    assert FILLER.split(".")[0] in document.text
    assert document.notes == (() if hide is off_the_page else (NOTE,))


def white_on_blue(page: pymupdf.Page) -> None:
    page.draw_rect(BOX, color=BLUE, fill=BLUE)
    page.insert_text(PLACE, SECRET, fontsize=10, color=WHITE)


def white_on_an_image(page: pymupdf.Page) -> None:
    page.insert_image(BOX, pixmap=image(60), keep_proportion=False)
    page.insert_text(PLACE, SECRET, fontsize=10, color=WHITE)


def grey(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=10, color=(0.7, 0.7, 0.7))


def on_white_paint(page: pymupdf.Page) -> None:
    page.draw_rect(BOX, color=WHITE, fill=WHITE)
    page.insert_text(PLACE, SECRET, fontsize=10)


@pytest.mark.parametrize("show", [white_on_blue, white_on_an_image, grey, on_white_paint])
def test_read_pdf_reads_what_can_be_seen(show: Callable[[pymupdf.Page], None]) -> None:
    pages = paper()
    show(pages.page)
    document = read(pages)
    assert SECRET in document.text
    assert document.notes == ()


@pytest.mark.parametrize("recognised_first", [True, False])
def test_read_pdf_reads_the_recognised_text_of_a_scan(recognised_first: bool) -> None:
    pages = Pages()
    page = pages.page
    whole = pymupdf.Rect(0, 0, 612, 792)
    if not recognised_first:
        page.insert_image(whole, pixmap=image(200), keep_proportion=False)
    for line in range(40):
        page.insert_text((72, 80 + 14 * line), FILLER[:90], fontsize=10, render_mode=0 if recognised_first else 3)
    if recognised_first:
        page.insert_image(whole, pixmap=image(200), keep_proportion=False)
    page.insert_text((200, 770), "Printed by a library", fontsize=8)
    document = read(pages)
    assert document.text.count(FILLER[:30]) == 40
