"""Responses that several parts of the server give: pages by the site's templates, and why something was refused."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from synth.rendering.html import render_page
from synth.settings import SiteSettings


def page(template: str, site: SiteSettings, given: Mapping[str, object], status: int = 200) -> Response:
    """A page of templates/html/server with what it is given, every value escaped."""
    return HTMLResponse(render_page(f"server/{template}.html.j2", root="/", site=site, here=template, **given), status)


def refusal(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Why a request gets nothing else: {"error": message} below /api, a page elsewhere."""
    if request.url.path.startswith("/api"):
        return JSONResponse({"error": message}, status, headers)
    given = {"title": HTTPStatus(status).phrase, "message": message}
    response = page("refusal", SiteSettings(served=True), given, status)
    response.headers.update(headers or {})
    return response
