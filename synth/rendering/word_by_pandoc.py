"""The content of a Word document becomes Markdown, and pandoc makes .docx of it."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from urllib.parse import quote

from synth.errors import RenderingError
from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.markdown import DEEPEST, URL_SAFE, emphasised, joined_blocks, table_lines
from synth.rendering.text_content import Style, TextBlock, TextHeading, TextRun, TextTable
from synth.rendering.word_fields import reference_field

READ_AS = (
    "markdown_strict-raw_html+all_symbols_escapable+pipe_tables+inline_notes+raw_attribute+bracketed_spans+fenced_divs"
    "+strikeout"
)
"""Of pandoc's Markdown only what is written here."""
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
STYLES: dict[Style, str] = {"notice": "Intense Quote", "caption": "Table Caption", "entry": "Bibliography"}
TIMEOUT_S = 120.0
"""A report of 60 claims takes a second."""


def docx_by_pandoc(pandoc: str, report: Report, content: Iterable[TextBlock]) -> bytes:
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


def pandoc_markdown(content: Iterable[TextBlock]) -> str:
    """The content in the Markdown that `READ_AS` names; whatever is no markup of ours is escaped."""
    return "\n\n".join(joined_blocks(content, _block)) + "\n"


def _block(block: TextBlock) -> str:
    if isinstance(block, TextHeading):
        return f"{'#' * min(block.level, DEEPEST)} {_escaped(block.text)}"
    if isinstance(block, TextTable):
        return table_lines([*map(_escaped, block.header)], _rule(block), ([*map(_runs, row)] for row in block.rows))
    text = _runs(block.runs)
    if block.style == "bullet":
        return f"- {text}"
    style = STYLES.get(block.style)
    return f'::: {{custom-style="{style}"}}\n{text}\n:::' if style else text


def _rule(table: TextTable) -> Iterator[str]:
    """The line below the header, whose lengths are the widths of the columns."""
    for width, side in zip(table.widths, table.align, strict=True):
        yield "-" * max(3, width - (side == "r")) + (":" if side == "r" else "")


def _runs(runs: Sequence[TextRun]) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: TextRun) -> str:
    if run.footnote is not None:
        return f"^[{_escaped(run.footnote)}]"
    if run.refers_to is not None:
        return f"`{reference_field(run.refers_to, run.text)}`{{=openxml}}"
    text = _escaped(run.text)
    if run.place is not None:
        return f"[{text}]{{#{run.place}}}"
    if run.address is not None:
        return f"[{text}](<{quote(run.address, safe=URL_SAFE)}>)"
    return emphasised(text, "**" if run.bold else "*" if run.italic else "~~" if run.struck else "")


def _escaped(text: str) -> str:
    return PUNCTUATION.sub(r"\\\g<0>", text)
