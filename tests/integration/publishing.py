"""A finished run that can be published, and what comes of it at Zenodo's stand-in."""

from datetime import UTC, datetime
from pathlib import Path

from synth.records.files import record_files
from synth.records.run_folder import write_run
from synth.settings import RenderSettings
from tests.examples import checked, claim, document, manifest, report, review

QUESTION = "Does dense retrieval beat BM25?"
DOI = "10.5072/zenodo.542201"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def publishable_run(folder: Path) -> Path:
    """A run below a folder, as `synth generate` leaves one."""
    claims = (checked(claim(0), "corroborated", document("2001.00002v1")), checked(claim(2)))
    content = report(QUESTION, claims)
    files = record_files(content, claims, [], review(), [document()]) | {"report.pdf": b"%PDF-1.5\n%%EOF\n"}
    write_run(folder / "run", files, manifest(files, settings=RenderSettings()))
    return folder / "run"
