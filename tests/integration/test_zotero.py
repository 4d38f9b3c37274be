"""A Zotero that runs on this machine, played by a stand-in that answers as its local API is documented to."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from synth.errors import AnswerError, NetworkError, SourceError
from synth.sources.folder import FolderSource
from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_server import Answer, ArxivServer, Request, answering
from tests.integration.runs import PAPER, answer, manifest_of
from tests.unit.sources.test_folder import PDF


def _item(key: str, item_type: str, **more: object) -> dict[str, object]:
    """An item as the API gives it."""
    return {"key": key, "version": 1, "data": {"key": key, "itemType": item_type, **more}}


ITEMS = [
    _item("AAAA1111", "journalArticle", title="Frogs of <i>Rome</i>", DOI="10.1234/a", date="2020-05-22",
          publicationTitle="J. Odd", abstractNote="Dense retrieval of frogs gains.", extra="PMID: 345",
          creators=[{"creatorType": "author", "firstName": "Ludwig", "lastName": "van der Berg"},
                    {"creatorType": "editor", "firstName": "No", "lastName": "Author"},
                    {"creatorType": "author", "name": "The Owl Society"}]),
    _item("BBBB2222", "attachment", parentItem="AAAA1111", linkMode="imported_file", filename="Berg.pdf"),
    _item("CCCC3333", "note", parentItem="AAAA1111", note="mine"),
    _item("DDDD4444", "computerProgram", title="A program"),
    _item("EEEE5555", "preprint", title="Toads", url="http://arxiv.org/abs/1803.03324", parentItem=False),
    _item("FFFF6666", "document"),
]  # fmt: skip


class ZoteroServer(ArxivServer):
    """Items, what goes wrong, and what was asked."""

    def __init__(self) -> None:
        super().__init__(())
        self.items = list(ITEMS)

    def answer(self, path: str) -> Answer:
        """The right answer to a request."""
        asked = Request(path, {}, 0).parameters
        if urlsplit(path).path not in ("/api/users/0/items", "/api/users/0/collections/ABCD2345/items"):
            return Answer(b"Not found", 404, "text/plain")
        start, limit = int(asked["start"]), int(asked["limit"])
        return Answer(json.dumps(self.items[start : start + limit]).encode(), content_type="application/json")


@pytest.fixture
def zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoteroServer]:
    with answering(ZoteroServer()) as server:
        monkeypatch.setenv("SYNTH_ZOTERO_URL", f"{server.url}/api")
        yield server


@pytest.mark.parametrize("given", ["zotero:", "zotero:ABCD2345"])
def test_zotero_gives_its_items_with_the_files_of_its_storage(given: str, zotero: ZoteroServer, tmp_path: Path) -> None:
    (tmp_path / "storage" / "BBBB2222").mkdir(parents=True)
    (tmp_path / "storage" / "BBBB2222" / "Berg.pdf").write_bytes(PDF)
    source = FolderSource((Path(given), tmp_path / "storage"))
    found = source.find_all()
    toads, frogs = sorted(found.papers, key=lambda paper: paper.paper_id)
    assert source.forms(frogs)[0].path == tmp_path / "storage" / "BBBB2222" / "Berg.pdf"
    assert (frogs.title, frogs.authors) == ("Frogs of Rome", ("Ludwig van der Berg", "The Owl Society"))
    assert (frogs.year, frogs.journal_ref, frogs.doi) == (2020, "J. Odd", "10.1234/a")
    assert frogs.identifiers >= {"doi:10.1234/a", "pmid:345"}
    assert (toads.paper_id, toads.title) == ("1803.03324", "Toads")
    assert [(row.title, row.reason) for row in found.skips] == [
        (f"{given}: A program", "Zotero has it as a computerProgram, which is no paper"),
        (f"{given}: FFFF6666", "neither a title nor an identifier"),
    ]
    assert all(request.headers["Zotero-API-Version"] == "3" for request in zotero.requests)


def test_zotero_gives_its_items_page_by_page(zotero: ZoteroServer) -> None:
    zotero.items = [_item(f"A{number:07}", "book", title=f"Book {number}") for number in range(250)]
    found = FolderSource((Path("zotero:"),)).find_all()
    assert {paper.title for paper in found.papers} == {f"Book {number}" for number in range(250)}
    assert len(zotero.requests) == 3


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.status(403), "Zotero: does not allow it"),
        (faults.status(404), "Zotero: refused with HTTP 404"),
        (faults.html, "not its API's"),
        (faults.redirect("https://example.org"), "redirected elsewhere"),
    ],
)
def test_zotero_that_refuses_ends_the_run_with_the_reason(
    fault: faults.Fault, message: str, zotero: ZoteroServer
) -> None:
    zotero.faults = [fault] * 5
    with pytest.raises(AnswerError, match=message):
        FolderSource((Path("zotero:"),)).find_all()


def test_zotero_that_does_not_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTH_ZOTERO_URL", "http://127.0.0.1:9/api")
    with pytest.raises(NetworkError, match=r"Zotero \(127.0.0.1:9\): could not be reached"):
        FolderSource((Path("zotero:"),)).find_all()
    monkeypatch.setenv("SYNTH_ZOTERO_URL", "http://example.org/api")
    with pytest.raises(SourceError, match="on this machine alone"):
        FolderSource((Path("zotero:"),)).find_all()


def test_run_reads_the_papers_of_zotero_offline(zotero: ZoteroServer, tmp_path: Path) -> None:
    papers = runs.write_papers(tmp_path / "storage", {"GGGG7777": PAPER})
    (papers / "zotero.sqlite").write_bytes(b"SQLite format 3\0")
    run = answer(tmp_path, "--offline", "--papers", "zotero:", "--papers", str(papers))
    rows = {row["title"]: row for row in runs.screening(run)}
    assert rows["Frogs of Rome"]["paper_id"] == "doi:10.1234/a"
    assert rows["Toads"]["reason"] == "the library holds no form of it, and no abstract"
    assert rows["storage/zotero.sqlite"]["reason"]
    assert manifest_of(run)["asked"]["papers"] == ["zotero:", "storage"]
    assert runs.synth("verify", str(run)).exit_code == 0
