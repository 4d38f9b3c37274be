"""Titles and authors of title pages of several publishers."""

from synth.models import Document
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, Pages


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:1", ReadingSettings())


def page_with(title: list[str], size: float = 18) -> Pages:
    pages = Pages()
    pages.lines(72, title, y=90, size=size, font=BOLD)
    return pages


def assert_reads_second_page(pages: Pages) -> None:
    """Title and authors are those of a page that is put behind the first."""
    pages.new_page()
    pages.lines(72, ["Singing at the Cost of Ponds"], y=90, size=18, font=BOLD)
    pages.lines(72, ["Ann Doe¹, Bob Roe² and Cy Poe³"], y=112)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert document.title == "Singing at the Cost of Ponds"
    assert document.authors == ("Ann Doe", "Bob Roe", "Cy Poe")


def test_read_pdf_joins_a_word_of_a_title_that_is_broken_in_capitals() -> None:
    pages = page_with(["MERGING FROGS MODULO PERMU-", "TATION SYMMETRIES"])
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "MERGING FROGS MODULO PERMUTATION SYMMETRIES"


def test_read_pdf_takes_the_dagger_off_a_title_that_its_font_gives_as_a_brace() -> None:
    pages = page_with(["Ponds of tree frogs: the case of the omitted toad{"])
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Ponds of tree frogs: the case of the omitted toad"


def test_read_pdf_takes_the_star_off_a_title_that_its_font_gives_as_a_letter() -> None:
    pages = page_with(["Ponds of tree frogs and the omitted toad q"])
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Ponds of tree frogs and the omitted toad"


def test_read_pdf_reads_on_behind_the_colon_of_a_title() -> None:
    pages = page_with(["Outcomes in Ponds with Toads:"])
    pages.lines(72, ["A propensity score analysis"], y=125)
    pages.lines(72, ["Ann Doe and Bob Roe"], y=150)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert document.title == "Outcomes in Ponds with Toads: A propensity score analysis"
    assert document.authors == ("Ann Doe", "Bob Roe")


def test_read_pdf_takes_a_title_in_fewer_words_than_its_authors_have() -> None:
    pages = page_with(["Flat Pond Storage"], size=14)
    pages.lines(72, ["Ann B. Doe, Bob Roe, Cy Poe,"], y=120, size=12)
    pages.lines(72, ["Dan Moe, Eve Loe and Flo Coe"], y=134, size=12)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Flat Pond Storage"


def test_read_pdf_names_the_journal_of_its_running_heads_that_it_cites() -> None:
    pages = page_with(["Singing at the Cost of Ponds"])
    pages.lines(250, ["Sociology of Ponds"], y=30, size=8)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    pages.lines(72, ["References"], y=600, font=BOLD)
    pages.lines(72, ["[1] A. Doe. Songs of frogs. Sociology of Ponds, 12, 3-9, 2001."], y=620)
    pages.lines(72, ["[2] B. Roe. Songs of toads. Frogs, 2, 3-9, 2002."], y=634)
    assert read(pages).venue == "Sociology of Ponds"


def test_read_pdf_ends_a_subtitle_where_names_in_its_type_begin() -> None:
    pages = page_with(["Singing at the Cost of Ponds"], size=17)
    pages.lines(72, ["How a Pond Increases the Song of Toads"], y=112, size=12)
    pages.lines(120, ["Ann Doe"], y=132, size=12)
    pages.lines(280, ["Bob Roe"], y=132, size=12)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert document.title == "Singing at the Cost of Ponds How a Pond Increases the Song of Toads"
    assert document.authors == ("Ann Doe", "Bob Roe")


def test_read_pdf_reads_authors_with_degrees_beside_the_abstract_below_a_subtitle() -> None:
    pages = page_with(["Analysis of Frogs in the Presence of Toads"], size=24)
    pages.lines(72, ["Effects of Ponds on Singing", "Using Propensity Score and Toad Methods"], y=116, size=18)
    pages.lines(72, ["Ann Doe, PhD", "Bob B. Roe, MD, MPH", "Cy D. Poe, MHSc"], y=170)
    pages.paragraph(230, 300, "Context " + 4 * FILLER, y=176, size=9)
    pages.paragraph(72, 140, 9 * FILLER, y=260)
    document = read(pages)
    assert document.authors == ("Ann Doe", "Bob B. Roe", "Cy D. Poe")
    assert document.title == (
        "Analysis of Frogs in the Presence of Toads Effects of Ponds on Singing Using Propensity Score and Toad Methods"
    )


def test_read_pdf_takes_no_kind_of_article_into_a_title_and_its_species_in_italics() -> None:
    pages = Pages()
    pages.lines(150, ["Short article"], y=75, size=18, font=BOLD)
    pages.lines(72, ["An initial map of the pond of the frog Rana"], y=108, size=18, font=BOLD)
    pages.lines(72, ["exemplaris"], size=18, font="tibi")
    pages.lines(72, ["Ann Doe, Bob Roe"], y=170)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "An initial map of the pond of the frog Rana exemplaris"


def test_read_pdf_goes_on_with_a_title_below_its_question() -> None:
    pages = page_with(["What do we know about toads?"], size=16)
    pages.lines(72, ["A study by many methods"], y=125, size=16, font=BOLD)
    pages.lines(72, ["Ann Doe, Bob Roe"], y=170)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "What do we know about toads? A study by many methods"


def test_read_pdf_closes_the_parenthesis_of_a_title() -> None:
    pages = page_with(["Compound effects of ponds on the toad Rana exemplaris (Doe,"], size=14)
    pages.lines(72, ["1816)"], y=107, size=14, font=BOLD)
    pages.lines(72, ["Ann Doe, Bob Roe"], y=150)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Compound effects of ponds on the toad Rana exemplaris (Doe, 1816)"


