"""Venue and year as publishers print them."""

from datetime import date

import pytest

from synth.models import ArxivStamp
from synth.reading.pdf_imprint import imprint_of
from synth.reading.pdf_lines import Row


@pytest.mark.parametrize(
    ("line", "venue", "year"),
    [
        ("Mar Biol (2010) 157:887–897", "Mar Biol", 2010),
        ("Journal of Rare Events: Conf. Series 1113 (2018) 012009", None, 2018),
        ("March 2019", None, 2019),
        ("RESEARCH BRIEF | MARCH 2019", None, 2019),
        ("April 16–18, 2019 • Example City, NJ, USA", None, 2019),
        ("(Preliminary White Paper, March 9, 2019)", None, 2019),
        ("Proceedings of the 51st Annual Meeting of the Guild for Computational Frogs, pages 1–9, 2013",
         "Proceedings of the 51st Annual Meeting of the Guild for Computational Frogs", 2013),
        ("Proceedings of FROG-08: Toads, pages 7–9, Columbus, Ohio, USA, June 2008", "Proceedings of FROG-08: Toads", 2008),
        ("WWW 2007, May 8–12, 2007, Example City", "WWW 2007", 2007),
        ("WWW10, May 1–5, 2001, Example City", "WWW10", 2001),
        ("Marine Environmental Research 98 (2014) 29e38", "Marine Environmental Research", 2014),
        ("New Journal of Frogs 13 (2011) 033008 (9pp)", "New Journal of Frogs", 2011),
        ("28 JANUARY 2011 VOL 331 TOADS www.example.org", "TOADS", 2011),
        ("4144–4149 \ufffd FROGS \ufffd April 1, 2003 \ufffd vol. 100 \ufffd no. 7", "FROGS", 2003),
        ("Toad Ecol Sociobiol (2011) 65:1949–1955", "Toad Ecol Sociobiol", 2011),
        ("Journal of Frogs 12, 2007–2031, 2009", "Journal of Frogs", 2009),
        ("toads and ponds 2005; 14: 227–238", "toads and ponds", 2005),
        ("vol. 172, no. 3 the example toad september 2008", "The Example Toad", 2008),
        ("Ex. Toad 2008. Vol. 172, pp. 441–448. \ufffd 2008 by the Guild of Frogs", "Ex. Toad", 2008),
        ("Doe et al. eToad 2015;4:e11282. DOI: 10.1234/eToad.11282", "eToad", 2015),
        ("Doe and Roe, Toad. Adv. 2019; 5 : eaax2950 9 October 2019", "Toad. Adv.", 2019),
        ("Toad Engineering and Methodology, Vol. 28, No. 1, 2019", "Toad Engineering and Methodology", 2019),
        ("July 3, 2016. Forthcoming in the Journal of Toads, doi: 10.1234/5.", "Journal of Toads", 2016),
        ("J. Toad Mech. (2017), vol. 827, pp. 415–447. c⃝ Example University Press 2017", "J. Toad Mech.", 2017),
        ("Example Journal of Toad Science (2023), page 1 of 14", "Example Journal of Toad Science", 2023),
        ("Toad, Vol. 54, 83-93, July 1, 1988, Copyright © 1988 by Toad Press", "Toad", 1988),
        ("PLOS Toads | https://doi.org/10.1234/5.1 November 5, 2020", "PLOS Toads", 2020),
        ("Cite This: J. Toad. B 2023, 127, 378−386", "J. Toad. B", 2023),
        ("The Toad Journal, 652:907Y916, 2006 December 1", "The Toad Journal", 2006),
        ("TOADS, VOL. 78, NO. 1 (JANUARY-FEBRUARY 2013); P. G1–G13, 7 FIGS.", "TOADS", 2013),
        ("J Toad-Borne Dis, September 2017, 11(3): 427–432 A Doe et al.: Ponds of …", "J Toad-Borne Dis", 2017),
        ("© 2015. Published by Toads Ltd | The Journal of Toads (2015) 218,", "The Journal of Toads", 2015),
        ("2018 IEEE Conference on Frogs and Toads (CFT) Example Beach, FL, USA, Dec. 17-19, 2018",
         "2018 IEEE Conference on Frogs and Toads (CFT)", 2018),
        ("8426 9 J. TOAD. SOC. 2004, 126, 8426–8432", "J. TOAD. SOC.", 2004),
        ("A. Doe and B. Roe (Eds.): FROG 2006, LNCS 4168, pp. 684–695, 2006.", "FROG 2006", 2006),
        ("FROG’19, 2019", "FROG’19", 2019),
        ("Ponds But Were Afraid to Ask. PVLDB, 15(11): 2697 - 2709, 2022", "PVLDB", 2022),
        ("American Frog Journal: Toad Policy 2019, 11(1): 1–34", "American Frog Journal: Toad Policy", 2019),
        ("Volume 132, 2015, pp. 248–264", None, 2015),
        ("# Toad Nature Switzerland AG 2019", None, 2019),
        ("Manuscript received 31 March 2010; accepted 1 August 2010; posted online", None, 2010),
        ("Submitted January 19, 2007; Accepted April 15, 2008;", None, 2008),
    ],
)  # fmt: skip
def test_imprint_of_one_line(line: str, venue: str | None, year: int) -> None:
    found = imprint_of([Row(1, 50, 20, 300, 30, 28, line, 8, 8, "Times", False, False, 0, "")], 10, None, None)
    assert found.year == year
    assert found.venue == venue or venue is None


