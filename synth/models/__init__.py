"""Everything that crosses between rooms: frozen pydantic models, one file a stage."""

from synth.models.base import SCORE_DECIMALS, Model, Probability, Span, json_lines, json_text, rounded
from synth.models.claim import Basis, Claim, Role
from synth.models.document import Cell, Document, Reader, Reference, Section, SectionRole, Sentence, Table
from synth.models.evidence import CheckedClaim, Evidence, Mark, Passage, Stance, Verdict
from synth.models.paper import ARXIV_ID, Paper
from synth.models.question import Query, Question, QuestionKind
from synth.models.report import (
    Block,
    ClaimRow,
    Fragment,
    Grid,
    ItemList,
    Paragraph,
    Report,
    ReportReference,
    ReportSection,
)
from synth.models.source import Decision, Found, QueryRun, Screened, Skip, Source, SourceKind

__all__ = [
    "ARXIV_ID",
    "SCORE_DECIMALS",
    "Basis",
    "Block",
    "Cell",
    "CheckedClaim",
    "Claim",
    "ClaimRow",
    "Decision",
    "Document",
    "Evidence",
    "Found",
    "Fragment",
    "Grid",
    "ItemList",
    "Mark",
    "Model",
    "Paper",
    "Paragraph",
    "Passage",
    "Probability",
    "Query",
    "QueryRun",
    "Question",
    "QuestionKind",
    "Reader",
    "Reference",
    "Report",
    "ReportReference",
    "ReportSection",
    "Role",
    "Screened",
    "Section",
    "SectionRole",
    "Sentence",
    "Skip",
    "Source",
    "SourceKind",
    "Span",
    "Stance",
    "Table",
    "Verdict",
    "json_lines",
    "json_text",
    "rounded",
]
