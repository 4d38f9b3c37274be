"""Verdicts become what the paper says: answer, themes, agreement and conflict."""

from synth.report.ordering import Outline, outline
from synth.report.report import compose_report
from synth.report.standing import standing_appendix

__all__ = ["Outline", "compose_report", "outline", "standing_appendix"]
