"""The library of a Zotero that runs on this machine, by its local API; what its items are, and the files they name.

https://www.zotero.org/support/dev/web_api/v3/local_api: version 3 of Zotero's API at port 23119, for reading, without a
key, where the user allowed it in the settings. It was never tried with a Zotero that runs.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from pydantic import BaseModel, Field, ValidationError
from pydantic.alias_generators import to_camel

from synth.errors import AnswerError, SourceError
from synth.language.dates import year_in
from synth.language.identifiers import doi_in_field
from synth.models import Screened
from synth.settings import RequestSettings
from synth.sources.address_parts import parts_of
from synth.sources.folder_walk import skip
from synth.sources.http_session import HttpSession
from synth.sources.list_rdf import NO_PAPERS, PARTS_OF_ITEMS
from synth.sources.listed import Listed, listed_paper, name_of, plain, pubmed_ids

BASE = "http://127.0.0.1:23119/api"
PAGE_ITEMS = 100  # the most that Zotero's API on the web gives at once; the local one gives as many as are asked for
MAX_ITEMS = 100_000  # of a library, with attachments and notes
MAX_PAGE_BYTES = 20_000_000
_SETTINGS = RequestSettings(interval_s=0, max_tries=2, backoff_s=0.1, deadline_s=60)
_GIVEN = re.compile(r"zotero:(?P<collection>[A-Z0-9]{8})?", re.ASCII)


class _Creator(BaseModel, alias_generator=to_camel):
    creator_type: str = "author"
    first_name: str = ""
    last_name: str = ""
    name: str = ""


class _ItemData(BaseModel, alias_generator=to_camel):
    key: str
    item_type: str
    title: str = ""
    creators: Sequence[_Creator] = ()
    abstract_note: str = ""
    date: str = ""
    publication_title: str = ""
    proceedings_title: str = ""
    doi: str = Field(default="", alias="DOI")
    url: str = ""
    extra: str = ""
    citation_key: str = ""
    parent_item: str | bool = ""
    filename: str = ""
    path: str = ""


def is_zotero(path: Path) -> bool:
    """Whether what was given for a path means the running Zotero: "zotero:", or "zotero:" and a collection's key."""
    return bool(_GIVEN.fullmatch(path.name)) and not os.path.lexists(path)


def read_zotero(path: Path) -> Iterator[Listed | Screened]:
    """The items of the library or collection that `path` means, in Zotero's order; what is no paper is a skip.

    `SYNTH_ZOTERO_URL` takes the place of the address of its API. Raises NetworkError where no Zotero answers,
    AnswerError where it refuses or answers with something else, UsageError for an address that is none.
    """
    match = _GIVEN.fullmatch(path.name)
    collection = f"/collections/{match['collection']}" if match and match["collection"] else ""
    items = list(_items(f"{_base()}/users/0{collection}/items"))
    files: dict[str, list[str]] = {}
    for data in items:
        if data.item_type == "attachment" and isinstance(data.parent_item, str):
            named = data.path or (f"{data.key}/{data.filename}" if data.filename else "")
            files.setdefault(data.parent_item, []).extend([named] if named else [])
    for data in items:
        name = f"{path.name}: {plain(data.title) or data.key}"
        if data.item_type in PARTS_OF_ITEMS:
            continue
        if data.item_type in NO_PAPERS:
            yield skip(name, f"Zotero has it as a {data.item_type}, which is no paper")
            continue
        try:
            yield _listed(data, files.get(data.key, []))
        except SourceError as error:
            yield skip(name, error.message)


def _base() -> str:
    base = os.environ.get("SYNTH_ZOTERO_URL", "").strip().rstrip("/") or BASE
    if parts_of(base).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SourceError("Zotero is asked on this machine alone", item="SYNTH_ZOTERO_URL", stage="sources")
    return base


def _items(address: str) -> Iterator[_ItemData]:
    """The items at an address, page by page."""
    session = HttpSession("Zotero", "zotero", _SETTINGS, _no_redirect)
    try:
        for start in range(0, MAX_ITEMS, PAGE_ITEMS):
            asked = {"format": "json", "sort": "dateAdded", "direction": "asc", "limit": PAGE_ITEMS, "start": start}
            page = _page(session, f"{address}?{urlencode(asked)}")
            yield from page
            if len(page) < PAGE_ITEMS:
                return
    finally:
        session.close()


def _page(session: HttpSession, url: str) -> list[_ItemData]:
    exchange = session.get(url, MAX_PAGE_BYTES, lambda got: None, {"Zotero-API-Version": "3"})
    if exchange.status == 403:
        remedy = "allow other applications to communicate with it: its settings, Advanced"
        raise AnswerError("does not allow it", item="Zotero", stage="sources", remedy=remedy)
    if exchange.status != 200:
        raise AnswerError(f"refused with HTTP {exchange.status}", item="Zotero", stage="sources")
    try:
        return [_ItemData.model_validate(each["data"]) for each in json.loads(exchange.body)]
    except (ValidationError, ValueError, LookupError, TypeError, RecursionError) as error:
        message = "answered with something that is not its API's"
        raise AnswerError(message, item="Zotero", stage="sources") from error


def _listed(data: _ItemData, files: Sequence[str]) -> Listed:
    authors = (name_of(each.name or f"{each.last_name}, {each.first_name}") for each in _authors(data.creators))
    fields: dict[str, object] = {
        "title": plain(data.title),
        "authors": tuple(filter(None, authors)),
        "printed_year": year_in(data.date),
        "journal_ref": plain(data.publication_title or data.proceedings_title),
        "abstract": plain(data.abstract_note),
        "doi": doi_in_field(data.doi) or doi_in_field(data.url),
        "link": data.url,
    }
    paper = listed_paper(fields, f"{data.url} {data.extra}", pubmed_ids(data.extra))
    return Listed(paper, data.citation_key, tuple(files))


def _authors(creators: Sequence[_Creator]) -> Iterator[_Creator]:
    """Those who wrote it, and no editors, reviewers or translators."""
    return (each for each in creators if each.creator_type == "author")


def _no_redirect(url: str, location: str) -> str:
    raise AnswerError("redirected elsewhere", item="Zotero", stage="sources")
