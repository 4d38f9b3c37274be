"""An entry of a list of papers: what it says of a paper, and the files that it names."""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import ValidationError

from synth.errors import SourceError
from synth.language.bibtex import joined_name
from synth.language.identifiers import find_arxiv_id
from synth.language.text import normalise
from synth.models import Paper
from synth.models.csl import COLLABORATION, is_suffix
from synth.models.paper import paper_id_of
from synth.sources.arxiv_id import abstract_link

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span)\b[^<>]{0,200}>", re.IGNORECASE)


class Listed(NamedTuple):
    """One entry: the paper as the list describes it, the key that it has there, and the files that it names.

    `left_out` is why the list itself leaves it out, None where it does not.
    """

    paper: Paper
    key: str = ""
    files: tuple[str, ...] = ()
    left_out: str | None = None


def listed_paper(fields: dict[str, object], identifying: str = "", ids: Iterable[str] = ()) -> Paper:
    """The paper of these fields of Paper, named by its arXiv identifier, else its DOI, else the first of `ids`, else by
    a hash of what is known.

    `identifying` are texts in which an arXiv identifier may stand. Raises SourceError where no title and no identifier
    is known.
    """
    known = {name: value for name, value in fields.items() if value}
    doi = known.get("doi")
    others = tuple(ids)
    arxiv_id = known.pop("paper_id", None) or find_arxiv_id(f"{doi or ''} {identifying}")
    if not (known.get("title") or arxiv_id or doi or others):
        raise SourceError("neither a title nor an identifier", stage="sources")
    if arxiv_id:
        known.setdefault("link", abstract_link(str(arxiv_id)))
    if not re.match("https?://", str(known.get("link", "")), re.IGNORECASE):
        known.pop("link", None)  # "javascript:alert(1)" would become a link of the report
    digest = hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()
    own = next(iter(others), f"local:{digest[:12]}")
    paper_id = paper_id_of(str(arxiv_id) if arxiv_id else None, str(doi) if doi else None, own)
    try:
        return Paper.model_validate({"title": paper_id, **known, "paper_id": paper_id, "ids": others})
    except ValidationError as error:
        raise SourceError(f"a wrong {error.errors()[0]['loc'][0]}", stage="sources") from error


def pubmed_ids(text: str) -> tuple[str, ...]:
    """The numbers in PubMed and PubMed Central that a text names, as in Zotero's field for all else: "PMID: 345"."""
    found = re.findall(r"\b(?:(PMID):\s{0,5}(\d{1,8})|(PMCID):\s{0,5}(PMC\d{1,9}))\b", text, re.ASCII)
    return tuple(f"{(scheme or other).lower()}:{number or pmc}" for scheme, number, other, pmc in found)


def plain(text: str) -> str:
    """A text of a list without the few tags that reference managers write."""
    return normalise(_TAG.sub("", text))


def name_of(written: str) -> str:
    """A name, given first, of one in the order of reference managers: "van der Berg, Ludwig, Jr.", "Lovelace, Ada"."""
    family, *rest = (part.strip() for part in plain(written).split(","))
    if not rest or not rest[0] or COLLABORATION.search(written):
        return plain(written).strip(" ,")
    suffix = next((part for part in rest[1:] if is_suffix(part)), "")
    words = family.split()
    first = next((place for place, word in enumerate(words) if not word.islower()), len(words) - 1)
    particle, family = " ".join(words[:first]), " ".join(words[first:])
    return joined_name(rest[0], particle, family, suffix)
