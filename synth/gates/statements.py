"""The report's own sentences, and what they state in numbers, counted again from the models of the run alone.

A sentence is recognised by its words; a number that no such rule explains must at least be one that this run knows.
What stands in quotation marks is a paper's or the user's, and no statement of the report.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from synth.gates.case import SUPPORTED, Case
from synth.gates.counts import counts
from synth.gates.statement_rules import (
    CLAIM_NUMBER,
    CLAIM_RUN,
    DATE,
    FROM_FEW,
    LISTED,
    MORE_CLAIMS,
    NAME_WITH_NUMBER,
    OF_SECTION,
    OF_VALUES,
    PRINTED_NUMBER,
    QUOTED,
    RULES,
)
from synth.models import CheckedClaim
from synth.models.figure import Bars, Drawing, Figure, Flow, HeatMap
from synth.models.report import Fragment, Grid, ItemList, Paragraph, ReportSection
from synth.numerals import numbers
from synth.phrasing import COUNT_WORDS


class Recount(NamedTuple):
    """What came of counting again: the wrong statements, each in a line, and which counts were found stated rightly.

    `stated` are names of `counts`; `recounted` is how many numbers were counted again, `known` how many others are
    numbers of this run or of the passage beside them.
    """

    wrong: tuple[str, ...]
    stated: frozenset[str]
    recounted: int
    known: int


def recount(case: Case) -> Recount:
    """Count again what the report's own sentences, tables and figures state."""
    counted = counts(case)
    reader = _Recounting(case, counted)
    for paragraph in case.report.abstract:
        reader.paragraph(paragraph, None)
    for section in case.report.sections:
        reader.section(section)
    return Recount(tuple(reader.wrong), frozenset(reader.stated), reader.recounted, reader.known)


