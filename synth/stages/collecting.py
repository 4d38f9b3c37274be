"""Metadata by the million, from a snapshot or by OAI-PMH into the library: each goes on where it was ended."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from synth.errors import AnswerError, UsageError
from synth.library.catalogue import Step
from synth.models import Paper
from synth.settings import ArxivSettings
from synth.sources.arxiv_address import base_address
from synth.sources.session import ArxivSession
from synth.sources.snapshot import MAX_NAMED, Snapshot
from synth.stages.context import Context

MB = 1_000_000


@dataclass
class Collected:
    """What a snapshot or a harvest gave: how many papers are new or have changed, and how many were deleted.

    `skips` counts what gave no paper; `skipped` has the line or the identifier of the first of these, with the reason.
    `resumed` is whether it went on where another one was ended.
    """

    added: int = 0
    removed: int = 0
    skips: int = 0
    skipped: dict[str, str] = field(default_factory=dict)
    resumed: bool = False


def import_snapshot(path: Path, context: Context) -> Collected:
    """Add the papers of a snapshot that the library lacks, or has in an older version or otherwise.

    A file is known again by its name, size and time of change. Raises UsageError, StorageError.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", item=str(path), stage="import") from error
    origin = f"{path.name} {status.st_size} {status.st_mtime_ns}"
    last = context.library.catalogue.last_step(origin)
    resumed = last is not None and not last.complete
    snapshot = Snapshot(path, context.settings.limits, int(last.position) if last and resumed else 0)

    def watched() -> Iterator[Paper]:
        for number, paper in enumerate(snapshot):
            if number % 1_000 == 0:
                context.progress("import", snapshot.bytes_read // MB, status.st_size // MB)
            yield paper

    def step() -> Step:
        return Step(origin=origin, position=str(snapshot.line), complete=snapshot.ended)

    added = context.library.add(watched(), step=step)
    skipped = {f"line {number}": reason for number, reason in snapshot.skipped.items()}
    return Collected(added, skips=snapshot.skips, skipped=skipped, resumed=resumed)


def harvest(arxiv: ArxivSettings, since: date | None, set_name: str | None, context: Context) -> Collected:
    """Add what arXiv has added, changed or deleted since a day, else since the last harvest of the same set.

    `arxiv` are the settings with the base of its OAI-PMH; `set_name` is such as cs or cs:cs:CL. A harvest that was
    ended goes on where it was; where arXiv no longer knows that place, it begins again. Raises NetworkError,
    AnswerError, StorageError.
    """
    from synth.sources.oai import PREFIX

    session = ArxivSession(arxiv, context.settings.limits)
    catalogue = context.library.catalogue
    origin = " ".join(filter(None, (base_address(arxiv), set_name)))
    last = catalogue.last_step(origin)
    resumed = last is not None and not last.complete and since in (None, last.since)
    if last is not None and not resumed:
        last = Step(origin=origin, since=since or last.began)
    at = last or Step(origin=origin, since=since)
    collected = Collected(resumed=resumed)
    done = 0
    try:
        while not at.complete:
            chosen = {"metadataPrefix": PREFIX, "from": at.since.isoformat() if at.since else None, "set": set_name}
            asked = {"resumptionToken": at.position} if at.position else chosen
            page = session.list_records({name: value for name, value in asked.items() if value})
            if page.expired:
                if not at.position:
                    raise AnswerError("knows no place to go on", item="arXiv", stage="harvest")
                at = at.model_copy(update={"position": ""})
                continue
            if page.token is not None and (page.token == at.position or not page.records):
                raise AnswerError("leads a harvest in a circle", item="arXiv", stage="harvest")
            began = at.began or page.answered_on
            at = at.model_copy(update={"position": page.token or "", "began": began, "complete": page.token is None})
            collected.added += context.library.add(page.papers, removed=page.removed, step=at.model_copy)
            collected.removed += len(page.removed)
            collected.skips += len(page.skipped)
            collected.skipped |= dict(islice(page.skipped.items(), MAX_NAMED - len(collected.skipped)))
            done += page.records
            context.progress("harvest", done, max(done, page.total))
    finally:
        session.close()
    return collected
