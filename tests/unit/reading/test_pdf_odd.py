"""What a blind set of odd PDFs held, each kind once: margins, pieces drawn apart, marks, scripts, covers, lists."""

import pytest

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.reading.pdf_lines import GlyphLine, GlyphRun, read_rows
from synth.reading.pdf_text import Hyphens, clean, joint
from synth.reading.pdf_weaving import woven
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, ITALIC, Pages
from tests.unit.reading.test_pdf_document import body, paper, texts


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def run(text: str, x0: float, x1: float, baseline: float = 100.0, size: float = 10.0) -> GlyphRun:
    bbox = (x0, baseline - size, x1, baseline + 2)
    return {"text": text, "font": "Times", "size": size, "flags": 0, "origin": (x0, baseline), "bbox": bbox}


def line(*runs: GlyphRun) -> GlyphLine:
    bbox = (runs[0]["bbox"][0], 90.0, runs[-1]["bbox"][2], 102.0)
    return {"bbox": bbox, "dir": (1.0, 0.0), "spans": list(runs)}


def rows_of(*lines: GlyphLine) -> list[str]:
    return [row.text for row in woven(read_rows(lines, 3)[0])]


def test_read_rows_sets_lowered_numbers_as_subscripts_before_the_exponent_above() -> None:
    salt = line(run("SO", 50, 64), run("2", 64, 68, 96, 7), run("−", 68, 74, 96, 7), run("4", 64.2, 68, 102, 7))
    apart = line(run("SO", 50, 64), run("2−", 64, 74, 96, 7)), line(run("4", 64.2, 68, 102, 7))
    assert rows_of(line(run("CO", 50, 64), run("2", 64, 68, 101, 5.8))) == ["CO₂"]
    assert rows_of(*apart) == ["SO₄²⁻"]
    assert rows_of(salt)[0].startswith("SO²")


def test_read_rows_prints_once_what_is_struck_again_in_pieces() -> None:
    pieces = (
        line(run("the word dissolved", 50, 140)), line(run("dissolved", 95.3, 140.3)),
        line(run("dissolved here means much", 95.6, 215)),
    )  # fmt: skip
    assert rows_of(*pieces) == ["the word dissolved here means much"]


def test_read_rows_weaves_rows_that_are_drawn_font_by_font() -> None:
    roman = [(run("The dormouse", 50, 110, y), run("lives on nuts", 170, 230, y)) for y in (100.0, 112.0, 124.0)]
    italic = [run("Muscardinus", 113, 167, y) for y in (100.0, 112.0, 124.0)]
    lines = [line(piece) for pair in roman for piece in pair] + [line(piece) for piece in italic]
    assert rows_of(*lines) == ["The dormouse Muscardinus lives on nuts"] * 3


def test_read_rows_closes_letterspaced_headings_with_kerned_pairs_on_any_page() -> None:
    assert rows_of(line(run("D I S TA N T", 50, 120))) == ["DISTANT"]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("a re\x0dow oven", "a reflow oven"),
        ("the e\x0ecient order", "the efficient order"),
        ("the \x0crst job", "the first job"),
        ("at 21 ◦C all day", "at 21 °C all day"),
    ],
)
def test_clean_spells_what_bitmap_fonts_give(printed: str, text: str) -> None:
    assert clean(printed) == text


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("with state-of-", "the-art meters", "with state-of-the-art meters"),
        ("found at https://data.", "example.org/a", "found at https://data.example.org/a"),
        ("found at https://example.org/a.", "The code", "found at https://example.org/a. The code"),
    ],
)
def test_joint_keeps_compounds_and_addresses_whole(left: str, right: str, joined: str) -> None:
    head, glue = joint(left, right, Hyphens([]))
    assert head + glue + right == joined


def test_read_pdf_keeps_notes_in_the_margin_out_of_the_text() -> None:
    pages = paper()
    pages.lines(520, ["An old fork gives"], y=285, size=7)
    pages.lines(520, ["421 hertz here."], y=297, size=7)
    document = read(pages)
    assert "421 hertz" not in body(document)
    assert body(document).count("Both parts are trained on the same pairs of questions and answers.") == 5
    assert any("421 hertz" in note.text for note in document.footnotes)


def test_read_pdf_takes_a_mark_behind_a_number_for_a_mark_where_its_footnote_stands_below() -> None:
    pages = paper()
    pages.runs(
        108, [("The ferry carried 40", 10, 0), ("1", 6, 4), (" carts a day, and each of them paid for it.", 10, 0)]
    )
    pages.runs(100, [("1", 5, 3), ("The ledger of that year says that there were 38.", 8, 0)], y=700)
    document = read(pages)
    assert "The ferry carried 40 carts a day, and each of them paid for it." in texts(document)


