"""The sections around the results: abstract, introduction, methodology, limitations, worded by the templates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from synth.language.phrasing import quoted
from synth.language.search_coverage import (
    beyond_reason,
    cited_by_ten,
    new_by_query,
    relevant_papers,
    search_coverage,
)
from synth.models import Fragment, Grid, Paragraph, ReportSection, Run, RunSource
from synth.models.report import Count
from synth.models.source import RETRACTED
from synth.report.authorship import leading_group
from synth.report.composing import Composer
from synth.report.headline import answer_facts
from synth.report.ordering import Outline, is_answerable
from synth.report.paper_flow import flow_figure, yield_figure
from synth.report.prose import short_name

SOURCES: dict[RunSource, str] = {
    "papers": "the user's own papers",
    "library": "the user's library of papers",
    "sample": "the sample library of digests",
    "arxiv": "arXiv",
    "openalex": "OpenAlex",
    "crossref": "Crossref",
    "europepmc": "Europe PMC",
    "semanticscholar": "Semantic Scholar",
}

_NUMBERED = re.compile(r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
"""A citation within a quotation."""


def abstract(base: Run, order: Outline, composer: Composer) -> tuple[Paragraph, ...]:
    """The answer, and the findings behind it."""
    marks = Counter(checked.mark for checked in base.checked)
    return composer.paragraphs(
        "abstract",
        **answer_facts(base, order),
        used=sum(row.decision == "used" for row in base.screening),
        verified=marks["verified"],
        corroborated=marks["corroborated"],
        contradicted=marks["contradicted"],
        disagreement=_disagreement(base, order),
    )


def introduction(base: Run, composer: Composer) -> ReportSection:
    """The question, its facets as understood, and how to read the report."""
    question = base.question
    facets = (
        ("what is compared" if len(question.subjects) > 1 else "what is asked about", question.subjects),
        ("measured by", question.outcomes),
        ("on or for", question.settings),
    )
    return composer.section(
        "introduction",
        cites_inside=any(_NUMBERED.search(item.claim.quotation) for item in base.checked),
        facets=tuple((label, [f"“{facet}”" for facet in values]) for label, values in facets if values),
        brought=sum(checked.claim.context is not None for checked in base.checked),
        answerable=is_answerable(base),
    )


def methodology(base: Run, composer: Composer) -> ReportSection:
    """What is needed to repeat the run: sources, queries, filters, counts, thresholds, version."""
    search = base.settings.search
    wanted = search.max_papers * search.candidates_per_paper
    sources: list[object] = [SOURCES[source] for source in base.asked.sources]
    if base.asked.papers:
        names = ", ".join(quoted(name) for name in base.asked.papers)
        sources[0] = f"{sources[0]} ({names})"
    kinds = Counter(base.kinds.values())
    decisions = Counter(row.decision for row in base.screening)
    tens = cited_by_ten(base.screening)
    relevant = relevant_papers(base.screening, search.min_relevance)
    new = new_by_query(base.queries, relevant)
    return composer.section(
        "methodology",
        sources=sources,
        wanted=Fragment(text=str(wanted), kind="count", count=Count(name="wanted", value=wanted)),
        queries=_queries(base, new),
        decisions={name: decisions[name] for name in ("used", "merged", "skipped")},
        flow=flow_figure(base.screening, base.queries),
        kinds=tuple((kind, kinds[kind]) for kind in ("latex", "jats", "pdf", "abstract") if kinds[kind]),
        years=_years(base),
        undated=any(base.papers[paper_id].year is None for paper_id in base.kinds),
        coverage=search_coverage(base.queries, relevant),
        tens=tens,
        yield_figure=yield_figure(tens, new),
        capped=any(row.reason == beyond_reason(search.max_papers) for row in base.screening),
    )


def limitations(base: Run, order: Outline, composer: Composer) -> ReportSection:
    """The limitations of this run, each with its count."""
    skipped = Counter(row.stage for row in base.screening if row.decision == "skipped")
    silent = skipped.pop("select", 0)
    group = leading_group(base.checked, base.papers)
    given = {
        "abstracts": sum(kind == "abstract" for kind in base.kinds.values()),
        "unread": skipped.total(),
        "silent": silent,
        "unknown": sum(not base.papers[paper_id].authors for paper_id in base.kinds),
        "unsupported": sum(checked.mark == "unsupported" for checked in base.checked),
        "thin": list(_thin_themes(base, order)),
        "group": None,
        "retracted": [(quoted(row.title), row.reason) for row in base.screening if row.stage == RETRACTED],
    }
    if group is not None:
        cites = tuple(order.reference_numbers[paper_id] for paper_id in group.papers)
        given["group"] = {
            "claims": tuple(item for item in base.checked if item.claim.paper_id in group.papers),
            "papers": len(group.papers),
            "cites": Fragment(text="", cites=cites),
            "authors": group.authors,
        }
    return composer.section("limitations", nothing=not base.sample and not any(given.values()), **given)


def _disagreement(base: Run, order: Outline) -> dict[str, Fragment] | None:
    """The clearest contradiction between papers; None without one."""
    denied = max(
        ((checked, item) for checked in order.conflicts for item in checked.evidence if item.stance == "contradicts"),
        key=lambda pair: (pair[1].similarity, pair[1].evidence_id),
        default=None,
    )
    if denied is None:
        return None
    number = order.claim_numbers[denied[0].claim.claim_id]
    return {
        "paper": Fragment(text=short_name(base.papers, denied[1].passage.paper_id), kind="name"),
        "claim": Fragment(text=f"C{number}", kind="name"),
    }


def _years(base: Run) -> tuple[str, ...]:
    """The first and the last year of the papers read, one where they are the same."""
    years = sorted({year for paper_id in base.kinds if (year := base.papers[paper_id].year)})
    return tuple(dict.fromkeys(map(str, (years[0], years[-1])))) if years else ()


def _queries(base: Run, new: Sequence[int]) -> Grid | None:
    if not base.queries:
        return None
    return Grid(
        caption="Queries, in order: papers that each has there, gave here, and relevant ones that none before it gave.",
        header=("Query", "Put to", "Date", "Has", "Received", "New"),
        rows=tuple(
            (run.search_query, run.source, run.searched_on.isoformat(), str(run.total), str(run.received), str(first))
            for run, first in zip(base.queries, new, strict=True)
        ),
        align=("p", "l", "l", "r", "r", "r"),
    )


def _thin_themes(base: Run, order: Outline) -> Iterator[str]:
    """Themes with findings of a single paper; where all claims are from one paper, that is reported elsewhere."""
    if len({item.claim.paper_id for item in base.checked}) > 1:
        for theme in order.themes:
            if theme.is_topic and len({item.claim.paper_id for item in theme.claims}) == 1:
                yield f"“{theme.name}”"
