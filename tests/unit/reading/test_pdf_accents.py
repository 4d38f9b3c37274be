"""Accents that a PDF gives as glyphs of their own, before or behind their letters."""

import pytest

from synth.reading.pdf_accents import set_accents
from synth.reading.pdf_lines import GlyphLine


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
