"""The claims of a Document, with roles and scores of its sentences, and the choice among them for a question.

What reads a document is imported with the first one: a run whose papers are cached does not need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from synth.claims.acronyms import collect_acronyms
from synth.claims.selection import select_claims

if TYPE_CHECKING:
    from synth.claims.cards import read_card
    from synth.claims.directions import read_direction
    from synth.claims.extraction import extract_claims
    from synth.claims.scoring import label_roles, score_claims

__all__ = [
    "collect_acronyms",
    "extract_claims",
    "label_roles",
    "read_card",
    "read_direction",
    "score_claims",
    "select_claims",
]

_LATE = {
    "extract_claims": "extraction",
    "label_roles": "scoring",
    "read_card": "cards",
    "read_direction": "directions",
    "score_claims": "scoring",
}
"""The module of each function that reads sentences."""


def __getattr__(name: str) -> object:
    if name in _LATE:
        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
