import json
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synth.errors import SourceError
from synth.models import Found, Paper, Query, Question
from synth.settings import ArxivSettings, LimitSettings, RequestSettings, SearchSettings
from synth.sources.arxiv import ArxivSource
from synth.sources.crossref import Crossref
from synth.sources.database import Asking, Database, DatabaseSource, Scheme, plain_markup
from synth.sources.europe_pmc import EuropePmc
from synth.sources.http_session import HttpSession
from synth.sources.openalex import OpenAlex
from synth.sources.semantic_scholar import SemanticScholar
from synth.sources.session import ArxivSession
from synth.sources.transport import Exchange

QUESTION = Question(text="Do tunnels help?", kind="effect", subjects=("tunnels",), terms=("tunnels",))
NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)


def found_by(source: DatabaseSource, monkeypatch: pytest.MonkeyPatch, entries: object) -> Found:
    """What a search finds where the database sends these entries."""
    body = json.dumps(entries).encode()

    def get(session: HttpSession, url: str, max_bytes: int, flaw: Callable[[Exchange], str | None],
            headers: Mapping[str, str] = {}) -> Exchange:  # fmt: skip
        return Exchange(200, body=body)

    monkeypatch.setattr(HttpSession, "get", get)
    return source.find(QUESTION, (Query(step=1, search_query="tunnels", plain="tunnels"),), SearchSettings())


@pytest.fixture
def source(tmp_path: Path) -> DatabaseSource:
    return opened(OpenAlex(), tmp_path)


def opened(database: Database, tmp_path: Path) -> DatabaseSource:
    settings = ArxivSettings(base_url="http://127.0.0.1:9", interval_s=0, turns_folder=tmp_path)
    arxiv = ArxivSource(ArxivSession(settings), tmp_path, settings, lambda: NOON)
    asked = RequestSettings(interval_s=0, max_tries=1, backoff_s=0.001, turns_folder=tmp_path)
    limits = LimitSettings()
    return DatabaseSource(database, asked, "http://127.0.0.1:9", limits, tmp_path, arxiv, lambda: NOON)


@pytest.mark.parametrize(
    "address",
    [
        "http://papers.example.org/a.pdf",
        "https://127.0.0.1/a.pdf",
        "https://[::1]/a.pdf",
        "https://localhost/a.pdf",
        "https://printer.local/a.pdf",
        "https://intranet/a.pdf",
        "https://papers.example.org:8443/a.pdf",
        "ftp://papers.example.org/a.pdf",
        "file:///etc/passwd",
        "https://user@[",
    ],
)
def test_fetch_asks_no_address_of_a_network_of_ones_own(address: str, source: DatabaseSource) -> None:
    paper = Paper(paper_id="doi:10.1/a", title="A", open_files=(address,))
    with pytest.raises(SourceError, match="at no public https address"):
        source.fetch(paper)


@pytest.mark.parametrize("resolved", ["10.0.0.7", "127.0.0.1", "169.254.1.1", "fe80::1%eth0"])
def test_fetch_asks_no_public_name_of_a_private_address(
    resolved: str, source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = socket.AF_INET6 if ":" in resolved else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked: [(family, 1, 6, "", (resolved, 443))])
    paper = Paper(paper_id="doi:10.1/a", title="A", open_files=("https://papers.example.org/a.pdf",))
    with pytest.raises(SourceError, match="at no public https address"):
        source.fetch(paper)


