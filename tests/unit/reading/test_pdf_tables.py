"""Tables of PDFs as cells, on pages that are set here: what is read, and what stays text with a note."""

from collections.abc import Sequence

from synth.models import Document, Table
from synth.reading.pdf import read_pdf
from synth.reading.pdf_lines import GlyphLine, GlyphRun
from synth.reading.pdf_table_page import Sheet
from synth.reading.pdf_turn import UPRIGHT, Turn
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import ROMAN, Pages

PROSE = (
    "The models were trained on the same data and compared on the same questions, so that nothing but the size of the "
    "index differs between them. We repeat every run three times and report the mean of all of them in the table. "
)
LEFT, RIGHT = 150.0, 450.0
COLUMNS = (155.0, 270.0, 330.0, 390.0)


def _page() -> Pages:
    pages = Pages()
    pages.paragraph(72, 468, PROSE * 3)
    pages.y += 30
    return pages


def _rule(pages: Pages, y: float, x0: float = LEFT, x1: float = RIGHT) -> None:
    pages.page.draw_line((x0, y), (x1, y), width=0.6)


def _row(pages: Pages, cells: Sequence[str], xs: Sequence[float] = COLUMNS) -> None:
    for x, text in zip(xs, cells, strict=False):
        if text:
            pages.page.insert_text((x, pages.y), text, fontsize=10, fontname=ROMAN)
    pages.y += 12


