"""Ligatures that the encoding of a font names by their letters."""

from synth.reading.pdf_encodings import spell_named_ligatures
from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_text import clean


def written(text: str, differences: str, *, table: bool = False) -> pymupdf.Document:
    """A page of Helvetica whose encoding has these differences, as it is read from its bytes."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 72), text, fontname="helv")
        (font, *_), *_ = page.get_fonts()
        pdf.xref_set_key(font, "Encoding", f"<</Type/Encoding/Differences[{differences}]>>")
        if table:
            pdf.xref_set_key(font, "ToUnicode", "/Identity-H")
        return pymupdf.open(stream=pdf.tobytes(), filetype="pdf")


def test_ligatures_named_by_their_letters_are_spelt_out() -> None:
    with written("#e bo$leneck", "35 /T_h /t_t") as pdf:
        spell_named_ligatures(pdf)
        assert pdf[0].get_text().strip() == "The bottleneck"


def test_a_font_without_such_ligatures_keeps_its_encoding() -> None:
    with written("#e bo$leneck", "35 /eacute /f.alt") as pdf:
        spell_named_ligatures(pdf)
        (font, *_), *_ = pdf[0].get_fonts()
        assert pdf.xref_get_key(font, "ToUnicode") == ("null", "null")


def test_letters_of_formulas_cut_to_sixteen_bits_are_no_korean() -> None:
    assert clean("the effect (\ud45d < 0.001) of pacin\u0434") == "the effect (𝑝 < 0.001) of pacing"
    assert clean("한 사람") == "한 사람"
