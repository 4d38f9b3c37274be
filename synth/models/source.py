"""The results of search and retrieval: papers found, the bytes of each, and the decision on every one."""

from datetime import date
from typing import Literal

from synth.models.base import Model
from synth.models.paper import Paper

SourceKind = Literal["latex", "jats", "pdf", "abstract"]
Decision = Literal["used", "merged", "skipped"]


class QueryRun(Model):
    """A query as it was put: where and when, how many papers it has there (`total`) and gave here (`received`).

    `gave` are those works, by the paper_id under which each was screened. `by_citation`: it asked for what the papers
    read cite, or for what cites them. `note` says why an answer is missing, and is None where it came.
    """

    search_query: str
    searched_on: date
    total: int
    received: int
    source: str = "arXiv"
    note: str | None = None
    gave: tuple[str, ...] = ()
    by_citation: bool = False


RETRACTED = "retraction"
"""The stage at which relevant papers are left out that were withdrawn or retracted, or that their journal doubts."""


class Screened(Model):
    """One line of screening.csv: a paper found, or another thing, and what became of it: most often it was left out.

    `stage` left it out and `reason` says why, for a reader; of one that was merged, which paper it is a copy of.
    `relevance` is the rank score against the question.
    """

    paper_id: str
    title: str
    decision: Decision = "skipped"
    stage: str
    reason: str
    relevance: float | None = None


class Found(Model):
    """What a search gave: papers in order of the answer, the queries put, and what could not even be a candidate."""

    papers: tuple[Paper, ...]
    queries: tuple[QueryRun, ...] = ()
    skips: tuple[Screened, ...] = ()


class Fetched(Model):
    """The bytes of one paper, and in which form.

    For `kind` "abstract" they are the abstract as UTF-8. `origin` is the address or the file's name that they came
    from; `note` is why no better form was available, and is None for the best.
    """

    kind: SourceKind
    data: bytes
    origin: str
    note: str | None = None


class Source(Model):
    """The bytes that one paper is read from, in the store under their SHA-256 (hex): an input of the run.

    For `kind` "abstract" they are the abstract as UTF-8. `origin` is the address or the file's name that the bytes came
    from; `note` is why no better form was available ("no LaTeX source: PDF only submission").
    """

    paper_id: str
    kind: SourceKind
    sha256: str
    origin: str
    note: str | None = None
