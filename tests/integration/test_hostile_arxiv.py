"""arXiv's stand-in as an enemy: what it can cost is bounded, and what comes of it is one line or one skip."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import urllib3

from synth.errors import AnswerError, NetworkError, SynthError
from synth.models import Found
from synth.settings import LimitSettings
from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_client import ArxivClient
from tests.integration.arxiv_papers import PAPERS
from tests.integration.arxiv_server import Answer, ArxivServer, Fault, Handler, ServedPaper, serving

MakeClient = Callable[..., ArxivClient]
GOOD = ServedPaper("2101.00001v1", "Dense retrieval", "Retrieval reduces hallucination.")


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with serving(GOOD) as served:
        yield served


@pytest.fixture
def client(server: ArxivServer, tmp_path: Path) -> Iterator[MakeClient]:
    clients: list[ArxivClient] = []

    def make(**changes: object) -> ArxivClient:
        clients.append(ArxivClient(server, tmp_path, None, **changes))
        return clients[-1]

    yield make
    for made in clients:
        made.session.close()


def is_one_line(error: SynthError) -> bool:
    """Whether a failure can be printed on a terminal without steering it."""
    return str(error).isprintable() and len(str(error)) < 600


def passes(one: ArxivClient, seconds: float, then: Fault) -> Fault:
    """A fault before which time passes, by the client's clock alone."""

    def fault(handler: Handler, answer: Answer) -> None:
        one.time_s += seconds
        then(handler, answer)

    return fault


# Time


SLOW: dict[str, Fault] = {
    "throttled": faults.status(503),
    "dropped": faults.dropped,
    "cut off": faults.truncated,
    "redirect": faults.redirect("/api/query"),
    "nothing announced is there": faults.empty_page,
}


@pytest.mark.parametrize("fault", SLOW.values(), ids=SLOW.keys())
def test_request_has_a_deadline_over_all_tries_and_redirects(
    client: MakeClient, server: ArxivServer, fault: Fault
) -> None:
    one = client()
    server.faults = [passes(one, 250, fault)] * 20
    with pytest.raises(NetworkError) as raised:
        one.find()

    assert len(server.requests) == 3
    assert is_one_line(raised.value)


def test_pauses_that_are_asked_for_count_towards_the_deadline(client: MakeClient, server: ArxivServer) -> None:
    server.faults = [faults.status(429, "110")] * 20
    one = client(deadline_s=250)
    with pytest.raises(NetworkError, match="HTTP 429"):
        one.find()

    assert (one.sleeps, len(server.requests)) == ([110.0, 110.0], 3)


def test_requests_that_fail_in_a_row_have_one_deadline(client: MakeClient, server: ArxivServer) -> None:
    one = client()
    server.faults = [passes(one, 290, faults.status(503))] * 20
    for _ in range(3):
        with pytest.raises(NetworkError):
            one.session.download("pdf", "2101.00001v1")
    with pytest.raises(NetworkError, match=r"has not answered for 600 s, and is not asked again in this run"):
        one.session.download("pdf", "2101.00001v1")

    assert len(server.requests) == 3


def test_answer_gives_the_next_requests_time_again(client: MakeClient, server: ArxivServer) -> None:
    one = client()
    server.faults = [passes(one, 50, faults.status(503)), None] * 20
    for _ in range(20):
        assert one.session.download("pdf", "2101.00001v1") == faults.PDF


def test_server_that_answers_every_other_request_is_soon_waited_for_no_longer_than_a_minute(
    client: MakeClient, server: ArxivServer
) -> None:
    one = client(max_tries=1, request_timeout_s=600)

    def stall(handler: Handler, answer: Answer) -> None:
        one.time_s += one.session._deadline.left_s - 1
        faults.dropped(handler, answer)

    took_s = []
    for _ in range(10):
        start_s = one.time_s
        server.faults = [stall]
        with pytest.raises(NetworkError):
            one.session.download("pdf", "2101.00001v1")
        assert one.session.download("pdf", "2101.00001v1") == faults.PDF
        took_s.append(one.time_s - start_s)

    assert took_s == [599, *[60] * 9]


