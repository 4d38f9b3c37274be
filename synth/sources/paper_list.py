"""A user's list of papers, in any of its formats, and the files that belong to its entries."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from synth.errors import SourceError
from synth.language.text import normalise, words
from synth.models import Screened
from synth.paths import read_plain_file
from synth.settings import LimitSettings
from synth.sources.arxiv_id import arxiv_id_in
from synth.sources.entries import LIST_SUFFIXES, entries_of
from synth.sources.file_kind import file_kind
from synth.sources.folder_walk import skip
from synth.sources.list_bibtex import read_bibtex_list
from synth.sources.list_csv import read_csv_list
from synth.sources.list_ids import read_id_list
from synth.sources.list_rdf import read_rdf_list
from synth.sources.list_tagged import read_tagged_list
from synth.sources.listed import Listed
from synth.sources.metadata import MAX_TITLE_CHARS, why_unfit

_READERS: dict[str, Callable[[str], Iterator[Listed | Screened]]] = {
    ".bib": read_bibtex_list,
    ".ris": read_tagged_list,
    ".nbib": read_tagged_list,
    ".csv": read_csv_list,
    ".tsv": read_csv_list,
    ".txt": read_id_list,
    ".rdf": read_rdf_list,
}
_PAPER_SUFFIXES = (".pdf", ".tex", ".gz", ".tgz", ".xml")
_MIN_TITLE_WORDS = 3


def is_list(path: Path) -> bool:
    """Whether a path names a list of papers: by its suffix, and where that is .txt by its being no TeX."""
    suffix = path.suffix.lower()
    if suffix != ".txt" or not os.path.isfile(path):
        return suffix in LIST_SUFFIXES and os.path.isfile(path)
    try:
        file_kind(path)
    except SourceError:
        return True
    return False


def read_list(path: Path, limits: LimitSettings) -> Iterator[Listed | Screened]:
    """The entries of a list in order. What is wrong with one is a skip, which names the list. Raises SourceError where
    the list as a whole cannot be read."""
    try:
        text = read_plain_file(path, limits.max_list_bytes).decode("utf-8-sig")
        for number, entry in enumerate(_READERS[path.suffix.lower()](text)):
            if number == limits.max_entries:
                yield skip(f"{path.name}: what follows", f"a list of more than {number:,} entries")
                return
            if isinstance(entry, Screened):
                yield skip(f"{path.name}: {entry.title}", entry.reason)
            elif (reason := entry.left_out or why_unfit(entry.paper, limits)) is not None:
                title = entry.paper.title[:MAX_TITLE_CHARS]
                yield Screened(paper_id=entry.paper.paper_id, title=title, stage="sources", reason=reason)
            else:
                yield entry
    except UnicodeDecodeError as error:
        raise SourceError("not UTF-8", item=str(path), stage="sources", remedy="export it as UTF-8") from error
    except SourceError as error:
        raise SourceError(error.message, item=str(path), stage="sources", remedy=error.remedy) from error


def files_near(path: Path, listed: Iterable[Listed], limits: LimitSettings) -> Iterator[Path]:
    """The papers' files in the folder of a list, and those below it that entries name: no list opens one elsewhere."""
    folder = Path(os.path.realpath(path)).parent
    beside = (entry for entry in entries_of(folder, limits.max_entries) if entry.suffix.lower() in _PAPER_SUFFIXES)
    named = (folder / name.removeprefix("file://") for entry in listed for name in entry.files if "\0" not in name)
    for file in (*beside, *named):
        real = Path(os.path.realpath(file))
        if real.is_relative_to(folder) and os.path.isfile(real):
            yield real


def match_files(listed: Sequence[Listed], files: Iterable[Path]) -> dict[Path, int]:
    """The number of the entry that each file belongs to: the entry names it, else has its arXiv id, key or title.

    A name is its last folder and its own, else its own; what two files have in common decides nothing.
    """
    by_key: dict[str, set[Path]] = {}
    for file in files:
        for key in _keys_of_file(file):
            by_key.setdefault(key, set()).add(file)
    found: dict[Path, int] = {}
    for number, entry in enumerate(listed):
        for key in _keys_of_entry(entry):
            same = by_key.get(key, set())
            if len(same) == 1:
                found.setdefault(next(iter(same)), number)
                break
    return found


def _keys_of_entry(entry: Listed) -> Iterator[str]:
    for name in entry.files:
        *_, above, own = ["", *re.split(r"[/\\]", name)]
        yield f"file {above}/{own}"
        yield f"file {own}"
    if entry.paper.arxiv_id:
        yield f"arxiv {entry.paper.work_id}"
    if entry.key:
        yield f"stem {entry.key.lower()}"
    yield from _title_key(entry.paper.title)


def _keys_of_file(file: Path) -> set[str]:
    arxiv_id = arxiv_id_in(file.name)
    stem = normalise(file.stem)
    return {
        f"file {file.parent.name}/{file.name}",
        f"file {file.name}",
        f"stem {stem.lower()}",
        *([f"arxiv {re.sub(r'v[0-9]+$', '', arxiv_id)}"] if arxiv_id else []),
        *_title_key(stem),
        *_title_key(stem.rpartition(" - ")[2]),  # Zotero's "Lovelace et al. - 2020 - On the title.pdf"
    }


def _title_key(title: str) -> Iterator[str]:
    written = words(title.replace("_", " "))
    if len(written) >= _MIN_TITLE_WORDS:
        yield f"title {' '.join(written)}"