def test_imprint_of_takes_no_place_of_a_meeting_for_a_journal() -> None:
    lines = ("2018 IEEE Conference on Frogs and Toads (CFT)", "Example Beach, FL, USA, Dec. 17-19, 2018")
    rows = [
        Row(1, 50, y, 300, y + 10, y + 8, line, 8, 8, "Times", False, False, 0, "") for y, line in enumerate(lines, 20)
    ]
    assert imprint_of(rows, 10, None, None).venue == lines[0]


def test_imprint_of_ends_a_doi_where_its_supplement_begins() -> None:
    line = "See doi.org/10.1234/toads.2023185118/-/DCSupplemental.y for more."
    row = Row(1, 50, 20, 300, 30, 28, line, 8, 8, "Times", False, False, 0, "")
    assert imprint_of([row], 10, None, None).doi == "10.1234/toads.2023185118"


def test_imprint_of_takes_no_date_after_the_stamp_for_the_year() -> None:
    line = "(Dated: September 6, 2018)"
    stamp = ArxivStamp(arxiv_id="cond-mat/0304537v2", category="cond-mat", stamped_on=date(2003, 10, 8))
    found = imprint_of([Row(1, 50, 20, 300, 30, 28, line, 8, 8, "Times", False, False, 0, "")], 10, None, stamp)
    assert found.year == 2003


def test_imprint_of_takes_the_year_of_the_volume_before_that_of_publication() -> None:
    lines = ("toads and ponds 2005; 14: 227–238", "Published online 20 July 2004 at www.example.org")
    rows = [
        Row(1, 50, 20, 300, 30, 28 + 40 * n, line, 8, 8, "Times", False, False, 0, "") for n, line in enumerate(lines)
    ]
    assert imprint_of(rows, 10, None, None).year == 2005


def printed(*lines: str) -> list[Row]:
    places = enumerate(lines)
    return [Row(1, 50, 20, 300, 30, 28 + 40 * n, line, 8, 8, "Times", False, False, 0, "") for n, line in places]


def test_imprint_of_reads_proceedings_above_their_volume() -> None:
    found = imprint_of(printed("Proc. Ex. Acad. Sci. USA", "Vol. 84, pp. 7524-7528, November 1987"), 10, None, None)
    assert (found.venue, found.year) == ("Proc. Ex. Acad. Sci. USA", 1987)


