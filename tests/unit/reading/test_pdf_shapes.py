"""Signs that a PDF gives as digits are told by their ink."""

from typing import Any

import pytest

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_shapes import Ink, name_by_shape, sign_of
from synth.reading.pdf_text import REPLACEMENT


@pytest.mark.parametrize(
    ("char", "ink", "sign"),
    [
        ("2", Ink(0.6, 0.05, 0.35), "−"),
        ("2", Ink(0.47, 0.7, 0.7), "2"),
        ("2", Ink(0.33, 0.33, 0.0), "2"),
        ("5", Ink(0.57, 0.23, 0.4), "="),
        ("1", Ink(0.57, 0.6, 0.6), "+"),
        ("1", Ink(0.28, 0.68, 0.65), "1"),
        ("3", Ink(0.57, 0.57, 0.6), "×"),
        ("6", Ink(0.6, 0.6, 0.6), "±"),
        ("8", Ink(0.3, 0.3, 0.7), "°"),
        (":", Ink(0.12, 0.1, 0.07), "."),
        (";", Ink(0.12, 0.23, 0.1), ","),
        ("!", Ink(0.62, 0.57, 0.55), REPLACEMENT),
        ("!", Ink(0.1, 0.7, 0.7), "!"),
    ],
)
def test_sign_of_goes_by_what_no_such_character_covers(char: str, ink: Ink, sign: str) -> None:
    assert sign_of(char, ink) == sign


def test_name_by_shape_reads_the_page_for_fonts_that_print_nothing_but_signs() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.draw_rect((73, 96.5, 79, 97), color=None, fill=(0, 0, 0))
        page.insert_text((80, 100), "20.02", fontsize=10)
        run: dict[str, Any] = {"origin": (72.0, 100.0), "size": 10.0, "bbox": (72.0, 90.0, 80.0, 103.0), "text": "2"}
        signs, words = {**run, "font": "ABCDEF+AdvTT61dabe7c"}, {**run, "font": "AdvOT1ef757c0"}
        name_by_shape([{"spans": [signs, words, {**words, "text": "a word"}]}], page)
    assert (signs["text"], words["text"]) == ("−", "2")
