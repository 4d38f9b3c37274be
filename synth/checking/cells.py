"""Cells of a paper's own tables with the figures of a claim, in a row or column that the claim names."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from synth.checking.content_signals import is_distinctive
from synth.checking.statement import Statement
from synth.language.numerals import same_value
from synth.language.tabular import ResolvedTable, Value
from synth.models import Document, Number, Passage, Span, Table
from synth.models.base import spanned

MIN_SHARE = 0.5
"""The share of a claim's distinctive figures that one table must print: of two that are compared, one."""
_OWN = re.compile(r"\b[Oo]urs?\b")


def cells_of(claim: Statement, document: Document, tables: Sequence[ResolvedTable]) -> Passage | None:
    """The cells of one table with most of a claim's figures of three digits or more; None where too few are there.

    Each is in a row (or column) whose label has a name of the claim, or "ours": a figure alone supports nothing.
    `tables` are the document's, in order.
    """
    figures = [number for number in claim.figures.values() if is_distinctive(number)]
    best: list[Value] = []
    best_count, place = 0.0, 0
    for index, table in enumerate(tables if figures else ()):
        found = [value for value in table.cells if _names(claim, table, value) and _in(value, figures)]
        count = sum(any(same_value(value.number, number) for value in found) for number in figures)
        if count > best_count:
            best, best_count, place = found, count, index
    if best_count < max(1.0, MIN_SHARE * len(figures)):
        return None
    return _passage(document, document.tables[place], tables[place], best)


def _in(value: Value, figures: Iterable[Number]) -> bool:
    return any(same_value(value.number, number) for number in figures)


def _names(claim: Statement, table: ResolvedTable, value: Value) -> bool:
    """Whether the label of a value's system has a name of the claim, or marks it as the paper's own."""
    label = table.subject(value) or value.row_label
    of_label = Statement(label)
    return bool(_OWN.search(label) or claim.names & (of_label.names | frozenset(of_label.tokens)))


def _passage(document: Document, table: Table, resolved: ResolvedTable, values: Sequence[Value]) -> Passage | None:
    """Each row's label and its values as a passage; its section is the location of the first value."""
    spans = tuple(dict.fromkeys(_spans(table, values)))
    if not spans:
        return None
    text = spanned(document.text, spans)
    digest = hashlib.sha256(f"{document.paper_id} {text} {spans}".encode()).hexdigest()[:10]
    return Passage(
        passage_id=f"p-{digest}", paper_id=document.paper_id, text=text, section=resolved.place(values[0]), spans=spans
    )


def _spans(table: Table, values: Iterable[Value]) -> Iterator[Span]:
    for value in values:
        label = next((cell.span for cell in table.rows[value.row][: value.column] if cell.span and cell.text), None)
        if label:
            yield label
        if value.span:
            yield value.span
