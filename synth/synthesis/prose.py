"""Quotations joined into running text: who reports what, those with figures last, no paper at too great a length."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from synth.models import CheckedClaim, Fragment, Paper, Paragraph
from synth.models.csl import csl_name
from synth.phrasing import claim_ranges, count, quoted, shortened
from synth.synthesis.evidence_base import EvidenceBase, Outline, bearing_papers
from synth.text import words

MAX_QUOTED_WORDS = 300
"""Of one paper in the body of a report: what goes beyond stands in the claims table alone."""
MAX_QUOTED_CLAIMS = 8
"""Of one group of claims, or it would read as a list."""
MAX_OF_ONE_PAPER = 3
"""Of those: the others are to be heard too."""
QUOTES_PER_PARAGRAPH = 3
MAX_NAME = 40


class Quoting:
    """Quotes claims in the order of the report, each once, and remembers how much of each paper was quoted."""

    def __init__(self, base: EvidenceBase, order: Outline) -> None:
        self._base = base
        self._order = order
        self._quoted: Counter[str] = Counter()

    def paragraphs(self, claims: Sequence[CheckedClaim]) -> list[Paragraph]:
        """Running text on some claims: statements in words, then those with figures, then what was left out."""
        taken: list[CheckedClaim] = []
        of_paper: Counter[str] = Counter()
        for checked in claims:
            paper_id = checked.claim.paper_id
            if len(taken) < MAX_QUOTED_CLAIMS and of_paper[paper_id] < MAX_OF_ONE_PAPER and self._take(checked):
                taken.append(checked)
                of_paper[paper_id] += 1
        by_figures = sorted(taken, key=_has_figures)
        found = [self._paragraph(run) for run in _runs(by_figures)]
        left = sorted(self._order.claim_numbers[item.claim.claim_id] for item in claims if item not in taken)
        if left:
            told = f"The claims table has {count(len(left), 'more', 'more')} of this kind: {claim_ranges(left)}."
            found.append(plain(told))
        return found

    def _take(self, checked: CheckedClaim) -> bool:
        length = len(words(checked.claim.quotation))
        if self._quoted[checked.claim.paper_id] + length > MAX_QUOTED_WORDS:
            return False
        self._quoted[checked.claim.paper_id] += length
        return True

    def _paragraph(self, claims: Sequence[CheckedClaim]) -> Paragraph:
        """Claims in a row, each paper named where it begins to speak."""
        pieces: list[Fragment] = []
        for paper_id, said in groupby(claims, key=lambda checked: checked.claim.paper_id):
            pieces.append(Fragment(text=" " if pieces else ""))
            pieces.append(Fragment(text=short_name(self._base.papers[paper_id]), kind="emphasis"))
            for number, checked in enumerate(said):
                pieces.append(Fragment(text=" and: " if number else ": "))
                pieces += quote(self._order, checked)
        return Paragraph(fragments=tuple(pieces))


def _runs(claims: Sequence[CheckedClaim]) -> list[list[CheckedClaim]]:
    """Claims parted into paragraphs, a paper's claims side by side."""
    papers = dict.fromkeys(checked.claim.paper_id for checked in claims)
    runs: list[list[CheckedClaim]] = []
    for paper_id in papers:
        own = [checked for checked in claims if checked.claim.paper_id == paper_id]
        if not runs or len(runs[-1]) + len(own) > QUOTES_PER_PARAGRAPH:
            runs.append([])
        runs[-1] += own
    return runs


def _has_figures(checked: CheckedClaim) -> bool:
    return any(quantity.number.is_figure for quantity in checked.claim.quantities)


def plain(text: str) -> Paragraph:
    """A paragraph of the report's own words."""
    return Paragraph(fragments=(Fragment(text=text),))


def quote(order: Outline, checked: CheckedClaim) -> tuple[Fragment, ...]:
    """A claim as a quotation with its sources and, where there are any, the papers that bear on it."""
    claim = checked.claim
    sources = tuple(order.reference_numbers[paper_id] for paper_id in (claim.paper_id, *claim.also_in))
    pieces = [Fragment(text=claim.quotation, kind="quote", cites=sources, claim=order.claim_numbers[claim.claim_id])]
    others = tuple(order.reference_numbers[paper_id] for paper_id in bearing_papers(checked))
    if others and checked.mark in ("corroborated", "contradicted"):
        pieces.append(Fragment(text=f" ({checked.mark} by", cites=others))
        pieces.append(Fragment(text=")"))
    return tuple(pieces)


def short_name(paper: Paper) -> str:
    """A paper by its first author's surname and its year, "Lewis et al. (2020)"; without authors by its title."""
    year = f" ({paper.year})" if paper.year else ""
    if not paper.authors or not paper.authors[0].split():
        return f"{quoted(shortened(paper.title, MAX_NAME))}{year}" if paper.title else paper.paper_id
    surnames = [_surname(name) for name in paper.authors if name.split()]
    named = surnames[0] if len(surnames) == 1 else " and ".join(surnames) if len(surnames) == 2 else None
    return f"{named or f'{surnames[0]} et al.'}{year}"


def _surname(name: str) -> str:
    """The family name with its particle, "van der Maaten"; of a name with a comma what stands before it."""
    parts = csl_name(name)
    if parts is None or parts.literal:
        return name.partition(",")[0].strip()
    return " ".join(part for part in (parts.particle, parts.family) if part)
