"""`synth audit`: papers in, every number out that follows from their other numbers, recomputed in the sandbox."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from synth.audit.derivation import CUT
from synth.audit.find import find_derivations
from synth.audit.reproduction import recompute, reproduction_lines
from synth.errors import ReadingError, SourceError, SynthError
from synth.language.phrasing import counted
from synth.models import Derivation, Document, Model, Paper, Reproduction, Screened, Source, SourceKind, json_lines
from synth.reading import read_source
from synth.settings import Settings
from synth.sources.folder import FolderSource, fetch_form
from synth.sources.folder_walk import PaperFile
from synth.stages.context import Progress, quiet
from synth.stages.workers import Workers, results_in_order
from synth.system.sandbox import missing_sandbox

_SIGNS = {"contradicted": "DOES NOT HOLD", "inconclusive": "inconclusive", "reproduced": "holds"}
"""Outcomes in the order in which they are listed, with how they are printed."""


class Audit(Model):
    """What was found in the papers below some paths, the worst first; `not_attempted` says why nothing was run."""

    papers: tuple[Paper, ...]
    reproductions: tuple[Reproduction, ...]
    skips: tuple[Screened, ...]
    not_attempted: str = ""

    def count(self, outcome: str) -> int:
        """How many of the numbers came out so."""
        return sum(item.outcome == outcome for item in self.reproductions)

    def listed(self, *, failed: bool = False) -> tuple[Reproduction, ...]:
        """The numbers that are listed: all, or those alone that do not hold."""
        return tuple(item for item in self.reproductions if _fails(item) or not failed)


def audit(paths: Sequence[Path], progress: Progress = quiet, settings: Settings | None = None) -> Audit:
    """Read the papers below the paths (PDF, .tex, e-print, a folder of LaTeX or of papers) and recompute their numbers.

    A paper that cannot be read, or on which the reader or the audit fails, is a skip and costs only itself.

    Raises:
        SourceError: a path does not exist, or none of the paths holds a paper that can be read.
    """
    settings = settings or Settings()
    source = FolderSource(tuple(paths), settings.limits)
    found = source.find_all()
    papers: list[Paper] = []
    reproductions: list[Reproduction] = []
    skips = [skip for skip in found.skips if skip.decision != "merged"]
    arguments = ((paper, source.forms(paper), settings) for paper in found.papers)
    # All are read before a script runs: a worker that is started meanwhile would inherit the pipes of its sandbox.
    with Workers(settings) as workers:
        read = list(results_in_order(workers, _derivations, arguments))
    for number, (paper, derivations) in enumerate(zip(found.papers, read, strict=True), start=1):
        try:
            if isinstance(derivations, ReadingError):
                raise derivations
            reproductions += recompute(derivations, settings.sandbox)
        except SynthError as error:
            skips.append(Screened(paper_id=paper.paper_id, title=paper.title, stage="read", reason=error.message))
        else:
            papers.append(paper)
        progress("audit", number, len(found.papers))
    if not papers:
        reason = f": {skips[0].title}: {skips[0].reason}" if skips else ""
        raise SourceError(
            f"no paper that can be read{reason}",
            item=", ".join(map(str, paths)),
            stage="audit",
            remedy="give a PDF, a .tex file, an e-print or a folder of them",
        )
    return Audit(
        papers=tuple(papers),
        reproductions=tuple(sorted(reproductions, key=_worst_first)),
        skips=tuple(skips),
        not_attempted=missing_sandbox() or "",
    )


def audit_json(found: Audit, *, failed: bool = False) -> str:
    """A ReproductionLine a number, as JSON Lines; there is no run folder to keep a script in."""
    lines = reproduction_lines(found.listed(failed=failed))
    return json_lines(line.model_copy(update={"script": None}) for line in lines)


def audit_text(found: Audit, *, failed: bool = False) -> str:
    """The audit for a reader: the numbers by outcome, what fails first, each with what it follows from; then a summary.

    What does not hold comes with the largest difference first, the rest in the order of the papers. A difference that
    cut digits explain is counted among the inconclusive, and not listed.
    """
    titles = {paper.paper_id: paper.title for paper in found.papers}
    listed = (item for item in found.listed(failed=failed) if item.derivation.doubt != CUT)
    pieces = [line for item in listed for line in (*_described(item, titles), "")]
    return "\n".join([*pieces, summary(found)]) + "\n"


def summary(found: Audit) -> str:
    """One line: how many papers, how many numbers follow from others, and how many of them hold."""
    total = len(found.reproductions)
    papers = counted(len(found.papers), "paper")
    if not total:
        return f"{papers}: no number was found that follows from others"
    numbers = "number follows" if total == 1 else "numbers follow"
    if found.not_attempted:
        return f"{papers}: {total} {numbers} from others; recomputing them was not attempted: {found.not_attempted}"
    outcomes = f"{found.count('contradicted')} do not hold, {found.count('reproduced')} do"
    inconclusive = found.count("inconclusive")
    rest = f", {inconclusive} inconclusive" if inconclusive else ""
    return f"{papers}: {total} {numbers} from others: {outcomes}{rest}"


def _fails(item: Reproduction) -> bool:
    return item.outcome == "contradicted"


def _worst_first(item: Reproduction) -> tuple[int, float]:
    """By outcome; of what does not hold by the difference, as a share of what is reported."""
    rank = list(_SIGNS).index(item.outcome)
    if not _fails(item) or item.computed is None:
        return rank, 0.0
    reported = item.derivation.reported.value
    return rank, -abs(item.computed - reported) / max(abs(reported), abs(item.computed), 1e-9)


def _described(item: Reproduction, titles: dict[str, str]) -> Iterator[str]:
    derivation = item.derivation
    yield f"{_SIGNS[item.outcome]}: {derivation.reported.text} ({derivation.kind}); {item.verdict}"
    yield f"  {titles.get(derivation.paper_id, derivation.paper_id)} ({derivation.paper_id})"
    yield f"  {derivation.text}"
    if derivation.place not in derivation.text:
        yield f"  {derivation.place}"
    operands = ", ".join(f"{operand.name} = {operand.text}" for operand in derivation.operands)
    yield f"  {derivation.formula}, where {operands}"
    if item.remark:
        yield f"  {item.remark}"


def _derivations(paper: Paper, forms: Sequence[PaperFile], settings: Settings) -> tuple[Derivation, ...]:
    """The numbers of a paper that follow from its others, found in a worker. Raises ReadingError."""
    try:
        return tuple(find_derivations(_read(paper, forms, settings)))
    except SynthError as error:
        raise ReadingError(error.message, item=paper.paper_id, stage="read") from error
    except MemoryError:
        raise
    except Exception as error:  # one paper on which the reader fails costs only itself; MuPDF's do not even pickle
        raise ReadingError(f"the reader failed on it: {error}", item=paper.paper_id, stage="read") from None


def _read(paper: Paper, forms: Sequence[PaperFile], settings: Settings) -> Document:
    """Read a paper in the first of its forms that can be read. Raises ReadingError with the reasons of all."""
    failed: dict[SourceKind, str] = {}
    while True:
        try:
            fetched = fetch_form(forms, paper, frozenset(failed))
        except SourceError as error:
            if not failed:
                raise
            raise ReadingError("; ".join(failed.values()), item=paper.paper_id, stage="read") from error
        origin = Source(paper_id=paper.paper_id, kind=fetched.kind, sha256="", origin=fetched.origin)
        try:
            return read_source(fetched.data, origin, settings.reading)
        except ReadingError as error:
            failed[fetched.kind] = error.message
