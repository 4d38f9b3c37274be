"""Pages in a real browser: search, filters, evidence, files, both colour schemes, a phone, and no accessibility fault.

Those of a site are served; what `synth export --format html` makes is opened from the disk, as a reader does.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.site.copies import Original
from synth.runs.exporting import export
from synth.settings import Settings
from synth.web import build_site
from tests import examples
from tests.hostile_texts import MARK, SCRIPTS

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PDF = b"%PDF-1.7 the record's own"
PHONE = {"width": 360, "height": 780}
PAGES = ("index.html", "research.html", "verification.html", "about.html", "record", "typeset", "hostile")
"""Of a site; then that of a record, and those of two as files by themselves."""
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true; })"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is absent: scripts/install-browser")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is theirs."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three records, of which one has a PDF and one hostile words; two with their page beside the folder."""
    folder = tmp_path_factory.mktemp("pages") / "runs"
    examples.record(folder / "typeset", pdf=PDF)
    examples.record(folder / "falsified", "Falsified")
    original = Original(examples.record(folder.parent / "made" / "run"))
    texts = iter(SCRIPTS)
    original.copy_to(folder / "hostile", lambda text: " ".join((*islice(texts, 4), text)))
    assert next(texts, None) is None
    for name in ("typeset", "hostile"):
        (folder / f"{name}.html").write_bytes(export(folder / name, "html", beside=folder))
    return folder