def test_read_pdf_goes_on_with_a_subtitle_of_capitalised_words() -> None:
    pages = page_with(["A Survey of Functional Programming"])
    pages.lines(72, ["Concepts, Implementations, and Applications"], y=112, size=14)
    pages.lines(72, ["Ann Doe"], y=140, size=11)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "A Survey of Functional Programming Concepts, Implementations, and Applications"


def test_read_pdf_leaves_out_what_is_printed_too_small_to_be_seen_in_a_row() -> None:
    pages = Pages()
    pages.runs(72, [("Resistance of toads to ponds", 18, 0), ("emi_2441", 1, 0)], y=90)
    pages.lines(72, ["Ann Doe, Bob Roe"], y=150)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Resistance of toads to ponds"


def test_read_pdf_takes_the_marks_of_two_footnotes_off_a_title() -> None:
    pages = Pages()
    pages.runs(72, [("TREES OF TOADS AND OF FROGS", 16, 0), ("1,2", 9, 6)], y=90)
    pages.lines(72, ["Ann Doe, Bob Roe"], y=150)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "TREES OF TOADS AND OF FROGS"


def test_read_pdf_keeps_a_journals_address_beside_the_title_out_of_it() -> None:
    pages = Pages()
    pages.lines(200, ["Resistance of toads to ponds"], y=90, size=18)
    pages.lines(60, ["royal.pondpublishing.org"], y=112, size=9)
    pages.lines(200, ["Ann Doe, Bob Roe"], y=135)
    pages.lines(200, ["Word Count: 7,000"], y=160)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert (document.title, document.authors) == ("Resistance of toads to ponds", ("Ann Doe", "Bob Roe"))


def test_read_pdf_reads_a_centred_title_as_wide_as_both_columns_in_the_size_of_the_text() -> None:
    pages = Pages()
    pages.lines(430, ["EXAMPLE-PUB-19-584"], y=40, size=8)
    pages.lines(
        72,
        ["Two Faint Ponds of Milky Toads Found in the Early Data of the Local Volume Example Survey of Frogs"],
        y=120,
    )
    pages.lines(290, ["And Toads"], y=134)
    pages.lines(220, ["A. Doe,¹ B. Roe,² and C. Poe¹"], y=152, size=9)
    pages.lines(280, ["ABSTRACT"], y=200)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert document.title is not None
    assert document.title.startswith("Two Faint Ponds")
    assert document.authors == ("A. Doe", "B. Roe", "C. Poe")


def test_read_pdf_takes_raised_letters_and_numbers_off_names() -> None:
    pages = page_with(["Generality of the songs of frogs"], size=20)
    pages.runs(72, [("Ann Doe", 9, 0), ("a,1,2", 6, 3), (", Bob Roe", 9, 0), ("b,1", 6, 3)], y=120)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).authors == ("Ann Doe", "Bob Roe")


def test_read_pdf_reads_behind_a_cover_that_lists_what_a_publisher_offers() -> None:
    pages = page_with(["Singing at the Cost of Ponds"])
    pages.lines(72, ["Ann Doe and Bob Roe", "Frog Lett. 2014 10, 20140264, published 28 May 2014"], y=112)
    pages.lines(72, ["References"], y=300, font=BOLD)
    pages.lines(200, ["This article cites 19 articles"], y=330)
    assert_reads_second_page(pages)


def test_read_pdf_takes_no_note_in_bold_for_the_title_and_its_second_row_in_bold_as_its_own() -> None:
    pages = Pages()
    pages.lines(72, ["Singing of Frogs at the Cost of Ponds"], y=90, size=18)
    pages.lines(150, ["Version with corrections"], y=125, size=18, font=BOLD)
    pages.lines(72, ["Ann Doe, Bob Roe and Cy Poe"], y=160)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Singing of Frogs at the Cost of Ponds"
    pages = Pages()
    pages.lines(72, ["Singing of Frogs"], y=90, size=18)
    pages.lines(72, ["and the cost of ponds"], y=112, size=18, font=BOLD)
    pages.lines(72, ["Ann Doe, Bob Roe and Cy Poe"], y=160)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).title == "Singing of Frogs and the cost of ponds"


def test_read_pdf_reads_behind_the_cover_of_a_publisher_without_the_title() -> None:
    pages = Pages()
    pages.lines(72, ["This article appeared in a journal published by Toads. The attached copy is furnished"], y=300)
    assert_reads_second_page(pages)


def test_read_pdf_takes_no_journal_in_large_type_for_the_title() -> None:
    pages = Pages()
    pages.lines(72, ["Toad Biology 81, 209-215 (1984)"], y=40, size=9)
    pages.lines(72, ["Toad Biology"], y=60, size=24, font=BOLD)
    pages.lines(72, ["Source geometry of singing* in ponds"], y=120, size=15)
    pages.lines(72, ["Ann Doe and Bob Roe"], y=150)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    document = read(pages)
    assert (document.title, document.venue) == ("Source geometry of singing in ponds", "Toad Biology")
    assert document.authors == ("Ann Doe", "Bob Roe")


def test_read_pdf_reads_one_author_above_the_title() -> None:
    pages = Pages()
    pages.lines(72, ["Anne Doe"], y=70, size=16)
    pages.lines(72, ["On Time and the Sense of Singing"], y=100, size=22)
    pages.lines(72, ["Abstract"], y=200, font=BOLD)
    pages.paragraph(72, 460, 3 * FILLER)
    assert read(pages).authors == ("Anne Doe",)
