"""The evidence table of a record: its rows, and the files that it is given as."""

import csv
import io
import zipfile
from datetime import date

from synth.models import Report, ValuePair
from synth.models.answer import Amount
from synth.pages.answer_tables import EvidenceRow, EvidenceTable, evidence_as_csv, evidence_as_xlsx, evidence_of
from tests import examples


def test_evidence_table_is_the_same_as_csv_and_as_a_workbook_without_formulas() -> None:
    table = EvidenceTable(("Paper", "Finding"), (EvidenceRow(("A", "=1+1")), EvidenceRow(("B", "é < ü"))))
    rows = list(csv.reader(io.StringIO(evidence_as_csv(table).decode())))
    assert rows == [["Paper", "Finding"], ["A", "'=1+1"], ["B", "é < ü"]]
    data = evidence_as_xlsx(table, date(2026, 1, 2))
    assert evidence_as_xlsx(table, date(2026, 1, 2)) == data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert "é &lt; ü" in book.read("xl/sharedStrings.xml").decode()
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def report_of(**answer: object) -> Report:
    """A report on one claim and a paper's pair of values, whose answer has these fields."""
    claims = (examples.checked(examples.claim(0)),)
    report = examples.report("Does dense retrieval beat BM25?", claims)
    return report.model_copy(update={"answer": report.answer.model_copy(update=answer)})


def test_evidence_has_what_a_paper_says_before_its_table_cells() -> None:
    pair = ValuePair(
        subject="DPR",
        comparator="BM25",
        outcome="EM",
        setting="NQ",
        a="41.5",
        b="32.6",
        unit="%",
        better="a",
        source="table",
        place="Table 2, rows DPR and BM25, column NQ",
    )
    papers = tuple(one.model_copy(update={"values": (pair,)}) for one in report_of().answer.papers)
    table = evidence_of(report_of(papers=papers), {})
    assert [row.cells[table.header.index("Finding")] for row in table.rows] == [examples.TEXTS[0], pair.place]


def test_evidence_of_amounts_has_their_sentence_and_no_unit_twice() -> None:
    said, printed = (
        Amount(paper_id="2001.00001v1", outcome="gain", setting="", value="9 points", unit="points", place=place)
        for place in ("c-2001.00001v1-0", "Table 2, row DPR")
    )
    table = evidence_of(report_of(amounts=(said, printed)), {"2001.00001v1": "Author (2020)"})
    assert table.header == ("Paper", "Amount", "Quantity", "Finding", "Where")
    assert [row.cells for row in table.rows] == [
        ("Author (2020)", "9 points", "gain", examples.TEXTS[0], "C1"),
        ("Author (2020)", "9 points", "gain", "", "Table 2, row DPR"),
    ]
