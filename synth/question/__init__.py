"""A research question becomes facets, queries, and a judgement of which papers bear on it."""

from synth.question.facets import MAX_QUESTION_CHARS, parse_question
from synth.question.queries import build_queries
from synth.question.screening import find_copies, rank_papers, screen_papers
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
]
