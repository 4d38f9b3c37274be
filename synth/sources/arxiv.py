"""arXiv as a source of papers: queries from narrow to wide, then LaTeX source, PDF or abstract of each paper."""

import zlib
from collections.abc import Sequence
from pathlib import Path

from synth.errors import AnswerError, NetworkError, SourceError
from synth.models import ARXIV_ID, Fetched, Found, Paper, Query, QueryRun, Question, RunSource, Screened, SourceKind
from synth.settings import ArxivSettings, SearchSettings
from synth.sources.answer_cache import AnswerCache, QueryAnswer
from synth.sources.arxiv_address import DownloadForm, base_address, download_address
from synth.sources.file_kind import HEAD_BYTES, content_kind, is_tar
from synth.sources.protocol import abstract_of
from synth.sources.session import ArxivSession
from synth.sources.withdrawal import is_withdrawal_notice
from synth.system.clock import Clock

_NOTICE_BYTES = 20_000


class ArxivSource:
    """Papers on arXiv. What it answered is kept below `cache_dir`: queries for a day, versions for ever."""

    name: RunSource = "arxiv"

    def __init__(self, session: ArxivSession, cache_dir: Path, settings: ArxivSettings, now: Clock) -> None:
        self._session = session
        self._cache = AnswerCache(cache_dir)
        self._settings = settings
        self._now = now

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """Put the queries from narrow to wide until enough papers are found; order as found, each version once.

        An entry of an answer that cannot be a paper is a skip. Where a query fails, those before it stand, and it has a
        note; where the first one fails, that is the error.

        Enough are `max_papers * candidates_per_paper`; for the widest query, which finds mostly what is beside the
        question, it is enough to have `max_papers`. Raises NetworkError, AnswerError.
        """
        wanted = settings.max_papers * settings.candidates_per_paper
        found: dict[str, Paper] = {}
        skips: dict[str, Screened] = {}
        runs: list[QueryRun] = []
        for number, query in enumerate(queries, start=1):
            if len(found) >= (wanted if number < len(queries) else settings.max_papers):
                break
            try:
                answer = self._answer(query.search_query, wanted)
            except (NetworkError, AnswerError) as error:
                if not runs:
                    raise
                nothing = QueryAnswer(asked_at=self._now(), total=0, papers=())
                runs.append(nothing.as_run(query.search_query, "arXiv", error.message))
                break
            for paper in answer.papers:
                found.setdefault(paper.paper_id, paper)
            for skip in answer.skips:
                skips.setdefault(skip.paper_id, skip)
            runs.append(answer.as_run(query.search_query, "arXiv"))
        left_out = tuple(skip for paper_id, skip in skips.items() if paper_id not in found)
        return Found(papers=tuple(found.values()), queries=tuple(runs), skips=left_out)

    def look_up(self, arxiv_ids: Sequence[str]) -> tuple[Paper, ...]:
        """Metadata of the papers with these identifiers, those that arXiv knows; versions once had are not asked again.

        Raises NetworkError, AnswerError.
        """
        from synth.sources.arxiv_search import look_up

        known = {arxiv_id: self._cache.paper(arxiv_id) for arxiv_id in arxiv_ids if ARXIV_ID.fullmatch(arxiv_id)}
        missing = tuple(arxiv_id for arxiv_id, paper in known.items() if paper is None)
        new = look_up(self._session, self._settings, missing) if missing else ()
        for paper in new:
            self._cache.keep_paper(paper)
        return (*(paper for paper in known.values() if paper is not None), *new)

    def latest(self, work_ids: Sequence[str]) -> tuple[Paper, ...]:
        """The papers with these identifiers at the version that arXiv has now, those that it knows; asked once a day.

        Raises NetworkError, AnswerError.
        """
        from synth.sources.arxiv_search import look_up

        key, now = f"{base_address(self._settings)} latest {' '.join(work_ids)}", self._now()
        answer = self._cache.query(key, now, self._settings.query_lifetime_s)
        if answer is None:
            papers = look_up(self._session, self._settings, tuple(work_ids)) if work_ids else ()
            answer = QueryAnswer(asked_at=now, total=len(papers), papers=papers)
            self._cache.keep_query(key, answer)
        return answer.papers

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """The LaTeX source of a paper, else its PDF, else its abstract, with a note why it is not a better one.

        Raises SourceError where the paper was withdrawn, or nothing is left to try.
        """
        reasons: list[str] = []
        forms: tuple[DownloadForm, ...] = ("e-print", "pdf")
        for form in forms:
            if form == "pdf" and "pdf" in without:
                continue
            try:
                data, url = self._file(form, paper.paper_id)
            except SourceError as error:
                reasons.append(error.message)
                continue
            kind = _kind(data)
            if form == "e-print" and kind != "pdf" and _is_notice(data):
                raise SourceError("withdrawn: its source is empty", item=paper.paper_id, stage="fetch")
            if form == "e-print" and kind == "pdf":
                reasons.append("no LaTeX source: its authors gave a PDF")
            elif kind is None:
                reasons.append(f"its {form} is in no form that can be read")
            if kind is not None and kind not in without:
                return Fetched(kind=kind, data=data, origin=url, note="; ".join(reasons) or None)
        if paper.abstract and "abstract" not in without:
            return abstract_of(paper, "; ".join(dict.fromkeys([*reasons, "only the abstract was read"])))
        raise SourceError("; ".join(reasons) or "no other form of it is there", item=paper.paper_id, stage="fetch")

    def _file(self, form: DownloadForm, arxiv_id: str) -> tuple[bytes, str]:
        """The bytes of a form and their address; kept for ever where the identifier names its version."""

        def fetch() -> tuple[bytes, str]:
            return self._session.download(form, arxiv_id), download_address(self._settings, form, arxiv_id)

        match = ARXIV_ID.fullmatch(arxiv_id)
        keep = bool(match and match["version"])
        return self._cache.fetched(form, arxiv_id, fetch, self._now, self._settings.query_lifetime_s, keep=keep)

    def _answer(self, search_query: str, limit: int) -> QueryAnswer:
        """What a query gives, from the last day's answers or from arXiv."""
        from synth.sources.arxiv_search import search  # loads an XML library, which a run without a new query spares

        key = f"{base_address(self._settings)} {limit} {search_query}"
        now = self._now()
        answer = self._cache.query(key, now, self._settings.query_lifetime_s)
        if answer is None:
            came = search(self._session, self._settings, search_query, limit)
            answer = QueryAnswer(asked_at=now, total=came.total, papers=came.papers, skips=came.skips)
            if came.complete:
                self._cache.keep_query(key, answer)
        return answer


def _kind(data: bytes) -> SourceKind | None:
    try:
        return content_kind(data[:HEAD_BYTES])
    except SourceError:
        return None


def _is_notice(data: bytes) -> bool:
    """Whether an e-print is nothing, or one short file that says no more than that the paper was withdrawn."""
    if len(data) > _NOTICE_BYTES:
        return False
    if data.startswith(b"\x1f\x8b"):
        data = zlib.decompressobj(wbits=31).decompress(data, _NOTICE_BYTES)
    return not is_tar(data) and is_withdrawal_notice(data.decode("latin-1"))
