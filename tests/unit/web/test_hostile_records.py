"""Records of hostile words: every page stays the page that it is, and nothing of them becomes markup, script or path."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from benchmarks.site.copies import Original
from synth.runs.exporting import export
from synth.settings import Settings, SiteSettings
from synth.web import build_site
from tests import examples
from tests.hostile_texts import SCRIPTS

PLACES = 9
"""Texts of a record that are reworded: question, headline, claims, passage, titles."""


def site_of(texts: Sequence[str], folder: Path) -> Path:
    """A site of as many records, in whose places each text stands once: in every place of a record, over all of them."""
    original = Original(examples.record(folder / "made" / "run"))
    for first in range(len(texts)):
        ends = islice(cycle(texts), first, first + PLACES)
        original.copy_to(folder / "runs" / f"run-{first}", lambda text, ends=ends: f"{text} {next(ends)}")  # type: ignore[misc]
        assert next(ends, None) is None
    settings = Settings(site=SiteSettings(page_records=len(texts)))
    assert build_site(folder / "runs", folder / "site", settings).left_out == ()
    return folder / "site"


def page(path: Path) -> Element:
    """A page as XML: raises where it is not well-formed."""
    return fromstring(path.read_bytes())


def elements(of: Element) -> Counter[str]:
    return Counter(element.tag for element in of.iter())


def attributes(of: Element) -> set[tuple[str, str]]:
    return {(element.tag, name) for element in of.iter() for name in element.attrib}


def assert_plain(site: Path, plain: Path) -> None:
    """That each page has the elements and attributes of the same page of plain words, and leads nowhere else."""
    expected = page(next(plain.glob("records/*/index.html")))
    for path in site.glob("records/*/index.html"):
        assert elements(page(path)) == elements(expected), path
    for path in [*site.rglob("*.html"), site / "feed.xml"]:
        same = expected if path.parent.parent.name == "records" else page(plain / path.name)
        assert attributes(page(path)) == attributes(same), path
        for element in page(path).iter():
            address = element.attrib.get("href", element.attrib.get("src", ""))
            assert not address.lower().startswith("javascript"), path
            assert "//" not in address or address.startswith(("https://arxiv.org/", "https://doi.org/")), path
    expected = fromstring(export(plain.parent / "runs" / "run-0", "html"))
    for run in (site.parent / "runs").iterdir():
        assert elements(fromstring(export(run, "html"))) == elements(expected), run
    script = (site / "search.js").read_text(encoding="ascii")
    assert script.count("\n") == 1
    assert json.loads(script.removeprefix("const RECORDS = ").removesuffix(";\n"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(["word"], tmp_path_factory.mktemp("plain"))


def test_records_of_scripts_make_the_pages_of_any_record(plain: Path, tmp_path: Path) -> None:
    assert_plain(site_of(SCRIPTS, tmp_path), plain)


def test_records_of_real_texts_that_break_things_make_the_pages_of_any_record(
    shared_data: Path, plain: Path, tmp_path: Path
) -> None:
    lines = (shared_data / "adversarial" / "adversarial_300.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [row[name] for row in map(json.loads, lines) for name in ("title", "comments") if row.get(name)]
    assert PLACES * (len(texts) + len(SCRIPTS)) >= 2_000
    assert_plain(site_of(texts, tmp_path), plain)