@pytest.mark.parametrize(
    ("database", "scheme", "address"),
    [
        (OpenAlex(), "doi", "works?filter=doi%3A10.1%2Fa%7C10.1%2Fb&per-page=4&page=1"),
        (OpenAlex(), "pmid", "works?filter=ids.pmid%3A10.1%2Fa%7C10.1%2Fb&per-page=4&page=1"),
        (Crossref(), "doi", "works?filter=doi%3A10.1%2Fa%2Cdoi%3A10.1%2Fb&rows=4&offset=0&select=DOI"),
        (EuropePmc(), "doi", "search?query=%28DOI%3A%2210.1%2Fa%22+OR+DOI%3A%2210.1%2Fb%22%29&"),
        (EuropePmc(), "pmcid", "search?query=%28PMCID%3A10.1%2Fa+OR+PMCID%3A10.1%2Fb%29&"),
        (EuropePmc(), "pmid", "search?query=%28%28EXT_ID%3A10.1%2Fa+AND+SRC%3AMED%29+OR+%28EXT_ID%3A10.1%2Fb+AND"),
    ],
)
def test_condition_asks_for_any_of_some_identifiers(database: Database, scheme: Scheme, address: str) -> None:
    condition = database.condition(scheme, ["10.1/a", "10.1/b"])
    assert database.address(Asking("", condition, None, 4)).startswith(address)


def test_look_up_asks_nothing_of_a_database_that_does_not_know_such_identifiers(source: DatabaseSource) -> None:
    source._database = SemanticScholar()
    assert source.look_up("doi", ["10.1/a"]) == Found(papers=())
    source._database = Crossref()
    assert source.look_up("pmid", ["345"]) == Found(papers=())
    assert source.look_up("doi", ["10.1/a,b", "10.1/a|b"]) == Found(papers=())
    assert source.look_up("doi", ["10.48550/arxiv.2101.00001"] * 60) == Found(papers=())  # registered with DataCite


def test_look_up_notes_that_no_answer_came(source: DatabaseSource) -> None:
    answer = source.look_up("doi", [f"10.1/{number}" for number in range(60)])
    (run,) = answer.queries
    assert (answer.papers, "could not be reached" in (run.note or "")) == ((), True)


@pytest.mark.parametrize(
    ("database", "entry"),
    [
        (OpenAlex(), {"id": "https://openalex.org/W1", "title": "T", "doi": "https://doi.org/DOI"}),
        (EuropePmc(), {"id": "1", "source": "MED", "title": "T", "doi": "DOI"}),
        (SemanticScholar(), {"paperId": "1", "title": "T", "externalIds": {"DOI": "DOI"}}),
    ],
)
def test_paper_has_its_whole_doi(database: Database, entry: dict[str, object]) -> None:
    """Cut before "<", it would be that of all papers of the issue, which would count as one."""
    doi = "10.1175/1520-0469(1995)052<2404:dcitad>2.0.co;2"
    assert database.paper(json.loads(json.dumps(entry).replace("DOI", doi).replace(f'{{"{doi}"', '{"DOI"'))).doi == doi


@pytest.mark.parametrize(
    ("said", "retracted", "doubted"),
    [
        ({}, False, False),
        ({"pubTypeList": {"pubType": ["Retracted Publication"]}}, True, False),
        ({"commentCorrectionList": {"commentCorrection": [{"type": "Retraction in"}]}}, True, False),
        ({"commentCorrectionList": {"commentCorrection": [{"type": "Expression of concern in"}]}}, False, True),
        ({"commentCorrectionList": {"commentCorrection": [{"type": "Comment in"}, {"id": "2"}]}}, False, False),
    ],
)
def test_paper_of_europe_pmc_has_the_notices_on_it(said: dict[str, object], retracted: bool, doubted: bool) -> None:
    paper = EuropePmc().paper({"id": "1", "source": "MED", "title": "T"} | said)
    assert (paper.retracted is not None, paper.concern is not None) == (retracted, doubted)


def test_europe_pmc_is_asked_for_all_on_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [{"id": str(number), "source": "MED", "title": f"Tunnels {number}"} for number in range(300)]
    found = found_by(opened(EuropePmc(), tmp_path), monkeypatch, {"hitCount": 900, "resultList": {"result": articles}})
    (run,) = found.queries
    assert (run.total, len(run.gave)) == (900, SearchSettings().max_papers * SearchSettings().candidates_per_paper)


