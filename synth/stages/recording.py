"""What a record says of how it was made: manifest, versions, provenance, the day of the search."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from platform import python_version

from synth import __version__
from synth.errors import UsageError
from synth.models import (
    Code,
    Counts,
    Manifest,
    Provenance,
    Report,
    Review,
    Run,
)
from synth.models.run_files import PDF
from synth.records.canonical import result_settings
from synth.records.provenance import provenance_of
from synth.records.run_folder import outputs_of, seal
from synth.stages.acquisition import EXTRACT_VERSION, READ_VERSION
from synth.stages.context import Context
from synth.stages.judging import LibraryTexts, library_text_records
from synth.stages.searching import Search
from synth.system.store import stage_key

LICENCE = "CC-BY-4.0 for the report's own words; what it quotes remains its authors'"
VERSIONED_PACKAGES = (
    "arxiv",
    "bibtexparser",
    "citeproc-py",
    "jinja2",
    "pydantic",
    "pylatex",
    "pylatexenc",
    "pymupdf",
    "scikit-learn",
)


def describe(
    report: Report,
    judged: Review,
    run: Run,
    files: Mapping[str, bytes],
    substitutions: dict[str, str],
) -> Manifest:
    """The sealed manifest of a record."""
    decisions = [row.decision for row in run.screening]
    return seal(
        Manifest(
            record_id=report.record_id,
            question=run.question,
            asked=run.asked,
            settings=result_settings(run.settings),
            searched_on=run.searched_on,
            queries=run.queries,
            counts=Counts(
                found=len(decisions),
                used=decisions.count("used"),
                merged=decisions.count("merged"),
                skipped=decisions.count("skipped"),
            ),
            inputs=run.inputs,
            outputs=outputs_of(files),
            substitutions=substitutions,
            versions=versions(with_tex=PDF in files),
            status=judged.status,
            level=judged.level,
            tier=judged.tier,
            score=judged.score,
            gates=judged.gates,
            publisher=report.publisher,
            licence=LICENCE,
        )
    )


def versions(*, with_tex: bool) -> dict[str, str]:
    """The versions of what made a record; of TeX where it made a PDF."""
    from synth.rendering.compilation import tex_version

    tex = tex_version(os.environ.get("PATH")) if with_tex else None
    packages = {name: version(name) for name in VERSIONED_PACKAGES}
    return {"synth": __version__, "python": python_version(), **packages} | ({"tex": tex} if tex else {})


def trace(report: Report, run: Run, library_texts: LibraryTexts) -> Provenance:
    """Which claim came from which bytes by which code. What is not cached has the version of synth itself."""
    code = (
        Code(stage="read", version=str(READ_VERSION), module="synth.reading"),
        Code(stage="extract", version=str(EXTRACT_VERSION), module="synth.claims"),
        Code(stage="select", version=__version__, module="synth.claims"),
        Code(stage="check", version=__version__, module="synth.checking"),
    )
    return provenance_of(report.record_id, run, code, library_text_records(library_texts))


def search_date(searched: Search, run_name: str, context: Context) -> date:
    """The day of the (cached) search; for a run that asked arXiv nothing, the day of its first time here.

    SOURCE_DATE_EPOCH overrides both (reproducible-builds.org). Raises UsageError where it is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError("is no number of seconds since 1970", item=f"SOURCE_DATE_EPOCH={epoch}") from error
    if searched.queries:
        return max(query.searched_on for query in searched.queries)
    key = stage_key("searched", 1, None, run_name, *(paper.paper_id for paper, _ in searched.found))
    return context.library.store.cached(key, date, lambda: context.clock().date())
