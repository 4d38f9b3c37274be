"""What every description of a record for other archives says of it: who made it, what it says, what it cites."""

from collections.abc import Mapping, Sequence
from typing import Literal

from synth.models import Manifest, Report, ReportReference
from synth.models.csl import DOI, one_line

LICENCE_ID = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

Scheme = Literal["arXiv", "DOI"]


def creators_of(manifest: Manifest, named: Sequence[str]) -> tuple[str, ...]:
    """Who answers for the record: those named ("Lovelace, Ada"), each once, else its publisher."""
    names = tuple(dict.fromkeys(name for name in map(one_line, named) if name))
    return names or (one_line(manifest.publisher) or "synth",)


def abstract_of(report: Report) -> tuple[str, ...]:
    """The paragraphs of the abstract as plain text."""
    return tuple(one_line("".join(part.text for part in paragraph.fragments)) for paragraph in report.abstract)


def standing_of(manifest: Manifest) -> str:
    """Status, level and tier in one line."""
    return f"{manifest.status}, level {manifest.level}, {manifest.tier}"


def identifiers_of(references: Sequence[ReportReference]) -> Mapping[str, Scheme]:
    """What can be cited by a persistent identifier, each once: "arXiv:2005.11401v4", else the paper's DOI."""
    found: dict[str, Scheme] = {}
    for reference in references:
        paper = reference.paper
        if paper.cited_id:
            found[f"arXiv:{paper.cited_id}"] = "arXiv"
        elif DOI.fullmatch(doi := one_line(paper.doi or "")):
            found[doi] = "DOI"
    return found
