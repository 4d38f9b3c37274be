"""The review in full, as an appendix: the tests that the report was put to, their results, and the rules."""

from collections.abc import Mapping, Sequence

from synth.language.phrasing import listed
from synth.models import Artifacts, Fragment, Grid, ItemList, Paragraph, Proof, ReportSection, Reproduction, Review
from synth.models.report import Block

RED_TEAM = "Red team"
MAX_SHOWN = 40
"""Numbers computed again, and findings of one attacker; all are in reproduction/index.jsonl and review.json."""


def standing_appendix(judged: Review, artifacts: Artifacts, references: Mapping[str, int]) -> ReportSection:
    """Status, level and tier with their rules; reviewers, gates, attackers; every number that was computed again.

    `references` are the numbers of the papers cited, by paper_id.
    """
    recomputed, proved = _recomputed(artifacts.reproductions, references), _proved(artifacts.proofs, references)
    score = "" if judged.score is None else f", review score {judged.score:.2f} of 10"
    opening = _plain(f"{judged.status}, level {judged.level}, {judged.tier}{score}.")
    rules = ItemList(items=tuple(_plain(f"{name}: {rule}") for name, rule in judged.rules.items()))
    blocks: list[Block] = [opening, *([rules] if rules.items else []), _gates(judged)]
    blocks += [table for table in (_reviewers(judged), _dimensions(judged)) if table.rows]
    return ReportSection(
        heading="Standing",
        blocks=tuple(blocks),
        subsections=tuple(part for part in (_red_team(judged), recomputed, proved) if part),
    )


def _gates(judged: Review) -> Grid:
    return Grid(
        caption="The gates: tests that the report was put to.",
        header=("Gate", "Status", "Reason"),
        rows=tuple((f"{gate.number} {gate.name}", gate.status, gate.reason) for gate in judged.gates),
        align=("p", "l", "p"),
    )


def _reviewers(judged: Review) -> Grid:
    return Grid(
        caption="The reviewers, 0 to 10 each; the review score follows from their mean.",
        header=("Reviewer", "Score", "Reasons"),
        rows=tuple((item.name, f"{item.score:.2f}", "; ".join(item.reasons)) for item in judged.reviewers),
        align=("p", "r", "p"),
    )


def _dimensions(judged: Review) -> Grid:
    return Grid(
        caption="Quality, with the rule that decided each grade.",
        header=("Dimension", "Grade", "Rule"),
        rows=tuple((item.name, item.grade, item.rule) for item in judged.dimensions),
        align=("p", "l", "p"),
    )


def _red_team(judged: Review) -> ReportSection | None:
    """Each attacker, from 0 (the report failed) to 10 (nothing found), with what it tried and found."""
    if not judged.attackers:
        return None
    items = []
    for attacker in judged.attackers:
        shown = [finding.text for finding in attacker.found[:MAX_SHOWN]]
        left = len(attacker.found) - len(shown)
        found = "; ".join(shown) + (f"; and {left} more in review.json" if left else "") if shown else "nothing"
        result = f", {attacker.score:.2f} of 10. Tried: {listed(attacker.tried)}. Found: {found}."
        items.append(Paragraph(fragments=(Fragment(text=attacker.name, kind="emphasis"), Fragment(text=result))))
    return ReportSection(heading=RED_TEAM, blocks=(ItemList(items=tuple(items)),))


def _recomputed(reproductions: Sequence[Reproduction], references: Mapping[str, int]) -> ReportSection | None:
    """The numbers of the papers that follow from their other numbers, and the results of computing them again."""
    grid = Grid(
        caption="Numbers computed again in the sandbox from other numbers of the same paper.",
        header=("Paper", "Place", "By", "Verdict"),
        rows=tuple(
            (
                _cited(item.derivation.paper_id, references),
                item.derivation.place,
                item.derivation.kind,
                f"{item.outcome}: {item.verdict}" + (f" ({item.remark})" if item.remark else ""),
            )
            for item in reproductions
        ),
        align=("l", "p", "l", "p"),
    )
    return _beginning("Numbers computed again", grid, "reproduction/index.jsonl")


def _proved(proofs: Sequence[Proof], references: Mapping[str, int]) -> ReportSection | None:
    """The statements that were submitted to the proof assistant, and its results."""
    grid = Grid(
        caption="Statements submitted to Lean.",
        header=("Paper", "Place", "Statement", "Outcome"),
        rows=tuple(
            (
                _cited(item.paper_id, references),
                item.place,
                item.text,
                f"{item.outcome}: {item.why}",
            )
            for item in proofs
        ),
        align=("l", "p", "p", "p"),
    )
    return _beginning("Proofs", grid, "proofs/index.jsonl")


def _beginning(heading: str, grid: Grid, path: str) -> ReportSection | None:
    """A section with the first rows of a table, and how many more are in a file; None where it has no row."""
    if not grid.rows:
        return None
    left = len(grid.rows) - MAX_SHOWN
    more = [_plain(f"{left} more are in {path}.")] if left > 0 else []
    return ReportSection(heading=heading, blocks=(grid.model_copy(update={"rows": grid.rows[:MAX_SHOWN]}), *more))


def _cited(paper_id: str, references: Mapping[str, int]) -> str:
    return f"[{references[paper_id]}]" if paper_id in references else paper_id


def _plain(text: str) -> Paragraph:
    return Paragraph(fragments=(Fragment(text=text, kind="name"),))
