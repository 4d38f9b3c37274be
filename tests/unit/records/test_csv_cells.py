import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.models import Screened
from synth.records.contents import read_contents
from synth.records.csv_cells import guarded, unguarded
from synth.records.evidence_csv import evidence_csv
from synth.records.files import screening_csv
from tests.examples import checked, claim, report

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "-",
    "'=1+1",
    " =1+1",
    "\u200b\ufeff@SUM(A1)",
]
INSIDE = "plain\r=1+1"


@pytest.mark.parametrize("text", HOSTILE)
def test_guarded_text_is_no_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["-0.5", "+3", "12", "'tis", "a=b", "", None, -0.5, 3])
def test_guarded_leaves_numbers_and_plain_text(cell: object) -> None:
    assert guarded(cell) == cell


@given(st.text(alphabet="'=+-@\t\r\n＝＋－＠1.a ", max_size=6) | st.text())
def test_unguarded_gives_back_what_was_guarded(text: str) -> None:
    assert unguarded(str(guarded(text))) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_screening_is_no_formula_and_reads_back(tmp_path: Path, text: str) -> None:
    row = Screened(paper_id=text, title=text, decision="skipped", stage="search", reason=text)
    written = screening_csv([row])
    cells = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert cells == [f"'{text}", f"'{text}", "skipped", "search", f"'{text}"]
    (tmp_path / "screening.csv").write_text(written, encoding="utf-8", newline="")
    assert read_contents(tmp_path, ["screening.csv"])[0].screening == (row,)


def test_screening_keeps_what_follows_a_line_end_in_its_cell() -> None:
    row = Screened(paper_id="x", title=INSIDE, decision="skipped", stage="search", reason=INSIDE)
    rows = list(csv.reader(io.StringIO(screening_csv([row]), newline="")))
    assert rows[1:] == [["x", INSIDE, "skipped", "search", INSIDE]]


@pytest.mark.parametrize("text", HOSTILE)
def test_evidence_table_is_no_formula(text: str) -> None:
    item = checked(claim(0).model_copy(update={"text": text, "section": text}))
    table = evidence_csv(report("Does dense retrieval beat BM25?", (item,)))
    _, row = csv.reader(io.StringIO(table, newline=""))
    assert f"'{text}" in row
    assert text not in row
