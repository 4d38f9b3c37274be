from pathlib import Path
from typing import Any, cast

import pytest

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import name_glyphs, painted, text_of
from synth.reading.pdf_text import clean


class Text:
    """A page's text as PyMuPDF gives it, made of blocks."""

    def __init__(self, blocks: list[dict[str, Any]]) -> None:
        self.blocks = blocks

    def extractDICT(self) -> dict[str, Any]:
        return {"blocks": self.blocks}


def texts(path: Path, page: int) -> list[str]:
    with pymupdf.open(path) as pdf:
        lines = [line for block in painted(text_of(pdf[page - 1])) for line in block.get("lines", ())]
        return [clean("".join(run["text"] for run in line["spans"])) for line in name_glyphs(lines, pdf[page - 1])]


def test_lines_of_name_the_glyphs_of_tex_mathematics(shared_data: Path) -> None:
    lines = texts(shared_data / "arxiv_pdfs" / "pdfs" / "1412.6980v9.pdf", 2)
    assert "estimates m̂t and v̂t. See section 3 for more details." in lines
    assert not any("\ufffd" in line for line in lines)


def test_lines_of_a_page_without_mathematics_are_as_printed(shared_data: Path) -> None:
    lines = texts(shared_data / "arxiv_pdfs" / "pdfs" / "2005.11401v4.pdf", 1)
    assert "Retrieval-Augmented Generation for" in lines


def test_clean_sets_accents_over_letters_and_arrows_as_one_sign() -> None:
    assert clean("the estimates ˆm and ˜ϵ, z ↦→f(z), K ↪→V") == "the estimates m̂ and ϵ̃, z ↦f(z), K ↪V"


def test_painted_sizes_bitmaps_that_tell_no_size_by_the_width_of_their_letters() -> None:
    """Type 3 fonts of old TeX: text of a tenth of a point in boxes of nine points is seen as any other."""
    box = (72.0, 64.0, 280.0, 74.0)
    run: dict[str, Any] = {"text": "A line of text in the bitmaps of old TeX files", "font": "T1", "size": 0.1}
    run |= {"bbox": box, "origin": (72.0, 72.0)}
    line = {"spans": [run], "bbox": box}
    painted(cast(pymupdf.TextPage, Text([{"lines": [line]}])))
    assert run["size"] == pytest.approx(9.6, abs=1)
    assert line["bbox"] == pytest.approx((72, 65, 280, 74), abs=1.5)
