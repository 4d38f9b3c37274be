"""Pages by templates/html: nothing fetched from elsewhere, every value escaped by Jinja."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from synth.language.phrasing import counted
from synth.models.csl import visible
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.tables import MARKS
from synth.template_folders import environment, faults_named, template_folders


def render_page(template: str, templates: Path | None = None, /, **given: object) -> str:
    """A page of templates/html with what it is given, every value escaped.

    A file in `templates`, which mirrors synth's own folder, takes the place of that of the same name. Raises
    RenderingError where one of those is at fault.
    """
    with faults_named(templates):
        return _environment(templates).get_template(template).render(**given)


@cache
def _environment(templates: Path | None = None) -> Environment:
    made = environment("html", templates, autoescape=True, keep_trailing_newline=True, finalize=_printed)
    made.globals.update(
        counted=counted,
        figure_table=figure_table,
        inlined_script=_inlined("script.js", "//<![CDATA[\n", "//]]>"),  # read as XML, a script has no markup either
        inlined_style=_inlined("style.css"),
        long_date=long_date,
        marks=MARKS,
        passage_locator=passage_locator,
        sample_notice=SAMPLE_NOTICE,
        stances=STANCES,
        struck_reason=struck_reason,
    )
    made.filters["source"] = _source
    return made


def _inlined(name: str, before: str = "", behind: str = "") -> Markup:
    """A file of synth's own that stands in a page."""
    return Markup(before + (template_folders("html")[-1] / "site" / name).read_text(encoding="utf-8") + behind)


def _source(text: str) -> Markup:
    """What a Content-Security-Policy allows a style or a script by that stands in the page."""
    return Markup(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")


def _printed(value: object) -> object:
    """What a template prints of a value, before Jinja escapes it: text without what HTML may not hold."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
