"""The pages that list records."""

from collections.abc import Sequence

from synth.models import PublishedRecord
from synth.rendering.html import render_page
from synth.settings import Settings
from synth.template_folders import template_folders

STATIC = ("style.css", "script.js", "icon.svg")


def static_files() -> dict[str, bytes]:
    """Style, script and icon, which every page uses."""
    folder = template_folders("html")[-1] / "site"
    return {name: (folder / name).read_bytes() for name in STATIC}


def listing_files(records: Sequence[PublishedRecord], settings: Settings) -> dict[str, bytes]:
    """All pages but those of the records, as bytes by their path."""
    page = render_page("site/index.html.j2", root="", site=settings.site, records=records)
    return {"index.html": page.encode()}
