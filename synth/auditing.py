"""`synth audit`: papers in, every number out that follows from their other numbers, recomputed in the sandbox."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from synth.acquisition import Progress, quiet
from synth.errors import ReadingError, SourceError
from synth.gates import find_derivations, missing_sandbox, reproduce, reproduction_lines
from synth.models import Document, Model, Paper, Reproduction, Skip, Source, SourceKind, json_lines
from synth.phrasing import counted
from synth.reading import read_source
from synth.settings import Settings
from synth.sources import FolderSource

_SIGNS = {"reproduced": "holds", "contradicted": "DOES NOT HOLD", "inconclusive": "inconclusive"}


class Audit(Model):
    """What was found in the papers below some paths; `not_attempted` says why nothing could be run, "" if it could."""

    papers: tuple[Paper, ...]
    reproductions: tuple[Reproduction, ...]
    skips: tuple[Skip, ...]
    not_attempted: str = ""

    def count(self, outcome: str) -> int:
        """How many of the numbers came out so."""
        return sum(item.outcome == outcome for item in self.reproductions)


def audit(paths: Sequence[Path], progress: Progress = quiet, settings: Settings | None = None) -> Audit:
    """Read the papers below the paths (PDF, .tex, e-print, a folder of LaTeX or of papers) and recompute their numbers.

    A paper that cannot be read is a skip.

    Raises:
        SourceError: a path does not exist, or none of the paths holds a paper that can be read.
        SandboxError: the sandbox worked when it was tried, and failed later.
    """
    settings = settings or Settings()
    source = FolderSource(tuple(paths))
    found = source.find_all()
    papers: list[Paper] = []
    reproductions: list[Reproduction] = []
    skips = [skip for skip in found.skips if skip.stage != "merged"]
    for number, paper in enumerate(found.papers, start=1):
        try:
            document = _read(paper, source, settings)
        except (ReadingError, SourceError) as error:
            skips.append(Skip(paper_id=paper.paper_id, title=paper.title, stage="read", reason=error.message))
            continue
        finally:
            progress("audit", number, len(found.papers))
        papers.append(paper)
        reproductions += reproduce(find_derivations(document), settings.sandbox)
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
        reproductions=tuple(reproductions),
        skips=tuple(skips),
        not_attempted=missing_sandbox() or "",
    )


def audit_json(found: Audit) -> str:
    """A ReproductionLine a number, as JSON Lines; there is no run folder that could hold a script."""
    lines = reproduction_lines(found.reproductions)
    return json_lines(line.model_copy(update={"script": None}) for line in lines)


def audit_text(found: Audit) -> str:
    """The audit for a reader: by paper each number, its verdict, its sentence or cell, and what it follows from."""
    pieces: list[str] = []
    for paper in found.papers:
        pieces.append(f"{paper.title} ({paper.paper_id})" if paper.title != paper.paper_id else paper.paper_id)
        own = [item for item in found.reproductions if item.derivation.paper_id == paper.paper_id]
        pieces += [line for item in own for line in _told(item)] or ["  no number was found to follow from others"]
        pieces.append("")
    pieces.append(_summary(found))
    return "\n".join(pieces) + "\n"


def _told(item: Reproduction) -> Iterator[str]:
    derivation = item.derivation
    yield f"  {_SIGNS[item.outcome]}: {derivation.reported.text} ({derivation.kind}); {item.verdict}"
    yield f"    {derivation.text}"
    if derivation.place not in derivation.text:
        yield f"    {derivation.place}"
    yield f"    {derivation.formula}, where"
    for operand in derivation.operands:
        yield f"      {operand.name} = {operand.text} ({operand.place})"
    if item.remark:
        yield f"    {item.remark}"


def _summary(found: Audit) -> str:
    total = len(found.reproductions)
    numbers = "number follows" if total == 1 else "numbers follow"
    papers = counted(len(found.papers), "paper")
    if found.not_attempted and total:
        return f"{papers}: {total} {numbers} from others; recomputing them was not attempted: {found.not_attempted}"
    outcomes = f"{found.count('reproduced')} hold, {found.count('contradicted')} do not"
    inconclusive = found.count("inconclusive")
    rest = f", {inconclusive} inconclusive" if inconclusive else ""
    return f"{papers}: {total} {numbers} from others: {outcomes}{rest}"


def _read(paper: Paper, source: FolderSource, settings: Settings) -> Document:
    """Read a paper in the first of its forms that can be read. Raises ReadingError with the reasons of all."""
    failed: dict[SourceKind, str] = {}
    while True:
        try:
            fetched = source.fetch(paper, frozenset(failed))
        except SourceError as error:
            if not failed:
                raise
            raise ReadingError("; ".join(failed.values()), item=paper.paper_id, stage="read") from error
        origin = Source(paper=paper, kind=fetched.kind, sha256="", origin=fetched.origin)
        try:
            return read_source(fetched.data, origin, settings.reading)
        except ReadingError as error:
            failed[fetched.kind] = error.message
