"""A paper by its metadata, and the parts of its identifier."""

import re
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from synth.models.base import Model

ARXIV_ID = re.compile(r"(?P<base>\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7})(?P<version>v[1-9]\d*)?", re.ASCII)
"""New (2005.11401v4) and old (hep-th/9901001v1) arXiv identifiers, for `fullmatch`; "２００５.11401" is none."""


PaperId = Annotated[str, StringConstraints(pattern="^[!-~]{1,150}$")]
"""What a paper is called: printable ASCII, not too long for the name of a file."""

ABSTRACT_PAGE = "https://arxiv.org/abs/"


class Paper(Model):
    """One arXiv e-print at one version, another database's entry, a user's own file, or a digest of the sample library.

    `paper_id` is `2005.11401v4`, `doi:10.1000/182` (else `pmid:`, `openalex:` ...), `local:` + 12 hex digits of the
    file's SHA-256, or `digest:2005.11401`. `ids` are the identifiers that databases know it by, besides that and `doi`:
    "arxiv:2005.11401", "pmid:32015508", "pmcid:PMC7095418", "openalex:W3008028633".
    Title and abstract are plain Unicode text, without TeX. `authors` are in the paper's order, given name first; where
    no-break spaces join words of a name, they are its family name. `and_others`: there are more than those named.
    `printed_year` is the year that its first page prints, for a paper of which no date is known.
    `retracted` is who says that it was retracted ("Crossref"), `concern` who says that its journal doubts it, or None;
    `open_files` are the addresses at which databases say that a copy is open to all.
    """

    paper_id: PaperId
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    and_others: bool = False
    published: date | None = None
    updated: date | None = None
    printed_year: Annotated[int, Field(ge=1, le=9999)] | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    doi: str | None = None
    journal_ref: str | None = None
    comment: str | None = None
    link: str | None = None
    withdrawn: bool = False
    retracted: str | None = None
    concern: str | None = None
    ids: tuple[str, ...] = ()
    open_files: tuple[str, ...] = ()

    @property
    def notice(self) -> str | None:
        """Why nothing of it counts: it was withdrawn or retracted, or its journal doubts it; with who says so."""
        if self.withdrawn:
            return "withdrawn"
        if self.retracted:
            return f"retracted, as {self.retracted} says"
        return f"doubted by its journal (an expression of concern), as {self.concern} says" if self.concern else None

    @property
    def year(self) -> int | None:
        """Year of the first version, else the year printed, else that of an arXiv identifier (2005.11401)."""
        if self.published or self.printed_year:
            return self.published.year if self.published else self.printed_year
        if self.arxiv_id is None:
            return None
        digits = int(self.arxiv_id.rpartition("/")[2][:2])
        return digits + (1900 if digits > 90 else 2000)

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier with its version where known; None for a file that is not on arXiv."""
        bare = self.paper_id.removeprefix("digest:")
        return bare if ARXIV_ID.fullmatch(bare) else None

    @property
    def cited_id(self) -> str | None:
        """The arXiv identifier to cite: with the version that the link names, for digests and own files too."""
        linked = ARXIV_ID.fullmatch((self.link or "").removeprefix(ABSTRACT_PAGE))
        if linked and (self.arxiv_id is None or (linked["base"] == self.work_id and linked["version"])):
            return linked[0]
        return self.arxiv_id

    @property
    def work_id(self) -> str:
        """What the versions and copies of one paper have in common: its arXiv identifier without the version."""
        match = ARXIV_ID.fullmatch(self.paper_id.removeprefix("digest:"))
        return match["base"] if match else self.paper_id

    @property
    def identifiers(self) -> frozenset[str]:
        """All that it is known by, in one spelling, without versions: papers that share one are one work."""
        return frozenset(map(plain_identifier, self.all_ids))

    @property
    def all_ids(self) -> tuple[str, ...]:
        """All that it is known by, as databases spell it: paper_id, link and doi with their schemes, then `ids`."""
        linked = ARXIV_ID.fullmatch((self.link or "").removeprefix(ABSTRACT_PAGE))
        own = f"arxiv:{self.arxiv_id}" if self.arxiv_id else self.paper_id
        return (own, *([f"arxiv:{linked[0]}"] if linked else []), *([f"doi:{self.doi}"] if self.doi else []), *self.ids)

    @property
    def is_found(self) -> bool:
        """Whether it is a database's entry, and neither arXiv's nor a file of the user's."""
        return ":" in self.paper_id and not self.paper_id.startswith(("local:", "digest:"))

    @property
    def is_digest(self) -> bool:
        """Whether this is a digest of the sample library and not the paper itself."""
        return self.paper_id.startswith("digest:")


def paper_id_of(arxiv_id: str | None, doi: str | None, own: str) -> str:
    """What a paper is called that databases or lists know: by arXiv's identifier, else its DOI, else their own."""
    return arxiv_id or (f"doi:{doi.lower()}" if doi else own)


_ARXIV_DOI = "doi:10.48550/arxiv."


def arxiv_doi(identifier: str) -> str:
    """The DOI that arXiv registers for each of its papers: doi:10.48550/arxiv.2005.11401 for arxiv:2005.11401.

    See https://info.arxiv.org/help/doi.html.
    """
    return f"{_ARXIV_DOI}{identifier.removeprefix('arxiv:')}"


def plain_identifier(identifier: str) -> str:
    """One spelling of an identifier: in lower case, arXiv's own DOIs as its identifiers, no version."""
    plain = identifier.lower()
    if plain.startswith(_ARXIV_DOI):
        plain = f"arxiv:{plain.removeprefix(_ARXIV_DOI)}"
    return re.sub(r"v\d+$", "", plain) if plain.startswith("arxiv:") else plain
