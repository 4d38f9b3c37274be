"""Claims are checked against passages: TF-IDF evidence, stance, confidence, mark."""

from synth.checking.marks import check_claims, prepare_check
from synth.checking.passages import PassageIndex
from synth.checking.verdicts import check_claim

__all__ = ["PassageIndex", "check_claim", "check_claims", "prepare_check"]
