"""The rows of a table as a rectangle, classified: headers, headings of groups, label columns and values."""

from typing import Literal

from synth.language.numerals import cell_number
from synth.language.table_labels import DATA_CORNER
from synth.models import Cell, Table


class TableGrid:
    """A table's rows as a rectangle, cut into headers, headings of groups, label columns and the rest."""

    def __init__(self, table: Table) -> None:
        width = max([1, *(len(row) for row in table.rows)])
        self.rows = [(*row, *[Cell(text="")] * (width - len(row))) for row in table.rows]
        self.caption = table.caption
        self.width = width
        self.header_rows = self._header_rows(table.header_rows)
        body = range(self.header_rows, len(self.rows))
        self.kinds = {row: self._kind(row) for row in body}
        self.data = [row for row in body if self.kinds[row] == "data"]
        self.label_columns = self._label_columns()
        self.corner = tuple(self._heading(column) for column in range(self.label_columns))
        self.data_column = next(
            (column for column in range(self.label_columns) if DATA_CORNER.search(self._heading(column))), None
        )

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that a repeated one repeats: of the same row, or of one above."""
        while self.rows[row][column].span is None and (text := self.rows[row][column].text):
            if column and self.rows[row][column - 1].text == text:
                column -= 1
            elif row and self.rows[row - 1][column].text == text:
                row -= 1
            else:
                break
        return row, column

    def _heading(self, column: int) -> str:
        return " ".join(dict.fromkeys(row[column].text for row in self.rows[: self.header_rows] if row[column].text))

    def _header_rows(self, rows: int) -> int:
        """The number of header rows: a rule may be inside the header, or below the first row of values."""
        if rows == 1 and self.width > 1:
            printed = [cell_number(cell.text) for cell in self.rows[0][1:] if cell.text]
            if printed and all(number and (number.is_figure or number.text[-1].isalpha()) for number in printed):
                return 0  # "Total papers & 81.1M \\ \midrule"
        while 0 < rows < len(self.rows) - 1 and self._is_heading(rows):
            rows += 1
        return rows

    def _is_heading(self, row: int) -> bool:
        """Whether a row has no number, no label and several texts: the lower part of a header, or a new one."""
        cells = self.rows[row]
        texts = {cell.text for cell in cells[1:] if cell.text}
        return (
            len(texts) > 1
            and not cells[0].text
            and all(cell_number(text) is None for text in texts)
            and (sum(any(char.isalnum() for char in text) for text in texts) > 1)
        )

    def _kind(self, row: int) -> Literal["data", "group", "heading"]:
        cells = self.rows[row]
        texts = {cell.text for cell in cells if cell.text}
        if len(texts) == 1 and cells[0].span is not None and cell_number(cells[0].text) is None:
            return "group"
        words = all(cell_number(cell.text) is None for cell in cells)
        again = words and bool(cells[0].text) and cells[0].text == self._heading(0)
        return "heading" if again or self._is_heading(row) else "data"

    def _label_columns(self) -> int:
        """The number of columns at the left that label the rows: text, and sparse numbers between."""
        count = 1
        for column in range(1, self.width - 1):
            cells = [self.rows[row][column] for row in self.data]
            texts = [cell for cell in cells if any(map(str.isalnum, cell.text))]
            numbers = [cell for cell in texts if cell_number(cell.text)]
            if texts and 2 * len(numbers) <= len(texts):
                count = column + 1
            elif len(texts) == len(cells) and all(cell.span for cell in texts):
                break
        return count
