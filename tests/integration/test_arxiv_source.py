import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from synth.errors import AnswerError, NetworkError, SourceError
from synth.models import Paper, Query
from synth.question import build_queries
from synth.settings import SearchSettings
from tests.integration import arxiv_server as faults
from tests.integration.arxiv_client import QUESTION, ArxivClient
from tests.integration.arxiv_server import PDF, TEX, Answer, ArxivServer, Fault, ServedPaper, serving

MakeClient = Callable[..., ArxivClient]


@pytest.fixture
def client(arxiv_server: ArxivServer, tmp_path: Path) -> Iterator[MakeClient]:
    clients: list[ArxivClient] = []

    def make(**changes: object) -> ArxivClient:
        clients.append(ArxivClient(arxiv_server, tmp_path, None, **changes))
        return clients[-1]

    yield make
    for made in clients:
        made.session.close()


def paper(arxiv_id: str, abstract: str = "An abstract.") -> Paper:
    return Paper(paper_id=arxiv_id, title="A title", abstract=abstract)


# Finding


def test_find_gives_the_newest_version_with_its_metadata(client: MakeClient) -> None:
    found = client().find()

    assert found.papers == (
        Paper(
            paper_id="2005.11401v4",
            title="Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks",
            abstract="Retrieval augmentation reduces hallucination in text generation.",
            authors=("Patrick Lewis", "Ethan Perez"),
            published=date(2020, 5, 22),
            updated=date(2020, 5, 22),
            primary_category="cs.CL",
            categories=("cs.CL",),
            link="https://arxiv.org/abs/2005.11401v4",
        ),
    )
    assert [(run.total, run.received, run.searched_on) for run in found.queries] == [(1, 1, date(2026, 4, 12))]


def test_find_turns_tex_in_titles_and_names_into_plain_text(client: MakeClient) -> None:
    (found,) = client().find('ti:"algebras"').papers

    assert found.title == "On C*-algebras"
    assert found.authors == ("Jörg Schmüller",)
    assert found.link == "https://arxiv.org/abs/math/0303003v1"


def test_find_pages_through_an_answer(client: MakeClient, arxiv_server: ArxivServer) -> None:
    found = client(page_size=10).find('ti:"dense retrieval"')

    assert len(found.papers) == 25
    assert [request.parameters["start"] for request in arxiv_server.requests] == ["0", "10", "20"]


def test_find_asks_wider_queries_until_there_are_enough(client: MakeClient, arxiv_server: ArxivServer) -> None:
    queries = build_queries(QUESTION, date(2019, 1, 1), ("cs.CL",))
    found = client().source.find(QUESTION, queries, SearchSettings(max_papers=2, candidates_per_paper=2))

    assert found.papers[0].paper_id == "2005.11401v4"
    assert [run.search_query for run in found.queries] == [query.search_query for query in queries]
    assert len(arxiv_server.requests) == len(queries)


def test_find_leaves_the_widest_query_out_where_enough_was_found(client: MakeClient, arxiv_server: ArxivServer) -> None:
    queries = (Query(step=1, search_query='ti:"dense"'), Query(step=2, search_query='ti:"retrieval"'))
    client().source.find(QUESTION, queries, SearchSettings(max_papers=20, candidates_per_paper=5))

    assert len(arxiv_server.requests) == 1


def test_find_recognises_withdrawn_papers(client: MakeClient) -> None:
    (withdrawn,) = client().find('ti:"withdrawn"').papers

    assert withdrawn.withdrawn


def test_find_answers_from_the_cache_for_a_day(client: MakeClient, arxiv_server: ArxivServer) -> None:
    one = client()
    first = one.find()
    one.clock.now += timedelta(hours=23)
    again = one.find()
    one.clock.now += timedelta(hours=2)
    later = one.find()

    assert first == again
    assert len(arxiv_server.requests) == 2
    assert later.queries[0].searched_on == date(2026, 4, 13)


def test_find_ignores_a_damaged_cache(client: MakeClient, tmp_path: Path, arxiv_server: ArxivServer) -> None:
    first = client().find()
    for kept in (tmp_path / "cache" / "results").glob("*/*"):
        kept.write_bytes(b'{"asked_at": ')

    assert client().find() == first
    assert len(arxiv_server.requests) == 2


def test_look_up_takes_versions_from_the_cache_for_ever(client: MakeClient, arxiv_server: ArxivServer) -> None:
    one = client()
    first = one.source.look_up(("2005.11401v1", "math/0303003v1"))
    one.clock.now += timedelta(days=400)

    assert [found.paper_id for found in first] == ["2005.11401v1", "math/0303003v1"]
    assert one.source.look_up(("2005.11401v1", "math/0303003v1")) == first
    assert len(arxiv_server.requests) == 1


