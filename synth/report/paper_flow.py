"""The figures of a report, drawn from the counts of its run: the flow of papers, and what reading on gave."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.models import Figure, Flow, FlowStep, QueryRun, Screened, Ten, Yield
from synth.models.source import RETRACTED

MAX_REASONS = 5
MIN_BARS = 2
"""The fewest bars that show anything of how they fall."""


class FlowPhase(NamedTuple):
    """A step of the flow: `papers` reached it, `done` is what became of them there, `left_out` are those it lost."""

    phase: str
    papers: int
    done: str
    leaving: str
    left_out: tuple[Screened, ...]


def flow_phases(screening: Sequence[Screened]) -> list[FlowPhase]:
    """What became of every paper found, step by step, after PRISMA 2020 (Page et al. 2021, BMJ 372:n71, figure 1).

    A step at which no paper was left out is not among them, but for the first and for the last, which loses none.
    """
    before = [row for row in screening if row.stage == "sources" or (row.decision == "merged" and row.stage != "read")]
    unfit = [row for row in screening if row.decision == "skipped" and row.stage in ("screening", RETRACTED)]
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
    steps = []
    for number, (phase, done, leaving, rows) in enumerate(phases):
        if rows or not number:
            steps.append(FlowPhase(phase, left, done, leaving, tuple(rows)))
        left -= len(rows)
    return [*steps, FlowPhase("Included", used, "cited in this report", "", ())]


def flow_figure(screening: Sequence[Screened], queries: Sequence[QueryRun]) -> Figure | None:
    """The flow of papers as a figure; None where no paper was left out."""
    phases = flow_phases(screening)
    if not any(step.left_out for step in phases):
        return None
    searched = {paper_id for run in queries if not run.by_citation for paper_id in run.gave}
    led_to = {paper_id for run in queries if run.by_citation for paper_id in run.gave} - searched
    cited = (f"of these by citations of papers read (n={len(led_to)})",) if led_to else ()
    steps = tuple(
        FlowStep(
            phase=step.phase,
            lines=(f"Papers {step.done} (n={step.papers})", *(() if number else cited)),
            left_out=(f"{step.leaving} (n={len(step.left_out)}):", *_reasons(step.left_out)) if step.left_out else (),
        )
        for number, step in enumerate(phases)
    )
    summary = [
        f"{step.papers} {step.done}" + (f", {len(step.left_out)} left out" if step.left_out else "")
        for step in phases[:-1]
    ]
    return Figure(
        name="flow",
        caption="Flow of papers through this run, after PRISMA 2020. The reason for each paper is in screening.csv.",
        alternative=f"Flow diagram. Papers: {'; '.join(summary)}; {phases[-1].papers} cited.",
        drawing=Flow(steps=steps),
    )


def _reasons(rows: Iterable[Screened]) -> list[str]:
    """The most frequent reasons with their counts; the rest together."""
    merged = {"merged": "another version or copy of a paper"}
    counts = Counter(merged.get(row.decision, row.reason) for row in rows)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{reason} (n={number})" for reason, number in ranked[:MAX_REASONS]]
    rest = sum(number for _, number in ranked[MAX_REASONS:])
    return [*lines, f"other reasons (n={rest})"] if rest else lines


def yield_figure(tens: Sequence[Ten], new: Sequence[int]) -> Figure | None:
    """What searching and reading on gave: a bar for each query, and for each ten papers read by relevance; None where
    there are not two of either."""
    tens = tens if len(tens) >= MIN_BARS else ()
    new = new if len(new) >= MIN_BARS else ()
    if not (tens or new):
        return None
    captions, words = [], []
    if new:
        captions.append("relevant papers that each query was the first to give")
        words.append(f"New: {'; '.join(f'{number} by query {place}' for place, number in enumerate(new, start=1))}.")
    if tens:
        captions.append("papers cited of each ten that were read, in order of their relevance to the question")
        words.append(f"Cited: {'; '.join(f'{ten.cited} of papers {ten.first} to {ten.last}' for ten in tens)}.")
    caption = "; ".join(captions)
    return Figure(
        name="yield",
        caption=f"{caption[:1].upper()}{caption[1:]}.",
        alternative=f"Bars. {' '.join(words)}",
        drawing=Yield(tens=tuple(tens), new=tuple(new)),
    )
