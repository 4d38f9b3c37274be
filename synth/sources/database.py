"""Databases of papers besides arXiv: what each has to know of its own, and the one source that asks any of them."""

import html
import ipaddress
import json
import re
import socket
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, get_args
from urllib.parse import urljoin

from pydantic import BaseModel, ValidationError

from synth.errors import AbsentError, AnswerError, NetworkError, SourceError
from synth.models import DatabaseName, Fetched, Found, Paper, Query, QueryRun, Question, RunSource, Screened, SourceKind
from synth.settings import LimitSettings, RequestSettings, SearchSettings
from synth.sources.address_parts import parts_of, redirected
from synth.sources.answer_cache import AnswerCache, QueryAnswer
from synth.sources.arxiv import ArxivSource
from synth.sources.file_kind import HEAD_BYTES, content_kind
from synth.sources.http_session import ABSENT, HttpSession
from synth.sources.metadata import MAX_TITLE_CHARS, plain_text, why_unfit
from synth.sources.protocol import abstract_of
from synth.sources.session import download_flaw
from synth.system.clock import Clock

MAX_ANSWER_BYTES = 20_000_000  # a page of 100 works of OpenAlex has some 2 MB; in memory, 35 times as much
MAX_OPEN_COPIES = 5  # of a paper, of which a database may name any number
MAX_PAGES = 3  # of a query: what comes later bears on little
MAX_AT_ONCE = 50  # identifiers in one query: OpenAlex takes a hundred, and an address has its limits
COPIES_EACH = 2  # entries wanted for an identifier: Europe PMC has an article and its preprint under one DOI
NOT_READ = "an entry that cannot be read"
_SEPARATORS = frozenset(',|"')
"""What parts the identifiers in a condition of one database or another."""
_BLOCKS = re.compile(r"</?(?:jats:)?(?:p|title|sec|h\d|br|div)\b[^<>]{0,200}>")
_TAGS = re.compile(r"<[^<>]{0,200}>")


Scheme = Literal["doi", "pmid", "pmcid"]
"""What identifiers there are by which databases besides arXiv know papers."""
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


class Listing(BaseModel):
    """One page of an answer: its entries, each as it came, and how many there are in all."""

    entries: Sequence[object]
    total: int


class Asking(NamedTuple):
    """One page of a query: its words, or a condition in the database's own terms, the earliest date wanted, the page's
    number from 1 and size, the user's key and address, where there are any.
    """

    words: str
    condition: str
    since: date | None
    size: int
    page: int = 1
    key: str = ""
    contact: str = ""


class Database(ABC):
    """What is particular to one database; each is one small file."""

    name: DatabaseName
    title: str
    base: str
    """Every address begins with it, unless another is set by SYNTH_NAME_URL."""
    in_turn = True
    """Whether broader queries follow narrow ones, or one query has all words."""
    largest_page: int | None = None
    """How many entries an answer may have where it is asked for as one page, None where for several of `page_size`."""
    key_header: str | None = None
    """The header that takes a key, None where the address does."""
    listing: type[Listing]
    """How an answer is read; it is not valid where it is none of this database's."""

    @abstractmethod
    def address(self, asking: Asking) -> str:
        """The address of a page of an answer, below `base`."""

    @abstractmethod
    def condition(self, scheme: Scheme, values: Sequence[str]) -> str:
        """What papers with one of these identifiers meet, in the database's own terms; "" where it has none such."""

    @abstractmethod
    def paper(self, entry: object) -> Paper:
        """The paper of an entry. Raises ValidationError, ValueError where it cannot be one."""

    def files(self, paper: Paper) -> tuple[str, ...]:
        """Where a copy that is open to all can be had, below `base`, the best first; what it knows elsewhere is the
        paper's own (`open_files`)."""
        return ()


