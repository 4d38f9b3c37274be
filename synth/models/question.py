"""A research question, its facets, and the queries that are made of them."""

from typing import Literal

from synth.models.base import Model

QuestionKind = Literal["comparison", "effect", "existence", "which", "how much", "open"]


class Question(Model):
    """A question taken apart.

    `subjects` are the things asked about, one for each side of a comparison; `outcomes` what they are measured by;
    `settings` on what or for whom. Each facet is a phrase in the question's own words; `terms` are all its content
    words.
    """

    text: str
    kind: QuestionKind
    subjects: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    terms: tuple[str, ...]


class Query(Model):
    """One search to be put to arXiv, in the syntax of its API, from the narrowest (`step` 1) to the widest."""

    step: int
    search_query: str
