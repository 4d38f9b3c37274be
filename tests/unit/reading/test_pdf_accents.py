"""Accents that a PDF gives as glyphs of their own, before or behind their letters."""

import pytest

from synth.reading.pdf_accents import set_accents
from synth.reading.pdf_lines import GlyphLine, GlyphRun


def lines_of(*texts: str) -> list[GlyphLine]:
    box = (0.0, 0.0, 9.0, 9.0)
    return [
        {
            "bbox": box,
            "dir": (1.0, 0.0),
            "spans": [{"text": text, "font": "T", "size": 9.0, "flags": 0, "origin": (0.0, 0.0), "bbox": box}],
        }
        for text in texts
    ]


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (
            ["Universite´ de Bethle´em,", "alle´es, Fre´ de´ ric, Toı¨go"],
            ["Université de Bethléem,", "allées, Frédéric, Toïgo"],
        ),
        (["Poincare´ map, Franc¸ ois, Marle`ne"], ["Poincaré map, François, Marlène"]),
        (["Universit´e de Br´esil, all´ees"], ["Universit´e de Br´esil, all´ees"]),
        (["no accents `here`"], ["no accents `here`"]),
    ],
)
def test_set_accents_goes_by_where_the_page_prints_them(given: list[str], printed: list[str]) -> None:
    lines = lines_of(*given)
    set_accents(lines)
    assert [line["spans"][0]["text"] for line in lines] == printed


def test_set_accents_closes_the_gap_behind_an_accent_that_stands_over_its_letter() -> None:
    def run(text: str, x0: float, x1: float) -> GlyphRun:
        box = (x0, 0.0, x1, 9.0)
        return {"text": text, "font": "T", "size": 9.0, "flags": 0, "origin": (x0, 0.0), "bbox": box}

    runs = [run("GRE", 0, 20), run("´", 16, 18), run(" ", 18, 21), run("MOIRE", 21, 50)]
    apart = [run("POE", 60, 80), run("´", 76, 78), run(" ", 78, 84), run("DOE", 84, 99)]
    set_accents([{"bbox": (0.0, 0.0, 99.0, 9.0), "dir": (1.0, 0.0), "spans": runs + apart}])
    assert "".join(each["text"] for each in runs) == "GRE´MOIRE"
    assert "".join(each["text"] for each in apart) == "POE´ DOE"
