"""What reviewers, attackers and gates are given of one run, and how they name and weigh its claims."""

from collections.abc import Callable, Collection, Sequence

from synth.language.authors import author_groups
from synth.language.phrasing import claim_ranges
from synth.language.text import content_stems
from synth.models import ARXIV_ID, CheckedClaim, Report, Run, Source, Vote

SUPPORTED = ("corroborated", "verified")
PROVENANCE = (
    "P0: some claim is quoted from a digest, or from bytes that were not kept",
    "P1: every claim is quoted from the paper's own words, kept under their SHA-256; some from the abstract alone",
    "P2: every claim is quoted from the paper's full text, kept under its SHA-256",
    "P3: every claim is quoted from the full text, under its SHA-256, of a version that arXiv keeps for everybody",
)
"""The provenance levels, by their number."""


class Case(Run):
    """A run as it is put to the gates, with the report that was composed of it.

    `answers` are the claim_ids that the report's answer uses: those that answer the question, and what the abstract
    quotes. `directions` tells of claims that answer which way they do.
    """

    report: Report
    answers: tuple[str, ...]
    directions: dict[str, Vote]

    @property
    def source_by_paper(self) -> dict[str, Source]:
        """The bytes that each paper was read from, by paper_id."""
        return {item.paper_id: item for item in self.inputs}

    @property
    def groups(self) -> dict[str, int]:
        """The group of authors of each paper that was read (`synth.language.authors.author_groups`)."""
        return author_groups({paper_id: self.authors(paper_id) for paper_id in {*self.papers, *self.documents}})

    def authors(self, paper_id: str) -> tuple[str, ...]:
        """A paper's authors: from its metadata, else as the document names them."""
        paper, document = self.papers.get(paper_id), self.documents.get(paper_id)
        return (paper.authors if paper else ()) or (document.authors if document else ())

    def named(self, claim_ids: Collection[str]) -> str:
        """Claims by their numbers: "C3, C5 to C8"; by identifier where they have none."""
        numbers = self.report.claim_numbers
        known = sorted({numbers[one] for one in claim_ids if one in numbers})
        unknown = sorted({one for one in claim_ids if one not in numbers})
        return ", ".join(part for part in (claim_ranges(known), *unknown) if part)

    def is_answer(self, claim_id: str) -> bool:
        """Whether the report's answer uses a claim."""
        return claim_id in self.answers


def same_words(checked: Sequence[CheckedClaim]) -> list[tuple[CheckedClaim, ...]]:
    """Claims in groups that have the same content words, in order: a claim said twice is one claim."""
    groups: dict[frozenset[str], list[CheckedClaim]] = {}
    for item in checked:
        groups.setdefault(frozenset(content_stems(item.claim.quotation)), []).append(item)
    return [tuple(group) for group in groups.values()]


def supported(checked: Sequence[CheckedClaim]) -> list[tuple[CheckedClaim, ...]]:
    """Of each group of the same words those marked ✓✓ or ✓; groups without any are left out."""
    kept = (tuple(item for item in group if item.mark in SUPPORTED) for group in same_words(checked))
    return [group for group in kept if group]


def support(checked: CheckedClaim, same_paper_support: float) -> float:
    """How far a second passage stands behind a claim, in [0, 1].

    The highest confidence of a passage of an independent paper that supports it, or of its own paper times
    `same_paper_support`; 0 for a claim marked ○. What contradicts it takes nothing off: that is weighed elsewhere.
    """
    if checked.mark == "unsupported":
        return 0.0
    weights = (
        item.confidence * (1.0 if item.independent else same_paper_support)
        for item in checked.evidence
        if item.stance == "supports" and (item.independent or item.same_paper)
    )
    return max(weights, default=0.0)


def over_supported(checked: Sequence[CheckedClaim], quality: Callable[[CheckedClaim], float]) -> float:
    """The mean of a quality over the claims with support, each counted once; where there are none, the lowest of all.

    So a claim without support never raises it, nor does a claim said twice, nor a paper that says nothing.
    """
    groups = supported(checked)
    if groups:
        return sum(min(quality(item) for item in group) for group in groups) / len(groups)
    return min((quality(item) for item in checked), default=0.0)


def provenance(case: Case, paper_id: str) -> int:
    """The provenance level of one paper, 0 to 3."""
    paper, source = case.papers.get(paper_id), case.source_by_paper.get(paper_id)
    if paper is None or source is None or paper.is_digest or not source.sha256:
        return 0
    if source.kind == "abstract":
        return 1
    kept = ARXIV_ID.fullmatch(paper.paper_id)
    return 3 if kept and kept["version"] else 2


def provenance_level(case: Case) -> int:
    """The level of a record: the lowest among the papers of its claims; 0 without claims."""
    return min((provenance(case, item.claim.paper_id) for item in case.standing), default=0)
