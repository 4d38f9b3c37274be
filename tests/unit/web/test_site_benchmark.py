"""The benchmark of the site, small: it runs, and pages are as light as they should be."""

from pathlib import Path

from benchmarks.site.__main__ import measure
from tests import examples


def test_benchmark_builds_renews_and_weighs_a_site(tmp_path: Path) -> None:
    measured = measure(tmp_path, [examples.record(tmp_path / "original" / "run")], 60, seed=0)
    assert measured["records"] == 60
    assert int(str(measured["largest_page_bytes"])) < 200_000
    assert len(list((tmp_path / "site" / "records").glob("*/record.json"))) == 60
    assert (tmp_path / "site" / "index-2.html").is_file()
