"""Who wrote a passage and whom it cites: when does another paper count as independent of a claim's?"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from synth.models import Document, Paper, Reference
from synth.text import content_stems


def author_keys(authors: Iterable[str]) -> frozenset[str]:
    """Authors as surname and first initial without accents: "José M. Pérez", "Perez, J." -> "perez j"."""
    return frozenset(key for key in map(_author_key, authors) if key)


def _author_key(name: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name).lower() if not unicodedata.combining(char))
    if "," in plain:
        family, _, given = plain.partition(",")
        plain = f"{given} {family}"
    parts = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain)
    return f"{parts[-1]} {parts[0][0]}" if parts else ""


def works_cited(document: Document, citations: Sequence[int]) -> frozenset[str]:
    """The works behind 1-based citation numbers: by arXiv identifier without version, and by the words of the title."""
    keys: set[str] = set()
    for number in citations:
        if 1 <= number <= len(document.references):
            keys |= _work_keys(document.references[number - 1])
    return frozenset(keys)


def _work_keys(reference: Reference) -> set[str]:
    keys = set()
    if reference.arxiv_id:
        keys.add(re.sub(r"v\d+$", "", reference.arxiv_id))
    if reference.title:
        keys.add(" ".join(content_stems(reference.title)))
    return keys


def paper_authors(document: Document, papers: dict[str, Paper]) -> frozenset[str]:
    """A paper's authors as keys, from its metadata, else from the document itself; empty where unknown."""
    paper = papers.get(document.paper_id)
    return author_keys(paper.authors if paper and paper.authors else document.authors)


def work_key(document: Document, papers: dict[str, Paper]) -> str:
    """What the versions and copies of one paper share: the words of its title, else its arXiv identifier."""
    paper = papers.get(document.paper_id)
    title = (paper.title if paper else None) or document.title or ""
    stems = " ".join(content_stems(title))
    return stems or (paper.work_id if paper else document.paper_id)