def test_files_that_always_end_after_a_megabyte_are_soon_waited_for_no_longer(
    client: MakeClient, server: ArxivServer
) -> None:
    one = client()
    server.papers = (ServedPaper("2101.00002v1", "Long", pdf=faults.PDF * 250),)
    for _ in range(4):
        server.faults = [passes(one, 650, faults.truncated)]
        with pytest.raises(NetworkError, match="the connection broke within the answer"):
            one.session.download("pdf", "2101.00002v1")
    with pytest.raises(NetworkError, match="is not asked again in this run"):
        one.session.download("pdf", "2101.00002v1")


def test_file_that_is_too_long_for_a_slow_line_takes_no_time_from_the_next(
    client: MakeClient, server: ArxivServer
) -> None:
    one = client()
    server.papers = (GOOD, ServedPaper("2101.00002v1", "Long", pdf=faults.PDF * 250))
    server.faults = [passes(one, 650, faults.truncated)]
    with pytest.raises(NetworkError, match="the connection broke within the answer"):
        one.session.download("pdf", "2101.00002v1")

    assert one.session.download("pdf", "2101.00001v1") == faults.PDF


@pytest.mark.parametrize("fault", [faults.drip, faults.drip_head], ids=["body", "headers"])
def test_byte_now_and_then_ends_with_the_deadline(client: MakeClient, server: ArxivServer, fault: Fault) -> None:
    one = client(deadline_s=0.3)
    server.faults = [passes(one, 0.3, fault)]
    with pytest.raises(NetworkError, match="no whole answer within"):
        one.find()

    assert len(server.requests) == 1


def test_connection_that_comes_about_too_late_is_cut_as_well(
    client: MakeClient, server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = urllib3.util.connection.create_connection
    # as where a name has many addresses at which nobody listens
    late = lambda *arguments, **more: (time.sleep(0.2), connect(*arguments, **more))[-1]  # type: ignore[func-returns-value]  # noqa: E731
    monkeypatch.setattr(urllib3.util.connection, "create_connection", late)
    one = client(deadline_s=0.1)
    server.faults = [passes(one, 0.1, faults.drip)]
    with pytest.raises(NetworkError, match="no whole answer within"):
        one.find()


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "9" * 5_000])
def test_wait_without_end_is_not_waited_for(client: MakeClient, server: ArxivServer, date: str) -> None:
    server.faults = [faults.status(429, date)]
    with pytest.raises(NetworkError, match=r"arXiv: asks to be left alone for a day or more \(try again tomorrow\)"):
        client().find()


@pytest.mark.parametrize(
    "date",
    ["Sun, 99 Foo 2026", "Sun, 12 Apr 99999 12:00:00 GMT", "Sun, 12 Apr 2026 12:00:40 +99999999999999999", "-1", "1e9"],
)
def test_wait_that_is_none_is_not_heeded(client: MakeClient, server: ArxivServer, date: str) -> None:
    server.faults = [faults.status(429, date)]
    one = client()

    assert len(one.find().papers) == 1
    assert one.sleeps == [1.0]


# Answers that are none


def page(body: bytes) -> Fault:
    """A page of the API as it is."""
    return lambda handler, _: handler.send(Answer(body))


def raw(answer: bytes) -> Fault:
    """Bytes as they are, then the end of the connection."""

    def fault(handler: Handler, _: Answer) -> None:
        handler.close_connection = True
        handler.wfile.write(answer)
        handler.wfile.flush()

    return fault


OK = b"HTTP/1.1 200 OK\r\n"
RAW = {
    "nothing": b"",
    "no HTTP": b"\x00\xff\x1b[2J" * 100,
    "a status that is none": b"HTTP/1.1 \xe2\x82\xac NO\r\n\r\n",
    "a long status": b"HTTP/1.1 200 " + b"x" * 100_000,
    "a long header": OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
    "many headers": OK + b"X: y\r\n" * 200 + b"\r\n",
    "a header without a name": OK + b": y\r\n\x1b]0;x\x07\r\n\r\n",
    "many lengths": OK + b"Content-Length: 5, 6, 7\r\n\r\nabcde",
    "a length beyond all": OK + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\nabc",
    "a chunk beyond all": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nabc",
    "a chunk that is none": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "a line for a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 200_000,
    "packed by what it is not": OK + b"Connection: close\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "packed many times": OK + b"Connection: close\r\nContent-Encoding: " + b"gzip, " * 50 + b"gzip\r\nContent-Length: 3\r\n\r\nabc",
    "continue": b"HTTP/1.1 100 Continue\r\n\r\n" * 500,
}  # fmt: skip


