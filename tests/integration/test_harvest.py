"""The harvest by OAI-PMH, against a stand-in of arXiv's: what is kept, where it goes on, and every fault of a server."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from synth.cli import main
from synth.errors import AnswerError, NetworkError
from synth.library import Library
from synth.settings import ArxivSettings, LimitSettings, Settings
from synth.sources.arxiv_address import oai_settings, rated_base
from synth.stages.collecting import Collected, harvest
from synth.stages.context import open_context
from tests.integration.arxiv_server import Answer, Fault, dropped, html, short_length, status, truncated
from tests.integration.oai_server import OaiServer, Record, harvestable, oai, sending

RECORDS = tuple(Record(f"0704.000{number}", changed=date(2024, 1, number)) for number in range(1, 6))


@pytest.fixture
def server() -> Iterator[OaiServer]:
    with harvestable(*RECORDS) as serving:
        yield serving


def harvested(
    server: OaiServer, folder: Path, since: date | None = None, set_name: str | None = None, **limits: int
) -> Collected:
    settings = Settings(limits=LimitSettings.model_validate(limits))
    arxiv = ArxivSettings(base_url=f"{server.url}/oai", interval_s=0, backoff_s=0.001, max_tries=3)
    return harvest(arxiv, since, set_name, open_context(settings, folder / "library"))


def ids(folder: Path) -> list[str]:
    return sorted(paper.paper_id for paper in Library(folder / "library").papers())


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of the rate rule is not shared with the user's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_harvest_keeps_every_record_of_every_page(server: OaiServer, tmp_path: Path) -> None:
    assert harvested(server, tmp_path) == Collected(added=5)
    assert ids(tmp_path) == [f"0704.000{number}v1" for number in range(1, 6)]
    assert [request.parameters.get("resumptionToken") for request in server.requests] == [None, "||2", "||4"]
    paper = Library(tmp_path / "library").paper("0704.0001v1")
    assert paper is not None
    assert paper.model_dump(mode="json", exclude_defaults=True) == {
        "paper_id": "0704.0001v1",
        "title": "On dense retrieval",
        "abstract": "We study it.",
        "authors": ["Ada Lovelace", "Grace Hopper", "Jörg Müller"],
        "published": "2007-04-02",
        "updated": "2007-04-02",
        "primary_category": "cs.IR",
        "categories": ["cs.IR", "cs.CL"],
        "doi": "10.1000/x",
        "journal_ref": "J. 1 (2007)",
        "comment": "8 pages",
        "link": "https://arxiv.org/abs/0704.0001v1",
    }


def test_the_next_harvest_asks_for_what_has_changed_since(server: OaiServer, tmp_path: Path) -> None:
    harvested(server, tmp_path)
    server.requests.clear()
    days = ("Mon, 2 Apr 2007 19:18:42 GMT", "Fri, 10 Apr 2026 00:00:00 GMT")
    server.records[0] = Record("0704.0001", title="On sparse retrieval", changed=date(2026, 4, 12), versions=days)
    server.records[1] = Record("0704.0002", changed=date(2026, 4, 12), deleted=True)
    server.records.append(Record("2604.00001", changed=date(2026, 4, 13)))
    assert harvested(server, tmp_path) == Collected(added=2, removed=1)
    assert server.requests[0].parameters["from"] == "2026-04-12"
    assert ids(tmp_path) == ["0704.0001v2", "0704.0003v1", "0704.0004v1", "0704.0005v1", "2604.00001v1"]
    assert [hit.paper_id for hit in Library(tmp_path / "library").search("sparse")] == ["0704.0001v2"]


def test_harvest_since_a_day_of_a_set(server: OaiServer, tmp_path: Path) -> None:
    server.records += [
        Record("0705.0001", sets=("math",)),
        Record("0706.0001", sets=("math",), changed=date(2025, 1, 1)),
    ]
    assert harvested(server, tmp_path, date(2024, 6, 1), "math") == Collected(added=1)
    assert ids(tmp_path) == ["0706.0001v1"]
    assert harvested(server, tmp_path, None, "cs") == Collected(added=5)
    assert "from" not in server.requests[-3].parameters


def test_harvest_that_was_ended_goes_on_where_it_was(server: OaiServer, tmp_path: Path) -> None:
    server.faults = [None, None, *[status(500)] * 3]
    with pytest.raises(NetworkError, match="kept failing, 3 times: HTTP 500"):
        harvested(server, tmp_path)
    assert ids(tmp_path) == ["0704.0001v1", "0704.0002v1", "0704.0003v1", "0704.0004v1"]
    server.requests.clear()
    assert harvested(server, tmp_path) == Collected(added=1, resumed=True)
    assert [request.parameters["resumptionToken"] for request in server.requests] == ["||4"]
    harvested(server, tmp_path)
    assert server.requests[-1].parameters["from"] == "2026-04-12"


def test_harvest_whose_place_is_no_longer_known_begins_again(server: OaiServer, tmp_path: Path) -> None:
    server.faults = [None, *[dropped] * 3]
    with pytest.raises(NetworkError):
        harvested(server, tmp_path, date(2024, 1, 2))
    server.known_tokens = False
    server.page_size = 9
    server.requests.clear()
    assert harvested(server, tmp_path) == Collected(added=2, resumed=True)
    assert [request.parameters.get("from") for request in server.requests] == [None, "2024-01-02"]


def test_harvest_waits_as_long_as_it_is_asked_to(server: OaiServer, tmp_path: Path) -> None:
    server.faults = [status(503, "1")]
    assert harvested(server, tmp_path).added == 5
    assert server.requests[1].time_s - server.requests[0].time_s >= 1
    server.faults = [status(503, "3600")]
    with pytest.raises(NetworkError, match=r"asks to be left alone for 3600 s \(try again in 60 minutes"):
        harvested(server, tmp_path)


@pytest.mark.parametrize("fault", [dropped, truncated, short_length, status(500), status(429), status(502)])
def test_harvest_tries_again_what_may_mend(server: OaiServer, tmp_path: Path, fault: Fault) -> None:
    server.faults = [None, fault, None]
    assert harvested(server, tmp_path) == Collected(added=5)


FAULTY: dict[str, tuple[Fault, str]] = {
    "a web page": (html, "not OAI-PMH"),
    "a refusal": (
        sending(oai('<error code="noSetHierarchy">No\nsets</error>')),
        "refused the harvest: noSetHierarchy: No sets",
    ),
    "HTTP 404": (status(404), "HTTP 404"),
    "entities": (sending(Answer(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><OAI-PMH/>')), "document type"),
    "an empty page that leads on": (
        sending(oai("<ListRecords><resumptionToken>x</resumptionToken></ListRecords>")),
        "in a circle",
    ),
    "a token expired that was none": (sending(oai('<error code="badResumptionToken"/>')), "no place to go on"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_harvest_refuses_what_is_no_answer(server: OaiServer, tmp_path: Path, kind: str) -> None:
    fault, message = FAULTY[kind]
    server.faults = [fault]
    with pytest.raises(AnswerError, match=message) as raised:
        harvested(server, tmp_path)
    assert "\n" not in str(raised.value)
    assert harvested(server, tmp_path).added == 5


def test_harvest_ends_where_a_token_leads_back_to_itself(server: OaiServer, tmp_path: Path) -> None:
    page = server.answer("/oai?verb=ListRecords&metadataPrefix=arXivRaw")
    server.faults = [sending(page)] * 3
    with pytest.raises(AnswerError, match="in a circle"):
        harvested(server, tmp_path)
    assert len(server.requests) == 2


BAD: dict[str, tuple[Record, str]] = {
    "no identifier": (Record("../../x"), "without an arXiv identifier"),
    "no metadata": (Record("0704.0001", metadata="<dc/>"), "without metadata in the form arXivRaw"),
    "another's metadata": (
        Record("0704.0001", metadata='<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>0704.0009</id><title>x</title></arXivRaw>'),
        "another paper's",
    ),
    "no title": (Record("0704.0001", metadata='<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>0704.0001</id></arXivRaw>'), "not an arXiv record"),
    "a long abstract": (Record("0704.0001", abstract="x" * 3_000), "its abstract is longer than 2,000"),
    "a long record": (Record("0704.0001", title="x" * 6_000), "longer than 5,000"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_harvest_passes_over_a_record_that_is_no_paper(tmp_path: Path, kind: str) -> None:
    record, reason = BAD[kind]
    with harvestable(record, RECORDS[1]) as server:
        collected = harvested(server, tmp_path, max_line_chars=5_000, max_abstract_chars=2_000)
    assert (collected.added, collected.skips) == (1, 1)
    assert reason in next(iter(collected.skipped.values()))


def test_harvest_of_nothing_new(server: OaiServer, tmp_path: Path) -> None:
    assert harvested(server, tmp_path, date(2030, 1, 1)) == Collected()


def run(server: OaiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    for name, value in server.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["library", *arguments, "--library", str(tmp_path / "library")])


def test_the_verb_harvests_and_names_what_it_left_out(
    server: OaiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.records.append(Record("0704.0009", metadata="<dc/>", changed=date(2024, 2, 1)))
    done = run(server, tmp_path, monkeypatch, "harvest", "--set", "cs", "--since", "2024-01-03")
    assert (done.exit_code, done.stdout) == (0, "3 harvested, 0 deleted, 1 records skipped\n")
    assert done.stderr.startswith("skipped oai:arXiv.org:0704.0009: a record without metadata")
    info = run(server, tmp_path, monkeypatch, "info", "--json")
    assert {name: json.loads(info.stdout)[name] for name in ("papers", "with_files")} == {"papers": 3, "with_files": 0}


ADDRESSES: list[tuple[dict[str, str], str, str]] = [
    ({}, "https://oaipmh.arxiv.org/oai", "https://export.arxiv.org"),
    ({"SYNTH_ARXIV_URL": "http://mirror:80/arxiv/"}, "http://mirror:80/arxiv/oai", "http://mirror:80/arxiv/oai"),
    ({"SYNTH_ARXIV_URL": "http://mirror", "SYNTH_ARXIV_OAI_URL": "https://other/oai"}, "https://other/oai", "https://other/oai"),
]  # fmt: skip


@pytest.mark.parametrize(("environ", "base", "rated"), ADDRESSES)
def test_the_address_of_a_harvest(environ: dict[str, str], base: str, rated: str) -> None:
    settings = oai_settings(ArxivSettings(), environ)
    assert (settings.base_url, rated_base(settings)) == (base, rated)
