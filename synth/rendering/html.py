"""A report becomes one HTML page by templates/html: no script, nothing fetched, every value escaped by Jinja."""

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from synth.language.phrasing import counted
from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.references import format_references
from synth.rendering.tables import MARKS
from synth.settings import RenderSettings
from synth.template_folders import environment, faults_named


def render_html(report: Report, settings: RenderSettings, templates: Path | None = None, pdf: str | None = None) -> str:
    """The report as an HTML page that stands on its own, a pure function of its arguments and the templates.

    `pdf` is the address of its PDF, relative to the page. It is well-formed XML too. A file in `templates`, which
    mirrors synth's own folder, takes the place of that of the same name. Raises RenderingError where a template is
    missing or at fault.
    """
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )
    with faults_named(templates):
        template = _environment(templates).get_template("report.html.j2")
        return template.render(report=report, entries=entries, numbers=report.reference_numbers, pdf=pdf)


def render_page(template: str, **given: object) -> str:
    """A page of templates/html with what it is given, every value escaped."""
    return _environment().get_template(template).render(**given)


@cache
def _environment(templates: Path | None = None) -> Environment:
    made = environment("html", templates, autoescape=True, keep_trailing_newline=True, finalize=_printed)
    made.globals.update(
        counted=counted,
        figure_table=figure_table,
        long_date=long_date,
        marks=MARKS,
        passage_locator=passage_locator,
        sample_notice=SAMPLE_NOTICE,
        stances=STANCES,
        struck_reason=struck_reason,
    )
    return made


def _printed(value: object) -> object:
    """What a template prints of a value, before Jinja escapes it: text without what HTML may not hold."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
