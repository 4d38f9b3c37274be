"""A research question becomes facets and queries, and papers are ranked and screened for it."""

from synth.question.parsing import MAX_QUESTION_CHARS, parse_question
from synth.question.queries import build_queries
from synth.question.same_work import find_copies, united
from synth.question.screening import rank_papers, screen_papers
from synth.question.wording import describe_question, remarks

__all__ = [
    "MAX_QUESTION_CHARS",
    "build_queries",
    "describe_question",
    "find_copies",
    "parse_question",
    "rank_papers",
    "remarks",
    "screen_papers",
    "united",
]