class _Recounting:
    """Reads a report's own words and remembers what was wrong."""

    def __init__(self, case: Case, counted: Mapping[str, int]) -> None:
        self._case = case
        self._counts = counted
        self._rows = {row.number: row for row in case.report.claims}
        self._explained = {f" ({item.why})" for checked in case.checked for item in checked.evidence}
        question = case.report.question
        asked = (question.text, *question.subjects, *question.outcomes, *question.settings)
        self._names = (*(f"“{name}”" for name in asked), *case.papers)
        search, claims, checking = case.settings.search, case.settings.claims, case.settings.checking
        values = [value for part in (search, claims, checking) for value in part.model_dump().values()]
        self._set = {float(value) for value in values if isinstance(value, int | float)}
        self._set.add(float(search.max_papers * search.candidates_per_paper))
        self.wrong: list[str] = []
        self.stated: set[str] = set()
        self.recounted = 0
        self.known = 0

    def section(self, section: ReportSection) -> None:
        """A section with its subsections; the claims that its blocks quote or list are what it counts."""
        claims = list(_claims_of(section))
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Paragraph):
                self.paragraph(block, claims, len(following.items) if isinstance(following, ItemList) else 0)
            elif isinstance(block, ItemList):
                for item in block.items:
                    self.paragraph(item, claims)
            elif isinstance(block, Grid):
                self._grid(block)
            else:
                self._figure(block)
        for part in section.subsections:
            self.section(part)

    def paragraph(self, paragraph: Paragraph, of_section: list[int] | None, listed: int = 0) -> None:
        """One paragraph's own words.

        `of_section` are the numbers of the claims that its section gives, `listed` how many items stand below it.
        """
        own = "".join("“”" if self._is_given(piece) else self._few(piece) for piece in paragraph.fragments)
        beside = {piece.claim for piece in paragraph.fragments if piece.claim is not None}
        for match in LISTED.finditer(own):
            self._agrees(match["listed"], listed, "passages listed", own)
        self._text(LISTED.sub("", own), beside, of_section)

    def _few(self, piece: Fragment) -> str:
        """The words of a fragment, those left out that say how many claims come from the papers cited behind it."""
        few = FROM_FEW.search(piece.text) if piece.cites else None
        if few is None:
            return piece.text
        self._agrees(
            few["claims"], sum(row.reference in piece.cites for row in self._rows.values()), "claims", piece.text
        )
        self._agrees(few["checked"] or few["claims"], len(self._rows), "all claims", piece.text)
        return FROM_FEW.sub("", piece.text)

    def _is_given(self, piece: Fragment) -> bool:
        """Whether a fragment states nothing: a quotation, a paper's name, or what the check printed of a passage."""
        return piece.kind != "text" or piece.text in self._explained

    def _text(
        self, text: str, beside: Collection[int], of_section: list[int] | None, drawn: Collection[float] = ()
    ) -> None:
        for reason in self._case.struck.values():  # the gates' own words, with figures of theirs
            text = text.replace(reason, "“”")
        subjects = self._case.report.question.subjects
        for number, subject in enumerate(subjects[:2], start=1):
            text = text.replace(f"in favour of “{subject}”", f"in favour of “{number}”")
        for name in self._names:
            text = text.replace(name, "“”")
        explained: list[tuple[int, int]] = []
        for rule in RULES:
            for match in rule.finditer(text):
                for name, printed in match.groupdict().items():
                    self._is(name.replace("_", " "), printed, text)
                    explained.append(match.span(name))
        if of_section is not None:
            explained += self._of_section(text, of_section)
        quoted = [match.span() for rule in (QUOTED, DATE, NAME_WITH_NUMBER) for match in rule.finditer(text)]
        beside = {*beside, *_numbers_named(text)}
        for match in PRINTED_NUMBER.finditer(text):
            if not any(start <= match.start() < end for start, end in (*explained, *quoted)):
                self._is_known(match[0], beside, text, drawn)
        for match in CLAIM_NUMBER.finditer(QUOTED.sub("", text)):
            if int(match[0][1:]) not in self._rows:
                self.wrong.append(f"the claims table has no {match[0]}: “{_short(text)}”")
        for match in DATE.finditer(QUOTED.sub("", text)):
            days = {self._case.searched_on, self._case.settings.search.since}
            days |= {query.searched_on for query in self._case.queries}
            if match[0] not in {day.isoformat() for day in days if day}:
                self.wrong.append(f"{match[0]} is no day of this run: “{_short(text)}”")

    def _is(self, name: str, printed: str, text: str) -> None:
        value = _value(printed)
        self.recounted += 1
        if value == self._counts[name]:
            self.stated.add(name)
        else:
            self.wrong.append(f"{printed} stated, {self._counts[name]} counted ({name}): “{_short(text)}”")

    def _of_section(self, text: str, claims: list[int]) -> list[tuple[int, int]]:
        """Recount "two papers report five findings" and "three more of this kind" from the claims of the section."""
        spans = []
        items = [self._rows[number].checked for number in dict.fromkeys(claims) if number in self._rows]
        for match in OF_SECTION.finditer(text):
            real = {
                "papers": len({item.claim.paper_id for item in items}),
                "findings": len(items),
                "supported": sum(item.mark in SUPPORTED for item in items),
                "contradicted": sum(item.mark == "contradicted" for item in items),
            }
            for name, printed in match.groupdict(default="no").items():
                self._agrees(printed, real[name], f"{name} of a section", text)
                spans.append(match.span(name))
        for match in MORE_CLAIMS.finditer(text):
            self._agrees(match["more"], len(list(_numbers_named(match["which"]))), "claims named", text)
            spans.append(match.span("more"))
        return spans

    def _agrees(self, printed: str, real: int, what: str, text: str) -> None:
        self.recounted += 1
        if _value(printed) != real:
            self.wrong.append(f"{printed} stated, {real} counted ({what}): “{_short(text)}”")

    def _is_known(self, printed: str, beside: Collection[int], text: str, drawn: Collection[float]) -> None:
        """A number that no rule explains: a count or year of this run, one drawn, or one of the passages beside it."""
        value = float(printed.replace(",", ""))
        papers = self._case.papers.values()
        known = {float(count) for count in self._counts.values()} | {float(paper.year or 0) for paper in papers}
        known |= {float(number) for paper in papers for name in paper.authors for number in re.findall(r"\d+", name)}
        known |= {float(reference.number) for reference in self._case.report.references} | self._set
        if (
            value in known
            or value in drawn
            or any(_stands_in(printed, value, self._rows[n].checked) for n in beside if n in self._rows)
        ):
            self.known += 1
        else:
            self.wrong.append(f"{printed} is no count of this run: “{_short(text)}”")

    def _grid(self, grid: Grid) -> None:
        shown = OF_VALUES.search(grid.caption)
        if shown:
            self._agrees(shown["rows"], len(grid.rows), "values shown", grid.caption)
        self._text(OF_VALUES.sub("", grid.caption), (), None)
        if grid.header == ("Mark", "Claims", "Papers"):
            self._marks(grid)
        elif "Received" in grid.header:
            real = [(run.search_query, str(run.total), str(run.received)) for run in self._case.queries]
            if [(row[0], *row[2:4]) for row in grid.rows] != real:
                self.wrong.append(f"the queries are not those that were put: “{_short(grid.caption)}”")
            self.recounted += 2 * len(grid.rows)
        elif "Where" in grid.header:
            self._values(grid)
        else:
            for row in grid.rows:
                text = " | ".join(row)
                self._text(text, set(_numbers_named(text)), None)

    def _values(self, grid: Grid) -> None:
        """Values of the papers' tables: each must stand in a table of the paper that the row cites."""
        papers = {f"[{one.number}]": one.paper.paper_id for one in self._case.report.references}
        value = grid.header.index("Value")
        for row in grid.rows:
            document = self._case.documents.get(papers.get(row[0].rpartition(" ")[2], ""))
            tables = document.tables if document else ()
            cells = {cell.text for table in tables for line in table.rows for cell in line}
            printed = PRINTED_NUMBER.findall(row[value].partition(", best of")[0])
            self.recounted += len(printed)
            if not all(any(one in cell for cell in cells) for one in printed):
                self.wrong.append(f"{row[value]} stands in no table of {row[0]}")

    def _marks(self, grid: Grid) -> None:
        """The overview of marks, whose rows begin with the mark's sign."""
        signs = {"✓✓": "corroborated", "✓": "verified", "×": "unsupported", "≠": "contradicted"}
        for row in grid.rows:
            items = [item for item in self._case.checked if item.mark == signs[row[0].split()[0]]]
            self._agrees(row[1], len(items), f"claims {row[0]}", grid.caption)
            self._agrees(row[2], len({item.claim.paper_id for item in items}), f"papers {row[0]}", grid.caption)

    def _figure(self, figure: Figure) -> None:
        drawing = figure.drawing
        drawn = _drawn(drawing)
        for text in (figure.caption, figure.alternative):
            self._text(text, (), None, drawn)
        if isinstance(drawing, Flow):
            heads = [int(n) for step in drawing.steps for line in step.lines for n in re.findall(r"\(n=(\d+)\)", line)]
            self._agrees(str(heads[0]), self._counts["found"], "found", figure.caption)
            self._agrees(str(heads[-1]), self._counts["used"], "used", figure.caption)
        elif isinstance(drawing, HeatMap):
            cited = Counter(
                f"[{row.reference}]"
                for row in self._rows.values()
                if row.checked.claim.claim_id not in self._case.struck
            )
            for column, told in zip(drawing.columns, zip(*drawing.counts, strict=True), strict=True):
                self._agrees(str(sum(told)), cited[column], f"claims of paper {column}", figure.caption)
        elif isinstance(drawing, Bars) and drawing.x_title == "year":
            years = Counter(self._case.papers[item.paper_id].year for item in self._case.inputs)
            heights = [sum(column) for column in zip(*(series.counts for series in drawing.series), strict=True)]
            for label, height in zip(drawing.labels, heights, strict=True):
                self._agrees(str(height), years[int(label)], f"papers of {label}", figure.caption)
        elif isinstance(drawing, Bars):
            for series in drawing.series:
                name = series.name.removeprefix("≠ ").removeprefix("✓✓ ").removeprefix("✓ ").removeprefix("× ")
                key = {"no second passage": "unsupported"}.get(name, name)
                self._agrees(str(sum(series.counts)), self._counts[key], series.name, figure.caption)


