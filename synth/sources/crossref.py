"""Crossref (https://api.crossref.org): what publishers registered, with retractions; metadata and abstracts only."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from pydantic import AliasPath, BaseModel, Field

from synth.language.identifiers import find_arxiv_id
from synth.models import Paper
from synth.sources.database import Asking, Database, Listing, Scheme, plain_markup

_FIELDS = "DOI,title,subtitle,author,abstract,container-title,published,issued,updated-by,relation"
_SAME_WORK = ("has-preprint", "is-preprint-of", "is-version-of", "has-version", "is-same-as")
_RETRACTED = frozenset({"retraction", "withdrawal", "removal"})
_ARXIV_PREFIX = "10.48550/"  # registered with DataCite
_DOUBTED = frozenset({"expression_of_concern", "partial_retraction"})
"""Types of updates that publishers register, after Crossref's documentation of Crossmark."""


class _Contributor(BaseModel):
    given: str | None = None
    family: str | None = None
    name: str | None = None


class _RegisteredItem(BaseModel):
    doi: str = Field(alias="DOI")
    title: Sequence[str] = Field(min_length=1)
    subtitle: Sequence[str] = ()
    author: Sequence[_Contributor] = ()
    abstract: str | None = None
    container_title: Sequence[str] = Field((), alias="container-title")
    published: Sequence[int | None] = Field((), validation_alias=AliasPath("published", "date-parts", 0))
    issued: Sequence[int | None] = Field((), validation_alias=AliasPath("issued", "date-parts", 0))
    updated_by: Sequence[Mapping[str, object]] = Field((), alias="updated-by")
    relation: Mapping[str, Sequence[Mapping[str, object]]] = {}


class _RegisteredItems(Listing):
    entries: Sequence[object] = Field(validation_alias=AliasPath("message", "items"))
    total: int = Field(validation_alias=AliasPath("message", "total-results"))


class Crossref(Database):
    """Crossref's works, searched by the question's words; the files that it links to are not open to all."""

    name = "crossref"
    title = "Crossref"
    base = "https://api.crossref.org"
    in_turn = False
    listing = _RegisteredItems

    def address(self, asking: Asking) -> str:
        """One query of all words: Crossref knows no AND and ranks by how many match."""
        filters = [asking.condition, f"from-pub-date:{asking.since}" if asking.since else ""]
        parameters = {
            "query.bibliographic": asking.words,
            "filter": ",".join(filter(None, filters)),
            "rows": str(asking.size),
            "offset": str((asking.page - 1) * asking.size),
            "select": _FIELDS,
        }
        parameters = {name: value for name, value in parameters.items() if value}
        parameters |= {"mailto": asking.contact} if asking.contact else {}
        return f"works?{urlencode(parameters)}"

    def condition(self, scheme: Scheme, values: Sequence[str]) -> str:
        """Filters of one name, which are alternatives; Crossref knows no numbers of PubMed, and no DOIs of arXiv's."""
        known = [value for value in values if scheme == "doi" and not value.lower().startswith(_ARXIV_PREFIX)]
        return ",".join(f"doi:{value}" for value in known)

    def paper(self, entry: object) -> Paper:
        """A work by its DOI; its preprint is among its identifiers."""
        item = _RegisteredItem.model_validate(entry)
        doi = item.doi.lower()
        same = [str(related.get("id")) for kind in _SAME_WORK for related in item.relation.get(kind, ())]
        named = (find_arxiv_id(each) or find_arxiv_id(f"arXiv:{each}") for each in (doi, *same))
        updates = {str(each.get("type")).lower().replace("-", "_") for each in item.updated_by}
        title = ": ".join(filter(None, [*item.title[:1], *item.subtitle[:1]]))
        return Paper(
            paper_id=f"doi:{doi}",
            title=plain_markup(title),
            abstract=plain_markup(item.abstract).removeprefix("Abstract").strip(),
            authors=tuple(filter(None, map(_name, item.author))),
            published=_day(item.published or item.issued),
            doi=item.doi,
            journal_ref=plain_markup(item.container_title[0]) if item.container_title else None,
            link=f"https://doi.org/{item.doi}",
            retracted=self.title if _RETRACTED & updates else None,
            concern=self.title if _DOUBTED & updates else None,
            ids=tuple(dict.fromkeys(f"arxiv:{arxiv_id}" for arxiv_id in named if arxiv_id)),
        )


def _name(author: _Contributor) -> str:
    return plain_markup(author.name or " ".join(filter(None, [author.given, author.family])))


def _day(date_parts: Sequence[int | None]) -> date | None:
    """The date of a year, a month and a day, by what is known of them: a year alone is its first day."""
    parts = [part for part in date_parts if part]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except (ValueError, OverflowError):
        return None
