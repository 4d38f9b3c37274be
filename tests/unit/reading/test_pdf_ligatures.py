"""Ligatures without a character, or with that of a letter, are spelt out where that makes a word."""

from synth.reading.pdf_ligatures import spell_ligatures
from synth.reading.pdf_lines import Row
from synth.reading.pdf_text import REPLACEMENT


def spelt(*texts: str) -> list[str]:
    rows = [Row(1, 50, 90, 300, 102, 100, text, 10, 10, "Times", False, False, 0, "") for text in texts]
    return [row.text for row in spell_ligatures([rows])[0]]


def test_a_glyph_without_a_character_becomes_the_ligature_that_makes_a_word() -> None:
    assert spelt(f"a signi{REPLACEMENT}cant e{REPLACEMENT}ort to {REPLACEMENT}nd errors") == [
        "a significant effort to find errors"
    ]
    assert spelt(f"the value {REPLACEMENT} and xq{REPLACEMENT}zk") == [f"the value {REPLACEMENT} and xq{REPLACEMENT}zk"]


def test_letters_are_ligatures_where_several_words_of_a_paper_show_it() -> None:
    page = ("EVect of water Xow on coral", "growth was signiWcantly inXuenced", "and aVected by XRay and DeVries")
    assert spelt(*page) == [
        "Effect of water flow on coral", "growth was significantly influenced", "and affected by XRay and DeVries"
    ]  # fmt: skip


def test_one_such_word_is_a_name() -> None:
    assert spelt("the tool aVected is fast") == ["the tool aVected is fast"]
