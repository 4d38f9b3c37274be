"""What strangers wrote stands in a Word document letter by letter, whatever makes it, and is never markup."""

import io
import shutil

import docx
import pytest

from synth.errors import RenderingError
from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.text_content import LINE, TextBlock, TextHeading, TextParagraph, TextRun, TextTable
from synth.rendering.word_by_pandoc import docx_by_pandoc, pandoc_markdown
from synth.rendering.word_by_python import docx_by_python
from tests.examples import report
from tests.hostile_texts import SCRIPTS

MARKUP = (
    "![](/etc/passwd)", "[a](b)", "`x`{=openxml}", "^[note]", "| a | b |", "# x", "- x", "1. x", "::: x", "*a* _b_",
    "$x$", "a\\b", "<b>x</b>", "&amp;", "[x]{#reference1}", "---", "~~x~~", "H~2~O", "a^2^", "-- ... 'x' \"y\"",
)  # fmt: skip


@pytest.fixture(scope="module")
def titled() -> Report:
    return report("Does dense retrieval beat BM25?", ())


def text_of(word: bytes) -> list[str]:
    opened = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in opened.tables for row in table.rows[1:] for cell in row.cells]
    return [part.text for part in opened.paragraphs if part.text][1:] + cells


@pytest.mark.parametrize("maker", ["pandoc", "python-docx"])
def test_render_docx_writes_hostile_text_as_it_is(titled: Report, maker: str) -> None:
    pandoc = shutil.which("pandoc")
    if maker == "pandoc" and pandoc is None:
        pytest.skip("pandoc is not installed")
    texts = [visible(text).strip() for text in (*MARKUP, *SCRIPTS)]
    paragraphs = [TextParagraph((TextRun(text),)) for text in texts]
    headings = [TextHeading(2, text) for text in texts]
    table = TextTable(("Text",), tuple(((TextRun(text),),) for text in texts), ("p",))
    content: list[TextBlock] = [*paragraphs, *headings, table]
    by_python = maker == "python-docx" or pandoc is None
    word = docx_by_python(titled, content) if by_python else docx_by_pandoc(pandoc or "", titled, content)
    assert text_of(word) == texts * 3
    opened = docx.Document(io.BytesIO(word))
    assert not opened.element.xpath("//w:drawing | //w:hyperlink | //w:instrText | //w:footnoteReference")


def test_widths_of_a_table_break_no_word_and_fill_the_line() -> None:
    cells = ("Karpukhin et al. (2020) [10]", "▲ C1, C4", "a finding, quoted word for word, " * 6)
    table = TextTable(("Paper", "Direction", "Text"), (tuple((TextRun(text),) for text in cells),), ("l", "l", "p"))
    paper, direction, text = table.widths
    assert (paper > len("Karpukhin"), direction > len("Direction"), text > paper) == (True, True, True)
    assert LINE - 3 <= paper + direction + text <= LINE
    assert TextTable(("A",), (), ("l",)).widths == (5,)


def test_pandoc_markdown_keeps_the_items_of_a_list_together() -> None:
    items = [TextParagraph((TextRun("a"),), "bullet"), TextParagraph((TextRun("b"),), "bullet")]
    assert pandoc_markdown([*items, TextHeading(1, "c")]) == "- a\n- b\n\n# c\n"


def test_docx_by_pandoc_names_the_program_that_fails(titled: Report) -> None:
    with pytest.raises(RenderingError, match="pandoc cannot be used"):
        docx_by_pandoc("/no/such/pandoc", titled, [])
    with pytest.raises(RenderingError, match="pandoc failed"):
        docx_by_pandoc("/bin/false", titled, [])
