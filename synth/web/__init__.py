"""Pages from records: a static site that needs no server."""

from synth.web.one_page import open_page
from synth.web.site import SiteSummary, build_site

__all__ = ["SiteSummary", "build_site", "open_page"]