def test_look_up_of_no_version_gives_the_newest(client: MakeClient) -> None:
    assert [found.paper_id for found in client().source.look_up(("2005.11401",))] == ["2005.11401v4"]


# Fetching


def test_fetch_prefers_the_source_and_asks_only_once(client: MakeClient, arxiv_server: ArxivServer) -> None:
    one = client()
    fetched = one.source.fetch(paper("2005.11401v4"))

    assert (fetched.kind, gzip.decompress(fetched.data), fetched.note) == ("latex", TEX, None)
    assert fetched.origin == f"{arxiv_server.url}/e-print/2005.11401v4"
    assert one.source.fetch(paper("2005.11401v4")) == fetched
    assert arxiv_server.paths() == ["/e-print/2005.11401v4"]


def test_fetch_keeps_the_slash_of_an_old_identifier(client: MakeClient, arxiv_server: ArxivServer) -> None:
    assert client().source.fetch(paper("math/0303003v1")).kind == "latex"
    assert arxiv_server.paths() == ["/e-print/math/0303003v1"]


def test_fetch_takes_the_pdf_that_comes_as_eprint(client: MakeClient) -> None:
    fetched = client().source.fetch(paper("2101.00001v1"))

    assert (fetched.kind, fetched.note) == ("pdf", "no LaTeX source: its authors gave a PDF")


def test_fetch_without_latex_gives_the_pdf_then_the_abstract(client: MakeClient) -> None:
    source = client().source
    wanted = paper("2005.11401v4", "What it is about.")

    assert source.fetch(wanted, frozenset({"latex"})).data == PDF
    last = source.fetch(wanted, frozenset({"latex", "pdf"}))
    assert (last.kind, last.data) == ("abstract", b"What it is about.")
    with pytest.raises(SourceError, match="no other form"):
        source.fetch(wanted, frozenset({"latex", "pdf", "abstract"}))


def test_fetch_says_why_only_the_abstract_was_had(client: MakeClient) -> None:
    fetched = client().source.fetch(paper("2101.00003v1"))

    assert fetched.kind == "abstract"
    assert fetched.note == (
        "arXiv has no e-print of it (HTTP 404); arXiv has no pdf of it (HTTP 404); only the abstract was read"
    )


def test_fetch_takes_an_empty_source_for_withdrawn(client: MakeClient) -> None:
    with pytest.raises(SourceError, match="2101.00004v1: withdrawn: its source is empty"):
        client().source.fetch(paper("2101.00004v1"))


def test_fetch_reads_no_web_page_as_a_paper(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.html, faults.html]
    fetched = client().source.fetch(paper("2005.11401v4"))

    assert fetched.kind == "abstract"
    assert "arXiv sent a web page instead of its e-print" in (fetched.note or "")


def test_fetch_asks_again_where_the_kept_file_was_damaged(
    client: MakeClient, arxiv_server: ArxivServer, tmp_path: Path
) -> None:
    one = client()
    fetched = one.source.fetch(paper("2005.11401v4"))
    for kept in (tmp_path / "cache" / "blobs").rglob("*"):
        if kept.is_file():
            kept.write_bytes(b"damaged")

    assert one.source.fetch(paper("2005.11401v4")) == fetched
    assert len(arxiv_server.requests) == 2


def test_fetch_refuses_a_file_beyond_the_bound(client: MakeClient) -> None:
    fetched = client(max_download_bytes=50).source.fetch(paper("2005.11401v4"))

    assert fetched.kind == "abstract"
    assert "larger than" in (fetched.note or "")


def test_fetch_of_an_outage_costs_its_tries_once(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(503)] * 100
    one = client(max_tries=4)
    for number in (1, 2, 3):
        assert one.source.fetch(paper(f"2102.0000{number}v1")).kind == "abstract"

    assert len(arxiv_server.requests) == 4 + 5


# Failing


TRANSIENT: dict[str, Fault] = {
    "429": faults.status(429),
    "406": faults.status(406),
    "500": faults.status(500),
    "502": faults.status(502),
    "503": faults.status(503),
    "504": faults.status(504),
    "dropped": faults.dropped,
    "truncated": faults.truncated,
    "short length": faults.short_length,
    "empty page": faults.empty_page,
}


@pytest.mark.parametrize("fault", TRANSIENT.values(), ids=TRANSIENT.keys())
def test_query_is_tried_again_after_a_passing_failure(
    client: MakeClient, arxiv_server: ArxivServer, fault: Fault
) -> None:
    arxiv_server.faults = [fault, fault]
    one = client()

    assert [found.paper_id for found in one.find().papers] == ["2005.11401v4"]
    assert len(arxiv_server.requests) == 3
    assert one.sleeps == [1.0, 2.0]


