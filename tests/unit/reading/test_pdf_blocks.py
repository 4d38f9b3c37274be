from synth.reading.pdf_furniture import classify
from synth.reading.pdf_layout import Block, Style, blocks_of, in_reading_order
from synth.reading.pdf_lines import Row

STYLE = Style(size=10, pitch=12, families=frozenset({"Times"}), left=50, right=550, justified=True)


def row(text: str, x0: float, x1: float, baseline: float, size: float = 10) -> Row:
    return Row(1, x0, baseline - 8, x1, baseline + 2, baseline, text, size, size, "Times", False, False, 0, "")


def test_blocks_of_keeps_the_short_last_row_of_a_paragraph_below_the_columns_of_a_figure() -> None:
    figure = [
        row("A question and its answer", x0, x1, 100 + 10 * line, size=8)
        for x0, x1 in ((60, 250), (320, 500))
        for line in range(5)
    ]
    full = [row("This runs over the whole width of the page", 50, 550, 300 + 12 * line) for line in range(3)]
    short = row("[2022], as is said above.", 50, 200, 336)
    blocks = blocks_of([*figure, *full, short], STYLE, two_columns=False)
    assert [(block.column, len(block.rows)) for block in blocks] == [(1, 5), (2, 5), (0, 4)]


PROSE = "These words of running text go on from here to the other edge"


def column(x0: float, x1: float, top: float, count: int) -> list[Row]:
    return [row(PROSE, x0, x1, top + 12 * line) for line in range(count)]


def kinds(rows: list[Row]) -> list[tuple[str, int]]:
    blocks = blocks_of(rows, STYLE, two_columns=False)
    classify(blocks, STYLE)
    return [(block.kind, len(block.rows)) for block in blocks]


def test_classify_takes_a_paragraph_with_an_overfull_row_for_running_text() -> None:
    overfull = row(PROSE, 50, 640, 148)
    assert kinds([*column(50, 550, 100, 4), overfull, *column(50, 550, 160, 10)]) == [("body", 15)]


def test_classify_ends_an_algorithm_before_a_paragraph_that_fills_its_column() -> None:
    caption = row("Algorithm 1: How the passages are searched", 50, 300, 100)
    lines = [row("Input: the passages of the collection and the question", 50, 320, 112), row("k = 0", 70, 95, 124)]
    assert kinds([caption, *lines, *column(50, 550, 148, 6)])[-1] == ("body", 6)
    assert all(kind != "body" for kind, _ in kinds([caption, *lines]))


def test_blocks_of_finds_the_two_columns_of_a_page_that_the_scanner_shifted() -> None:
    shifted = [*column(100, 332, 100, 12), *column(348, 590, 100, 12)]
    assert [(block.column, len(block.rows)) for block in blocks_of(shifted, STYLE, True)] == [(1, 12), (2, 12)]


def test_in_reading_order_puts_the_label_of_an_abstract_above_it_past_what_stands_beside() -> None:
    rows = [
        row("a b s t r a c t", 200, 250, 100),
        row("a r t i c l e i n f o", 50, 120, 100),
        row("Article history:", 50, 90, 124, size=7),
        *[row(PROSE, 200, 550, 124 + 12 * line, size=8) for line in range(5)],
    ]
    ordered: list[Block] = in_reading_order(blocks_of(rows, STYLE, two_columns=True), frozenset({"body"}))
    texts = [block.first.text for block in ordered]
    assert texts.index("a b s t r a c t") + 1 == texts.index(PROSE)


def test_classify_takes_text_beside_a_figure_and_its_caption_for_running_text() -> None:
    caption = [row(f"Figure 4: alarms as a function of it {line}", 349, 522, 160 + 12 * line) for line in range(5)]
    caption[0] = row("Figure 4: False alarms per true alarm", 349, 522, 160)
    assert ("body", 16) in kinds([*column(50, 339, 100, 12), *column(50, 550, 244, 4), *caption])
