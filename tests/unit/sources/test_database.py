import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synth.errors import SourceError
from synth.models import Found, Paper
from synth.settings import ArxivSettings, LimitSettings, RequestSettings
from synth.sources import ArxivSession, ArxivSource
from synth.sources.crossref import Crossref
from synth.sources.database import Asking, Database, DatabaseSource, Scheme, plain_markup
from synth.sources.europe_pmc import EuropePmc
from synth.sources.openalex import OpenAlex
from synth.sources.semantic_scholar import SemanticScholar

NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> DatabaseSource:
    settings = ArxivSettings(base_url="http://127.0.0.1:9", interval_s=0)
    arxiv = ArxivSource(ArxivSession(settings, lock_folder=tmp_path), tmp_path, settings, lambda: NOON)
    asked = RequestSettings(interval_s=0, max_tries=1, backoff_s=0.001)
    limits = LimitSettings()
    return DatabaseSource(
        OpenAlex(), asked, "http://127.0.0.1:9", limits, tmp_path, arxiv, lambda: NOON, lock_folder=tmp_path
    )


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


def test_look_up_notes_that_no_answer_came(source: DatabaseSource) -> None:
    answer = source.look_up("doi", [f"10.1/{number}" for number in range(60)])
    (run,) = answer.queries
    assert (answer.papers, "could not be reached" in (run.note or "")) == ((), True)


def test_plain_markup_takes_tags_entities_and_tex_away() -> None:
    assert plain_markup("<i>E. coli</i> &amp; more at $x^2$") == "E. coli & more at x²"
    assert plain_markup("<jats:p>One.</jats:p><jats:p>Two.</jats:p>") == "One. Two."
    assert plain_markup(None) == ""
