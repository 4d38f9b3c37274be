import pytest

from synth.reading.pdf_authors import authors_of, people_among
from synth.reading.pdf_lines import Row


def row(text: str, size: float = 12, mark: str = "") -> Row:
    return Row(1, 50, 90, 300, 102, 100, text, size, size, "Times", False, False, 0, mark)


@pytest.mark.parametrize(
    ("rows", "authors"),
    [
        (["A. Doe,¹, * B. Roe,¹ C. D.", "Poe,² P.J.J. O’Hara,¹ and J. Moe²"],
         ["A. Doe", "B. Roe", "C. D. Poe", "P.J.J. O’Hara", "J. Moe"]),
        (["Ann Doeᵃ, Meng", "Roeᵇ, and Jo Poe ᵃ,ᵇ"], ["Ann Doe", "Meng Roe", "Jo Poe"]),
        (["Ann de Doe d’Poe, S M Zed Roe,", "Wei E"], ["Ann de Doe d’Poe", "S M Zed Roe", "Wei E"]),
        (["Ann Doe¹ Bob Carl Dan Roe²", "Eve Poe*"], ["Ann Doe", "Bob Carl Dan Roe", "Eve Poe"]),
        (["Ann Doe*", "London, UK", "Bob Roe", "London, UK"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe", "Castle Square 13", "Bob Roe", "Castle Square 13"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe* Bob Roe* Cal Poe Dan Moe"], []),
        (["Ann Doe, Bob Roe, Senior Member, IEEE, and Cy Poe, Member, IEEE"], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["Ann Doe¹., Bob B. Roe²., Cy Poe¹,³*"], ["Ann Doe", "Bob B. Roe", "Cy Poe"]),
        (["Ann Doe, MD, PhD,ᵃ Bob A. Roe, MD,ᵇ and Cy Poe, BS²"], ["Ann Doe", "Bob A. Roe", "Cy Poe"]),
        (["Ann Doea,b,†, Bob Roea,b,c,†, Cy Poeᵃ, and Dan Moeᵈ"], ["Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe"]),
        (["Ann Doe a, Bob Roe, Cy Poe b, Dan Moe"], ["Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe"]),
        (["*Doe, A.O., *Roe, B.U., and **Poe,C."], ["A.O. Doe", "B.U. Roe", "C. Poe"]),
        (["Doe, A. B., Roe, C. D.,", "& Poe, E. F."], ["A. B. Doe", "C. D. Roe", "E. F. Poe"]),
        (["Ann Doe, RDH, PhDᵃ,ᵇ, Bob Roe, DDS, PhDa,b,*, Cy Poe, MDᶜ"], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["É RIC ROE,¹ RÉ MI POE,² JO LI³"], ["Éric Roe", "Rémi Poe", "Jo Li"]),
        (["Ann DoeID¤*, Bob Roe"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe - Bob Roe – Cy Poe"], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["A. B. Doeᵃ,ᵇ,T, C. Roeᵃ"], ["A. B. Doe", "C. Roe"]),
        (["Ann Doe", "Department of Words", "ann@example.org", "The Example School"], ["Ann Doe"]),
        (["Ann Doe", "21 Example Place", "Unit Station B#35", "Bob Roe", "210 Example Place"], ["Ann Doe", "Bob Roe"]),
        (["DOE AnnMay   ROE Bob"], ["AnnMay Doe", "Bob Roe"]),
        (["Ann DOE   Bob ROE"], ["Ann Doe", "Bob Roe"]),
        (["M.S. Doe,⁵ B.A. Roe⁶ and C. Poe¹"], ["M.S. Doe", "B.A. Roe", "C. Poe"]),
        (["Ann Doe", "Example State University", "Example State, MS"], ["Ann Doe"]),
        (["Ann Doe¹*, Bob Roe², José Paul", "Garcia Leite¹, Cy Poe¹"],
         ["Ann Doe", "Bob Roe", "José Paul Garcia Leite", "Cy Poe"]),
        (["Ann Doe¹, Bob da Roe de", "Almeida¹"], ["Ann Doe", "Bob da Roe de Almeida"]),
        (["A. B. Doe Æ C. Roe"], ["A. B. Doe", "C. Roe"]),
        (["Ann Doe, PhD", "Bob B. Roe, MD, MPH", "Cy Poe, MHSc"], ["Ann Doe", "Bob B. Roe", "Cy Poe"]),
        (["ANN DOE, M.D., PH.D.,AND BOB B. ROE, M.B.A."], ["Ann Doe", "Bob B. Roe"]),
        (["ANN DOE", "Frog Management, School of Toads, Exampleville", "BOB ROE"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe¹, Bob Roe²", "Corresponding author:", "Ann Doe"], ["Ann Doe", "Bob Roe"]),
        (["A.Doe¹, B.Roe-Moe²,", "C.Poe and D.E.Moe⁴"], ["A. Doe", "B. Roe-Moe", "C. Poe", "D.E. Moe"]),
        (["A. Doe¹,², B. Roe¹, C. Poe³, M. da", "Silva⁵, D. Moe¹"], ["A. Doe", "B. Roe", "C. Poe", "M. da Silva", "D. Moe"]),
        (["A. Doe,¹ B. Roe,¹,² C. Poe-", "Moe,³ D. Loe¹"], ["A. Doe", "B. Roe", "C. Poe-Moe", "D. Loe"]),
        (["Ann Doe, M.P.H., Bob Roe, M.D., M.I.H.,", "and Cy Poe, M.D."], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["Ann Doe, Member, IEEE Computer Society,", "and Bob Roe, Senior Member, IEEE"], ["Ann Doe", "Bob Roe"]),
        (["Chun-Hao To,¹,² Ann Doe,³ Bob Roe⁴"], ["Chun-Hao To", "Ann Doe", "Bob Roe"]),
        (["Fang’ai Doe², Ann Roe¹"], ["Fang’ai Doe", "Ann Roe"]),
        (["ANN J. W. DOE,a,b BOB ROE,c CY POE,b,d AND DAN C. MOEe"], ["Ann J. W. Doe", "Bob Roe", "Cy Poe", "Dan C. Moe"]),
        (["Ann Doe and Bob Roe – Toad Systems, Inc."], ["Ann Doe", "Bob Roe"]),
        (["ANN DOE   University of Ponds, Exampleville", "BOB ROE   Pond University"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe*a,b,c and Bob Roeᵃ,ᶜ"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe", "Bob Roe", "Ping Tak Peter Tang"], ["Ann Doe", "Bob Roe", "Ping Tak Peter Tang"]),
        (["Ann Doe and Bob Roe", "Exampleville NY 14853"], ["Ann Doe", "Bob Roe"]),
        (["EXECUTIVE SUMMARY.............2", "AGILE PONDS.............3"], []),
        (["Ann Doe,ᵃ Bob Roe,cd", "Cy Poeᵉ and Dan Moe"], ["Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe"]),
        (["Ann Doe Jr, DO, PhD", "Bob Roe, MD, FACS"], ["Ann Doe Jr", "Bob Roe"]),
        (["Ann Doeᵃ", "ann@example.org", "Cy Poeᶜ (Corresponding Author)", "Bob Roeᵇ", "bob@example.org", "Ann Doeᵃ"],
         ["Ann Doe", "Cy Poe", "Bob Roe"]),
        (["Ann Doe♯⋄ Bob Roe†"], ["Ann Doe", "Bob Roe"]),
        (["FRITS DOE, FABIA ROE, and KAREN FREUND"], ["Frits Doe", "Fabia Roe", "Karen Freund"]),
        (["Ann Doe, M.Sc., Bob Roe, M.D., Ph.D.,", "and Cy Poe, Dr.Med.Sci."], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["Thesis supervisor:", "Prof. Ann Doe", "Thesis advisor:", "M.Sc. (Tech.) Bob Roe"], []),
        (["ANN DOE, D.SC., BOB ROE, M.B.,", "AND CY POE, M.SC."], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["N C Doe¹, A Roe-Moe², M-A Poe¹,", "P J Loe¹"], ["N C Doe", "A Roe-Moe", "M-A Poe", "P J Loe"]),
        (["Ann Doe1, Bob Roe2, Cy TS PoeID3, Dan Moe⁴, TOAD Consortium"],
         ["Ann Doe", "Bob Roe", "Cy TS Poe", "Dan Moe", "TOAD Consortium"]),
        (["Ann Doe¹, Bob Roe², Cy Poe³and Dan Moe⁴"], ["Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe"]),
        (["A. Doe,¹ B. Roe,² C.   Poe,³ D. vanMoe⁴"], ["A. Doe", "B. Roe", "C. Poe", "D. vanMoe"]),
        (["ANNE   MAY DOE", "I N T R O D U C T I O N"], ["Anne May Doe"]),
        (["A. B. DOE, C. Roe, AND D. E. POE"], ["A. B. Doe", "C. Roe", "D. E. Poe"]),
        (["Doe N.A., Roe P.J., McPoe C."], ["N.A. Doe", "P.J. Roe", "C. McPoe"]),
        (["NAVID C. DOEa", "Example Center, University of Toads", "BRIAN F. ROE"], ["Navid C. Doe", "Brian F. Roe"]),
        (["Ann Doe, TOAD & POND, Paris, France", "Bob Roe, FROG, Universidade Nova, Portugal"], ["Ann Doe", "Bob Roe"]),
        (["ANN DOE, SENIOR MEMBER, IEEE, AND BOB ROE"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe, MD, Bob Roe, OD"], ["Ann Doe", "Bob Roe"]),
        (["Ann Doe, MMᵃ, Bob Roe, MBᵇ, Cy Poe, MBd,*"], ["Ann Doe", "Bob Roe", "Cy Poe"]),
        (["Ann Doe¹, Bob DoeID1*"], ["Ann Doe", "Bob Doe"]),
        (["e Examplestrasse"], []),
        (["Corresponding: ann@example.org (A. Doe)"], []),
        (["Ann Doe-e-In1*, Monica Simõ es Roe²"], ["Ann Doe-e-In", "Monica Simões Roe"]),
    ],
)  # fmt: skip
def test_authors_of_reads_the_names(rows: list[str], authors: list[str]) -> None:
    assert authors_of([row(text) for text in rows]) == tuple(authors)


def test_authors_of_reads_parts_of_a_list_from_left_to_right() -> None:
    left = row("Ann Doe a, Bob Roe b, Cy Poe")
    right = Row(1, 310, 90, 400, 102, 97, "c and Dan Moe d", 12, 12, "Times", False, False, 0, "")
    assert authors_of([right, left]) == ("Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe")


def test_authors_of_takes_the_size_that_most_names_are_set_in() -> None:
    rows = [row("Learning By Example", 14), row("Ann Doe¹, Bob Roe²", 10), row("Paper Search", 20)]
    assert authors_of(rows) == ("Ann Doe", "Bob Roe")


def test_authors_of_passes_over_what_an_affiliations_mark_stands_before() -> None:
    assert authors_of([row("Ann Doe†, Bob Roe*"), row("Bursting Gradients", mark="†")]) == ("Ann Doe", "Bob Roe")


def placed(text: str, x0: float, x1: float, baseline: float) -> Row:
    return Row(1, x0, baseline - 10, x1, baseline + 2, baseline, text, 12, 12, "Times", False, False, 0, "")


def test_authors_of_tells_a_second_row_of_names_from_affiliations_by_how_they_stand() -> None:
    names = [placed("Ann Doe", 102, 196, 100), placed("Bob Roe", 222, 294, 100)]
    askew = [placed("Cy Poe", 112, 176, 114), placed("Dan Moe", 203, 277, 114)]
    below = [placed("Example Labs", 119, 179, 114), placed("Mountain Labs", 228, 288, 114)]
    assert authors_of([*names, *askew]) == ("Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe")
    assert authors_of([*names, *below]) == ("Ann Doe", "Bob Roe")


def test_authors_of_takes_four_words_for_one_name_beside_another() -> None:
    grid = [placed("Ann Bea Cid Doe", 141, 257, 100), placed("Bob Roe", 300, 360, 100)]
    assert authors_of(grid) == ("Ann Bea Cid Doe", "Bob Roe")
    assert authors_of(grid[:1]) == ()


def test_authors_of_takes_no_request_for_a_name() -> None:
    rows = [row("Ann Doe"), row("Bob Roe"), row("PRELIMINARY WORK"), row("PLEASE DO NOT CITE")]
    assert authors_of(rows) == ("Ann Doe", "Bob Roe")


def test_people_among_leaves_out_what_the_text_has_as_words() -> None:
    text = "In controlled trials of young people, controlled trials differ. We thank Rose Young."
    assert people_among(("Controlled Trials", "Rose Young"), text) == ("Rose Young",)
    assert people_among(("Controlled Trials", "Trials Controlled", "Rose Young"), text) == ()


def test_people_among_passes_over_the_words_of_addresses() -> None:
    text = "Write to ann.doe@example.org or annika@doe.example.org. The frogs, says ann.doe, are well, frogs."
    assert people_among(("Ann Doe", "Annika Doe"), text) == ("Ann Doe", "Annika Doe")


def test_authors_of_goes_on_with_a_name_that_is_cut_though_the_next_row_looks_bold() -> None:
    rows = [row("Ann Doe1*, Bob Roe², C. Ilka"), row("Moe³, Dan Poe⁴, and Eve Moe³")]
    rows[1].bold = True
    assert authors_of(rows) == ("Ann Doe", "Bob Roe", "C. Ilka Moe", "Dan Poe", "Eve Moe")


def test_authors_of_does_not_go_on_behind_a_last_name_with_its_mark() -> None:
    rows = [row("Ann Doe, MDᵃ, Bob Roe, PhDᵇ, and Cy Poe, MDᵃ"), row("Tower, Suite 42, Exampleville, EX 37, Phone: 12")]
    assert authors_of(rows) == ("Ann Doe", "Bob Roe", "Cy Poe")


def test_authors_of_takes_a_mark_between_two_names_of_a_line_for_that_of_the_first() -> None:
    right = placed("Bob Roe", 230, 300, 100)
    right.mark = "b"
    assert authors_of([placed("Ann Doe,", 102, 220, 100), right]) == ("Ann Doe", "Bob Roe")


def test_authors_of_goes_on_with_a_list_that_looks_otherwise_closely_below() -> None:
    rows = [placed("Ann Doe,¹ Bob Roe²", 50, 200, 100), placed("Cy Poe¹ and Dan Moe¹", 50, 190, 114)]
    rows[1].italic = True
    assert authors_of(rows) == ("Ann Doe", "Bob Roe", "Cy Poe", "Dan Moe")


def test_authors_of_takes_rows_of_small_capitals_for_one_size() -> None:
    rows = [placed("ANN DOE, BOB ROE, EVE MOE,", 50, 200, 100), placed("CY POE and DAN MOE", 60, 190, 114)]
    rows[0].size = 8.4
    assert authors_of(rows) == ("Ann Doe", "Bob Roe", "Eve Moe", "Cy Poe", "Dan Moe")
