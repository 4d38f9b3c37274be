from typing import TypedDict, Unpack

from synth.reading.pdf_headings import Headings, PdfHeading, run_in
from synth.reading.pdf_layout import Block, Style
from synth.reading.pdf_lines import Row

STYLE = Style(size=10, pitch=12, families=frozenset({"Times"}), left=108, right=504, justified=True)


class Look(TypedDict, total=False):
    """How a row is printed."""

    size: float
    bold: bool
    lead: int
    x0: float


def row(text: str, *, size: float = 10, bold: bool = False, lead: int = 0, x0: float = 108) -> Row:
    x1 = min(504, x0 + 5 * len(text))
    return Row(1, x0, 100, x1, 110, 109, text, size, size, "Times", bold, False, lead, "")


def heading(headings: Headings, text: str, **look: Unpack[Look]) -> PdfHeading | None:
    block = Block([row(text, **look)], 0, 108, 504, kind="body")
    return headings.read(block, text, after_sentence=True, in_references=False)


def test_headings_take_a_question_whose_number_follows() -> None:
    headings = Headings(STYLE)
    for number, title in enumerate(
        ["Introduction", "Related Work", "Method", "Data", "Results", "Discussion"], start=1
    ):
        assert heading(headings, f"{number} {title}", size=12, bold=True) == PdfHeading(title, str(number), 1)
    assert heading(headings, "6.1 Setup", bold=True) == PdfHeading("Setup", "6.1", 2)
    assert heading(headings, "6.2 How Do Language Models Use Context?", bold=True) == PdfHeading(
        "How Do Language Models Use Context?", "6.2", 2
    )


def test_headings_refuse_numbers_of_an_axis_and_a_table() -> None:
    headings = Headings(STYLE)
    assert heading(headings, "1 Introduction", size=12, bold=True) is not None
    assert heading(headings, "46.9 RAG-Token-Frozen", size=12, bold=True) is None
    assert heading(headings, "75 Accuracy", size=12, bold=True) is None


def test_headings_refuse_an_item_of_a_numbered_list() -> None:
    headings = Headings(STYLE)
    for number, title in enumerate(["Introduction", "Method"], start=1):
        assert heading(headings, f"{number} {title}", size=12, bold=True) is not None
    assert heading(headings, "3. The model is called", bold=True) is None


def test_headings_take_a_known_name_without_a_number() -> None:
    assert heading(Headings(STYLE), "Acknowledgments", bold=True) == PdfHeading("Acknowledgments", None, 1)
    assert heading(Headings(STYLE), "REFERENCES") == PdfHeading("REFERENCES", None, 1)


def test_headings_take_letters_of_an_appendix() -> None:
    headings = Headings(STYLE)
    assert heading(headings, "1 Introduction", size=12, bold=True) is not None
    assert heading(headings, "A Prompts", size=12, bold=True) == PdfHeading("Prompts", "A", 1)
    assert heading(headings, "A.1 Prompts for baselines", bold=True) == PdfHeading("Prompts for baselines", "A.1", 2)
    assert heading(headings, "Appendix B", size=12, bold=True) == PdfHeading("", "Appendix B", 1)


def test_run_in_takes_a_bold_opening_only_where_a_sentence_follows() -> None:
    assert run_in(row("Datasets. We use two of them", lead=9)) == 10
    assert run_in(row("Baselines We compare with two", lead=9)) == 9
    assert run_in(row("Faithfulness refers to the idea that", lead=12)) == 0
    assert run_in(row("All of it is plain text here")) == 0
