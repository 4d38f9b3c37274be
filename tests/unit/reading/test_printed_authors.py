"""Authors and titles of printed references, in the forms that journals of all fields print them in."""

import pytest

from synth.reading.printed_authors import leading_authors
from synth.reading.printed_reference import parse_reference, with_same_authors

TWO = ("Lee", "van der Berg")


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("Lee, A. B. & van der Berg, C. Noise of streams. J. Stream Biol. 12, 201–219 (2001).", "Noise of streams"),
        ("Lee AB, van der Berg C. Noise of streams. Stream Lett. 2001;12:301-9.", "Noise of streams"),
        ("Lee, A.B.; van der Berg, C. Noise of streams. Stream Lett. 2001, 12, 30.", "Noise of streams"),
        ("Lee, A. B., & van der Berg, C. (2001). Noise of streams. Stream Letters, 12(3), 30.", "Noise of streams"),
        ("Lee, A.B., van der Berg, C., 2001. Noise of streams. Stream Lett. 12, 30–41.", "Noise of streams"),
        ("Lee AB, van der Berg C (2001) Noise of streams. Stream Lett 12:30–41", "Noise of streams"),
        ("Lee, A.B., van der Berg, C.: Noise of streams. Stream Lett. 12, 30–41 (2001)", "Noise of streams"),
        ("A. B. Lee and C. van der Berg, “Noise of streams,” Stream Lett., vol. 12, 2001.", "Noise of streams"),
        ("A.B. Lee, C. van der Berg, Noise of streams, Stream Lett. 12 (2001) 30–41.", "Noise of streams"),
        (
            "Lee, Ann B., and Carl van der Berg. 2001. “Noise of Streams.” Stream Letters 12 (3): 30.",
            "Noise of Streams",
        ),
        ("Lee, A. B., and C. van der Berg. Noise of streams. Ridge Press, 2001.", "Noise of streams"),
        ("Ann B. Lee and Carl van der Berg. Noise of streams. In NAACL, 2001.", "Noise of streams"),
        ("Ann Lee, C. van der Berg. 2001. Noise of streams. CoRR.", "Noise of streams"),
        ("Lee, A. B., & van der Berg, C. 2001, ApJ, 517, 565", None),
        ("A. B. Lee and C. van der Berg, Phys. Rev. Lett. 115, 072001 (2001).", None),
        ("A. B. Lee and C. van der Berg, J. Sound Vib. 41, 113 (2001).", None),
        ("A. B. Lee, C. van der Berg, J. Phys.: Condens. Matter 41 (2001) 113-120.", None),
        ("A. B. Lee, C. van der Berg, Am. J. Phys. 41, 113 (2001).", None),
        ("A. B. Lee and C. van der Berg, Acta Metall., 41, 113 (2001).", None),
        ("A. B. Lee, C. van der Berg. Noise of Streams. Nature 521, 436 (2001).", "Noise of Streams"),
        (
            "Lee, Ann B./van der Berg, Carl: Noise of streams, in: Stream Letters 12 (2001), S. 3–14.",
            "Noise of streams",
        ),
        ("Lee, Ann B.; van der Berg, Carl (2001). Noise of streams. Stream Letters 12.", "Noise of streams"),
        ("Lee A B, van der Berg C. Noise of streams[J]. Stream Letters, 2001, 12: 3-14.", "Noise of streams"),
        ("LEE, A. B., VAN DER BERG, C. (2001): Noise of streams. Stream Letters 12.", "Noise of streams"),
        (
            "Lee, A. B., and C. van der Berg, 2001, Noise of streams, Stream Letters, 12, no. 4, 3–9.",
            "Noise of streams",
        ),
        ("Lee, A. B.; van der Berg, C. Noise of Streams; Ridge Press: London, 2001; Vol. 3.", "Noise of Streams"),
        ("Lee, A. B. and van der Berg, C. (2001) ‘Noise of streams’, Stream Letters, 12(3), p. 1.", "Noise of streams"),
    ],
)
def test_parse_reference_reads_the_styles_of_journals(entry: str, title: str | None) -> None:
    reference = parse_reference(f"[3] {entry}")
    families = map(str.upper, TWO) if entry.startswith("LEE") else TWO
    assert len(reference.authors) == 2
    assert all(
        name[0] in "AC" and name.endswith(family) for name, family in zip(reference.authors, families, strict=True)
    )
    assert (reference.title, reference.year) == (title, 2001)


@pytest.mark.parametrize(
    ("entry", "authors"),
    [
        ("Hsu, Y.-C. et al. A frog that calls. Lett. 15, 1–4 (2008).", ("Y.-C. Hsu",)),
        ("El Amin, J. K., et al. Trust. Ridge Press, 1991.", ("J. K. El Amin",)),
        ("Wei Ng, José María Ito, and J. K. Lee. 2014. Words.", ("Wei Ng", "José María Ito", "J. K. Lee")),
        ("World Health Organization. Report of the year. Geneva; 2020.", ("World Health Organization",)),
        ("M. Chas and D. Sullivan, String Topology, to appear.", ("M. Chas", "D. Sullivan")),
        ("Martin RC Jr, Ito L. Clean rooms. Lett. 2001;1:2.", ("RC Martin Jr", "L. Ito")),
        ("The results are described in section 4.", ()),
    ],
)
def test_parse_reference_reads_lists_of_all_lengths(entry: str, authors: tuple[str, ...]) -> None:
    assert parse_reference(entry).authors == authors


def test_leading_authors_ends_where_the_title_begins() -> None:
    text = "Lee, A. B. & Ito, C. Noise."
    found = leading_authors(text)
    assert found is not None
    assert text[found.end :] == " Noise."
    assert leading_authors("the results of others") is None


def test_a_dash_stands_for_the_authors_of_the_entry_before() -> None:
    printed = [
        "Moreau, J. and Lee, A., 1987. Sand and dunes. Shore 2, 40–58.",
        "———, 1992. Low dunes. Shore 7, 3–21.",
        "_____. 1999. Dunes of Oman. Shore 9: 3–5.",
        "Holt, W., 2004. Wind. Shore 10, 1.",
    ]
    references = with_same_authors(map(parse_reference, printed))
    assert [reference.authors for reference in references] == [("J. Moreau", "A. Lee")] * 3 + [("W. Holt",)]
    assert [reference.title for reference in references[:3]] == ["Sand and dunes", "Low dunes", "Dunes of Oman"]


def test_parse_reference_names_nobody_where_a_form_is_not_known() -> None:
    reference = parse_reference("Lee, A, CD Berg, and E Ito. 2001. Noise of streams. Stream Letters 12.")
    assert (reference.authors, reference.title) == ((), None)


def test_parse_reference_turns_the_one_author_of_a_quoted_title() -> None:
    assert parse_reference("Rossi, Fatima, «Noise of streams», Stream Letters 12 (2001).").authors == ("Fatima Rossi",)


@pytest.mark.parametrize("text", ["VAN DER ", "Lee, A. ", "A ", "De la ", "Ann Lee/", "J. Chem. ", "Lee-"])
def test_parse_reference_takes_hostile_text_in_its_stride(text: str) -> None:
    assert parse_reference(text * 300).title is None or text
