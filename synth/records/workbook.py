"""A record's evidence table, claims and screening as the sheets of one XLSX workbook."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from synth.errors import UsageError
from synth.models import Report, Screened
from synth.models.csl import visible
from synth.records.csv_cells import guarded
from synth.records.evidence_csv import claim_rows, evidence_rows
from synth.records.files import SCREENING_COLUMNS
from synth.records.public_files import restamped

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MIN_WIDTH, MAX_WIDTH = 8, 60  # of a column, in characters


def evidence_workbook(report: Report, screening: Sequence[Screened]) -> bytes:
    """The sheets "Evidence table", "Claims" and "Screening" as XLSX; the same bytes for the same record.

    Their columns are those of `evidence_csv` and of screening.csv. No cell is a formula: see `csv_cells`. Raises
    UsageError where the package openpyxl is missing.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.writer.excel import ExcelWriter
    except ImportError as error:
        raise UsageError("needs the package openpyxl", item="xlsx", remedy="pip install 'synth[office]'") from error

    screened = ([getattr(row, column) for column in SCREENING_COLUMNS] for row in screening)
    sheets: dict[str, Iterable[Iterable[object]]] = {
        "Evidence table": evidence_rows(report),
        "Claims": claim_rows(report),
        "Screening": [SCREENING_COLUMNS, *screened],
    }
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        _fill(workbook.create_sheet(title), rows)
    properties = workbook.properties
    properties.title, properties.creator = visible(report.title), visible(report.publisher)
    properties.created = properties.modified = datetime.combine(report.made_on, time())

    stream = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(stream, "w")).save()  # Workbook.save would note the time of day
    return restamped(stream.getvalue())


def _fill(sheet: "Worksheet", rows: Iterable[Iterable[object]]) -> None:
    """Rows into a sheet: the first is bold and stays in view, with filters; long texts are wrapped."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row in rows:
        sheet.append([_stored(value) for value in row])
    for column, cells in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value)) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(MAX_WIDTH, max(MIN_WIDTH, longest + 2))
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # "#N/A" is a text, too
        cells[0].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _stored(value: object) -> object:
    return visible(str(guarded(value))) if isinstance(value, str) else value
