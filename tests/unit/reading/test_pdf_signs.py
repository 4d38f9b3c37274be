"""Signs for which fonts of publishers give other characters are named by the font."""

from typing import Any

import pytest

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import painted, text_of
from synth.reading.pdf_signs import name_signs


@pytest.mark.parametrize(
    ("font", "given", "printed"),
    [
        ("FDQWRU+AdvPSMP4", "\\ 0.05", "< 0.05"),
        ("MathematicalPi-One", ",", "<"),
        ("MathematicalPi-One", "\ue02e", ">"),
        ("AdvP7DA6", ".", ">"),
        ("BGOOPK+AdvP4C4E74", "ðtÞ ¼ þ½", "(t) = +["),
        ("OMPJDD+BlxhdfAdvP4C4E74", "¼", "="),
        ("AdvEls-ent4", "o", "<"),
        ("AdvPSMP13", "lL", "μL"),
        ("Ligature", "V", "ff"),
        ("DDOHPE+AdvP4C4E59", "€", "¨"),
        ("AKPAIK+minionblackadditional", "B", "ł"),
        ("SymbolMT", "\uf0b1", "±"),
        ("CMSY10", "\uf8ff", "≤"),
        ("CMR10", "2 ! 1 \\ 0", "2 ! 1 \\ 0"),
        ("Times-Roman", "¼ cup, p. 4", "¼ cup, p. 4"),
    ],
)
def test_name_signs_goes_by_the_font(font: str, given: str, printed: str) -> None:
    with pymupdf.open() as pdf:
        lines: list[dict[str, Any]] = [{"spans": [{"font": font, "text": given, "origin": (0.0, 0.0)}]}]
        name_signs(lines, pdf.new_page())
    assert lines[0]["spans"][0]["text"] == printed


def test_name_signs_reads_the_names_of_glyphs_in_the_encoding_of_the_font() -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "a", fontname="helv")
        font = pdf[0].get_fonts()[0][0]
        pdf.xref_set_key(font, "BaseFont", "/AdvP4C4E74")
        pdf.xref_set_key(font, "Encoding", "<</Type/Encoding/Differences[97/C6]>>")
        data = pdf.tobytes()
    with pymupdf.open(stream=data) as pdf:
        lines = [line for block in painted(text_of(pdf[0])) for line in block["lines"]]
        name_signs(lines, pdf[0])
    assert lines[0]["spans"][0]["text"] == "±"


def test_name_signs_reads_the_names_of_glyphs_that_have_their_codes_for_characters() -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "a", fontname="helv")
        font = pdf[0].get_fonts()[0][0]
        pdf.xref_set_key(font, "BaseFont", "/AdvP4C4E59")
        pdf.xref_set_key(font, "Encoding", "<</Type/Encoding/Differences[2/C19]>>")
        lines: list[dict[str, Any]] = [{"spans": [{"font": "AdvP4C4E59", "text": "\x02", "origin": (0.0, 0.0)}]}]
        name_signs(lines, pdf[0])
    assert lines[0]["spans"][0]["text"] == "´"