def _booktabs(pages: Pages, header: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> None:
    pages.lines(LEFT, ["Table 1: Accuracy of the models on three sets."])
    _rule(pages, pages.y)
    pages.y += 12
    for cells in header:
        _row(pages, cells)
    _rule(pages, pages.y - 8)
    pages.y += 4
    for cells in body:
        _row(pages, cells)
    _rule(pages, pages.y - 8)
    pages.y += 30


def _read(pages: Pages) -> Document:
    pages.paragraph(72, 468, PROSE * 3)
    return read_pdf(pages.data(), "local:0", ReadingSettings())


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


HEADER = [["Model", "NQ", "SQuAD", "FEVER"]]
BODY = [["BM25", "32.1", "45.0", "61.2"], ["DPR", "41.5", "38.7", "64.9"], ["Ours", "44.9", "47.3", "70.0"]]


def test_read_pdf_reads_a_booktabs_table_as_cells() -> None:
    pages = _page()
    _booktabs(pages, HEADER, BODY)
    document = _read(pages)
    (table,) = document.tables
    assert (table.label, table.caption, table.page) == ("Table 1", "Accuracy of the models on three sets.", 1)
    assert table.header_rows == 1
    assert _texts(table) == HEADER + BODY
    for row in table.rows:
        for cell in row:
            assert cell.span is not None
            assert document.text[cell.span.start : cell.span.end] == cell.text
    assert not document.notes


def test_read_pdf_keeps_the_cells_of_a_table_out_of_the_running_text() -> None:
    pages = _page()
    _booktabs(pages, HEADER, BODY)
    sentences = " ".join(each.text for section in _read(pages).sections for each in section.sentences)
    assert "41.5" not in sentences
    assert sentences.count("We repeat every run") == 6


def test_read_pdf_repeats_a_heading_over_the_columns_that_its_rule_covers() -> None:
    pages = _page()
    pages.lines(LEFT, ["Table 2. Recall and precision of both."])
    _rule(pages, pages.y)
    pages.y += 12
    _row(pages, ["", "Recall"], (155, 290))
    _rule(pages, pages.y - 8, 268, 352)
    pages.y += 3
    _row(pages, ["Model", "@1", "@5", "MRR"])
    _rule(pages, pages.y - 8)
    pages.y += 4
    for cells in BODY:
        _row(pages, cells)
    _rule(pages, pages.y - 8)
    pages.y += 30
    (table,) = _read(pages).tables
    assert table.header_rows == 2
    assert _texts(table)[0][1:3] == ["Recall", "Recall"]
    assert table.rows[0][1].span is not None
    assert table.rows[0][2].span is None
    assert _texts(table)[1][1:3] == ["@1", "@5"]
    assert "".join(row[3] for row in _texts(table)[:2]) == "MRR"


def test_read_pdf_reads_groups_of_rows() -> None:
    pages = _page()
    _booktabs(pages, HEADER, [["Sparse retrieval"], BODY[0], ["Dense retrieval"], *BODY[1:]])
    (table,) = _read(pages).tables
    assert _texts(table)[1] == ["Sparse retrieval", "", "", ""]
    assert _texts(table)[3] == ["Dense retrieval", "", "", ""]
    assert _texts(table)[4] == BODY[1]


def test_read_pdf_reads_a_table_of_a_ruled_grid() -> None:
    pages = _page()
    pages.lines(LEFT, ["Table I: All cells are framed."])
    top = pages.y
    for cells in HEADER + BODY:
        _rule(pages, pages.y)
        pages.y += 12
        _row(pages, cells)
        pages.y -= 6
    _rule(pages, pages.y)
    for x in (LEFT, 260, 320, 380, RIGHT):
        pages.page.draw_line((x, top), (x, pages.y), width=0.5)
    pages.y += 30
    (table,) = _read(pages).tables
    assert _texts(table) == HEADER + BODY


def test_read_pdf_leaves_a_table_as_text_whose_headings_stand_on_their_side() -> None:
    pages = _page()
    pages.y += 30
    _booktabs(pages, [["Model"]], BODY)
    foot = pages.page.search_for("Model")[-1].y1
    for x, text in zip(COLUMNS[1:], HEADER[0][1:], strict=True):
        pages.page.insert_text((x + 12, foot), text, fontsize=10, fontname=ROMAN, rotate=90)
    document = _read(pages)
    assert document.tables == ()
    assert any(note.startswith("table 1 on page 1 could not be read as cells") for note in document.notes)
    assert "41.5" in document.text


def test_read_pdf_leaves_a_table_as_text_that_no_rule_frames() -> None:
    pages = _page()
    pages.lines(LEFT, ["Table 1: Nothing but words."])
    pages.y += 4
    for cells in HEADER + BODY:
        _row(pages, cells)
    pages.y += 30
    document = _read(pages)
    assert document.tables == ()
    assert any("table 1 on page 1" in note for note in document.notes)


def test_read_pdf_leaves_a_table_as_text_that_goes_on_below_its_last_rule() -> None:
    pages = _page()
    _booktabs(pages, HEADER, BODY)
    pages.y -= 18
    _row(pages, ["Other", "50.1", "51.2", "52.3"])
    _row(pages, ["Another", "50.4", "51.5", "52.6"])
    pages.y += 30
    document = _read(pages)
    assert document.tables == ()
    assert any("table 1 on page 1" in note for note in document.notes)


def test_words_are_parted_where_the_font_changes_and_no_space_stands_between_them() -> None:
    runs: list[GlyphRun] = [
        GlyphRun(text=text, font="F", size=9.0, flags=0, origin=(x0, 100.0), bbox=(x0, 92.0, x1, 102.0))
        for text, x0, x1 in (("70.7", 138.0, 153.6), ("⋆", 153.6, 158.2), ("70.2", 164.2, 179.9), ("⋆", 179.9, 184.5))
    ]
    line = GlyphLine(bbox=(138.0, 92.0, 184.5, 102.0), dir=(1.0, 0.0), spans=runs)
    blocks = [{"type": 0, "bbox": line["bbox"], "lines": [line]}]
    sheet = Sheet([(*line["bbox"], "70.7⋆70.2⋆", 0, 0, 0)], blocks, [line], Turn(UPRIGHT, 612, 792))
    words = sheet.words((100, 80, 300, 120)) or []
    assert [(word.text, word.x0, word.x1) for word in words] == [("70.7⋆", 138.0, 158.2), ("70.2⋆", 164.2, 184.5)]


WRAPPED = [
    ["Sparse", "An index of words, in which each word", "Fast"],
    ["", "points to its passages", ""],
    ["Dense", "Vectors of passages and of questions", "Slow"],
    ["", "that are near where the one answers", ""],
    ["", "the other", ""],
]


def test_read_pdf_joins_the_lines_of_cells_of_words() -> None:
    pages = _page()
    pages.lines(LEFT, ["Table 1: Two kinds of retrieval."])
    _rule(pages, pages.y)
    pages.y += 12
    for number, cells in enumerate([["Kind", "What it is", "Speed"], *WRAPPED]):
        _row(pages, cells, (155, 210, 400))
        if number == 0:
            _rule(pages, pages.y - 8)
            pages.y += 4
    _rule(pages, pages.y - 8)
    pages.y += 30
    (table,) = _read(pages).tables
    assert _texts(table)[1:] == [
        ["Sparse", "An index of words, in which each word points to its passages", "Fast"],
        ["Dense", "Vectors of passages and of questions that are near where the one answers the other", "Slow"],
    ]


def test_read_pdf_leaves_a_table_of_words_as_text_whose_labels_may_go_on() -> None:
    pages = _page()
    pages.lines(LEFT, ["Table 1: Questions with what was found."])
    _rule(pages, pages.y)
    pages.y += 12
    body = [
        ["What is the water", "Title: Cycling", "Title: Irish Sea"],
        ["between the two?", "England is not", "Annual traffic over"],
        ["Who played him?", "Title: Episodes", "Title: Actors and a"],
        ["", "No one", "film"],
    ]
    for number, cells in enumerate([["Question", "BM25", "DPR"], *body]):
        _row(pages, cells, (155, 260, 350))
        if number == 0:
            _rule(pages, pages.y - 8)
            pages.y += 4
    _rule(pages, pages.y - 8)
    pages.y += 30
    assert _read(pages).tables == ()


def test_read_pdf_sets_a_heading_over_the_columns_between_two_vertical_rules() -> None:
    pages = _page()
    columns = (155.0, 232.0, 266.0, 300.0, 346.0)
    pages.lines(LEFT, ["Table 2. Both solvers."])
    _rule(pages, pages.y)
    top = pages.y
    pages.y += 12
    _row(pages, ["", "Old solver", "Our solver"], (155, 258, 346))
    _row(pages, ["", "LP", "LR", "LF", "LP"], columns)
    _rule(pages, pages.y - 8)
    pages.y += 4
    body = [["BM25", "74.4", "72.7", "73.5", "47.4"], ["DPR", "69.5", "70.1", "69.8", "38.6"]]
    for cells in body:
        _row(pages, cells, columns)
    _rule(pages, pages.y - 8)
    for x in (220, 335):
        pages.page.draw_line((x, top), (x, pages.y - 8), width=0.5)
    pages.y += 30
    (table,) = _read(pages).tables
    assert _texts(table)[0][:4] == ["", *["Old solver"] * 3]
    assert [row[1:4] for row in _texts(table)[1:]] == [["LP", "LR", "LF"], *(row[1:4] for row in body)]
