"""A record asked again: what is new since, which directions changed; the old record then names the new one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.errors import UsageError
from synth.language.phrasing import counted
from synth.models import Answer, Record
from synth.models.answer import Vote
from synth.pipeline import generate
from synth.records.canonical import run_name
from synth.records.corrections import Change, correct
from synth.records.reader import read_answer, read_manifest, read_screened
from synth.records.run_folder import load_record, settings_of
from synth.settings import Settings
from synth.stages.context import Progress, quiet
from synth.stages.preparing import prepare
from synth.stages.searching import search
from synth.system.clock import Clock

BY = "synth watch"


class Watched(NamedTuple):
    """What asking again gave: the record as it stands now, and in words what is new; nothing where all is as it was.

    `unanswered` names the databases that gave no answer, with the reason; then nothing was concluded.
    """

    record: Record
    news: tuple[str, ...]
    unanswered: tuple[str, ...] = ()


def watch(
    folder: Path,
    asked: Settings,
    now: Clock,
    papers: Sequence[Path] = (),
    library: Path | None = None,
    templates: Path | None = None,
    progress: Progress = quiet,
) -> Watched:
    """Ask the question of a record again, of the same sources with the same settings; `asked` says how they are asked.

    Where papers or answers differ, a new record takes its place, the old one is kept beside it, and a line of its
    corrections names the new one. Where a database does not answer, the record stays. Raises UsageError for a record
    made with files that are not given, and whatever `generate` raises.
    """
    manifest = read_manifest(folder)
    if manifest.asked.papers and not papers:
        message = "was made with your own papers; name them again"
        raise UsageError(message, item=str(folder), stage="watch", remedy=f"--papers {manifest.asked.papers[0]}")
    stored = settings_of(folder, manifest)
    sides = [manifest.question.model_dump(mode="json")]
    name_with_sides = run_name(manifest.question.text, stored, manifest.asked, sides)  # of --compare and the like
    question = manifest.question if folder.resolve().name == name_with_sides else manifest.question.text
    at_once = {
        name: getattr(asked, name).model_copy(update={"query_lifetime_s": 0.0}) for name in ("arxiv", "databases")
    }
    sources = tuple(name for name in manifest.asked.sources if name not in ("papers", "sample"))
    sample = "sample" in manifest.asked.sources
    task, context = prepare(
        question,
        papers=papers,
        sources=sources,
        sample=sample,
        settings=stored.model_copy(update=at_once),
        library=library,
        progress=progress,
        now=now,
    )
    runs = search(task.question, task.sources, context).queries
    unanswered = tuple(dict.fromkeys(f"{run.source} gave no answer: {run.note}" for run in runs if run.note))
    if unanswered:
        return Watched(load_record(folder), (), unanswered)
    before = read_answer(folder), _cited(folder)
    record = generate(
        question,
        papers=papers,
        sources=sources,
        sample=sample,
        settings=stored.model_copy(update={"arxiv": asked.arxiv, "databases": asked.databases}),
        library=library,
        out=folder.resolve().parent,
        templates=templates,
        reuse=True,
        progress=progress,
        now=now,
    )
    made = Path(record.folder)
    news = () if record.reused else tuple(_news(before, (read_answer(made), _cited(made))))
    if news and record.replaced:
        reason = f"{record.record_id} takes its place: {'; '.join(news)}"[:1000]
        correct(Path(record.replaced), [Change(by=BY, what="newer record", reason=reason, state="CURRENT")], now())
    return Watched(record, news)


def _cited(folder: Path) -> dict[str, str]:
    """The titles of the papers that a record cites, by their identifiers. Raises RecordError."""
    return {row.paper_id: row.title for row in read_screened(folder) if row.decision == "used"}


def _news(before: tuple[Answer, dict[str, str]], after: tuple[Answer, dict[str, str]]) -> Iterator[str]:
    """What changed, in words; of each record its answer and what it cites."""
    (answer, titles), (new_answer, new_titles) = before, after
    for paper_id, title in new_titles.items():
        if paper_id not in titles:
            yield f"new: {title} ({paper_id})"
    for paper_id, title in titles.items():
        if paper_id not in new_titles:
            yield f"no longer cited: {title} ({paper_id})"
    then = {one.paper_id: one.direction for one in answer.papers}
    for one in new_answer.papers:
        if one.paper_id in then and then[one.paper_id] != one.direction:
            title = new_titles.get(one.paper_id, one.paper_id)
            yield f"{title}: {_named(then[one.paper_id])}, now {_named(one.direction)}"
    if answer.direction != new_answer.direction:
        yield f"the answer: {_named(answer.direction)}, now {_named(new_answer.direction)}"
    sizes = [counted(len(cited), "paper") for cited in (titles, new_titles)]
    if sizes[0] != sizes[1]:
        yield f"{sizes[0]} cited, now {sizes[1]}"


def _named(direction: Vote | None) -> str:
    return direction.replace("_", " ") if direction else "no direction"