@pytest.mark.parametrize("answer", RAW.values(), ids=RAW.keys())
def test_bytes_that_are_no_answer_are_one_line(client: MakeClient, server: ArxivServer, answer: bytes) -> None:
    server.faults = [raw(answer)] * 9
    one = client()
    with pytest.raises((NetworkError, AnswerError)) as raised:
        one.find()
    assert is_one_line(raised.value)
    server.faults = []
    assert one.session.download("pdf", "2101.00001v1") == faults.PDF


@pytest.mark.parametrize(
    "location",
    ["http://[::1", "http://[", "//[x/", "http://127.0.0.1:0x50/", "http://\x1b[2J.example/", "javascript:alert(1)", "file:///etc/passwd", "http://[" + "x" * 5_000],
)  # fmt: skip
def test_redirect_to_no_address_is_one_line(client: MakeClient, server: ArxivServer, location: str) -> None:
    server.faults = [faults.redirect(location)]
    with pytest.raises(AnswerError, match="redirected elsewhere, to ") as raised:
        client().find()
    assert is_one_line(raised.value)


def test_cookies_are_not_kept(client: MakeClient, server: ArxivServer) -> None:
    server.faults = [lambda handler, answer: handler.send(Answer(answer.body, headers={"Set-Cookie": "a=b; Path=/"}))]
    one = client()
    one.find()
    one.session.download("pdf", "2101.00001v1")
    assert [request.headers.get("Cookie") for request in server.requests] == [None, None]


# Feeds


def fed(server: ArxivServer, one: ArxivClient, *changes: tuple[str, str]) -> Found:
    """What is found where the second of three entries is changed, by pairs of a pattern and what is put in its place."""
    papers = [ServedPaper(f"2101.0000{number}v1", f"Paper {number}") for number in (1, 2, 3)]
    entries = [faults.feed([paper], 3, 0).decode() for paper in papers]
    for pattern, put in changes:
        entries[1], times = re.subn(pattern, put, entries[1], flags=re.DOTALL)
        assert times
    bodies = [re.search("<entry>.*</entry>", entry, re.DOTALL) for entry in entries]
    head, tail = entries[0].split("<entry>")[0], "</feed>"
    server.canned = Answer((head + "".join(body[0] for body in bodies if body) + tail).encode())
    return one.find()


