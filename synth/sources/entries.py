"""What stands in a folder of a stranger's, looked at before anything of it is opened."""

import os
import stat
from pathlib import Path

from synth.errors import SourceError
from synth.language.text import normalise
from synth.paths import NOT_A_FILE, in_units
from synth.settings import LimitSettings

TEX_SUFFIXES = frozenset({".tex", ".ltx", ".latex"})

LIST_SUFFIXES = frozenset({".bib", ".ris", ".nbib", ".csv", ".tsv", ".rdf"})
"""Of lists of papers, besides .txt."""

LEADS_OUT = "a link that leads out of the folder: give what it leads to, where you want it read"


class TooManyEntriesError(SourceError):
    """A folder has more files and folders than are looked at."""


def is_tex(path: Path) -> bool:
    """Whether a file is named as TeX; names in capitals are seen too ("REPRES.TEX" of math/0303005)."""
    return path.suffix.lower() in TEX_SUFFIXES


def shown(name: str) -> str:
    """A file's name as text that can be stored and printed: names may hold line ends, escapes and any bytes."""
    return normalise(os.fsencode(name).decode(errors="replace"))


def entries_of(folder: Path, most: int) -> list[Path]:
    """Files and folders of a folder in order of their names, without hidden ones.

    Raises SourceError, whose message is the reason, where the folder cannot be opened; TooManyEntriesError where it has
    more than `most`.
    """
    entries: list[Path] = []
    try:
        with os.scandir(folder) as found:
            for number, entry in enumerate(found, start=1):
                if number > most:
                    reason = f"a folder of more than {most:,} files and folders"
                    raise TooManyEntriesError(reason, item=folder.name, stage="sources")
                if not entry.name.startswith("."):
                    entries.append(folder / entry.name)
    except OSError as error:
        reason = f"a folder that cannot be opened: {error.strerror}"
        raise SourceError(reason, item=folder.name, stage="sources") from error
    return sorted(entries)


def why_closed(path: Path, root: Path, limits: LimitSettings) -> str | None:
    """Why a file or folder below `root` is not to be opened; None where it may be.

    It may lead nowhere or, by a link, out of `root` (which has no links in it itself), be a pipe, a device or a socket,
    or be too large.
    """
    try:
        status = os.stat(path)
    except OSError as error:
        return f"cannot be opened: {error.strerror}"
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        return LEADS_OUT
    if stat.S_ISDIR(status.st_mode):
        return None
    if not stat.S_ISREG(status.st_mode):
        return NOT_A_FILE
    most = limits.max_source_bytes if is_tex(path) else limits.max_file_bytes
    return f"larger than {in_units(most)}" if status.st_size > most else None
