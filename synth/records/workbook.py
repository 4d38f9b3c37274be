"""Tables as the sheets of one XLSX workbook; of a record its evidence table, claims and screening."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from synth.models import Report, Screened
from synth.models.csl import visible
from synth.records.csv_cells import guarded
from synth.records.evidence_csv import claim_rows, evidence_rows
from synth.records.files import SCREENING_COLUMNS

MAX_WIDTH_PX = 420  # of a column; longer texts are wrapped
MAX_CELL_CHARS = 32_767
"""Of a cell of a workbook (support.microsoft.com, "Excel specifications and limits")."""


def evidence_workbook(report: Report, screening: Sequence[Screened]) -> bytes:
    """The sheets "Evidence table", "Claims" and "Screening" of a record, as `workbook` makes them.

    Their columns are those of `evidence_csv` and of screening.csv.
    """
    screened = ([getattr(row, column) for column in SCREENING_COLUMNS] for row in screening)
    sheets: dict[str, Iterable[Iterable[object]]] = {
        "Evidence table": evidence_rows(report),
        "Claims": claim_rows(report),
        "Screening": [SCREENING_COLUMNS, *screened],
    }
    return workbook(sheets, report.made_on)


def workbook(sheets: Mapping[str, Iterable[Iterable[object]]], made_on: date) -> bytes:
    """Sheets by name as XLSX, the same bytes for the same rows; the first row of each is its header, with filters.

    Numbers are numbers. No cell is a formula or a link, and none becomes one in a CSV made of it: see `csv_cells`.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(made_on, time())})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value in (None, ""):
                        continue
                    if isinstance(value, str):
                        sheet.write_string(line, column, visible(str(guarded(value)))[:MAX_CELL_CHARS], wrapped)
                    else:
                        sheet.write_number(line, column, value, wrapped)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, sheet.dim_rowmax or 0, sheet.dim_colmax or 0)
            sheet.autofit(MAX_WIDTH_PX)
    return stream.getvalue()