NESTED = "<b>" * 5_000 + "</b>" * 5_000
LEFT_OUT = {
    "no identifier": (("<id>http[^<]*2v1</id>", ""), "without an arXiv identifier", r"arxiv:[0-9a-f]{12}"),
    "an empty identifier": (("<id>http[^<]*2v1</id>", "<id> </id>"), "without an arXiv identifier", r"arxiv:[0-9a-f]{12}"),
    "an identifier of other digits": (("2101.00002v1</id>", "２１０１.00002v1</id>"), "without an arXiv identifier", r"arxiv:[0-9a-f]{12}"),
    "an identifier that is a path": (("abs/2101.00002v1", "abs/../../x"), "without an arXiv identifier", r"arxiv:[0-9a-f]{12}"),
    "nested": (("<summary>.*</summary>", f"<summary>{NESTED}</summary>"), "nested too deeply", "2101.00002v1"),
    "a long abstract": (("<summary>.*</summary>", f"<summary>{'x ' * 30_000}</summary>"), "its abstract is longer than 50,000 characters", "2101.00002v1"),
    "long": (("<author>.*</author>", "<author><name>A B</name></author>" * 40_000), "longer than 1,000,000 characters", "2101.00002v1"),
    "a long text": (("<title>Paper 2</title>", f"<title>{'x' * 11_000_000}</title>"), "longer than 1,000,000 characters", "2101.00002v1"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason", "name"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_entry_that_is_no_paper_costs_itself_and_is_named(
    client: MakeClient, server: ArxivServer, change: tuple[str, str], reason: str, name: str
) -> None:
    found = fed(server, client(), change)

    assert [paper.paper_id for paper in found.papers] == ["2101.00001v1", "2101.00003v1"]
    (skip,) = found.skips
    assert re.fullmatch(name, skip.paper_id)
    assert reason in skip.reason
    assert skip.stage == "search"
    assert 0 < len(skip.title) <= 300
    assert len(server.requests) == 1


KEPT = {
    "no title": ("<title>Paper 2</title>", ""),
    "no date": ("<published>.*</published>", ""),
    "no dates": ("<updated>2021.*</published>", ""),
    "a date that is none": ("<published>.*</published>", "<published>2021-13-45T25:61:00Z</published>"),
    "a date without end": ("<published>.*</published>", f"<published>{'9' * 5_000}</published>"),
    "a date before all": ("<published>.*</published>", "<published>0001-01-01T00:00:00+23:59</published>"),
    "nothing but its identifier": ("</id><title>Paper 2.*</author>", "</id>"),
}


@pytest.mark.parametrize("change", KEPT.values(), ids=KEPT.keys())
def test_entry_without_title_or_date_is_kept(client: MakeClient, server: ArxivServer, change: tuple[str, str]) -> None:
    found = fed(server, client(), change)

    assert [paper.paper_id for paper in found.papers] == ["2101.00001v1", "2101.00002v1", "2101.00003v1"]
    assert found.skips == ()
    first, changed, _ = found.papers
    assert first.published is not None
    assert changed.published is None or not changed.title


def test_identifiers_of_an_entry_are_ascii(client: MakeClient, server: ArxivServer) -> None:
    odd = (
        '<category term="cs.ＣＬ"/><category term="../x"/><category term="cs.IR"/><arxiv:doi>10.１２３４/x</arxiv:doi>'
    )
    _, changed, _ = fed(server, client(), ('<category term="cs.CL"/>', odd)).papers

    assert (changed.categories, changed.primary_category, changed.doi) == (("cs.IR",), None, None)


def test_entries_left_out_are_kept_with_the_answer(client: MakeClient, server: ArxivServer) -> None:
    one = client()
    first = fed(server, one, ("<id>http[^<]*2v1</id>", ""))

    assert one.find() == first
    assert len(server.requests) == 1


def test_entries_beyond_those_asked_for_are_not_looked_at(client: MakeClient, server: ArxivServer) -> None:
    papers = [ServedPaper(f"2101.{number:05}v1", "Paper") for number in range(1, 500)]
    server.canned = Answer(faults.feed(papers, 499, 0))

    assert len(client().find().papers) == 25


def test_pages_of_one_entry_are_not_asked_for_without_end(client: MakeClient, server: ArxivServer) -> None:
    pages = [faults.feed([ServedPaper(f"2101.{number:05}v1", "Paper")], 9_999, number - 1) for number in range(1, 50)]
    server.faults = [page(body) for body in pages]
    found = client(page_size=10).find()

    assert len(server.requests) == len(found.papers) == 6


def test_pages_before_one_that_is_none_are_kept(client: MakeClient, server: ArxivServer) -> None:
    first = faults.feed([ServedPaper(f"2101.{number:05}v1", "Paper") for number in range(1, 11)], 25, 0)
    server.faults = [page(first), faults.html]

    assert len(client(page_size=10).find().papers) == 10


HEAD = faults.feed([GOOD], 1, 0).decode()
NO_FEED = {
    "entities": HEAD.replace(
        "<feed", '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><feed', 1
    ),
    "a file": HEAD.replace("<feed", '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed', 1),
    "nested": HEAD.replace("<entry>", "<a>" * 100_000, 1),
    "another encoding": HEAD.replace("UTF-8", "UTF-7", 1),
    "escapes of a terminal": HEAD.replace("abs/2101.00001v1", "api/errors#x").replace(
        "Retrieval reduces", "\x9b2J\u202e"
    ),
}


@pytest.mark.parametrize("body", NO_FEED.values(), ids=NO_FEED.keys())
def test_feed_that_is_an_attack_is_one_line(client: MakeClient, server: ArxivServer, body: str) -> None:
    server.canned = Answer(body.encode())
    with pytest.raises((AnswerError, NetworkError)) as raised:
        client().find()
    assert is_one_line(raised.value)


@pytest.mark.parametrize("count", ["9" * 5_000, "-1", "１", "many", ""])
def test_count_that_is_none_is_not_believed(client: MakeClient, server: ArxivServer, count: str) -> None:
    server.canned = Answer(HEAD.replace("totalResults>1<", f"totalResults>{count}<").encode())

    assert client().find().queries[0].total == 0


def test_nested_feed_around_good_entries_costs_nothing(client: MakeClient, server: ArxivServer) -> None:
    server.canned = Answer(HEAD.replace("<entry>", "<a>" * 5_000 + "</a>" * 5_000 + "<entry>", 1).encode())

    assert len(client().find().papers) == 1


def test_look_up_takes_no_part_of_an_answer_for_the_whole(client: MakeClient, server: ArxivServer) -> None:
    """What is missing would pass for a paper that arXiv no longer knows."""
    server.faults = [page(faults.feed([GOOD], 2, 0)), faults.html]
    with pytest.raises(NetworkError, match="did not give the whole of an answer"):
        client().source.look_up(("2101.00001v1", "2101.00002v1"))


# Whole runs


def test_run_names_every_entry_of_a_bad_feed(tmp_path: Path) -> None:
    with serving(*PAPERS) as server:
        body = server.answer("/api/query?search_query=&start=0&max_results=100").body.decode()
        body = body.replace("abs/2101.00005v1</id>", "abs/nothing</id>")
        body = re.sub("(?<=2101.0000[13]v1</id>)<title>.*?</title>", "", body)
        body = re.sub("(?<=2101.00002v3</id>)(.*?)<published>.*?</published>", r"\1", body)
        server.canned = Answer(body.encode())
        run = runs.answer(tmp_path, environ=server.environ)
    assert runs.synth("verify", str(run)).exit_code == 0
    rows = {row["paper_id"]: row for row in runs.screening(run)}
    assert {"2101.00001v1", "2101.00002v3"} <= rows.keys()
    assert (rows["2101.00001v1"]["decision"], rows["2101.00002v3"]["decision"]) == ("used", "used")
    assert rows["2101.00001v1"]["title"] == "Dense passages beat sparse ones"
    assert (rows["2101.00003v1"]["title"], rows["2101.00003v1"]["decision"]) == ("[no title]", "used")
    (odd,) = [row for row in rows.values() if row["paper_id"].startswith("arxiv:")]
    assert (odd["title"], odd["decision"]) == ("Dense retrieval encrypted, BM25", "skipped")
    counts = runs.manifest_of(run)["counts"]
    assert counts["found"] == 5 == counts["used"] + counts["merged"] + counts["skipped"]


def test_run_that_finds_nothing_usable_says_why(tmp_path: Path) -> None:
    with serving(*PAPERS) as server:
        body = server.answer("/api/query?search_query=&start=0&max_results=100").body
        server.canned = Answer(re.sub(rb"abs/2101[^<]*</id>", b"abs/x</id>", body))
        done = runs.synth("generate", runs.QUESTION, "--no-pdf", *runs.places(tmp_path), environ=server.environ)
    assert done.exit_code == 1
    assert "5 left out: Dense" in done.stderr
    assert "without an arXiv identifier" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_limits_of_entries_are_settings(server: ArxivServer, tmp_path: Path) -> None:
    one = ArxivClient(server, tmp_path, LimitSettings(max_abstract_chars=10))
    (skip,) = one.find().skips
    one.session.close()
    assert (skip.paper_id, skip.reason) == ("2101.00001v1", "its abstract is longer than 10 characters")
