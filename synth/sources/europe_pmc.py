"""Europe PMC (https://europepmc.org/RestfulWebService): the life sciences, with full texts that are open, in JATS."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from pydantic import AliasPath, BaseModel, Field
from pydantic.alias_generators import to_camel

from synth.language.identifiers import doi_in_field, find_arxiv_id
from synth.models import Paper
from synth.models.paper import paper_id_of
from synth.sources.database import Asking, Database, Listing, Scheme, day, known_ids, plain_markup

_DOUBTED = frozenset({"expression of concern in", "partial retraction in"})
_FIELD_OF: dict[Scheme, str] = {"doi": 'DOI:"{}"', "pmid": "(EXT_ID:{} AND SRC:MED)", "pmcid": "PMCID:{}"}


class _ArticleAuthor(BaseModel, alias_generator=to_camel):
    first_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    collective_name: str | None = None


class _Article(BaseModel, alias_generator=to_camel):
    id: str
    source: str
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    title: str
    authors: Sequence[_ArticleAuthor] = Field((), validation_alias=AliasPath("authorList", "author"))
    journal: str | None = Field(None, validation_alias=AliasPath("journalInfo", "journal", "title"))
    first_publication_date: str | None = None
    abstract_text: str | None = None
    types: Sequence[str] = Field((), validation_alias=AliasPath("pubTypeList", "pubType"))
    notices: Sequence[Mapping[str, object]] = Field(
        (), validation_alias=AliasPath("commentCorrectionList", "commentCorrection")
    )


class _Articles(Listing):
    entries: Sequence[object] = Field(validation_alias=AliasPath("resultList", "result"))
    total: int = Field(alias="hitCount")


class EuropePmc(Database):
    """Europe PMC's articles and preprints."""

    name = "europepmc"
    title = "Europe PMC"
    base = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    largest_page = 1000  # the way to a second one is a cursor, which the first names
    listing = _Articles

    def address(self, asking: Asking) -> str:
        """The only page of a query."""
        since = f" AND FIRST_PDATE:[{asking.since} TO 3000-12-31]" if asking.since else ""
        parameters = {
            "query": f"({asking.condition or asking.words}){since}",
            "format": "json",
            "resultType": "core",
            "pageSize": str(asking.size),
        }
        return f"search?{urlencode(parameters | ({'email': asking.contact} if asking.contact else {}))}"

    def condition(self, scheme: Scheme, values: Sequence[str]) -> str:
        """The fields of its search; a number is PubMed's only beside the name of that collection, MED."""
        return " OR ".join(_FIELD_OF[scheme].format(value) for value in values)

    def paper(self, entry: object) -> Paper:
        """An article by its DOI, else by its number in PubMed or in Europe PMC."""
        article = _Article.model_validate(entry)
        doi = doi_in_field(article.doi or "")
        arxiv_id = find_arxiv_id(article.doi or "")
        types = {str(notice.get("type")).lower() for notice in article.notices}
        retracted = "retraction in" in types or any("retracted" in each.lower() for each in article.types)
        others = {"pmid": article.pmid, "pmcid": article.pmcid, "europepmc": f"{article.source}/{article.id}"}
        own = f"pmid:{article.pmid}" if article.pmid else f"europepmc:{article.source}/{article.id}"
        return Paper(
            paper_id=paper_id_of(arxiv_id, doi, own),
            title=plain_markup(article.title).removesuffix("."),
            abstract=plain_markup(article.abstract_text),
            authors=tuple(filter(None, map(_name, article.authors))),
            published=day(article.first_publication_date),
            doi=doi,
            journal_ref=plain_markup(article.journal) or None,
            link=f"https://doi.org/{doi}" if doi else f"https://europepmc.org/article/{article.source}/{article.id}",
            retracted=self.title if retracted else None,
            concern=self.title if _DOUBTED & types else None,
            ids=known_ids(others),
        )

    def files(self, paper: Paper) -> tuple[str, ...]:
        """The full text in JATS, of what is in PubMed Central; it is there only where it is open."""
        numbers = (each.removeprefix("pmcid:") for each in paper.ids if each.startswith("pmcid:PMC"))
        return tuple(f"{number}/fullTextXML" for number in numbers if number[3:].isdecimal())


def _name(author: _ArticleAuthor) -> str:
    """Given name first, as a paper prints it; a group by its own name."""
    if author.last_name and author.first_name:
        return plain_markup(f"{author.first_name} {author.last_name}")
    return plain_markup(author.full_name or author.collective_name)