def _drawn(drawing: Drawing) -> set[float]:
    """The numbers in a drawing, and those that its bars and rows add up to."""
    found = {float(number) for number in re.findall(r"\d+", drawing.model_dump_json())}
    if isinstance(drawing, Bars):
        found |= {float(sum(stack)) for stack in zip(*(series.counts for series in drawing.series), strict=True)}
    elif isinstance(drawing, HeatMap):
        found |= {float(sum(row)) for row in drawing.counts}
        found |= {float(sum(number > 0 for number in row)) for row in drawing.counts}
    return found


def _claims_of(section: ReportSection) -> Iterator[int]:
    """The numbers of the claims that a section's blocks quote, or name as "more of this kind"."""
    for paragraph in section.paragraphs:
        for piece in paragraph.fragments:
            if piece.kind == "quote" and piece.claim is not None:
                yield piece.claim
            elif piece.kind == "text" and (more := MORE_CLAIMS.search(piece.text)):
                yield from _numbers_named(more["which"])


def _numbers_named(text: str) -> Iterator[int]:
    """The claims that a text names: "C3, C5 to C8"."""
    for match in CLAIM_RUN.finditer(text):
        yield from range(int(match[1]), int(match[2] or match[1]) + 1)


def _stands_in(printed: str, value: float, checked: CheckedClaim) -> bool:
    """Whether a claim or a passage that bears on it prints a number, in these or in other digits ("4K" for 4000)."""
    texts = (checked.claim.quotation, *(item.passage.text for item in checked.evidence))
    return any(printed in text or any(value == one.value for one in numbers(text)) for text in texts)


def _value(printed: str) -> int:
    word = {"none": "no", "both": "two"}.get(printed.lower(), printed.lower())
    return COUNT_WORDS.index(word) if word in COUNT_WORDS else int(printed.replace(",", ""))


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"
