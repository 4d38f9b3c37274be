"""A report becomes LaTeX by the templates under templates/latex; whatever they print is escaped unless it is `Tex`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, Undefined

from synth.models.figure import Drawing, Figure
from synth.models.report import Fragment, Paragraph, Report, ReportSection
from synth.models.run_files import FIGURES
from synth.rendering.bibtex_entries import render_bibliography
from synth.rendering.escaping import Tex, check_commands, escape_latex
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date
from synth.rendering.references import entry_tex, format_references
from synth.rendering.tables import (
    MARKS,
    claims_lines,
    claims_table,
    grid_lines,
    grid_table,
    is_long,
    is_wide,
    passage_place,
    place,
)
from synth.settings import RenderSettings
from synth.template_folders import environment, faults_named, load_all

NO_GLYPH = re.compile(r"\\noglyph\{([0-9A-F]+)\}")


@dataclass(frozen=True)
class Rendered:
    """A report as files: report.tex, the figures that it inputs, references.bib.

    `substitutions` are the characters that no font has, each with what is printed in its place.
    """

    tex: str
    figures: dict[str, str]
    bib: str
    substitutions: dict[str, str]


def render_report(report: Report, settings: RenderSettings, templates: Path | None = None) -> Rendered:
    """The report as LaTeX and BibTeX, a pure function of its arguments and the templates.

    A file in `templates`, which mirrors synth's own folder, takes the place of that of the same name. Raises
    RenderingError where one is at fault.
    """
    with faults_named(templates):
        return _rendered(report, settings, templates)


def load_templates() -> None:
    """Load synth's own templates of LaTeX: a fiftieth of a second for which the first report need not wait."""
    load_all(_environment(None))


def _rendered(report: Report, settings: RenderSettings, templates: Path | None) -> Rendered:
    jinja = _environment(templates)
    drawn = {f"{FIGURES}{figure.name}.tex": _drawn(figure.drawing, jinja) for figure in _figures(report.sections)}
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )
    tex = jinja.get_template("report.tex.j2").render(
        report=report,
        two_columns=settings.style == "two-column",
        entries=entries,
        has_figures=bool(drawn),
        numbers=report.reference_numbers,
    )
    points = sorted({int(point, 16) for text in (tex, *drawn.values()) for point in NO_GLYPH.findall(text)})
    substitutions = {chr(point): f"[U+{point:X}]" for point in points}
    return Rendered(tex, drawn, render_bibliography(report.references), substitutions)


def _drawn(drawing: Drawing, jinja: Environment) -> str:
    return jinja.get_template(f"figures/{drawing.kind}.tex.j2").render(drawing=drawing)


def _figures(sections: Sequence[ReportSection]) -> Iterator[Figure]:
    """The figures of sections and of what stands below them, in order."""
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        yield from _figures(section.subsections)


@cache
def _environment(templates: Path | None) -> Environment:
    made = environment(
        "latex",
        templates,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        keep_trailing_newline=True,
        finalize=_printed,
    )
    made.globals.update(
        citation=_citation,
        alternative_text=_alternative_text,
        claims_lines=claims_lines,
        claims_table=claims_table,
        grid_lines=grid_lines,
        grid_table=grid_table,
        long_date=long_date,
        mark_glyph=lambda mark: MARKS[mark][0],
        passage_place=passage_place,
        place=place,
        sample_notice=SAMPLE_NOTICE,
        entry_tex=entry_tex,
        stance_label=lambda stance: STANCES[stance],
        two_places=lambda number: f"{number:.2f}",
    )
    made.tests.update(long=is_long, quotation=_is_quotation, wide=is_wide)
    return made


def _printed(value: object) -> str:
    """What a template prints of a value: LaTeX as it is, text escaped, whole numbers; nothing else by accident."""
    if isinstance(value, str):
        tex = value if isinstance(value, Tex) else escape_latex(value)
        check_commands(tex)
        return tex
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError, which names it
    raise TypeError(f"a template printed a {type(value).__name__}")


def _is_quotation(block: object) -> bool:
    """Whether a paragraph is nothing but quotations, and so stands on its own."""
    if not isinstance(block, Paragraph):
        return False
    kinds = {fragment.kind for fragment in block.fragments if fragment.text.strip()}
    return kinds == {"quote"}


def _citation(fragment: Fragment) -> Tex:
    """The numbers behind a fragment, each a link: " [3, 5, C7]"; nothing where there are none."""
    links = [rf"\citelink{{{number}}}" for number in sorted(fragment.cites)]
    if fragment.claim is not None:
        links.append(rf"\claimlink{{{fragment.claim}}}")
    *most, last = links or [""]
    listed = ", ".join([*most[:-1], "~".join([f"{most[-1]},", last])]) if most else last  # "C3]" on a line of its own
    return Tex(rf"~{{[}}{listed}{{]}}" if links else "")


def _alternative_text(text: str) -> Tex:
    """PDF's code that opens what a screen reader says as `text` (marked content with /Alt, ISO 32000-1, 14.9.3).

    The text goes in as UTF-16 in hexadecimal, so that no character of it can end the string.
    """
    return Tex(f"/Span <</Alt <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC")
