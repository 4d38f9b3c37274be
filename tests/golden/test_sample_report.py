"""What the report on the sample library says, as it was last read: a change is shown here before a reader sees it.

SYNTH_UPDATE_GOLDEN=1 pytest tests/golden
"""

import csv
import json
import os
from pathlib import Path

from synth import generate

GOLDEN = Path(__file__).with_name("sample_report.txt")
QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"


def told(run: Path) -> str:
    """Every claim with its mark and place, and what became of every paper, a line each."""
    claims = [json.loads(line) for line in (run / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    with (run / "screening.csv").open(encoding="utf-8") as rows:
        papers = [f"{row['paper_id']}: {row['decision']} {row['reason']}".strip() for row in csv.DictReader(rows)]
    lines = [f"{claim['mark']}: {claim['text']} ({claim['paper_id']}, {claim['section']})" for claim in claims]
    return "\n".join([*lines, "", *papers]) + "\n"


def test_sample_report_says_what_it_said(tmp_path: Path) -> None:
    record = generate(QUESTION, sample=True, pdf=False, library=tmp_path / "library", out=tmp_path / "out")
    says = told(Path(record.folder))
    if "SYNTH_UPDATE_GOLDEN" in os.environ:
        GOLDEN.write_text(says, encoding="utf-8")
    assert says == GOLDEN.read_text(encoding="utf-8")
