"""Patterns of reference: to cited works, to the paper itself, to its own findings."""

import re

_NUMBERED = r"\[\d+(?:\s?[,;–-]\s?\d+)*\]"
_IN_BRACKETS = r"\((?:[^()]*?\bet al\b[^()]*|[^()]*\b(?:19|20)\d\d[a-z]?)\)"
_AUTHOR = r"[A-Z][\w’'-]+"
_AUTHORS = (
    rf"\b{_AUTHOR}(?: et al\.?|(?:, {_AUTHOR}){{0,4}},? (?:and|&) {_AUTHOR}),? ?[\[(](?:\d+|(?:19|20)\d\d[a-z]?)[\])]"
)
CITATION = f"(?:{_NUMBERED}|{_IN_BRACKETS}|{_AUTHORS})"
"""A citation as printed: "[12, 14]", "(Lewis et al., 2020)", "Lewis et al. (2020)", "Doe, Roe, and Poe (2018)"; case
matters for the last ones."""


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern that finds any of the alternatives, whatever their case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


OUR_OWN = any_of(r"\b(?:we|our|ours|us)\b", r"\b(?:this|the present) (?:paper|work|study)\b")
"""The paper refers to itself."""

OWN_FINDING = any_of(
    r"\bwe (?:\w+ )?(?:find|found|show|showed|observe|observed|demonstrate|demonstrated|see|achieve|obtain)\b",
    r"\bour (?:\w+ ){0,2}(?:results?|findings?|experiments?|analysis|evaluation|model|method|approach)\b",
)
"""The paper reports a finding of its own."""
