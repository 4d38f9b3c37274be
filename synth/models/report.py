"""The report as content, before any typesetting: what rendering turns into LaTeX and BibTeX."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from synth.models.answer import Answer
from synth.models.base import Model
from synth.models.evidence import CheckedClaim
from synth.models.figure import Figure
from synth.models.paper import Paper
from synth.models.question import Question
from synth.models.source import SourceKind


class Count(Model):
    """A number that the report states: what it counts, by name, and its value.

    `claims` are the claims that it is counted over, by their numbers; empty where it is counted over the whole run. A
    name with a point in it is a setting ("claims.max_claims").
    """

    name: str
    value: int | float
    claims: tuple[int, ...] = ()


class Fragment(Model):
    """A stretch of one paragraph, all of it plain Unicode text.

    "text", "emphasis" and "strong" are the report's own words, a "name" is what the run calls something (a question, a
    paper, a date). A "quote" is a claim's sentence, verbatim, and `claim` its number in the claims table. A "count"
    prints the number that `count` gives: no other kind of the report's own words has a digit in it. `cites` are
    numbers of the reference list, set behind the fragment. Fragments of a paragraph follow each other without added
    space.
    """

    text: str
    kind: Literal["text", "emphasis", "strong", "name", "quote", "count"] = "text"
    cites: tuple[int, ...] = ()
    claim: int | None = None
    count: Count | None = None


class Paragraph(Model):
    """Running text."""

    fragments: tuple[Fragment, ...]


class ItemList(Model):
    """A bulleted list, one paragraph an item."""

    items: tuple[Paragraph, ...]


class Grid(Model):
    """A table of plain text with a caption and one header row; `align` has one of l, r, p (wraps) for each column."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Literal["l", "r", "p"], ...]


Block = Annotated[Paragraph | ItemList | Grid | Figure, Field(union_mode="left_to_right")]
"""Each needs a field that no other has, so that at most one fits: the first that does, and no other is tried."""


class ReportSection(Model):
    """A section of the report with its blocks and, below them, its subsections."""

    heading: str
    blocks: tuple[Block, ...] = ()
    subsections: tuple["ReportSection", ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The running text of its own blocks, the items of lists among it."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            elif isinstance(block, ItemList):
                yield from block.items


class ClaimRow(Model):
    """One row of the claims table: its number (C1, C2, ...), the checked claim, its reference's number, its place.

    `bearing` are the references of other papers whose passages support or contradict the claim. `struck` is why
    the claim was struck through, a sentence without its full stop; None where it was not.
    """

    number: int
    checked: CheckedClaim
    reference: int
    bearing: tuple[int, ...] = ()
    locator: str  # "Section 4.2 Results, p. 5", or for LaTeX "Section 4.2 Results, par. 3"
    struck: str | None = None


class ReportReference(Model):
    """One entry of the reference list: `number` as cited, `key` for BibTeX, and in which form the paper was read."""

    number: int
    key: str
    paper: Paper
    kind: SourceKind


class Report(Model):
    """The content of the typeset paper. `sample` is true when its papers are digests of the sample library.

    `appendices` follow the evidence. A `brief` one prints neither the claims table nor evidence and appendices.
    """

    title: str
    publisher: str
    made_on: date
    record_id: str
    standing: str  # one quiet line for the first page: status, level and tier, or that nothing was attempted
    question: Question
    answer: Answer
    sample: bool
    brief: bool = False
    abstract: tuple[Paragraph, ...]
    sections: tuple[ReportSection, ...]
    claims: tuple[ClaimRow, ...]
    references: tuple[ReportReference, ...]
    appendices: tuple[ReportSection, ...] = ()

    @property
    def fragments(self) -> Iterator[Fragment]:
        """The running text of the abstract and of all sections, in order; not that of the appendices."""
        for paragraph in self.abstract:
            yield from paragraph.fragments
        waiting = [*reversed(self.sections)]
        while waiting:
            section = waiting.pop()
            for paragraph in section.paragraphs:
                yield from paragraph.fragments
            waiting += reversed(section.subsections)

    @property
    def printed_references(self) -> tuple[ReportReference, ...]:
        """The references as they are listed: of a brief report those that its text and its tables name."""
        if not self.brief:
            return self.references
        shown = {one.paper_id for one in self.answer.papers if one.direction != "unclear" or one.values}
        shown |= {amount.paper_id for amount in self.answer.amounts or ()}
        cited = {number for fragment in self.fragments for number in fragment.cites}
        return tuple(one for one in self.references if one.number in cited or one.paper.paper_id in shown)

    @property
    def claim_numbers(self) -> dict[str, int]:
        """The number of each claim in the claims table, by its claim_id."""
        return {row.checked.claim.claim_id: row.number for row in self.claims}

    @property
    def reference_numbers(self) -> dict[str, int]:
        """The number of each paper cited, by its paper_id."""
        return {reference.paper.paper_id: reference.number for reference in self.references}