@pytest.mark.parametrize("name", ["429", "dropped", "truncated", "short length"])
def test_download_is_tried_again_and_whole(client: MakeClient, arxiv_server: ArxivServer, name: str) -> None:
    arxiv_server.faults = [TRANSIENT[name]]

    assert gzip.decompress(client().source.fetch(paper("2005.11401v4")).data) == TEX
    assert len(arxiv_server.requests) == 2


@pytest.mark.parametrize("fault", [faults.drip, faults.drip_head], ids=["body", "headers"])
def test_query_does_not_wait_for_a_drip(client: MakeClient, arxiv_server: ArxivServer, fault: Fault) -> None:
    arxiv_server.faults = [fault]

    assert len(client(request_timeout_s=1.0).find().papers) == 1
    assert len(arxiv_server.requests) > 1


def test_query_and_download_are_tried_again_where_no_answer_comes(
    client: MakeClient, arxiv_server: ArxivServer
) -> None:
    impatient = client(read_timeout_s=1.0)
    arxiv_server.faults = [faults.stall]
    assert len(impatient.find().papers) == 1
    arxiv_server.faults = [faults.stall]
    assert gzip.decompress(impatient.source.fetch(paper("2005.11401v4")).data) == TEX
    assert len(arxiv_server.requests) > 3


def test_download_is_resumed_where_it_broke_off(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.truncated, faults.truncated]

    assert client().session.download("pdf", "2102.00001v1") == PDF
    half, quarter = len(PDF) // 2, (len(PDF) - len(PDF) // 2) // 2
    assert [request.headers.get("Range") for request in arxiv_server.requests] == [
        None,
        f"bytes={half}-",
        f"bytes={half + quarter}-",
    ]


def test_download_without_an_etag_begins_again(client: MakeClient, arxiv_server: ArxivServer) -> None:
    whole = arxiv_server.answer("/pdf/2102.00001v1")
    arxiv_server.faults = [lambda handler, _: faults.truncated(handler, replace(whole, headers={}))]

    assert client().session.download("pdf", "2102.00001v1") == PDF
    assert "Range" not in arxiv_server.requests[1].headers


def test_query_fails_after_a_bounded_number_of_tries(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(503)] * 9
    one = client()
    with pytest.raises(NetworkError, match=r"arXiv \(127.0.0.1:\d+\): kept failing, 5 times: HTTP 503"):
        one.find()

    assert len(arxiv_server.requests) == 5
    assert one.sleeps == [1.0, 2.0, 4.0, 8.0]


def test_query_waits_as_long_as_it_is_told_to(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(429, "7"), faults.status(503, "Sun, 12 Apr 2026 12:00:40 GMT")]
    one = client()
    one.find()

    assert one.sleeps == [7.0, 40.0]


def test_query_gives_up_where_it_is_told_to_wait_too_long(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(429, "3600")]
    with pytest.raises(NetworkError, match=r"left alone for 3600 s \(try again in 60 minutes\)"):
        client().find()


@pytest.mark.parametrize("code", [200, 400])
def test_query_raises_an_error_entry_as_what_it_says(client: MakeClient, arxiv_server: ArxivServer, code: int) -> None:
    arxiv_server.faults = [faults.error_entry(code)]
    with pytest.raises(AnswerError, match="refused the query: incorrect id format for abc"):
        client().find()

    assert len(arxiv_server.requests) == 1


def test_query_raises_a_web_page_as_no_answer(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.html]
    with pytest.raises(AnswerError, match="a web page instead of a feed"):
        client().find()


def test_query_follows_no_redirect_elsewhere(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.redirect("https://elsewhere.example/api")]
    with pytest.raises(AnswerError, match="redirected elsewhere, to elsewhere.example"):
        client().find()


def test_download_follows_a_redirect_on_the_mirror(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.redirect("/e-print/2102.00001v1")]

    assert client().source.fetch(paper("2005.11401v4")).kind == "latex"


def test_download_ends_a_circle_of_redirects(client: MakeClient, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.redirect("/pdf/2102.00001v1")] * 9
    with pytest.raises(AnswerError, match="in a circle"):
        client().session.download("pdf", "2102.00001v1")


def test_find_keeps_whole_pages_where_a_later_one_keeps_failing(
    client: MakeClient, arxiv_server: ArxivServer, tmp_path: Path
) -> None:
    arxiv_server.faults = [None, *[faults.empty_page] * 5]
    found = client(page_size=10).find('ti:"dense retrieval"')

    assert (found.queries[0].total, found.queries[0].received) == (25, 10)
    assert not (tmp_path / "cache" / "results").exists()  # what is not whole is not kept


