"""The content of a report: answer, themes, agreement and conflict, from a checked run."""

from synth.report.assembling import compose_report
from synth.report.ordering import Outline, outline
from synth.report.review_appendix import standing_appendix

__all__ = ["Outline", "compose_report", "outline", "standing_appendix"]
