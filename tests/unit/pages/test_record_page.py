"""The page of a record as one file: the same as on a site, whole without it, and of files that it has to show alone."""

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from synth.errors import RecordError
from synth.pages.record_content import read_content
from synth.pages.record_page import render_file
from synth.settings import Settings
from synth.web import build_site
from tests import examples

PARTS = ("answer", "record", "claims", "papers", "report", "references", "cite")
"""Sections that say the same wherever the page stands; those on the standing and the files lead elsewhere too."""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "runs" / "a run", pdf=b"%PDF")


def sections(page: str) -> dict[str, str]:
    """The words of each section of a page, by its name."""
    found: list[Element] = fromstring(page).findall(".//section")
    return {section.attrib["id"]: " ".join("".join(section.itertext()).split()) for section in found}


def test_file_says_what_the_page_of_a_site_says(run: Path, tmp_path: Path) -> None:
    (record,) = build_site(run.parent, tmp_path / "site", Settings()).records
    there = sections((tmp_path / "site" / record.page / "index.html").read_text())
    here = sections(render_file(read_content(run), ""))
    assert here.keys() == there.keys()
    for part in PARTS:
        assert here[part].replace("CSV.", "CSV, XLSX.") == there[part]
    assert here["standing"] in there["standing"].replace("What these words mean. ", "").replace(
        "verify record", "verify RUN"
    )


def test_file_leads_to_every_file_that_may_be_passed_on(run: Path) -> None:
    page = fromstring(render_file(read_content(run), "a%20run/"))
    addresses = [link.attrib["href"] for link in page.findall(".//section[@id='files']//a")]
    assert set(addresses) == {
        f"a%20run/{path.relative_to(run).as_posix()}"
        for path in run.rglob("*")
        if path.is_file() and "documents" not in path.parts
    }
    assert page.find(".//a[@class='button']").attrib["href"] == "a%20run/report.pdf"  # type: ignore[union-attr]


def test_file_is_made_of_a_record_whose_other_files_are_gone(run: Path) -> None:
    whole = render_file(read_content(run), "")
    for name in ("report.pdf", "claims.jsonl", "provenance.json"):
        (run / name).unlink()
    assert render_file(read_content(run), "") == whole


@pytest.mark.parametrize("name", ["report.json", "review.json", "screening.csv"])
def test_file_of_a_record_that_lacks_what_it_shows_is_refused(run: Path, name: str) -> None:
    (run / name).write_text("{}")
    with pytest.raises(RecordError, match=f"{name} is not the file that is listed"):
        read_content(run)
