"""A stand-in for OpenAlex, Crossref, Europe PMC and Semantic Scholar on this machine, and for places of open copies.

Its answers have the form that the providers document; none of them was ever recorded.
"""

import json
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from tests.integration.arxiv_papers import ABSTRACT
from tests.integration.arxiv_server import Answer, ArxivServer, Request, answering

NAMES = ("openalex", "crossref", "europepmc", "semanticscholar")
JATS = f"""<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Dense retrieval in medicine
</article-title></title-group><contrib-group><contrib contrib-type="author"><name><surname>Curie</surname>
<given-names>Marie</given-names></name></contrib></contrib-group><abstract><p>{ABSTRACT}</p></abstract></article-meta>
</front><body><sec><title>Results</title><p>Our dense retrieval model outperforms BM25 by 7.1 points of top-20 accuracy on
open-domain question answering in medicine.</p></sec></body></article>"""


def _work(number: int, title: str, **more: object) -> dict[str, object]:
    """A work as OpenAlex describes it."""
    return {
        "id": f"https://openalex.org/W{number}",
        "title": title,
        "publication_date": "2022-05-01",
        "authorships": [{"author": {"display_name": "Lise Meitner"}}],
        "abstract_inverted_index": {word: [place] for place, word in enumerate(_numbered(ABSTRACT))},
        "locations": [],
        "is_retracted": False,
    } | more


def preprint(arxiv_id: str, *, retracted: bool) -> dict[str, object]:
    """A paper that OpenAlex knows by the DOI which arXiv registered."""
    doi = f"https://doi.org/10.48550/arxiv.{arxiv_id}"
    return _work(30, "Dense retrieval and BM25 again", doi=doi, is_retracted=retracted)


def _numbered(text: str) -> list[str]:
    return list(dict.fromkeys(text.split()))


class DatabaseServer(ArxivServer):
    """What each database knows, what goes wrong, and what was asked."""

    def __init__(self) -> None:
        super().__init__(())
        self.works: list[object] = [
            _work(1, "Dense passages and BM25", doi="https://doi.org/10.1000/dense.1",
                  authorships=[{"author": {"display_name": "Ada Lovelace"}}],
                  locations=[{"is_oa": True, "landing_page_url": "http://arxiv.org/abs/2101.00001", "pdf_url": None}],
                  primary_location={"source": {"display_name": "Journal of Retrieval", "type": "journal"}}),
            _work(2, "Dense retrieval against BM25, a replication", doi="https://doi.org/10.1000/gone", is_retracted=True),
            _work(3, "Dense retrieval and BM25 in archives", doi="https://doi.org/10.1000/open.3",
                  locations=[{"is_oa": True, "pdf_url": "PDF"}]),
            {"id": 7},
        ]  # fmt: skip
        self.preprints: list[object] = []  # works that OpenAlex finds by their DOI alone
        self.update = "retraction"  # of the work in Crossref
        self.retracted = False  # whether the article in Europe PMC is
        self.notice = "Comment in"  # what is said of that article elsewhere
        self.pdf = b"%PDF-1.4\n%%EOF\n"

    @property
    def environ(self) -> dict[str, str]:
        """The variables that send the command to this server, without a wait between its requests."""
        urls = {f"SYNTH_{name.upper()}_URL": f"{self.url}/{name}" for name in NAMES}
        return urls | {f"SYNTH_{name.upper()}_INTERVAL_S": "0" for name in NAMES}

    def answer(self, path: str) -> Answer:
        """The right answer to a request."""
        where = urlsplit(path).path
        if where.startswith("/openalex/copies/"):
            return Answer(self.pdf, content_type="application/pdf")
        if where == "/europepmc/PMC77/fullTextXML":
            return Answer(JATS.encode(), content_type="application/xml")
        asked = Request(path, {}, 0).parameters
        found = {
            "/openalex/works": lambda: self._openalex(asked["filter"]),
            "/crossref/works": lambda: self._crossref(asked.get("filter", "")),
            "/europepmc/search": lambda: self._europepmc(asked["query"]),
            "/semanticscholar/paper/search": self._semantic_scholar,
        }.get(where)
        if found is None:
            return Answer(b"nothing here", 404, "text/plain")
        return Answer(json.dumps(found()).encode(), content_type="application/json")

    def _openalex(self, condition: str) -> object:
        if condition.startswith("cites:"):
            return {"meta": {"count": 1}, "results": [_work(20, "Dense retrieval and BM25, cited later")]}
        works = json.loads(json.dumps(self.works).replace('"PDF"', f'"{self.url}/openalex/copies/3.pdf"'))
        if condition.startswith("doi:"):
            wanted = [f"https://doi.org/{doi}" for doi in condition[4:].split("|")]
            cited = _work(21, "Dense retrieval and BM25, cited earlier", doi="https://doi.org/10.1000/cited.1")
            works = [work for work in [*works, *self.preprints, cited] if work.get("doi") in wanted]
        if condition.startswith("ids."):
            works = []
        return {"meta": {"count": len(works)}, "results": works}

    def _crossref(self, condition: str) -> object:
        item = {
            "DOI": "10.1000/DENSE.1",
            "title": ["Dense passages and <i>BM25</i>"],
            "author": [{"given": "Ada", "family": "Lovelace"}],
            "abstract": f"<jats:title>Abstract</jats:title><jats:p>{ABSTRACT}</jats:p>",
            "container-title": ["Journal of Retrieval"],
            "published": {"date-parts": [[2022, 5]]},
            "updated-by": [{"type": self.update, "DOI": "10.1000/notice"}],
        }
        items = [item] if "doi:" not in condition or "doi:10.1000/dense.1" in condition else []
        return {"message": {"total-results": len(items), "items": items}}

    def _europepmc(self, query: str) -> object:
        article = {
            "id": "345",
            "source": "MED",
            "pmid": "345",
            "pmcid": "PMC77",
            "doi": "10.1000/medicine.5",
            "title": "Dense retrieval and BM25 in medicine.",
            "authorList": {"author": [{"firstName": "Marie", "lastName": "Curie"}]},
            "journalInfo": {"journal": {"title": "Medicine"}},
            "firstPublicationDate": "2021-07-08",
            "abstractText": f"<h4>Results</h4>{ABSTRACT}",
            "isOpenAccess": "Y",
            "commentCorrectionList": {"commentCorrection": [{"id": "346", "source": "MED", "type": self.notice}]},
            "pubTypeList": {"pubType": ["Retracted Publication"] if self.retracted else ["Journal Article"]},
        }
        names = ('DOI:"10.1000/medicine.5"', "EXT_ID:345 ", "PMCID:PMC77")
        by_identifier = any(field in query for field in ("DOI:", "EXT_ID:", "PMCID:"))
        found = [article] if not by_identifier or any(name in query for name in names) else []
        return {"hitCount": len(found), "resultList": {"result": found}}

    def _semantic_scholar(self) -> object:
        entry = {
            "paperId": "abc",
            "title": "Dense retrieval and BM25 for scholars",
            "abstract": ABSTRACT,
            "authors": [{"name": "Emmy Noether"}],
            "year": 2020,
            "venue": "ACL",
            "externalIds": {"DOI": "10.1000/scholar.9", "PubMedCentral": 99, "CorpusId": 5},
            "openAccessPdf": None,
        }
        return {"total": 1, "data": [entry]}


def serving_databases() -> AbstractContextManager[DatabaseServer]:
    """All four databases on a free port of this machine until the block ends."""
    return answering(DatabaseServer())
