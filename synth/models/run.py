"""A run once its claims are checked: what its report is composed of, and what its gates judge."""

from datetime import date

from pydantic import Field

from synth.models.answer import Answer, Weighed
from synth.models.base import Model
from synth.models.document import Document
from synth.models.evidence import CheckedClaim
from synth.models.paper import Paper
from synth.models.question import Question
from synth.models.record import Asked
from synth.models.source import QueryRun, Screened, Source, SourceKind
from synth.settings import Settings


class Run(Model):
    """A question, what was read for it, and the result.

    `papers` and `documents` go by paper_id; `inputs` are what the documents were read from. `checked` are the claims in
    order of their relevance to the question; `struck` those that the gates falsified, the reason by claim_id: they are
    in no answer and do not count. `acronyms` maps short forms to long ones. `asked`, `settings` and synth's own
    `version` are what is needed to repeat it.
    """

    question: Question
    asked: Asked
    settings: Settings
    version: str
    queries: tuple[QueryRun, ...]
    searched_on: date
    screening: tuple[Screened, ...]
    inputs: tuple[Source, ...]
    papers: dict[str, Paper]
    documents: dict[str, Document]
    sentences_read: int
    claims_found: int
    acronyms: dict[str, str]
    checked: tuple[CheckedClaim, ...]
    weighed: tuple[Weighed, ...]
    answer: Answer
    struck: dict[str, str] = Field(default_factory=dict)

    @property
    def sample(self) -> bool:
        """Whether its papers are digests of the sample library."""
        return "sample" in self.asked.sources

    @property
    def kinds(self) -> dict[str, SourceKind]:
        """In which form each paper was read, by paper_id."""
        return {source.paper_id: source.kind for source in self.inputs}

    @property
    def standing(self) -> tuple[CheckedClaim, ...]:
        """The claims that were not struck."""
        return tuple(item for item in self.checked if item.claim.claim_id not in self.struck)
