"""Claims: the sentences of a document that assert a finding of its own."""

from typing import Literal

from synth.models.base import Model, Probability, Span
from synth.models.document import SectionRole, Sentence
from synth.models.quantity import Quantity

Role = Literal["background", "objective", "method", "result", "other"]
"""The rhetorical role of a sentence, as in CSAbstruct."""


class Claim(Model):
    """One sentence that asserts a finding, verbatim, with its spans. `score` is P(claim).

    `claim_id` is `c-` + 10 hex digits of the SHA-256 of paper and spans. `section` is the heading above it, `paragraph`
    its paragraph there. `citations` are numbers in its document's reference list. `quantities` are its numbers, with
    offsets into `text`. `context` is the sentence directly before it, where the claim cannot be read without it ("It
    also outperforms BM25"). `also_in` are the papers whose near-identical sentence was merged into this one.
    """

    claim_id: str
    paper_id: str
    text: str
    section: str
    section_role: SectionRole
    paragraph: int
    spans: tuple[Span, ...]
    role: Role
    score: Probability
    citations: tuple[int, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    context: Sentence | None = None
    also_in: tuple[str, ...] = ()

    @property
    def page(self) -> int | None:
        """The page that the claim begins on, from 1; None for LaTeX."""
        return self.spans[0].page if self.spans else None

    @property
    def concludes(self) -> bool:
        """Whether the claim stands in its paper's abstract or conclusion."""
        return self.section_role in ("abstract", "conclusion")

    @property
    def quotation(self) -> str:
        """The claim as quoted, after its context sentence if it has one."""
        return f"{self.context.text} {self.text}" if self.context else self.text

    @property
    def quoted_spans(self) -> tuple[Span, ...]:
        """The spans of the quotation."""
        return (*self.context.spans, *self.spans) if self.context else self.spans

    @property
    def quoted_page(self) -> int | None:
        """The page that the quotation begins on, from 1; None for LaTeX."""
        return self.quoted_spans[0].page if self.quoted_spans else None
