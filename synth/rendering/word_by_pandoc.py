"""The content of a Word document becomes Markdown, and pandoc makes .docx of it."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from urllib.parse import quote

from synth.errors import RenderingError
from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.markdown import URL_SAFE
from synth.rendering.word_content import Style, WordBlock, WordHeading, WordParagraph, WordRun, WordTable
from synth.rendering.word_fields import reference_field

READ_AS = (
    "markdown_strict-raw_html+all_symbols_escapable+pipe_tables+inline_notes+raw_attribute+bracketed_spans+fenced_divs"
)
"""Of pandoc's Markdown only what is written here."""
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
DEEPEST = 6
"""Levels of headings that Markdown has."""
STYLES: dict[Style, str] = {"notice": "Intense Quote", "caption": "Table Caption", "entry": "Bibliography"}
WIDEST = 60
"""Characters from which a column grows no further: the widths of columns are as their longest cells."""
TIMEOUT_S = 120.0
"""A report of 60 claims takes a second."""


def docx_by_pandoc(pandoc: str, report: Report, content: Iterable[WordBlock]) -> bytes:
    """The .docx that the program `pandoc` makes, in the look of its reference.docx, the user's own where there is one.

    Nothing of the report names a file to it: whatever could be an image or another link is escaped. (In Debian's 2.17
    --sandbox makes no .docx: "Could not find data file data/data/docx/[Content_Types].xml".)
    Raises RenderingError where it cannot be run, fails or takes too long.
    """
    command = [pandoc, "--from", READ_AS, "--to", "docx", "--output", "-"]
    command += [f"--metadata=title={visible(report.title)}", f"--metadata=description={report.record_id}"]
    midnight = datetime.combine(report.made_on, time(), UTC)
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))}
    try:
        done = subprocess.run(
            command,
            input=pandoc_markdown(content).encode(),
            env=environment,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderingError(f"pandoc cannot be used: {error}", item=pandoc, stage="rendering") from error
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()
        message = last[-1][:200] if last else f"it ended with status {done.returncode}"
        raise RenderingError(f"pandoc failed: {message}", item=pandoc, stage="rendering")
    return done.stdout


def pandoc_markdown(content: Iterable[WordBlock]) -> str:
    """The content in the Markdown that `READ_AS` names; whatever is no markup of ours is escaped."""
    parts = groupby(content, lambda block: isinstance(block, WordParagraph) and block.style == "bullet")
    joined = (("\n" if bullets else "\n\n").join(map(_block, blocks)) for bullets, blocks in parts)
    return "\n\n".join(joined) + "\n"


def _block(block: WordBlock) -> str:
    if isinstance(block, WordHeading):
        return f"{'#' * min(block.level, DEEPEST)} {_escaped(block.text)}"
    if isinstance(block, WordTable):
        return "\n".join(_table(block))
    text = _runs(block.runs)
    if block.style == "bullet":
        return f"- {text}"
    style = STYLES.get(block.style)
    return f'::: {{custom-style="{style}"}}\n{text}\n:::' if style else text


def _table(table: WordTable) -> Iterator[str]:
    columns = zip(*(table.header, *(map(_length, row) for row in table.rows)), strict=True)
    yield _row(map(_escaped, table.header))
    yield _row(
        "-" * max(3, min(WIDEST, max(len(header), *lengths, 0))) + (":" if side == "r" else "")
        for (header, *lengths), side in zip(columns, table.align, strict=True)
    )
    for row in table.rows:
        yield _row(map(_runs, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _length(runs: Sequence[WordRun]) -> int:
    return sum(len(run.text) for run in runs)


def _runs(runs: Sequence[WordRun]) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: WordRun) -> str:
    if run.footnote is not None:
        return f"^[{_escaped(run.footnote)}]"
    if run.refers_to is not None:
        return f"`{reference_field(run.refers_to, run.text)}`{{=openxml}}"
    text = _escaped(run.text)
    if run.place is not None:
        return f"[{text}]{{#{run.place}}}"
    if run.address is not None:
        return f"[{text}](<{quote(run.address, safe=URL_SAFE)}>)"
    mark = "**" if run.bold else "*" if run.italic else ""
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def _escaped(text: str) -> str:
    return PUNCTUATION.sub(r"\\\g<0>", text)
