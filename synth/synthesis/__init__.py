"""Verdicts become what the paper says: answer, themes, agreement and conflict."""

from synth.synthesis.evidence_base import EvidenceBase, Outline, outline
from synth.synthesis.report import compose_report
from synth.synthesis.standing import standing_appendix
from synth.synthesis.summary import summarise

__all__ = ["EvidenceBase", "Outline", "compose_report", "outline", "standing_appendix", "summarise"]
