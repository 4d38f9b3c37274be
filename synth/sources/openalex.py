"""OpenAlex (https://developers.openalex.org): works of all fields, open copies, retractions.

Without a key it allows some ten searches a day; SYNTH_OPENALEX_KEY takes a key, which is free.
"""

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from urllib.parse import urlencode

from pydantic import AliasPath, BaseModel, Field

from synth.language.identifiers import doi_in_field, find_arxiv_id
from synth.models import Paper
from synth.models.paper import paper_id_of
from synth.sources.arxiv_id import abstract_link
from synth.sources.database import Asking, Database, Listing, Scheme, day, known_ids, plain_markup

MAX_WORDS = 5_000  # of an abstract


class _WorkLocation(BaseModel):
    is_oa: bool | None = None
    landing_page_url: str | None = None
    pdf_url: str | None = None
    source: str | None = Field(None, validation_alias=AliasPath("source", "display_name"))
    source_type: str | None = Field(None, validation_alias=AliasPath("source", "type"))


class _Authorship(BaseModel):
    name: str | None = Field(None, validation_alias=AliasPath("author", "display_name"))
    raw_author_name: str | None = None


class _Work(BaseModel):
    id: str
    title: str | None = None
    doi: str | None = None
    ids: Mapping[str, str | int | None] = {}
    publication_date: str | None = None
    authorships: Sequence[_Authorship] = ()
    abstract_inverted_index: Mapping[str, Sequence[int]] | None = None
    primary_location: _WorkLocation | None = None
    locations: Sequence[_WorkLocation] = ()
    is_retracted: bool = False


class _Works(Listing):
    entries: Sequence[object] = Field(alias="results")
    total: int = Field(0, validation_alias=AliasPath("meta", "count"))


class OpenAlex(Database):
    """OpenAlex's list of works, searched in title and abstract."""

    name = "openalex"
    title = "OpenAlex"
    base = "https://api.openalex.org"
    listing = _Works

    def address(self, asking: Asking) -> str:
        """Pages by number, since a cursor needs a key."""
        filters = [asking.condition or f"title_and_abstract.search:{asking.words.replace(',', ' ')}"]
        filters += [f"from_publication_date:{asking.since}"] if asking.since else []
        parameters = {"filter": ",".join(filters), "per-page": str(asking.size), "page": str(asking.page)}
        parameters |= {"api_key": asking.key} if asking.key else {}
        parameters |= {"mailto": asking.contact} if asking.contact else {}
        return f"works?{urlencode(parameters)}"

    def condition(self, scheme: Scheme, values: Sequence[str]) -> str:
        """A filter with alternatives; numbers of PubMed are attributes of `ids`."""
        return f"{scheme if scheme == 'doi' else f'ids.{scheme}'}:{'|'.join(values)}"

    def paper(self, entry: object) -> Paper:
        """A work; one that is on arXiv has arXiv's identifier."""
        work = _Work.model_validate(entry)
        own = work.id.rsplit("/", 1)[-1]
        doi = doi_in_field(work.doi or "")
        places = [place.landing_page_url or "" for place in work.locations] + [work.doi or ""]
        arxiv_id = next(filter(None, map(find_arxiv_id, places)), None)
        place = work.primary_location
        journal = place.source if place and place.source_type != "repository" else None
        pmid = str(work.ids.get("pmid") or "").rsplit("/", 1)[-1]
        pmcid = str(work.ids.get("pmcid") or "").rsplit("/", 1)[-1]
        others = {"openalex": own, "pmid": pmid, "pmcid": pmcid}
        return Paper(
            paper_id=paper_id_of(arxiv_id, doi, f"openalex:{own}"),
            title=plain_markup(work.title),
            abstract=_abstract(work.abstract_inverted_index or {}),
            authors=tuple(filter(None, map(_name, work.authorships))),
            published=day(work.publication_date),
            doi=doi,
            journal_ref=plain_markup(journal) if journal else None,
            link=abstract_link(arxiv_id)
            if arxiv_id
            else (f"https://doi.org/{doi}" if doi else f"https://openalex.org/{own}"),
            retracted=self.title if work.is_retracted else None,
            ids=known_ids(others),
            open_files=tuple(
                dict.fromkeys(place.pdf_url for place in work.locations if place.is_oa and place.pdf_url is not None)
            ),
        )


def _abstract(index: Mapping[str, Sequence[int]]) -> str:
    """The words of an abstract in order, of which OpenAlex gives the places of each."""
    places = nsmallest(MAX_WORDS, ((place, word) for word, at in index.items() for place in at))
    return plain_markup(" ".join(word for _, word in places))


def _name(authorship: _Authorship) -> str:
    return plain_markup(authorship.name or authorship.raw_author_name)
