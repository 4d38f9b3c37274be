"""A library is read back, and made whole again as far as what is left of it allows."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePath

from synth.errors import StorageError
from synth.library import Library
from synth.library.soundness import check_library, damaged_files, index_faults
from synth.models import Fault, Paper, Source
from synth.sources.answer_cache import AnswerCache
from synth.stages.acquisition import READ_AT_ONCE, Candidate, acquire
from synth.stages.context import Context
from synth.system.disk import leftovers, remove


def check(folder: Path) -> list[Fault]:
    """Everything in the library at `folder` that does not hold, by its path there; arXiv's answers are part of it."""
    damaged = AnswerCache(folder / "arxiv").damaged()
    answers = [Fault(path=path.relative_to(folder).as_posix(), message="is damaged") for path in damaged]
    return [*check_library(Library(folder)), *answers]


def repair(context: Context) -> list[str]:
    """Make the library of a context whole again; returns what of it was lost, a line each.

    What is damaged, or left by killed runs, is removed. Bytes and metadata are taken again from arXiv's answers, the
    index is made anew of the catalogue, and what was read of papers is read again. A repair that is killed can be run
    again. Raises StorageError.
    """
    folder = context.library.path
    try:
        _remove_damaged(folder)
        lost = [*_restored_sources(folder)]
        lost += _whole_catalogue(folder)
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", item=str(folder), stage="library") from error
    with context.executor:
        _read_again(replace(context, library=Library(folder)))
    return lost


def _remove_damaged(folder: Path) -> None:
    _, damaged = Library(folder).store.check()
    for path in [*leftovers(folder), *damaged.values(), *AnswerCache(folder / "arxiv").damaged()]:
        remove(path)


def _restored_sources(folder: Path) -> Iterator[str]:
    """Let the library name no bytes that are lost, and say which are."""
    library, answers = Library(folder), AnswerCache(folder / "arxiv")
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


def _whole_catalogue(folder: Path) -> Iterator[str]:
    """Take damaged files out of the catalogue, make the index anew where it is damaged, and say what was lost."""
    library = Library(folder)
    damaged = damaged_files(library)
    for path in damaged:
        remove(path)
        yield f"the metadata in {path.relative_to(folder).as_posix()}"
    if damaged or index_faults(library):
        library.rebuild()
    if damaged:
        library.add(AnswerCache(folder / "arxiv").papers())


def _read_again(context: Context) -> None:
    """Read what is kept of papers and no longer kept as read, and add to the catalogue those that it lacks."""
    library, answers = context.library, AnswerCache(context.library.path / "arxiv")
    found = {paper.paper_id: paper for paper in answers.papers()}
    waiting = iter([forms[0] for forms in library.all_sources().values()])
    while forms := [*islice(waiting, READ_AT_ONCE)]:
        known = {form.paper_id: library.work(form.paper_id) for form in forms}
        papers = [known[form.paper_id] or found.get(form.paper_id) or _unnamed(form) for form in forms]
        papers = [
            paper.model_copy(update={"paper_id": form.paper_id}) for paper, form in zip(papers, forms, strict=True)
        ]
        acquired, _ = acquire([[Candidate(row, paper, library.fetch)] for row, paper in enumerate(papers)], context)
        if lacking := [item.paper for item in acquired if known[item.paper.paper_id] is None]:
            library.add(lacking)


def _unnamed(form: Source) -> Paper:
    """A paper of which nothing is known but its bytes, as a user's own file without a side-car is."""
    return Paper(paper_id=form.paper_id, title=PurePath(form.origin).stem)
