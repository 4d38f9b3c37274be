"""What bytes back the claims: how far a stranger can go back to the very text that was quoted."""

from synth.gates.case import Case
from synth.models import ARXIV_ID

PROVENANCE = (
    "P0: some claim is quoted from a digest, or from bytes that were not kept",
    "P1: every claim is quoted from the paper's own words, kept under their SHA-256; some from the abstract alone",
    "P2: every claim is quoted from the paper's full text, kept under its SHA-256",
    "P3: every claim is quoted from the full text, under its SHA-256, of a version that arXiv keeps for everybody",
)
"""The provenance levels, by their number."""


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
