"""A report becomes Markdown (CommonMark, with GitHub's tables): whatever is no markup of ours is escaped."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.references import format_references
from synth.rendering.text_content import TextBlock, TextHeading, TextParagraph, TextRun, TextTable, text_content
from synth.settings import RenderSettings

SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&@]|(?<=www)\.|:(?=//)")
"""What could be read as markup, and what some readers make links of by themselves: addresses, names with an @."""

OPENING = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([-+=.)])")
"""What would make a list or a heading of a paragraph that begins with it."""
URL_SAFE = "/:?=&+,;@.-_~#%!$*()"
DEEPEST = 6
"""Levels of headings that Markdown has."""


def render_markdown(report: Report, settings: RenderSettings, templates: Path | None = None) -> str:
    """The report as Markdown, a pure function of its arguments and the citation style; anchors are its only HTML.

    `templates` may hold another style, csl/references.csl.
    """
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )
    parts = [f"# {_opening_escaped(_escaped(report.title))}", *joined_blocks(text_content(report, entries), _block)]
    return "\n\n".join(part for part in parts if part) + "\n"


def joined_blocks(content: Iterable[TextBlock], written: Callable[[TextBlock], str]) -> Iterator[str]:
    """Blocks as they are `written`, the items of a list in one part."""
    parts = groupby(content, lambda block: isinstance(block, TextParagraph) and block.style == "bullet")
    for bullets, blocks in parts:
        texts = map(written, blocks)
        yield from ["\n".join(texts)] if bullets else texts


def emphasised(text: str, mark: str) -> str:
    """Text between marks, which may neither begin nor end with a space; without any where it is blank."""
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def table_lines(header: Sequence[str], rule: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _block(block: TextBlock) -> str:
    if isinstance(block, TextHeading):
        return f"{'#' * min(block.level + 1, DEEPEST)} {_opening_escaped(_escaped(block.text)).strip()}"
    if isinstance(block, TextTable):
        rule = ["---:" if side == "r" else "---" for side in block.align]
        return table_lines([*map(_escaped, block.header)], rule, ([*map(_runs, row)] for row in block.rows))
    text = _opening_escaped(_runs(block.runs))
    return {"bullet": "- ", "notice": "> "}.get(block.style, "") + text


def _runs(runs: Iterable[TextRun]) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: TextRun) -> str:
    """A run; what a footnote says stands in the tables too, and CommonMark has no footnotes."""
    text = _escaped(run.text)
    if run.place is not None:
        return f'<a id="{_anchor(run.place)}"></a>{text}'
    address = f"#{run.refers_to}" if run.refers_to else run.address
    if address is not None:
        return f"[{text}]({_anchor(address)})" if address[0] == "#" else f"[{text}](<{quote(address, safe=URL_SAFE)}>)"
    mark = "**" if run.bold else "*" if run.italic else "~~" if run.struck else ""
    return emphasised(text, mark)


def _anchor(place: str) -> str:
    """ "claim3" as "claim-3"."""
    return re.sub(r"(\d+)$", r"-\1", place)


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", visible(text))


def _opening_escaped(text: str) -> str:
    return OPENING.sub(r"\1\\\2", text)
