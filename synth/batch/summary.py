"""What a batch came to: a table for a terminal, batch.json, and a page with a link to every report."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from synth.batch.running import TopicResult
from synth.batch.topics import BadRow
from synth.language.phrasing import counted, shortened
from synth.models.run_files import PDF
from synth.rendering.html import render_page
from synth.system.disk import write_atomically

BATCH_FILE, INDEX_FILE = "batch.json", "index.html"
INDENT, MAX_HEADLINE = " " * 8, 240


def outcome_of(result: TopicResult) -> str:
    """One word for what became of a topic."""
    return "failed" if result.error else "current" if result.is_current else "done"


def topic_lines(result: TopicResult, number: int, total: int) -> list[str]:
    """What a reader sees as a topic ends: how many have ended, what became of it, and its headline or its error."""
    lines = [f"{number:>{len(str(total))}}/{total} {outcome_of(result):8} {result.question}"]
    lines.append(INDENT + (result.error or shortened(result.headline, MAX_HEADLINE)))
    if result.replaced:
        lines.append(f"{INDENT}another result was there; it is now {result.replaced}")
    return lines


def totals(results: Sequence[TopicResult], bad: Sequence[BadRow] = ()) -> str:
    """One line of counts: "40 topics: 37 done, 2 current, 1 failed"."""
    counts = {name: sum(outcome_of(result) == name for result in results) for name in ("done", "current", "failed")}
    parts = [f"{count} {name}" for name, count in counts.items()]
    falsified = sum(result.status == "Falsified" for result in results)
    parts += [f"{falsified} Falsified"] if falsified else []
    parts += [f"{counted(len(bad), 'row')} of the list not understood"] if bad else []
    return f"{counted(len(results), 'topic')}: {', '.join(parts)}"


def write_batch(out: Path, results: Sequence[TopicResult], bad: Sequence[BadRow]) -> tuple[Path, Path]:
    """Write batch.json and index.html beside the run folders; returns where they are. Raises StorageError.

    Both have every topic in the order of the list, with paths relative to them, and the rows that are no topics.
    """
    batch = {"topics": [_listed(out, result) for result in results], "bad_rows": [row.model_dump() for row in bad]}
    listed, page = out / BATCH_FILE, out / INDEX_FILE
    write_atomically(listed, f"{json.dumps(batch, ensure_ascii=False, indent=1)}\n".encode())
    write_atomically(page, render_page("batch.html.j2", batch=batch).encode())
    return listed, page


def _listed(out: Path, result: TopicResult) -> dict[str, object]:
    folder = os.path.relpath(result.folder, out) if result.folder else None
    has_pdf = result.folder is not None and (Path(result.folder) / PDF).is_file()
    known = result.model_dump(exclude={"is_current", "replaced"})
    return known | {"folder": folder, "pdf": f"{folder}/{PDF}" if has_pdf else None}