def test_read_pdf_reads_text_that_is_indented_on_every_page_but_for_its_references() -> None:
    pages = Pages()
    pages.lines(150, ["Reading passages with two retrievers"], y=90, size=16, font=BOLD)
    pages.lines(200, ["Ada Byron, Emmy Noether"], y=115)
    pages.lines(180, ["Abstract"], y=150, size=12, font=BOLD)
    pages.paragraph(180, 345, "We study how passages are read. " + FILLER, y=170)
    pages.lines(180, ["1. Introduction"], y=260, size=12, font=BOLD)
    pages.paragraph(180, 345, FILLER * 6, y=285)
    pages.new_page()
    pages.paragraph(180, 345, "The harvest came six weeks after the second sowing. " + FILLER, y=90)
    pages.lines(40, ["References"], y=200, size=12, font=BOLD)
    pages.lines(40, ["1. Aalto, M.; Berg, T. Drops on film. Hortic. Phys. 2009, 3, 12-20.",
                     "2. Chandra, S. Light in tunnels. Green Eng. 2013, 18, 201-214."], y=215, size=9)  # fmt: skip
    document = read(pages)
    assert "The harvest came six weeks after the second sowing." in texts(document)
    assert [reference.authors for reference in document.references] == [("M. Aalto", "T. Berg"), ("S. Chandra",)]


def test_read_pdf_reads_the_title_page_behind_a_repositorys_cover() -> None:
    pages = Pages()
    pages.lines(80, ["Meadow Repository of Open Research"], y=80, size=12)
    pages.lines(80, ["This is the accepted manuscript. Please cite the published version."], y=120)
    pages.new_page()
    pages.new_page()
    paper(pages=pages)
    document = read(pages)
    assert document.title == "Reading passages with two retrievers"
    assert document.authors == ("Ada Byron", "Emmy Noether")
    assert "accepted manuscript" not in body(document)


def test_read_pdf_takes_a_numbered_list_without_a_heading_for_the_references() -> None:
    pages = paper()
    entries = ["1. Marsh, T. & Doyle, K. Carbon in soils. Coast Rev. 8, 11-29 (2009).",
               "2. Ito, R. Stock of blue carbon. Mar. Lett. 31, 402-410 (2013).",
               "3. Adeyemi, F. et al. Sea level. Estuar. Stud. 5, 77-90 (2014)."]  # fmt: skip
    pages.lines(108, entries, y=690, size=7)
    document = read(pages)
    assert [reference.year for reference in document.references] == [2009, 2013, 2014]


def test_read_pdf_reads_headings_in_capitals_in_the_middle_of_a_column() -> None:
    pages = paper()
    pages.lines(270, ["WELLS AND ROCKS"], y=480)
    pages.paragraph(108, 396, "The wells lie in granite. " + FILLER, y=505)
    assert "WELLS AND ROCKS" in [section.heading for section in read(pages).sections]


def test_read_pdf_quotes_no_letterspaced_words() -> None:
    pages = paper()
    pages.lines(108, ["We call a well r e s p o n s i v e if its level moves by much."], y=480, font=ITALIC)
    sentences = [each for section in read(pages).sections for each in section.sentences if "level moves" in each.text]
    assert [each.unfit for each in sentences] == ["letters set apart"]


def test_read_pdf_reads_methods_in_smaller_type() -> None:
    pages = paper()
    pages.lines(108, ["2 Methods"], y=480, size=12, font=BOLD)
    pages.paragraph(108, 396, "The methods are set in smaller type here. " + FILLER * 2, y=500, size=8)
    assert "The methods are set in smaller type here." in body(read(pages))


def test_read_pdf_reads_text_that_has_fewer_letters_than_its_references() -> None:
    pages = paper()
    pages.lines(108, ["References"], y=480, size=12, font=BOLD)
    entries = [
        f"[{number}] A. Lee, On the noise of stream {number}, Stream Lett. 3 (2001) 4." for number in range(1, 90)
    ]
    pages.lines(108, entries[:20], y=500, size=8)
    pages.new_page()
    pages.lines(108, entries[20:], size=8)
    document = read(pages)
    assert "The retriever scores" in body(document)
    assert len(document.references) == 89


def test_read_pdf_parts_a_list_by_author_and_year_that_is_set_as_one_paragraph() -> None:
    pages = paper()
    pages.lines(108, ["References"], y=480, size=12, font=BOLD)
    entries = ["Arms K (1974) Sodium and butterflies. Field Science 18: 37-40.",
               "Beeftink T, Holm S (2003) Glands of marsh plants and what they are for.",
               "Flora Maritima 9: 112-125.", "Holm S (2011) Salt. Field Science 40: 1-9."]  # fmt: skip
    pages.lines(108, entries, y=500, size=10)
    assert [reference.year for reference in read(pages).references] == [1974, 2003, 2011]