@pytest.fixture(scope="module")
def address(runs: Path) -> Iterator[str]:
    """Their site, served on this machine."""
    site = runs.parent / "site"
    assert build_site(runs, site, Settings()).left_out == ()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site, or any; whatever it logs, asks elsewhere or fails at fails the test."""
    faults: list[str] = []
    contexts = []

    def opened(path: str, **how: object) -> Page:
        context = browser.new_context(**how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        own = (address, urljoin(address, path))
        page.on("request", lambda asked: faults.extend([] if asked.url.startswith(own) else [asked.url]))
        page.goto(own[1])
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def titles(page: Page) -> list[str]:
    return page.locator(".records h2").all_inner_texts()


def record_path(page: Page, number: int = 0) -> str:
    """The path of a record of the index that has plain words."""
    links = page.locator('.records h2 a:text-is("Does dense retrieval beat BM25?")')
    return links.nth(number).get_attribute("href") or ""


def test_index_searches_filters_and_sorts_as_one_types(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html")
    assert len(titles(page)) == 3
    page.get_by_label("Search").fill("natural quest")  # of a claim
    page.get_by_text("3 found").wait_for()
    page.get_by_label("Search").fill("natural xyzzy")
    page.get_by_text("0 found").wait_for()
    page.get_by_label("Search").fill("")
    page.locator("[name=status]").select_option("Falsified")
    page.get_by_text("1 found").wait_for()
    identifier = page.locator(".meta").inner_text().rpartition(" ")[2]
    assert identifier.startswith("SRCH:")
    page.locator("[name=status]").select_option("")
    page.get_by_label("Search").fill(identifier)
    page.get_by_text("1 found").wait_for()
    page.get_by_label("Search").fill("")
    page.locator("[name=sort]").select_option("title")
    page.get_by_text("3 found").wait_for()
    assert titles(page) == sorted(titles(page), key=str.lower)
    page.locator("[name=sort]").select_option("status")
    page.locator(".meta").first.get_by_text("Falsified").wait_for()
    page.get_by_label("Score from").fill("1")
    page.get_by_text("0 found").wait_for()  # none of them has one
    page.get_by_label("Score from").fill("")
    page.get_by_text("3 found").wait_for()
    page.reload()
    page.get_by_text("3 found").wait_for()  # what was chosen stands in the address


def test_record_opens_evidence_beside_its_claim(open_page: Callable[..., Page]) -> None:
    page = open_page(record_path(open_page("index.html")))
    evidence = page.locator("#claim-1 .sides")
    assert not evidence.is_visible()
    page.locator("#claim-1 summary").click()
    assert "The gain over BM25 is 9 points." in evidence.inner_text()
    assert (
        evidence.get_by_role("link", name="p. 1").first.get_attribute("href")
        == "https://arxiv.org/pdf/2001.00001v1#page=1"
    )
    page.get_by_label("Mark").select_option("○")
    assert [claim.get_attribute("id") for claim in page.locator(".claims > li:visible").all()] == ["claim-2"]


def test_record_gives_the_pdf_of_its_run(open_page: Callable[..., Page], address: str) -> None:
    index = open_page("index.html")
    paths = [record_path(index, number) for number in range(2)]
    links = [open_page(path).get_by_role("link", name="PDF", exact=True).first for path in paths]
    (link,) = [link for link in links if link.count()]
    answer = index.request.get(link.evaluate("link => link.href"))
    assert answer.body() == PDF


def test_exported_page_is_that_of_the_site_and_leads_to_the_files_of_its_run(
    open_page: Callable[..., Page], runs: Path
) -> None:
    index = open_page("index.html")
    pages = [open_page(record_path(index, number)) for number in range(2)]
    (site,) = [page for page in pages if page.get_by_role("link", name="PDF", exact=True).count()]
    page = open_page((runs / "typeset.html").as_uri())
    for part in ("#answer", "#claims", "#papers", "#report", "#references", "#cite"):
        assert page.locator(part).inner_text().replace("CSV.", "CSV, XLSX.") == site.locator(part).inner_text()
    page.get_by_label("Mark").select_option("○")
    assert [claim.get_attribute("id") for claim in page.locator(".claims > li:visible").all()] == ["claim-2"]
    files = [link.evaluate("link => link.href") for link in page.locator("#files a:not([download])").all()]
    paths = [Path(unquote(urlsplit(address).path)) for address in files]
    assert {path.name for path in paths} >= {"report.pdf", "report.tex", "references.bib", "manifest.json"}
    assert all(path.is_file() for path in paths)
    assert paths[0].read_bytes() == PDF
    downloads = []
    for opened in (page, site):
        with opened.expect_download() as download:
            opened.get_by_role("link", name="CSV", exact=True).click()
        downloads.append((download.value.suggested_filename, Path(download.value.path()).read_bytes()))
    assert downloads[0] == downloads[1]
    assert downloads[0][1].startswith(b"Paper,Direction,Finding")


def test_tables_sort_filter_and_drop_columns(open_page: Callable[..., Page]) -> None:
    page = open_page(record_path(open_page("index.html")))
    table = page.locator("table.data")
    before = table.locator("tbody tr").all_inner_texts()
    heading = table.get_by_role("button").first
    heading.click()
    heading.click()
    assert table.locator("th").first.get_attribute("aria-sort") == "descending"
    assert sorted(table.locator("tbody tr").all_inner_texts()) == sorted(before)
    page.locator("#answer").get_by_label("Filter").fill("xyzzy")
    assert table.locator("tbody tr:visible").count() == 0
    page.locator("#answer").get_by_text("Columns").click()
    page.locator("#answer").get_by_role("checkbox").first.uncheck()
    assert not table.locator("th").first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_screen_and_phone_in_both_colour_schemes_without_an_accessibility_fault(
    path: str, open_page: Callable[..., Page], runs: Path
) -> None:
    if path == "record":
        path = record_path(open_page("index.html"))
    elif (runs / path).is_dir():
        path = (runs / f"{path}.html").as_uri()
    page = open_page(path, viewport=PHONE, color_scheme="dark")
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    dark = page.evaluate(BACKGROUND)
    assert_accessible(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(BACKGROUND) != dark
    assert_accessible(page)


def assert_accessible(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_hostile_words_run_nothing(open_page: Callable[..., Page], runs: Path) -> None:
    page = open_page("index.html")
    page.get_by_label("Search").fill("dense")
    page.get_by_text("3 found").wait_for()
    links = page.locator(".records h2 a")
    paths = [link.get_attribute("href") or "" for link in links.all()] + [(runs / "hostile.html").as_uri()]
    for each in (page, *(open_page(path) for path in paths)):
        each.evaluate(OPEN_ALL)
        assert each.evaluate(f"window.{MARK}") is None
        assert each.locator("footer.site").is_visible()


def test_pages_are_read_without_scripts(open_page: Callable[..., Page]) -> None:
    index = open_page("index.html", java_script_enabled=False)
    assert len(titles(index)) == 3
    assert not index.get_by_label("Search").is_visible()
    page = open_page(record_path(index), java_script_enabled=False)
    page.locator("#claim-1 summary").click()
    assert page.locator("#claim-1 .sides").is_visible()
