"""Independence of two papers for a claim: by their authors and by the works that they cite."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from synth.language.authors import author_keys
from synth.language.text import content_stems
from synth.models import Document, Paper, Reference


@dataclass(frozen=True)
class Origin:
    """The paper of a text: `work` is shared by its versions and copies, `authors` are keys."""

    document: Document
    work: str
    authors: frozenset[str]

    def independent_of(
        self, other: "Origin", citations: Sequence[int] = (), other_citations: Sequence[int] = ()
    ) -> bool:
        """Whether two statements have no author in common, none unknown, and cite neither each other nor a third work.

        `citations` are those of this paper's statement, `other_citations` of the other's: numbers in their references.
        """
        cited, other_cited = works_cited(self.document, citations), works_cited(other.document, other_citations)
        return (
            bool(self.authors and other.authors)
            and not self.authors & other.authors
            and not (cited | {self.work}) & (other_cited | {other.work})
        )


def origins_of(documents: Iterable[Document], papers: Mapping[str, Paper]) -> dict[str, Origin]:
    """The origin of each document by its paper_id: from metadata, else from the document itself."""
    return {document.paper_id: _origin(document, papers.get(document.paper_id)) for document in documents}


def _origin(document: Document, paper: Paper | None) -> Origin:
    title = (paper.title if paper else None) or document.title or ""
    authors = paper.authors if paper and paper.authors else document.authors
    work_id = paper.work_id if paper else Paper(paper_id=document.paper_id, title=title).work_id
    return Origin(document, " ".join(content_stems(title)) or work_id, author_keys(authors))


def works_cited(document: Document, citations: Sequence[int]) -> frozenset[str]:
    """The works behind 1-based citation numbers: arXiv identifiers without version, and the words of titles."""
    numbers = (number for number in citations if 1 <= number <= len(document.references))
    return frozenset(key for number in numbers for key in _work_keys(document.references[number - 1]))


def _work_keys(reference: Reference) -> list[str]:
    identifier = re.sub(r"v\d+$", "", reference.arxiv_id or "")
    title = " ".join(content_stems(reference.title or ""))
    return [key for key in (identifier, title) if key]
