"""Claims are checked against passages: TF-IDF evidence, stance, confidence, mark."""

from synth.checking.marks import check_claims
from synth.checking.verdicts import check_claim

__all__ = ["check_claim", "check_claims"]
