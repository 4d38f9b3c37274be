"""Whole runs that ask arXiv, or its stand-in, as the command does."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import arxiv_server as faults
import pytest
from arxiv_server import ArxivServer, ServedPaper, serving
from test_run import PAPER

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
ABSTRACT = "Dense retrieval outperforms BM25 by 9.1 points of accuracy on open-domain question answering."
OTHER = PAPER.replace("Ada Lovelace", "Grace Hopper").replace("Our dense retrieval model", "Dense retrieval")


def tar_of(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return data.getvalue()


PAPERS = (
    ServedPaper("2101.00001v1", "Dense passages and BM25", ABSTRACT, source=tar_of({"main.tex": PAPER})),
    ServedPaper("2101.00002v3", "Dense retrieval and BM25 again", ABSTRACT, ("Grace Hopper",), source=gzip.compress(OTHER.encode(), mtime=0)),
    ServedPaper("2101.00003v1", "Dense retrieval against BM25 in an abstract", ABSTRACT, ("Emmy Noether",), source=None, pdf=None),
    ServedPaper("2101.00004v1", "Dense retrieval withdrawn, BM25", ABSTRACT, comment="This paper has been withdrawn"),
    ServedPaper("2101.00005v1", "Dense retrieval encrypted, BM25", ABSTRACT, source=tar_of({"main.tex.cry": "x"}), pdf=None),
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with serving(*PAPERS) as served:
        yield served


def generate(server: ArxivServer | str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    url = server if isinstance(server, str) else server.url
    return subprocess.run(
        [sys.executable, "-m", "synth", "generate", QUESTION, "--library", str(folder / "library"), "--out",
         str(folder / "out"), *more],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "SYNTH_ARXIV_URL": url, "SYNTH_ARXIV_INTERVAL_S": "0"},
    )  # fmt: skip


def screening(run: Path) -> dict[str, dict[str, str]]:
    with (run / "screening.csv").open(encoding="utf-8") as lines:
        return {row["paper_id"]: row for row in csv.DictReader(lines)}


def test_run_reads_source_else_abstract_and_records_every_paper(server: ArxivServer, tmp_path: Path) -> None:
    done = generate(server, tmp_path)
    assert done.returncode == 0, done.stderr
    run = Path(done.stdout.strip())
    rows, manifest = screening(run), json.loads((run / "manifest.json").read_text())
    assert set(rows) == {paper.arxiv_id for paper in PAPERS}
    assert (rows["2101.00004v1"]["decision"], rows["2101.00004v1"]["reason"]) == ("skipped", "withdrawn")
    forms = {item["paper_id"]: (item["kind"], item["note"]) for item in manifest["inputs"]}
    assert forms["2101.00001v1"] == ("latex", None)
    assert forms["2101.00003v1"][0] == "abstract"
    assert "only the abstract was read" in forms["2101.00003v1"][1]
    assert "encrypted" in forms["2101.00005v1"][1]
    assert manifest["queries"][0]["total"] >= 1
    counts = manifest["counts"]
    assert counts["found"] == 5 == counts["used"] + counts["merged"] + counts["skipped"]


def test_second_run_asks_arxiv_nothing_and_offline_finds_the_papers(server: ArxivServer, tmp_path: Path) -> None:
    first = generate(server, tmp_path)
    asked = len(server.requests)
    second = generate(server, tmp_path)
    assert second.stdout == first.stdout
    assert len([path for path in server.paths()[asked:] if path == "/api/query"]) == 0
    versions = [paper.arxiv_id for paper in PAPERS if paper.source]
    assert not [path for path in server.paths()[asked:] if path.removeprefix("/e-print/") in versions]
    offline = generate("http://127.0.0.1:9", tmp_path, "--offline")
    assert offline.returncode == 0, offline.stderr
    kinds = {
        item["paper_id"]: item["kind"]
        for item in json.loads((Path(offline.stdout.strip()) / "manifest.json").read_text())["inputs"]
    }
    assert (kinds["2101.00001v1"], kinds["2101.00003v1"]) == ("latex", "abstract")


def test_unreachable_arxiv_tells_of_the_library(server: ArxivServer, tmp_path: Path) -> None:
    generate(server, tmp_path)
    (library,) = (tmp_path / "library" / "arxiv").parent.glob("arxiv")
    for cached in sorted(library.rglob("*"), reverse=True):
        cached.unlink() if cached.is_file() else cached.rmdir()
    done = generate("http://127.0.0.1:9", tmp_path, "--title", "Again")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "the library holds 5 papers on this; --offline uses them" in done.stderr


def test_nothing_found_says_what_was_tried(tmp_path: Path) -> None:
    with serving() as empty:
        done = generate(empty, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no paper was found" in done.stderr
    assert "dense retrieval" in done.stderr
    assert not [path for path in (tmp_path / "out").glob("[!.]*") if path.is_dir()]


def test_run_lives_through_throttling_and_drops(server: ArxivServer, tmp_path: Path) -> None:
    server.faults = [faults.status(429, "0"), None, faults.truncated, None]
    done = generate(server, tmp_path)
    assert done.returncode == 0, done.stderr


def test_error_entry_is_raised_as_what_it_says(server: ArxivServer, tmp_path: Path) -> None:
    server.faults = [faults.error_entry(400)]
    done = generate(server, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "arXiv" in done.stderr


def test_dry_run_searches_and_reads_nothing(server: ArxivServer, tmp_path: Path) -> None:
    done = generate(server, tmp_path, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "query: " in done.stdout
    assert "5 papers found" in done.stdout
    assert set(server.paths()) == {"/api/query"}
    assert not [path for path in (tmp_path / "out").glob("[!.]*") if path.is_dir()]