def test_imprint_of_reads_a_volume_whose_year_the_copyright_has() -> None:
    found = imprint_of(
        printed("Proceedings of the Toad Guild, Vol. 7, No. 13", "Copyright 2014 Toad Guild"), 10, None, None
    )
    assert (found.venue, found.year) == ("Proceedings of the Toad Guild", 2014)


@pytest.mark.parametrize(
    ("lines", "venue", "year"),
    [
        (["THE QUARTERLY JOURNAL OF TOADS", "2007, 60 (6), 753–761"], "THE QUARTERLY JOURNAL OF TOADS", 2007),
        (["Croaking & Psychophysics", "2008, 70 (6), 935-945"], "Croaking & Psychophysics", 2008),
        (["Journal", "2006, 13 (2), 316-321"], None, None),
        (
            ["Journal of Toads &", "Computational Ponds", "2018, Vol. 12(3) 187–199"],
            "Journal of Toads & Computational Ponds",
            2018,
        ),
        (["Journal of Toads • vol 6 • no 1-2 • 67–84 • © Frog Press 2022"], "Journal of Toads", 2022),
        (["Current Toad Reports", "https://doi.org/10.1234/s5", "© Toads AG 2019"], "Current Toad Reports", 2019),
        (["ORIGINAL ARTICLE", "https://doi.org/10.1234/s5", "© Toads AG 2019"], None, 2019),
        (["NATURE TOAD CHANGE | ADVANCE ONLINE PUBLICATION", "© 2017 Toads"], "NATURE TOAD CHANGE", 2017),
        (["Journal of Toads, (Ahead of Print)", "© 2020 Toads"], "Journal of Toads", 2020),
        (["Perspectives on Toad Science", "2016, Vol. 11(4) 546–573"], "Perspectives on Toad Science", 2016),
        (
            ["APPEARED IN BULLETIN OF THE", "EXAMPLE TOAD SOCIETY", "Volume 30, Number 2, April 1994"],
            "BULLETIN OF THE EXAMPLE TOAD SOCIETY",
            1994,
        ),
        (["Behav. 22, 245 (1983).", "3 January 2012; accepted 10 April 2012"], None, None),
        (["May/June 2018, 5(3) e0098-18.2018 1–5", "Bristol BS16 1QY, UK", "Copyright © 2018"], None, 2018),
        (["First published online 5 November 2018"], None, 2018),
        (
            ["TOADS in Genetics Vol.23 No.11", "0168-9525/$ – see front matter ß 2007 Toads Ltd."],
            "TOADS in Genetics",
            2007,
        ),
        (["Toad Song volume 30, issue 1, pp. 37–47. issn 0730-7829. © 2012 by the Guild"], "Toad Song", 2012),
        (
            ["Journal of Toads:", "Songs and Performance", "2018, Vol. 44, No. 8, 1147–1152"],
            "Journal of Toads: Songs and Performance",
            2018,
        ),
        (["Toad Letters 2-5: 460–471", "© 2018 The Author(s)."], "Toad Letters", 2018),
        (["Mol. Biol. Toad. Evol. 31(2):258–271 doi:10.1234/5", "© 2013 The Author"], "Mol. Biol. Toad. Evol.", 2013),
        (["Pond 66-4: 996–1009", "© 2011 The Author"], "Pond", 2011),
        (["Toadometrics 62, 691–698", "September 2006", "© 2006, The Toad Guild"], "Toadometrics", 2006),
        (["Hindawi", "Advances in Toad Sciences", "Volume 2017, Article ID 7801924, 10 pages"],
         "Advances in Toad Sciences", 2017),
        (["Developmental Croaking", "© 2021 Toad Guild", "2021, Vol. 57, No. 2, 253–268"], "Developmental Croaking", 2021),
        (["ORIGINAL RESEARCH", "published: 14 December 2018"], None, 2018),
        (["Toad Reports | 7:46406 | DOI: 10.1234/toad46406", "Accepted: 2 May 2017"], "Toad Reports", 2017),
        (["forthcoming in World Toads"], "World Toads", None),
        (["MNRAS 000, 1–12 (0000)", "Preprint 19 September 2018"], None, None),
        (["Published in Toads: International Journal of Ponds"], "Toads: International Journal of Ponds", None),
    ],
)  # fmt: skip
def test_imprint_of_several_lines(lines: list[str], venue: str | None, year: int | None) -> None:
    found = imprint_of(printed(*lines), 10, None, None)
    assert (found.venue, found.year) == (venue, year)