class DatabaseSource:
    """Papers that one database knows: what arXiv has is fetched there, what is open elsewhere from there.

    Answers are kept below `cache_dir` for `settings.query_lifetime_s`, files for ever.
    """

    def __init__(
        self,
        database: Database,
        settings: RequestSettings,
        base: str,
        limits: LimitSettings,
        cache_dir: Path,
        arxiv: ArxivSource,
        now: Clock,
        *,
        key: str = "",
        contact: str | None = None,
    ) -> None:
        self.name: RunSource = database.name
        self.title = database.title
        self._database = database
        self._settings = settings
        self._limits = limits
        self._base = base
        self._cache = AnswerCache(cache_dir)
        self._arxiv = arxiv
        self._now = now
        self._key, self._contact = key, contact or ""
        open_session = partial(HttpSession, contact=contact, now=now)
        redirect = partial(redirected, database.title, self._may_ask)
        server = f"{database.name}-{sha256(self._base.encode()).hexdigest()[:8]}"
        self._session = open_session(database.title, server, settings, redirect)
        self._files = open_session(f"{database.title}'s open copies", "open-copies", settings, redirect)

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """Papers for a question, order as found, each once; an entry that cannot be a paper is a skip.

        A database that does not answer, or answers with something else, gives what came before, and says so in the
        note of that query.
        """
        wanted = settings.max_papers * settings.candidates_per_paper
        found: dict[str, Paper] = {}
        skips: dict[str, Screened] = {}
        runs: list[QueryRun] = []
        for query in queries if self._database.in_turn else queries[:1]:
            if len(found) >= wanted:
                break
            words = query.plain if self._database.in_turn else " ".join(question.terms)
            try:
                answer = self._answer(Asking(words, "", settings.since, self._page_size(wanted)), wanted)
            except (NetworkError, AnswerError) as error:
                runs.append(self._nothing().as_run(words, self.title, error.message))
                break
            for paper in answer.papers:
                found.setdefault(paper.paper_id, paper)
            skips |= {skip.paper_id: skip for skip in answer.skips}
            runs.append(answer.as_run(words, self.title))
        left_out = tuple(skip for paper_id, skip in skips.items() if paper_id not in found)
        named = self._with_versions(tuple(found.values()))
        name_of = dict(zip(found, (paper.paper_id for paper in named), strict=True))
        put = (each.model_copy(update={"gave": tuple(name_of[given] for given in each.gave)}) for each in runs)
        return Found(papers=named, queries=tuple(put), skips=left_out)

    def works(self, condition: str, wanted: int, *, versions: bool = True) -> Found:
        """The first papers that meet a condition in the database's own terms. Raises NetworkError, AnswerError.

        Without `versions` arXiv is not asked for those that are its own.
        """
        asking = Asking("", condition, None, self._page_size(wanted))
        answer = self._answer(asking, wanted)
        if versions:
            answer = answer.model_copy(update={"papers": self._with_versions(answer.papers)})
        return Found(papers=answer.papers, queries=(answer.as_run(condition, self.title),), skips=answer.skips)

    def look_up(self, scheme: Scheme, values: Sequence[str], *, versions: bool = True) -> Found:
        """The papers with these identifiers, "10.1000/182" or "345", that the database knows.

        A query for each 50 of them, none where the database does not know papers by such; one that is not answered has
        a note and is the last. Identifiers that its conditions cannot hold are not asked for. `versions` as of `works`.
        """
        papers: dict[str, Paper] = {}
        runs: list[QueryRun] = []
        askable = [value for value in dict.fromkeys(values) if not set(value) & _SEPARATORS]
        for start in range(0, len(askable), MAX_AT_ONCE):
            some = askable[start : start + MAX_AT_ONCE]
            condition = self._database.condition(scheme, some)
            if not condition:
                continue
            try:
                answer = self.works(condition, COPIES_EACH * len(some), versions=versions)
            except (NetworkError, AnswerError) as error:
                runs.append(self._nothing().as_run(condition, self.title, error.message))
                break
            papers |= {paper.paper_id: paper for paper in answer.papers}
            runs += answer.queries
        return Found(papers=tuple(papers.values()), queries=tuple(runs))

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """What arXiv has of a paper, else an open copy, else its abstract, with a note why it is not a better one.

        Raises SourceError where nothing is left to try.
        """
        if paper.arxiv_id is not None:
            return self._arxiv.fetch(paper, without)
        reasons: list[str] = []
        base = f"{self._base}/"
        addresses = (*(urljoin(base, path) for path in self._database.files(paper)), *paper.open_files)
        for address in addresses[:MAX_OPEN_COPIES]:
            try:
                data = self._file(address)
                kind = content_kind(data[:HEAD_BYTES])
            except SourceError as error:
                reasons.append(error.message)
                continue
            if kind not in without:
                return Fetched(kind=kind, data=data, origin=address, note="; ".join(reasons) or None)
        if paper.abstract and "abstract" not in without:
            return abstract_of(paper, "; ".join(dict.fromkeys([*reasons, "only the abstract was read"])))
        lacking = "no open copy of it" if "abstract" in without else "neither an open copy nor an abstract of it"
        reason = "; ".join(reasons) or f"{self.title} knows {lacking}"
        raise SourceError(reason, item=paper.paper_id, stage="fetch")

    def _page_size(self, wanted: int) -> int:
        return min(self._database.largest_page or self._settings.page_size, wanted)

    def _nothing(self) -> QueryAnswer:
        return QueryAnswer(asked_at=self._now(), total=0, papers=())

    def _file(self, address: str) -> bytes:
        """The bytes at an address, kept for ever. Raises SourceError."""

        def fetch() -> tuple[bytes, str]:
            if not self._may_ask(address):
                raise SourceError("its open copy is at no public https address", item=address[:200], stage="fetch")
            session = self._session if address.startswith(f"{self._base}/") else self._files
            exchange = session.get(address, self._settings.max_download_bytes, lambda got: download_flaw(got.body))
            if exchange.status != 200:
                kind = AbsentError if exchange.status in ABSENT else SourceError
                raise kind(f"no open copy of it (HTTP {exchange.status})", item=address[:200], stage="fetch")
            return exchange.body, address

        return self._cache.fetched("open copy", address, fetch, self._now, self._settings.query_lifetime_s)[0]

    def _answer(self, asking: Asking, wanted: int) -> QueryAnswer:
        """What a query gives, from the last day's answers or from the database."""
        kept_as = f"{self._base} {wanted} {self._database.address(asking)}"
        now = self._now()
        kept = self._cache.query(kept_as, now, self._settings.query_lifetime_s)
        if kept is not None:
            return kept
        papers: dict[str, Paper] = {}
        skips: list[Screened] = []
        total = 0
        for page in range(1, 1 + (1 if self._database.largest_page else MAX_PAGES)):
            asked = asking._replace(page=page, key=self._key, contact=self._contact)
            listing = self._page(self._database.address(asked))
            total = max(total, listing.total)
            for entry in listing.entries[: asking.size]:
                paper = self._paper(entry, len(skips))
                if isinstance(paper, Screened):
                    skips.append(paper)
                else:
                    papers.setdefault(paper.paper_id, paper)
            if len(listing.entries) < asking.size or len(papers) >= wanted:
                break
        answer = QueryAnswer(asked_at=now, total=total, papers=tuple(papers.values()), skips=tuple(skips))
        self._cache.keep_query(kept_as, answer)
        return answer

    def _with_versions(self, papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
        """The papers, those on arXiv at the version that arXiv has now, with what it says of them."""
        named = sorted({paper.work_id for paper in papers if paper.arxiv_id is not None})
        try:
            known = {paper.work_id: paper for paper in self._arxiv.latest(named)}
        except (NetworkError, AnswerError):
            return papers
        return tuple(
            _with_version(paper, known[paper.work_id]) if paper.work_id in known else paper for paper in papers
        )

    def _page(self, path: str) -> Listing:
        """One page of an answer. Raises NetworkError, AnswerError."""
        header = self._database.key_header
        headers = {header: self._key} if header and self._key else {}
        exchange = self._session.get(f"{self._base}/{path}", MAX_ANSWER_BYTES, lambda got: None, headers)
        if exchange.status != 200:
            raise self._error(f"refused the query with HTTP {exchange.status}")
        try:
            return self._database.listing.model_validate(json.loads(exchange.body))
        except (ValueError, RecursionError) as error:
            raise self._error("answered with something that is not its API's") from error

    def _paper(self, entry: object, number: int) -> Paper | Screened:
        """The paper of an entry, or why there is none."""
        try:
            paper = self._database.paper(entry)
        except (ValidationError, ValueError):
            name = f"{self._database.name}:entry-{number + 1}"
            return Screened(paper_id=name, title="", stage="search", reason=NOT_READ)
        if (reason := why_unfit(paper, self._limits)) is not None:
            return Screened(paper_id=paper.paper_id, title=paper.title[:MAX_TITLE_CHARS], stage="search", reason=reason)
        return paper

    def _may_ask(self, address: str) -> bool:
        """Whether an address may be asked: below the base, or a public name by https, none of a local network."""
        if address.startswith(f"{self._base}/"):
            return True
        parts = parts_of(address)
        host = parts.hostname or ""
        is_named = parts.scheme == "https" and parts.port in (None, 443) and bool(_PUBLIC_NAME.fullmatch(host))
        return is_named and _is_public(host)

    def _error(self, message: str) -> AnswerError:
        return AnswerError(message, item=self.title, stage="search", remedy="try again later")


def _is_public(host: str) -> bool:
    """Whether a name leads to the internet alone; a name that is unknown here may be known to a proxy."""
    try:
        found = socket.getaddrinfo(host, 443)
    except OSError:
        return True
    return all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global for *_, address in found)


def _with_version(paper: Paper, known: Paper) -> Paper:
    """A paper as arXiv knows it, with what the database adds."""
    printed = {"doi": known.doi or paper.doi, "journal_ref": known.journal_ref or paper.journal_ref}
    added = {"ids": paper.ids, "open_files": paper.open_files, "retracted": paper.retracted, "concern": paper.concern}
    return known.model_copy(update=printed | added)


_PUBLIC_NAME = re.compile(r"(?!(?:.*\.)?(?:localhost|local|internal|lan|home|arpa)$)(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+")
"""A host's name with a domain: no number, and none of the names that mean this machine or its network."""


def known_ids(known: Mapping[str, str | None]) -> tuple[str, ...]:
    """Identifiers with their schemes, of those that are known: "pmid:345"."""
    return tuple(f"{scheme}:{value}" for scheme, value in known.items() if value)


def plain_markup(text: str | None) -> str:
    """Text without tags and entities, then without TeX: "<i>E. coli</i> &amp; more" gives "E. coli & more"."""
    return plain_text(html.unescape(_TAGS.sub("", _BLOCKS.sub(" ", text or ""))))


def day(text: str | None) -> date | None:
    """A date as databases write it ("2020-05-22"), None for anything else."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