def test_find_fails_soon_where_nobody_listens(tmp_path: Path) -> None:
    with serving() as server:
        gone = ArxivClient(server, tmp_path)
    with pytest.raises(NetworkError, match="could not be reached: no connection"):
        gone.find()
    gone.session.close()

    assert gone.sleeps == [1.0]


# Manners


def test_requests_name_synth_and_the_contact(client: MakeClient, arxiv_server: ArxivServer) -> None:
    one = client(contact="ada@example.org")
    one.find()
    one.source.fetch(paper("2005.11401v4"))

    names = [request.headers["User-Agent"] for request in arxiv_server.requests]
    assert len(names) == 2
    assert all(name.startswith("synth/") and name.endswith(" (+mailto:ada@example.org)") for name in names)


def test_every_request_goes_to_the_base_whatever_links_a_feed_has(
    client: MakeClient, arxiv_server: ArxivServer
) -> None:
    one = client()
    for found in one.find().papers:
        one.source.fetch(found)
        one.source.fetch(found, frozenset({"latex"}))

    assert arxiv_server.paths() == ["/api/query", "/e-print/2005.11401v4", "/pdf/2005.11401v4"]


_ASK = """
import sys
from synth.settings import ArxivSettings
from synth.sources.session import ArxivSession
session = ArxivSession(ArxivSettings(base_url=sys.argv[1], interval_s=100, turns_folder=sys.argv[2]))
session.download("pdf", "2102.00001v1")
"""


def test_rate_limit_holds_over_two_processes(arxiv_server: ArxivServer, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    subprocess.run([sys.executable, "-c", _ASK, arxiv_server.url, str(tmp_path / "turns")], env=environment, check=True)
    here = ArxivClient(arxiv_server, tmp_path, interval_s=100.0)
    here.time_s = time.time()
    here.session.download("pdf", "2102.00001v1")
    here.session.close()

    (waited_s,) = here.sleeps
    assert 0 < waited_s <= 100


# What arXiv itself sent


FEEDS = {
    "new_id_astro-ph_0601001_s0_m100": ["astro-ph/0601001v1"],
    "new_id_quant-ph_0201082v1_s0_m100": ["quant-ph/0201082v1"],
    "new_id_0000.0000_s0_m100": [],
    "old_id_1706.03762": ["1706.03762v7"],
}


def test_find_reads_every_captured_feed(client: MakeClient, arxiv_server: ArxivServer, shared_data: Path) -> None:
    one = client()
    for number, file in enumerate(sorted((shared_data / "arxiv_feeds" / "atom").glob("*.xml"))):
        body = file.read_bytes()
        entries = body.count(b"<entry>") + body.count(b"<entry ")
        arxiv_server.canned = Answer(body)
        limit = max(1, entries)
        if b"/api/errors" in body:
            with pytest.raises(AnswerError, match="refused the query"):
                one.find(f'ti:"{number}"', max_papers=limit)
            continue
        settings = SearchSettings(max_papers=limit, candidates_per_paper=1)
        found = one.source.find(QUESTION, (Query(step=1, search_query=f'ti:"{number}"'),), settings)
        assert len(found.papers) == entries, file.name
        assert all(each.title and each.abstract and each.authors and each.published for each in found.papers), file.name
        if file.stem in FEEDS:
            assert [each.paper_id for each in found.papers] == FEEDS[file.stem]


def test_stand_in_serves_versions_by_identifier(arxiv_server: ArxivServer) -> None:
    assert b"abs/2005.11401v1<" in arxiv_server.answer("/api/query?id_list=2005.11401v1").body
    assert arxiv_server.answer("/pdf/2005.11401").headers["ETag"] == '"pdf-2005.11401"'
    assert ServedPaper("math/0303003v1", "x").base_id == "math/0303003"


def test_fetch_asks_no_more_for_a_day_for_a_file_that_is_not_there(
    client: MakeClient, arxiv_server: ArxivServer
) -> None:
    here = client()
    first = here.source.fetch(paper("2102.09999v1"))
    assert (first.kind, first.note) == ("abstract", here.source.fetch(paper("2102.09999v1")).note)
    assert arxiv_server.paths() == ["/e-print/2102.09999v1", "/pdf/2102.09999v1"]
    here.clock.now += timedelta(days=1)
    here.source.fetch(paper("2102.09999v1"))
    assert arxiv_server.paths() == ["/e-print/2102.09999v1", "/pdf/2102.09999v1"] * 2
