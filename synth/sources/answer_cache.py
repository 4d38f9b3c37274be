"""What arXiv and other databases answered, kept on this disk: queries for a day, versions and files for ever.

That there is no such file is kept for a day, too.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock

from synth.errors import AbsentError
from synth.models import Model, Paper, QueryRun, Screened
from synth.system.clock import Clock
from synth.system.disk import make_folder
from synth.system.store import Store, sha256


class QueryAnswer(Model):
    """What a query gave: papers in order, entries left out, how many papers there are in all, and when it was asked."""

    asked_at: datetime
    total: int
    papers: tuple[Paper, ...]
    skips: tuple[Screened, ...] = ()

    @property
    def searched_on(self) -> date:
        """The day of the search, in UTC."""
        return self.asked_at.date()

    def as_run(self, words: str, source: str, note: str | None = None) -> QueryRun:
        """The query as it was put to a source, and what it gave; `note` says why an answer is missing."""
        return QueryRun(
            search_query=words,
            source=source,
            searched_on=self.searched_on,
            total=self.total,
            received=len(self.papers),
            gave=tuple(paper.paper_id for paper in self.papers),
            note=note,
        )


class KeptFile(Model):
    """A file of one version of a paper: the SHA-256 (hex) that its bytes are kept under, and where they came from."""

    sha256: str
    url: str


class Absence(Model):
    """That a server has no such file: why, and when it was asked."""

    asked_at: datetime
    reason: str


class AnswerCache:
    """A folder with what was answered to each question, and with the bytes of files; what is damaged is as good as
    absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = Store(folder)

    def query(self, key: str, now: datetime, lifetime_s: float) -> QueryAnswer | None:
        """The answer to a query, if it was asked within the last `lifetime_s` seconds."""
        answer = self._store.result(_key("query", key), QueryAnswer)
        return answer if answer and _is_fresh(answer, now, lifetime_s) else None

    def keep_query(self, key: str, answer: QueryAnswer) -> None:
        """Keep the answer to a query, and every version in it."""
        self._store.keep(_key("query", key), answer)
        for paper in answer.papers:
            self.keep_paper(paper)

    def paper(self, arxiv_id: str) -> Paper | None:
        """The metadata of one version; its identifier names the version."""
        return self._store.result(_key("paper", arxiv_id), Paper)

    def keep_paper(self, paper: Paper) -> None:
        """Keep the metadata of a version."""
        self._store.keep(_key("paper", paper.paper_id), paper)

    def fetched(
        self,
        form: str,
        arxiv_id: str,
        fetch: Callable[[], tuple[bytes, str]],
        now: Clock,
        lifetime_s: float,
        *,
        keep: bool = True,
    ) -> tuple[bytes, str]:
        """The bytes and the address of a kept file, else those that `fetch` gives, kept where they are to be.

        One process at a time fetches a file, and others find what it has fetched; of sixteen locks each file has one,
        so that who waits for another try holds few back. What another found meanwhile is as old as it is when the wait
        is over, hence a clock and no time. Raises what `fetch` does, and its AbsentError again, without
        a call of it, for `lifetime_s` seconds.
        """
        known = self._known(form, arxiv_id, now(), lifetime_s)
        if known is not None:
            return known
        make_folder(self._folder)
        with FileLock(self._folder / f"fetching-{sha256(arxiv_id.encode())[0]}.lock"):
            known = self._known(form, arxiv_id, now(), lifetime_s)
            if known is not None:
                return known
            asked_at = now()
            try:
                data, url = fetch()
            except AbsentError as error:
                self._store.keep(_key("absence", form, arxiv_id), Absence(asked_at=asked_at, reason=error.message))
                raise
            if data and keep:
                self.keep_file(form, arxiv_id, data, url)
        return data, url

    def _known(self, form: str, arxiv_id: str, now: datetime, lifetime_s: float) -> tuple[bytes, str] | None:
        kept = self._store.result(_key("file", form, arxiv_id), KeptFile)
        data = self.content(kept.sha256) if kept else None
        absence = None if data is not None else self._store.result(_key("absence", form, arxiv_id), Absence)
        if absence and _is_fresh(absence, now, lifetime_s):
            raise AbsentError(absence.reason, item=arxiv_id[:200], stage="fetch")
        return (data, kept.url) if kept and data is not None else None

    def content(self, digest: str) -> bytes | None:
        """The bytes kept under a SHA-256 (hex), or None where they are not there whole."""
        return self._store.get(digest)

    def papers(self) -> Iterator[Paper]:
        """The metadata of every version that is kept whole."""
        return (paper for _, paper in self._store.results(Paper))

    def damaged(self) -> Iterator[Path]:
        """The files that cannot be read back, each of which is as good as absent."""
        _, damaged = self._store.check()
        yield from damaged.values()

    def keep_file(self, form: str, arxiv_id: str, data: bytes, url: str) -> None:
        """Keep a file, its bytes first, so that the entry never names bytes that are not there."""
        self._store.keep(_key("file", form, arxiv_id), KeptFile(sha256=self._store.put(data), url=url))


def _key(*asked: str) -> str:
    return sha256(json.dumps(asked).encode())


def _is_fresh(answer: QueryAnswer | Absence, now: datetime, lifetime_s: float) -> bool:
    return 0 <= (now - answer.asked_at).total_seconds() < lifetime_s
