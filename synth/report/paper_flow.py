"""The figure of a report, drawn from the counts of its run: the flow of papers."""

from collections import Counter
from collections.abc import Iterable, Sequence

from synth.models import Figure, Flow, FlowStep, QueryRun, Screened

MAX_REASONS = 5


def flow_figure(screening: Sequence[Screened], queries: Sequence[QueryRun]) -> Figure | None:
    """What became of every paper found, step by step, after PRISMA 2020 (Page et al. 2021, BMJ 372:n71, figure 1).

    A step at which no paper was left out is not drawn; None where there is no other.
    """
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
    searched = {paper_id for run in queries if not run.by_citation for paper_id in run.gave}
    led_to = {paper_id for run in queries if run.by_citation for paper_id in run.gave} - searched
    cited = (f"of these by citations of papers read (n={len(led_to)})",) if led_to else ()
    steps, summary = [], []
    for number, (phase, done, leaving, rows) in enumerate(phases):
        if rows or not number:
            lines = (f"{leaving} (n={len(rows)}):", *_reasons(rows)) if rows else ()
            arms = () if number else cited
            steps.append(FlowStep(phase=phase, lines=(f"Papers {done} (n={left})", *arms), left_out=lines))
            summary.append(f"{left} {done}" + (f", {len(rows)} left out" if rows else ""))
        left -= len(rows)
    if not any(step.left_out for step in steps):
        return None
    steps.append(FlowStep(phase="Included", lines=(f"Papers cited in this report (n={used})",)))
    return Figure(
        name="flow",
        caption="Flow of papers through this run, after PRISMA 2020. The reason for each paper is in screening.csv.",
        alternative=f"Flow diagram. Papers: {'; '.join(summary)}; {used} cited.",
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
