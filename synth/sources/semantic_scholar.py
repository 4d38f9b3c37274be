"""Semantic Scholar (https://api.semanticscholar.org/api-docs): works of all fields; slow without a key of one's own.

SYNTH_SEMANTICSCHOLAR_KEY takes the key.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from pydantic import AliasPath, BaseModel, Field
from pydantic.alias_generators import to_camel

from synth.language.identifiers import doi_in_field
from synth.models import ARXIV_ID, Paper
from synth.models.paper import paper_id_of
from synth.sources.arxiv_id import abstract_link
from synth.sources.database import Asking, Database, Listing, Scheme, day, known_ids, plain_markup

_FIELDS = "title,abstract,authors,year,venue,publicationDate,externalIds,openAccessPdf"
_SCHEMES = {"PubMed": "pmid", "PubMedCentral": "pmcid", "CorpusId": "s2"}


class _ScholarEntry(BaseModel, alias_generator=to_camel):
    paper_id: str
    title: str
    abstract: str | None = None
    authors: Sequence[Mapping[str, str | None]] = ()
    year: int | None = None
    venue: str | None = None
    publication_date: str | None = None
    external_ids: Mapping[str, str | int] | None = None
    open_copy: str | None = Field(None, validation_alias=AliasPath("openAccessPdf", "url"))


class _ScholarEntries(Listing):
    entries: Sequence[object] = Field((), alias="data")
    total: int = 0


class SemanticScholar(Database):
    """Semantic Scholar's papers, searched by the question's words."""

    name = "semanticscholar"
    title = "Semantic Scholar"
    base = "https://api.semanticscholar.org/graph/v1"
    in_turn = False
    key_header = "x-api-key"
    listing = _ScholarEntries

    def address(self, asking: Asking) -> str:
        """One query of all words."""
        parameters = {
            "query": asking.words,
            "fields": _FIELDS,
            "limit": str(min(100, asking.size)),
            "offset": str((asking.page - 1) * asking.size),
        }
        parameters |= {"publicationDateOrYear": f"{asking.since}:"} if asking.since else {}
        return f"paper/search?{urlencode(parameters)}"

    def condition(self, scheme: Scheme, values: Sequence[str]) -> str:
        """None: it takes several identifiers at once by POST alone."""
        return ""

    def paper(self, entry: object) -> Paper:
        """A paper; one that is on arXiv has arXiv's identifier."""
        read = _ScholarEntry.model_validate(entry)
        known = {scheme: str(value) for scheme, value in (read.external_ids or {}).items()}
        doi = doi_in_field(known.get("DOI", ""))
        arxiv_id = known.get("ArXiv", "") if ARXIV_ID.fullmatch(known.get("ArXiv", "")) else ""
        pmcid = known.get("PubMedCentral", "")
        known |= {"PubMedCentral": f"PMC{pmcid.removeprefix('PMC')}"} if pmcid else {}
        return Paper(
            paper_id=paper_id_of(arxiv_id, doi, f"s2:{read.paper_id}"),
            title=plain_markup(read.title),
            abstract=plain_markup(read.abstract),
            authors=tuple(plain_markup(author["name"]) for author in read.authors if author.get("name")),
            published=day(read.publication_date),
            printed_year=read.year,
            doi=doi,
            journal_ref=plain_markup(read.venue) if read.venue and not read.venue.startswith("arXiv") else None,
            link=abstract_link(arxiv_id) if arxiv_id else f"https://www.semanticscholar.org/paper/{read.paper_id}",
            ids=known_ids({name: known.get(scheme) for scheme, name in _SCHEMES.items()}),
            open_files=(read.open_copy,) if read.open_copy else (),
        )
