"""The figures of a report, drawn from what was counted in its run: the flow of papers, years, themes, confidence."""

from collections import Counter
from collections.abc import Iterable, Sequence

from synth.models import Bars, Figure, Flow, FlowStep, Screened, Series
from synth.phrasing import listed
from synth.report.evidence_base import EvidenceBase, Outline

MAX_REASONS = 5


def flow_figure(screening: Sequence[Screened]) -> Figure:
    """What became of every paper found, step by step, after PRISMA 2020 (Page et al. 2021, BMJ 372:n71, figure 1)."""
    before = [row for row in screening if row.stage == "sources" or (row.decision == "merged" and row.stage != "read")]
    unfit = [row for row in screening if row.decision == "skipped" and row.stage == "screening"]
    absent = [row for row in screening if row.decision == "skipped" and row.stage == "fetch"]
    used = sum(row.decision == "used" for row in screening)
    left = len(screening)
    gone = [id(row) for rows in (before, unfit, absent) for row in rows]
    unused = [row for row in screening if row.decision != "used" and id(row) not in gone]
    phases = (
        ("Identified", "found", "Removed before screening", before),
        ("Screened", "screened by title and abstract", "Excluded", unfit),
        ("Sought", "sought", "Not retrieved", absent),
        ("Assessed", "assessed in full", "Excluded", unused),
    )
    steps, told = [], []
    for phase, done, leaving, rows in phases:
        lines = (f"{leaving} (n={len(rows)}):", *_reasons(rows)) if rows else ()
        steps.append(FlowStep(phase=phase, lines=(f"Papers {done} (n={left})",), left_out=lines))
        told.append(f"{left} {done}" + (f", {len(rows)} left out" if rows else ""))
        left -= len(rows)
    steps.append(FlowStep(phase="Included", lines=(f"Papers cited in this report (n={used})",)))
    return Figure(
        name="flow",
        caption="Flow of papers through this run, after PRISMA 2020. Each paper's own reason stands in screening.csv.",
        alternative=f"Flow diagram. Papers: {'; '.join(told)}; {used} cited.",
        drawing=Flow(steps=tuple(steps)),
    )


def _reasons(rows: Iterable[Screened]) -> list[str]:
    """The most frequent reasons with their counts; the rest together."""
    merged = {"merged": "another version or copy of a paper"}
    counts = Counter(merged.get(row.decision, row.reason) for row in rows)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{reason} (n={number})" for reason, number in ranked[:MAX_REASONS]]
    rest = sum(number for _, number in ranked[MAX_REASONS:])
    return [*lines, f"other reasons (n={rest})"] if rest else lines


def years_figure(base: EvidenceBase, order: Outline) -> Figure | None:
    """Papers read by the year of their first version; None where fewer than two of them are dated."""
    years = {paper_id: base.papers[paper_id].year for paper_id in base.kinds}
    dated = [year for year in years.values() if year]
    if len(dated) < 2:
        return None
    labels = range(min(dated), max(dated) + 1)
    cited = Counter(year for paper_id, year in years.items() if paper_id in order.reference_numbers)
    read = Counter(years.values())
    series = (
        Series(name="cited", counts=tuple(cited[year] for year in labels)),
        Series(name="read, not cited", counts=tuple(read[year] - cited[year] for year in labels)),
    )
    return Figure(
        name="years",
        caption="Papers read, by year; those without a date are left out.",
        alternative=f"Bar chart. Papers read: {listed([f'{read[year]} of {year}' for year in labels if read[year]])}.",
        drawing=Bars(x_title="year", y_title="papers", labels=tuple(map(str, labels)), series=series),
    )
