"""A research question, its facets, and the queries that are made of them."""

from typing import Literal

from synth.models.base import Model

QuestionKind = Literal["comparison", "effect", "whether", "which", "how_much", "how", "open"]
QuestionAsks = Literal["better", "change", "difference", "whether"]
QuestionSign = Literal[1, -1, 0]


class Question(Model):
    """A question in its parts.

    `subjects` are the things asked about: the subject, then its comparators; `outcomes` what they are measured by;
    `settings` on what or for whom. A facet is a phrase in the question's own words, except that an adjective
    becomes its noun ("more accurate" as "accuracy"). `asks` is whether the subject is the better one or makes the
    outcome better, whether the outcome is higher or lower with it ("change"), whether it makes a difference at all,
    or whether something is true; `sign` what a "yes" states: 1 better or more, -1 worse, less or no difference, 0
    neither. "Faster", "slower", "cheaper" ask which is better in speed or cost, since papers measure them by times
    and prices as well. `or_equal`: no difference is a yes too ("as good as"). `terms` are all content words.
    `other` is a second question in the same text, which is not answered.
    """

    text: str
    kind: QuestionKind
    asks: QuestionAsks = "difference"
    sign: QuestionSign = 0
    or_equal: bool = False
    subjects: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    terms: tuple[str, ...]
    other: str = ""

    @property
    def asks_same(self) -> bool:
        """Whether a yes states that the sides do not differ: "do A and B give the same results"."""
        return self.asks == "difference" and self.sign < 0

    @property
    def asks_identity(self) -> bool:
        """Whether it asks which of its subjects something is: "is the pairing s-wave or d-wave"."""
        return self.asks == "whether" and len(self.subjects) > 1


class Query(Model):
    """One search to be sent to databases, from the narrowest (`step` 1) to the broadest.

    `search_query` is in the syntax of arXiv's API, `plain` the same words joined by AND and OR in brackets.
    """

    step: int
    search_query: str
    plain: str = ""
