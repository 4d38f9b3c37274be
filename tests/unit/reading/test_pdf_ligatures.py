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


def test_a_glyph_in_a_word_broken_between_two_lines_becomes_the_ligature_of_the_word() -> None:
    assert spelt("a sig-", f"ni{REPLACEMENT}cant rise") == ["a sig-", "nificant rise"]
    assert spelt(f"a speci{REPLACEMENT}-", "cation of it") == ["a specifi-", "cation of it"]
    assert spelt("the xq-", f"v{REPLACEMENT}zk of it") == ["the xq-", f"v{REPLACEMENT}zk of it"]


def test_letters_in_a_word_broken_between_two_lines_are_ligatures() -> None:
    page = ("EVect of water Xow on coral", "a signiWcantly inXuenced classi-", "Wcation")
    assert spelt(*page)[1:] == ["a significantly influenced classi-", "fication"]


def test_signs_that_old_programs_give_for_ligatures_are_spelt_out_within_words() -> None:
    assert spelt("an e®ective oÆce works o✏ine") == ["an effective office works offline"]
    assert spelt("Intel® chips at 30°C with a±b and Æther") == ["Intel® chips at 30°C with a±b and Æther"]


def test_a_letter_is_a_ligature_where_the_word_in_lower_case_is_rare() -> None:
    assert spelt("aVected by Xow", "signiWcant growth", "diVered and DeVor") == [
        "affected by flow", "significant growth", "differed and DeVor"
    ]  # fmt: skip


def test_offsets_of_gaps_and_leads_move_with_a_ligature() -> None:
    row = Row(1, 50, 90, 300, 102, 100, f"E{REPLACEMENT}ects Jo", 10, 10, "Times", True, False, 6, "", gaps=(7,))
    (after,) = spell_ligatures([[row]])[0]
    assert (after.text[: after.lead], after.parts) == ("Effects", ["Effects", "Jo"])


def test_one_such_word_is_a_name() -> None:
    assert spelt("the tool aVected is fast") == ["the tool aVected is fast"]