def test_imprint_of_reads_on_with_the_name_of_a_conference_that_is_centred() -> None:
    lines = [("Proceedings of the 14th Toad Symposium on Songs", 102, 514), ("Design and Implementation", 186, 430)]
    places = enumerate(lines)
    rows = [
        Row(1, x0, 20 + 20 * n, x1, 38 + 20 * n, 36 + 20 * n, text, 18, 18, "T", True, False, 0, "")
        for n, (text, x0, x1) in places
    ]
    venue = imprint_of(rows, 10, None, None).venue
    assert venue == "Proceedings of the 14th Toad Symposium on Songs Design and Implementation"


def test_imprint_of_reads_where_a_manuscript_is_to_appear() -> None:
    rows = printed(
        "To appear in:",
        "Please cite this article as: Ann Doe, Toads of ponds. The Extoad(2017), doi:10.1234/toad.2017.10",
    )
    beside = Row(1, 310, 20, 400, 30, 28, "Journal of Toads", 8, 8, "Times", False, True, 0, "")
    found = imprint_of([rows[0], beside, rows[1]], 10, None, None)
    assert (found.venue, found.year) == ("Journal of Toads", 2017)


def test_imprint_of_takes_no_sentence_for_a_conference() -> None:
    line = "In 2008, Examples met."
    found = imprint_of([Row(1, 50, 20, 300, 30, 28, line, 8, 8, "Times", False, False, 0, "")], 10, None, None)
    assert found.venue is None


def test_imprint_of_takes_no_address_for_a_conference_of_years_before() -> None:
    lines = ("Johannesburg 2000, South Africa", "© 2011 by the Guild of Frogs")
    rows = [
        Row(1, 50, 20, 300, 30, 28 + 40 * n, line, 8, 8, "Times", False, False, 0, "") for n, line in enumerate(lines)
    ]
    found = imprint_of(rows, 10, None, None)
    assert (found.year, found.venue) == (2011, None)


def test_imprint_of_takes_the_doi_of_a_paper_and_not_of_its_appendix() -> None:
    assert imprint_of(printed("http://dx.doi.org/10.1234/100.0001_app"), 10, None, None).doi == "10.1234/100.0001"


def test_imprint_of_reads_the_reference_of_an_authors_version() -> None:
    text = (
        'This is the peer reviewed version of the following article: Doe, Ann. "Toads." Frog Center Report 35.6 '
        "(2005): 20-30., which has been published in final form"
    )
    found = imprint_of(printed(text), 10, None, None)
    assert (found.venue, found.year) == ("Frog Center Report", 2005)


def test_imprint_of_reads_the_reference_beside_its_label_on_the_cover_of_a_repository() -> None:
    label = Row(1, 50, 20, 90, 30, 28, "Citation", 10, 10, "Times", True, False, 0, "")
    cited = "Doe, Ann. 1986. How not to sing. Example Journal of Toads 30(3): 666-687."
    found = imprint_of(
        [label, Row(1, 150, 20, 400, 30, 28, cited, 10, 10, "Times", False, False, 0, "")], 10, None, None
    )
    assert (found.venue, found.year) == ("Example Journal of Toads", 1986)
