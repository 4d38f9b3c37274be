"""The workbook read back by openpyxl."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from synth.models import Screened
from synth.records.workbook import evidence_workbook
from tests.examples import checked, claim, document, report

SCREENING = (
    Screened(paper_id="2001.00001v1", title="Paper 1", decision="used", stage="compose", reason=""),
    Screened(paper_id="local:0123456789ab", title="=1+1", decision="skipped", stage="read", reason="is empty"),
)
CLAIMS = (checked(claim(0), "corroborated", document("2001.00002v1")), checked(claim(2)))


def workbook(claim_text: str | None = None) -> Workbook:
    claims = CLAIMS if claim_text is None else (checked(claim(0, texts=(claim_text,))),)
    return load_workbook(io.BytesIO(evidence_workbook(report("Does dense retrieval beat BM25?", claims), SCREENING)))


def test_evidence_workbook_has_evidence_claims_and_screening() -> None:
    sheets = {sheet.title: list(sheet.values) for sheet in workbook()}
    assert list(sheets) == ["Evidence table", "Claims", "Screening"]
    header, *rows = sheets["Evidence table"]
    found = dict(zip(header, rows[0], strict=True))
    assert (found["number"], found["confidence"], found["evidence"]) == ("C1", 0.8, "The gain over BM25 is 9 points.")
    header, *rows = sheets["Claims"]
    assert [row[header.index("claim")] for row in rows] == [
        "Dense retrieval beats BM25 on Natural Questions by 9 points.",
        "Training took one day.",
    ]
    assert sheets["Screening"][1:] == [
        ("2001.00001v1", "Paper 1", "used", "compose", None),
        ("local:0123456789ab", "'=1+1", "skipped", "read", "is empty"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "@SUM(A1)", "\t=1", "#N/A"])
def test_evidence_workbook_gives_a_spreadsheet_no_formula(text: str) -> None:
    cell = workbook(text)["Claims"]["B2"]
    assert cell.data_type == "s"
    assert cell.value.replace(" ", "") == (text if text == "#N/A" else f"'{text.strip()}")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_evidence_workbook_survives_any_text(text: str) -> None:
    assert workbook(text)["Claims"].max_row == 2


def test_evidence_workbook_is_the_same_bytes_for_the_same_record() -> None:
    made = report("Does dense retrieval beat BM25?", CLAIMS)
    assert evidence_workbook(made, SCREENING) == evidence_workbook(made, SCREENING)
