"""A library is read back, and made whole again as far as what is left of it allows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePath

from filelock import FileLock

from synth.disk import PARTIAL, leftovers, move, remove
from synth.errors import StorageError
from synth.library import Library, check_library, index_faults
from synth.models import Fault, Paper, Source
from synth.sources.arxiv_cache import ArxivCache
from synth.stages.acquisition import Candidate, acquire
from synth.stages.context import Context

READ_AT_ONCE = 20
"""Papers whose documents are in memory together."""


def check(folder: Path) -> list[Fault]:
    """Everything in the library at `folder` that does not hold, by its path there; arXiv's answers are part of it."""
    damaged = ArxivCache(folder / "arxiv").damaged()
    answers = [Fault(path=path.relative_to(folder).as_posix(), message="is damaged") for path in damaged]
    aside = [Fault(path=_aside(folder).name, message="was left by a repair that was killed")]
    return [*(aside if _aside(folder).exists() else []), *check_library(Library(folder)), *answers]


def repair(context: Context) -> list[str]:
    """Make the library of a context whole again; returns what of it was lost, a line each.

    What is damaged, or left by killed runs, is removed. Bytes are taken again from arXiv's answers, the index is made
    anew of what can be read of it, of arXiv's answers and of the papers, and what was read of papers is read again. A
    repair that is killed can be run again. Raises StorageError.
    """
    folder = context.library.path
    try:
        _remove_damaged(folder)
        lost = [*_restored_sources(folder)]
        lost += _made_index(folder)
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", item=str(folder), stage="library") from error
    with context.executor:
        _read_again(replace(context, library=Library(folder)))
    return lost


def _remove_damaged(folder: Path) -> None:
    _, damaged = Library(folder).store.check()
    for path in [*leftovers(folder), *damaged.values(), *ArxivCache(folder / "arxiv").damaged()]:
        remove(path)


def _restored_sources(folder: Path) -> Iterator[str]:
    """Let the library name no bytes that are lost, and say which are."""
    library, answers = Library(folder), ArxivCache(folder / "arxiv")
    for paper_id, forms in library.all_sources().items():
        there = []
        for form in forms:
            data = library.store.get(form.sha256) or answers.content(form.sha256)
            if data is None:
                yield f"the {form.kind} of {paper_id}, from {form.origin}"
            else:
                library.store.put(data)
                there.append(form)
        if len(there) < len(forms):
            library.set_sources(paper_id, there)


def _made_index(folder: Path) -> list[str]:
    """Make the index anew where it is damaged: beside it, and then put in its place."""
    aside = _aside(folder)
    with FileLock(folder / "index.lock"):
        if (aside / "index").is_dir() and not (folder / "index").exists():  # all was done but this
            move(aside / "index", folder / "index")
        remove(aside)
        library = Library(folder)
        faults = index_faults(library)
        if not faults:
            return []
        papers = _papers(library, faults)
        Library(aside).add(papers if papers is not None else ArxivCache(folder / "arxiv").papers())
        move(folder / "index", aside / "damaged")
        move(aside / "index", folder / "index")
        remove(aside)
    return [] if papers is not None else ["what the index alone had: metadata that was imported from a snapshot"]


def _read_again(context: Context) -> None:
    """Read what is kept of papers and no longer kept as read, and add to the index those that it lacks."""
    library, answers = context.library, ArxivCache(context.library.path / "arxiv")
    known = {paper.paper_id: paper for paper in library.papers()}
    found = {paper.paper_id: paper for paper in answers.papers()}
    waiting = iter([forms[0] for forms in library.all_sources().values()])
    while forms := [*islice(waiting, READ_AT_ONCE)]:
        papers = [known.get(form.paper_id) or found.get(form.paper_id) or _unnamed(form) for form in forms]
        acquired, _ = acquire([[Candidate(row, paper, library.fetch)] for row, paper in enumerate(papers)], context)
        if lacking := [item.paper for item in acquired if item.paper.paper_id not in known]:
            library.add(lacking)


def _unnamed(form: Source) -> Paper:
    """A paper of which nothing is known but its bytes, as a user's own file without a side-car is."""
    return Paper(paper_id=form.paper_id, title=PurePath(form.origin).stem)


def _papers(library: Library, faults: Sequence[Fault]) -> Sequence[Paper] | None:
    """The papers of a damaged index, None where what is damaged is their records."""
    if any(fault.path == "index" or fault.path.endswith(".store") for fault in faults):
        return None
    try:
        return [*library.papers()]
    except StorageError:
        return None


def _aside(folder: Path) -> Path:
    return folder / f"{PARTIAL}library"
