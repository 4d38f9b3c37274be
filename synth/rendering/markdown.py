"""A report becomes Markdown (CommonMark, with GitHub's tables): whatever is no markup of ours is escaped."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from synth.models.csl import visible
from synth.models.figure import Figure
from synth.models.report import Block, ClaimRow, Fragment, Grid, ItemList, Paragraph, Report, ReportSection
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.references import StyledText, format_references
from synth.rendering.tables import MARKS
from synth.settings import RenderSettings

SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&@]|(?<=www)\.|:(?=//)")
"""What could be read as markup, and what some readers make links of by themselves: addresses, names with an @."""

OPENING = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([-+=.)])")
"""What would make a list or a heading of a paragraph that begins with it."""
CLAIM_LINK = re.compile(r"\[(C\d+)\]\(#claim-\d+\)")
URL_SAFE = "/:?=&+,;@.-_~#%!$*()"


def render_markdown(report: Report, settings: RenderSettings, templates: Path | None = None) -> str:
    """The report as Markdown, a pure function of its arguments and the citation style; anchors are its only HTML.

    `templates` may hold another style, csl/references.csl.
    """
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )
    numbers = report.reference_numbers
    parts = [
        f"# {escape_markdown(report.title)}",
        escape_markdown(f"Published by {report.publisher}, {long_date(report.made_on)}. {report.record_id}"),
        *([f"> **Sample report.** {escape_markdown(SAMPLE_NOTICE)}"] if report.sample else []),
        "## Abstract",
        *map(_running, report.abstract),
        *(part for section in report.sections[:1] for part in _section(section, 2)),
        escape_markdown(report.standing),
        *(part for section in report.sections[1:] for part in _section(section, 2)),
    ]
    references = [
        "## References",
        *(_entry(one.number, entries[one.number]) for one in report.printed_references),
        *([] if entries else ["No paper is cited."]),
    ]
    if report.brief:
        return CLAIM_LINK.sub(r"\1", _joined([*parts, *references]))
    evidence = [
        "## Evidence",
        *(_evidence(row, numbers) for row in report.claims),
        *([] if report.claims else ["No claim addresses the question, so there is no evidence to show."]),
        *(part for section in report.appendices for part in _section(section, 2)),
    ]
    return _joined([*parts, "## Claims table", *_claims(report.claims, numbers), *references, *evidence])


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def escape_markdown(text: str) -> str:
    """Markdown that shows a text as it is, on one line, wherever text may stand."""
    return OPENING.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", visible(text)))


def _emphasis(text: str, mark: str = "*") -> str:
    """Escaped text in italics or bold, which may neither begin nor end with a space."""
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def _section(section: ReportSection, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, 6)} {escape_markdown(section.heading).strip()}"
    for block in section.blocks:
        yield _block(block)
    for below in section.subsections:
        yield from _section(below, level + 1)


def _block(block: Block) -> str:
    if isinstance(block, ItemList):
        return "\n".join(f"- {_running(item)}" for item in block.items)
    if isinstance(block, Grid):
        return _captioned(block.caption, block)
    if isinstance(block, Figure):
        return _captioned(block.caption, figure_table(block))
    return _running(block)


def _captioned(caption: str, grid: Grid) -> str:
    rows = [[escape_markdown(cell).strip() for cell in row] for row in grid.rows]
    header = [escape_markdown(cell).strip() for cell in grid.header]
    return f"{escape_markdown(caption)}\n\n{_table(header, rows, grid.align)}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str]) -> str:
    rule = ["---:" if side == "r" else "---" for side in align]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _running(paragraph: Paragraph) -> str:
    return "".join(map(_fragment, paragraph.fragments)).strip()


def _fragment(fragment: Fragment) -> str:
    text = escape_markdown(fragment.text)
    if fragment.kind == "quote":
        text = f"“{text}”"
    elif fragment.kind in ("emphasis", "strong"):
        text = _emphasis(text, "**" if fragment.kind == "strong" else "*")
    links = [f"[{number}](#reference-{number})" for number in sorted(fragment.cites)]
    if fragment.claim is not None:
        links.append(f"[C{fragment.claim}](#claim-{fragment.claim})")
    return text + (rf" \[{', '.join(links)}\]" if links else "")


def _claims(claims: Sequence[ClaimRow], numbers: Mapping[str, int]) -> Iterator[str]:
    if not claims:
        yield "No claim addresses the question, so there was none to check."
        return
    yield "; ".join(f"{glyph} {escape_markdown(words)}" for glyph, words in MARKS.values()) + "."
    rows = [
        [
            f'<a id="claim-{row.number}"></a>C{row.number}',
            _claim(row),
            f"{_cited(row.checked.claim.paper_id, numbers)} {escape_markdown(row.locator)}",
            f"[{MARKS[row.checked.mark][0]}](#evidence-{row.number})",
            f"{row.checked.similarity:.2f}",
            f"{row.checked.confidence:.2f}",
        ]
        for row in claims
    ]
    yield _table(["No.", "Claim", "Source", "Mark", "Sim.", "Conf."], rows, ["l", "l", "l", "l", "r", "r"])


def _claim(row: ClaimRow) -> str:
    """A claim in quotation marks; where it was struck through, so, with the reason."""
    text = f"“{escape_markdown(row.checked.claim.quotation)}”"
    return text if row.struck is None else f"~~{text}~~ {escape_markdown(struck_reason(row.struck))}"


def _cited(paper_id: str, numbers: Mapping[str, int]) -> str:
    number = numbers.get(paper_id)
    return escape_markdown(paper_id) if number is None else rf"\[[{number}](#reference-{number})\]"


def _entry(number: int, runs: Sequence[StyledText]) -> str:
    return rf'<a id="reference-{number}"></a>\[{number}\] ' + "".join(map(_run, runs))


def _run(run: StyledText) -> str:
    text = escape_markdown(run.text)
    if run.address:
        return f"[{text}](<{quote(run.address, safe=URL_SAFE)}>)"
    return _emphasis(text) if run.italic else text


def _evidence(row: ClaimRow, numbers: Mapping[str, int]) -> str:
    """A claim with what speaks for it and against it, as one list."""
    claim = row.checked.claim
    lines = [
        f'<a id="evidence-{row.number}"></a>[C{row.number}](#claim-{row.number}) “{escape_markdown(claim.quotation)}” '
        f"{_cited(claim.paper_id, numbers)} {escape_markdown(row.locator)}."
    ]
    lines += [
        f"- {STANCES[item.stance]}: {_cited(item.passage.paper_id, numbers)} "
        f"{escape_markdown(passage_locator(item.passage))} (similarity {item.similarity:.2f}, "
        f"confidence {item.confidence:.2f}): “{escape_markdown(item.passage.text)}”"
        for item in row.checked.evidence
    ]
    lines.append(f"- {MARKS[row.checked.mark][0]} {escape_markdown(row.checked.why)}")
    return f"{lines[0]}\n\n" + "\n".join(lines[1:])
