"""A question becomes queries, from narrow to broad: in the syntax of arXiv's API, and in that of other databases.

Only words of the question reach a query, in lower case, so nothing that the user typed is read as syntax.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from synth.errors import UsageError
from synth.language.text import STOP_WORDS, words
from synth.models import Query, Question

_MAX_PHRASE_WORDS = 8
_MAX_TERMS = 12  # a longer OR gives the same papers first and makes arXiv slow
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Za-z]+(?:-[a-z]+)*|\*))?")
_END_OF_TIME = "299912312359"


def build_queries(question: Question, since: date | None, categories: tuple[str, ...]) -> tuple[Query, ...]:
    """Queries for a question, the narrowest first, each with the filters on date and categories.

    1. every facet as a phrase; 2. every facet by its words; 3. any subject with any outcome, by their words; 4. any
    subject, by its words; 5. any content word. A step that would repeat another is left out.
    Raises UsageError for anything but an arXiv category ("cs.CL", "hep-th", "cs.*").
    """
    filters = _filters(since, categories)
    searches = dict.fromkeys(
        (_all((search, *filters)), plain)
        for search, plain in zip(_searches(question, _field), _searches(question, _quoted), strict=True)
        if search
    )
    return tuple(
        Query(step=step, search_query=query, plain=plain) for step, (query, plain) in enumerate(searches, start=1)
    )


def _searches(question: Question, field: Callable[[str], str]) -> tuple[str, ...]:
    """The five steps, narrow to broad, each word or phrase as `field` writes it."""
    facets = (*question.subjects, *question.outcomes, *question.settings)
    subjects = _any(_all_words(subject, field) for subject in question.subjects)
    outcomes = _any(_all_words(outcome, field) for outcome in question.outcomes)
    return (
        _all(field(" ".join(words(facet)[:_MAX_PHRASE_WORDS])) for facet in facets),
        _all(_all_words(facet, field) for facet in facets),
        _all((subjects, outcomes)),
        subjects,
        _any(field(term) for term in question.terms[:_MAX_TERMS]),
    )


def _filters(since: date | None, categories: tuple[str, ...]) -> tuple[str, ...]:
    for category in categories:
        if not _CATEGORY.fullmatch(category):
            remedy = "give one such as cs.CL; they are listed at https://arxiv.org/category_taxonomy"
            raise UsageError("not an arXiv category", item=category[:60], stage="question", remedy=remedy)
    allowed = _any(f"cat:{category}" for category in categories)
    submitted = f"submittedDate:[{since:%Y%m%d}0000 TO {_END_OF_TIME}]" if since else ""
    return allowed, submitted


def _all_words(facet: str, field: Callable[[str], str]) -> str:
    """All words of a facet, in title or abstract, in any order."""
    content = [word for word in words(facet) if word not in STOP_WORDS] or words(facet)
    return _all(field(word) for word in dict.fromkeys(content[:_MAX_PHRASE_WORDS]))


def _field(phrase: str) -> str:
    return f'(ti:"{phrase}" OR abs:"{phrase}")' if phrase else ""


def _quoted(phrase: str) -> str:
    return f'"{phrase}"' if " " in phrase else phrase


def _all(parts: Iterable[str]) -> str:
    return _joined(parts, " AND ")


def _any(parts: Iterable[str]) -> str:
    return _joined(parts, " OR ")


def _joined(parts: Iterable[str], operator: str) -> str:
    present = list(dict.fromkeys(part for part in parts if part))
    return present[0] if len(present) == 1 else f"({operator.join(present)})" if present else ""