def test_plain_markup_takes_tags_entities_and_tex_away() -> None:
    assert plain_markup("<i>E. coli</i> &amp; more at $x^2$") == "E. coli & more at x²"
    assert plain_markup("<jats:p>One.</jats:p><jats:p>Two.</jats:p>") == "One. Two."
    assert plain_markup(None) == ""


def test_find_takes_dates_that_no_calendar_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [
        {"DOI": f"10.1000/{number}", "title": ["A"], "issued": {"date-parts": [parts]}}
        for number, parts in enumerate([[10**30], [2020, 10**18, 1], [-1], [2020, 13, 1], [0, 0, 0], [2020]])
    ]
    answer = {"message": {"total-results": len(items), "items": items}}
    papers = found_by(opened(Crossref(), tmp_path), monkeypatch, answer).papers
    assert [paper.year for paper in papers] == [None, None, None, None, None, 2020]


def test_find_leaves_out_entries_with_names_and_texts_of_any_length(
    source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = [
        {"id": "https://openalex.org/W1", "title": "Too long", "doi": "https://doi.org/10.1000/" + "7" * 150},
        {"id": "https://openalex.org/W" + "2" * 300, "title": "Too long"},
        {"id": "https://openalex.org/W٣", "title": "Not ASCII"},
        {"id": "https://openalex.org/W4", "title": "t" * 1_000_001},
        {"id": "https://openalex.org/W5", "title": "Slashes", "doi": "https://doi.org/10.1000/" + "/" * 120},
        {"id": "https://openalex.org/W6", "title": "Usual"},
        {"id": "https://openalex.org/W7", "title": "Not to be written", "ids": {"pmid": "1\ud800"}},
    ]
    found = found_by(source, monkeypatch, {"meta": {"count": 7}, "results": works})
    assert [paper.title for paper in found.papers] == ["Slashes", "Usual"]
    assert [(len(skip.title), skip.reason) for skip in found.skips] == [
        *[(0, "an entry that cannot be read")] * 3,
        (300, "longer than 1,000,000 characters"),
        (17, "has half a character, which no file can hold"),
    ]


def test_find_reads_no_more_entries_than_it_asked_for(source: DatabaseSource, monkeypatch: pytest.MonkeyPatch) -> None:
    works = [{"id": f"https://openalex.org/W{number}", "title": "A"} for number in range(1_000)]
    found = found_by(source, monkeypatch, {"meta": {"count": 1}, "results": works})
    assert len(found.papers) == RequestSettings().page_size


def test_find_reads_the_first_words_of_an_endless_abstract(
    source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = {"odd": [*range(1, 100_000, 2)], "even": [*range(0, 100_000, 2)]}
    works = [{"id": "https://openalex.org/W1", "title": "A", "abstract_inverted_index": index}]
    (paper,) = found_by(source, monkeypatch, {"meta": {"count": 1}, "results": works}).papers
    assert paper.abstract == " ".join(["even odd"] * 2_500)


def test_fetch_keeps_an_open_copy_whatever_the_length_of_its_address(
    source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_by(source, monkeypatch, "this is what every request gives")
    monkeypatch.setattr(DatabaseSource, "_may_ask", lambda source, address: True)
    first, second = ("https://papers.example.org/" + "a" * 2_000 + end for end in "12")
    assert source._file(first) == source._file(first) != b""
    monkeypatch.setattr(HttpSession, "get", lambda *asked: Exchange(404))
    assert source._file(first) == b'"this is what every request gives"'
    with pytest.raises(SourceError, match="HTTP 404"):
        source._file(second)


def test_fetch_tries_few_of_the_open_copies_that_a_database_names(
    source: DatabaseSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def may_ask(source: DatabaseSource, address: str) -> bool:
        asked.append(address)
        return False

    monkeypatch.setattr(DatabaseSource, "_may_ask", may_ask)
    addresses = tuple(f"https://papers.example.org/{number}.pdf" for number in range(100))
    with pytest.raises(SourceError, match="at no public https address"):
        source.fetch(Paper(paper_id="doi:10.1/a", title="A", open_files=addresses))
    assert asked == [*addresses[:5]]
