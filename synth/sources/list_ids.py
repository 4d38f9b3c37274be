"""A list of papers by their identifiers alone, one a line: arXiv's, DOIs, PubMed's, and addresses of them."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from synth.errors import SourceError
from synth.language.identifiers import doi_in_field, find_arxiv_id
from synth.models import ARXIV_ID, Screened
from synth.sources.folder_walk import skip
from synth.sources.listed import Listed, listed_paper

_PMCID = re.compile(r"\bPMC\d{1,9}\b", re.IGNORECASE)
_PMID = re.compile(
    r"(?:pmid[\s:]*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|^)(\d{1,8})/?$", re.IGNORECASE
)


def read_id_list(text: str) -> Iterator[Listed | Screened]:
    """The papers in order; lines that are empty or begin with # are none, one without an identifier is a skip."""
    for number, line in enumerate(text.splitlines(), start=1):
        written = unquote(line).strip()
        if not written or written.startswith("#"):
            continue
        arxiv_id = written if ARXIV_ID.fullmatch(written) else find_arxiv_id(written)
        pmcid, pmid = _PMCID.search(written), _PMID.search(written)
        ids = [f"pmcid:{pmcid[0].upper()}"] if pmcid else [f"pmid:{pmid[1]}"] if pmid else []
        try:
            yield Listed(listed_paper({"paper_id": arxiv_id, "doi": doi_in_field(written)}, ids=ids))
        except SourceError:
            yield skip(f"line {number}: {written[:80]}", "no arXiv identifier, DOI, PMID or PMCID")
