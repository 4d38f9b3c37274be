"""What arXiv and other databases answered, kept on this disk: queries for a day, versions and files for ever.

That there is no such file is kept for a day, too.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from filelock import FileLock
from pydantic import ValidationError

from synth.errors import AbsentError
from synth.models import Model, Paper, QueryRun, Screened
from synth.system.disk import make_folder, write_atomically

MAX_NAME_CHARS = 150
"""Of a file's name; of what is longer, such as the address of an open copy, a hash stands for the rest."""
_Kept = TypeVar("_Kept", bound=Model)


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


_SHELVES: dict[str, type[Model]] = {"queries": QueryAnswer, "papers": Paper, "files": KeptFile, "absent": Absence}


class AnswerCache:
    """A folder with `queries/`, `papers/`, `files/` and `absent/` by what was asked, and `content/` by SHA-256.

    Everything is written whole or not at all; what is found damaged is as good as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def query(self, key: str, now: datetime, lifetime_s: float) -> QueryAnswer | None:
        """The answer to a query, if it was asked within the last `lifetime_s` seconds."""
        answer = _load(QueryAnswer, self._query_path(key))
        if answer is None or not 0 <= (now - answer.asked_at).total_seconds() < lifetime_s:
            return None
        return answer

    def keep_query(self, key: str, answer: QueryAnswer) -> None:
        """Keep the answer to a query, and every version in it."""
        self._store(self._query_path(key), answer)
        for paper in answer.papers:
            self.keep_paper(paper)

    def paper(self, arxiv_id: str) -> Paper | None:
        """The metadata of one version; its identifier names the version."""
        return _load(Paper, self._named("papers", arxiv_id))

    def keep_paper(self, paper: Paper) -> None:
        """Keep the metadata of a version."""
        self._store(self._named("papers", paper.paper_id), paper)

    def fetched(
        self,
        form: str,
        arxiv_id: str,
        fetch: Callable[[], tuple[bytes, str]],
        now: datetime,
        lifetime_s: float,
        *,
        keep: bool = True,
    ) -> tuple[bytes, str]:
        """The bytes and the address of a kept file, else those that `fetch` gives, kept where they are to be.

        One process at a time fetches a file, and others find what it has fetched; of sixteen locks each file has one,
        so that who waits for another try holds few back. Raises what `fetch` does, and its AbsentError again, without
        a call of it, for `lifetime_s` seconds.
        """
        known = self._known(form, arxiv_id, now, lifetime_s)
        if known is not None:
            return known
        make_folder(self._folder)
        with FileLock(self._folder / f"fetching-{sha256(arxiv_id.encode()).hexdigest()[0]}.lock"):
            known = self._known(form, arxiv_id, now, lifetime_s)
            if known is not None:
                return known
            try:
                data, url = fetch()
            except AbsentError as error:
                self._store(self._named("absent", f"{form} {arxiv_id}"), Absence(asked_at=now, reason=error.message))
                raise
            if data and keep:
                self.keep_file(form, arxiv_id, data, url)
        return data, url

    def _known(self, form: str, arxiv_id: str, now: datetime, lifetime_s: float) -> tuple[bytes, str] | None:
        kept = self.file(form, arxiv_id)
        absence = None if kept else _load(Absence, self._named("absent", f"{form} {arxiv_id}"))
        if absence and 0 <= (now - absence.asked_at).total_seconds() < lifetime_s:
            raise AbsentError(absence.reason, item=arxiv_id[:200], stage="fetch")
        return kept

    def file(self, form: str, arxiv_id: str) -> tuple[bytes, str] | None:
        """The bytes of a kept file, checked against their SHA-256, and the address that they came from."""
        kept = _load(KeptFile, self._named("files", f"{form} {arxiv_id}"))
        if kept is None:
            return None
        data = self.content(kept.sha256)
        return None if data is None else (data, kept.url)

    def content(self, digest: str) -> bytes | None:
        """The bytes kept under a SHA-256 (hex), or None where they are not there whole."""
        try:
            data = self._content(digest).read_bytes()
        except OSError:
            return None
        return data if sha256(data).hexdigest() == digest else None

    def papers(self) -> Iterator[Paper]:
        """The metadata of every version that is kept whole."""
        for path in sorted((self._folder / "papers").glob("*.json")):
            if (paper := _load(Paper, path)) is not None:
                yield paper

    def damaged(self) -> Iterator[Path]:
        """The files that cannot be read back, each of which is as good as absent."""
        for shelf, model in _SHELVES.items():
            yield from (path for path in sorted((self._folder / shelf).glob("*.json")) if _load(model, path) is None)
        for path in sorted((self._folder / "content").glob("??/*")):
            if not path.name.startswith(".") and self.content(path.name) is None:
                yield path

    def keep_file(self, form: str, arxiv_id: str, data: bytes, url: str) -> None:
        """Keep a file, its bytes first, so that the entry never names bytes that are not there."""
        kept = KeptFile(sha256=sha256(data).hexdigest(), url=url)
        write_atomically(self._content(kept.sha256), data)
        self._store(self._named("files", f"{form} {arxiv_id}"), kept)

    def _query_path(self, key: str) -> Path:
        return self._folder / "queries" / f"{sha256(key.encode()).hexdigest()}.json"

    def _named(self, shelf: str, name: str) -> Path:
        quoted = quote(name, safe="")
        if len(quoted) > MAX_NAME_CHARS:
            quoted = f"{quoted[:MAX_NAME_CHARS]}-{sha256(name.encode()).hexdigest()}"
        return self._folder / shelf / f"{quoted}.json"

    def _content(self, digest: str) -> Path:
        return self._folder / "content" / digest[:2] / digest

    def _store(self, path: Path, model: Model) -> None:
        write_atomically(path, json.dumps(model.model_dump(mode="json"), ensure_ascii=False).encode())


def _load(model: type[_Kept], path: Path) -> _Kept | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
