"""CSV without a cell that a spreadsheet takes for a formula: a text that it would run stands behind an apostrophe.

OWASP's rule ("CSV Injection"), and the full-width forms, which some spreadsheets take for the plain ones. Blanks in
front, which some of them pass over, change nothing.
"""

import csv
import io
import re
from collections.abc import Iterable

FORMULA = re.compile(r"'*[ \u00A0\u200B\uFEFF]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_text(rows: Iterable[Iterable[object]], line_end: str = "\r\n") -> str:
    """Rows as CSV, every cell guarded.

    Python's writer leaves a lone CR unquoted where lines end with LF, and what stands behind it would open a row.
    """
    lines = []
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([guarded(cell) for cell in row])
        lines.append(line.getvalue().removesuffix("\r\n") + line_end)
    return "".join(lines)


def guarded(cell: object) -> object:
    """A cell as it is written: a text that could be run, or is guarded already, with one apostrophe in front.

    "-0.5" is a number, and stays one.
    """
    return f"'{cell}" if isinstance(cell, str) and _could_run(cell) else cell


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _could_run(text) else text


def _could_run(text: str) -> bool:
    opens_plainly = text[:1].isalnum()  # as most cells do
    return not opens_plainly and FORMULA.match(text) is not None and NUMBER.fullmatch(text) is None
