from synth.reading.pdf_layout import Style, blocks_of
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
