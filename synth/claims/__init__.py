"""A Document gives its claims: sentence roles and claim scores; a question selects among them."""

from synth.claims.acronyms import collect_acronyms
from synth.claims.cards import read_card
from synth.claims.directions import read_direction
from synth.claims.extraction import extract_claims
from synth.claims.scoring import label_roles, score_claims
from synth.claims.selection import select_claims

__all__ = [
    "collect_acronyms",
    "extract_claims",
    "label_roles",
    "read_card",
    "read_direction",
    "score_claims",
    "select_claims",
]
