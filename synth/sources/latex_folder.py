"""A folder of LaTeX source as one paper: its main files, and all that belongs to them as deterministic tar bytes."""

import io
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from synth.errors import SourceError
from synth.paths import in_units, read_plain_file
from synth.settings import LimitSettings
from synth.sources.entries import TEX_SUFFIXES, entries_of, is_tex, why_closed

_SOURCE_SUFFIXES = TEX_SUFFIXES | {
    ".bbl",
    ".bib",
    ".sty",
    ".cls",
    ".def",
    ".clo",
    ".cfg",
    ".tikz",
    ".pgf",
    ".inc",
    ".txt",
}

_MAIN = re.compile(rb"^[^%\n]*\\(?:documentclass|documentstyle|begin\s*\{document\}|magnification|bye\b|end\s*$)", re.M)
_COMMENT = re.compile(rb"(?<!\\)%.*")
# A thousand times "\input[" must not be looked through a thousand times: what may stand between is bounded.
_INCLUDE = re.compile(
    rb"\\(?:input|include|subfile|bibliography|addbibresource)\s{0,9}(?:\[[^]]{0,200}\]\s{0,9})?\{([^{}]{1,9999})\}"
)
_BARE_INPUT = re.compile(rb"\\input\s{1,9}([\w./-]{1,500})")


def is_main(path: Path, limits: LimitSettings) -> bool:
    """Whether a TeX file is a whole paper: it begins or ends a document, in LaTeX 2e, LaTeX 2.09 or plain TeX."""
    try:
        return _MAIN.search(read_plain_file(path, limits.max_source_bytes)) is not None
    except SourceError:
        return False


def files_below(folder: Path, limits: LimitSettings) -> Iterator[Path]:
    """The files of a source folder and of the folders in it, and links to folders, which are not followed; none hidden.

    Raises SourceError where there are too many, or a folder cannot be opened.
    """
    left = limits.max_entries
    folders = [folder]
    while folders:
        entries = entries_of(folders.pop(), left)
        left -= len(entries)
        for entry in entries:
            if os.path.isdir(entry) and not entry.is_symlink():
                folders.append(entry)
            else:
                yield entry


def is_source(path: Path) -> bool:
    """Whether a file is part of a paper's source by its name: figures are not."""
    return path.suffix.lower() in _SOURCE_SUFFIXES


def folder_as_tar(folder: Path, limits: LimitSettings) -> bytes:
    """All source files of a folder and the folders in it, as the bytes of a tar archive that depend on nothing else.

    Figures, hidden files and what is not to be opened are left out. Raises SourceError above the limits of files or
    bytes, or where one cannot be read.
    """
    source = _Source(folder, limits)
    for file in filter(is_source, files_below(folder, limits)):
        if os.path.isfile(file) and why_closed(file, folder, limits) is None:
            source.add(file)
    return source.as_tar()


def file_with_inputs(main: Path, limits: LimitSettings) -> bytes:
    """One TeX file as it is; as a tar archive together with what it inputs from its own folder, where there is such.

    Raises SourceError above the limits of files or bytes, or where a file cannot be read.
    """
    main = Path(os.path.realpath(main))
    source = _Source(main.parent, limits)
    unread = [main]
    source.add(main)
    while unread:
        names = _inputs(source.files[unread.pop()])
        if len(names) > limits.max_entries:
            reason = f"inputs more than {limits.max_entries:,} files"
            raise SourceError(reason, item=main.name, stage="sources")
        for file in _files_named(names, source.folder):
            if file not in source.files:
                source.add(file)
                if is_tex(file):
                    unread.append(file)
    reference_list = _inside(main.parent, main.with_suffix(".bbl"))
    if reference_list is not None:
        source.add(reference_list)
    return source.as_tar() if len(source.files) > 1 else source.files[main]


class _Source:
    """Files of one folder, read, and counted before they are."""

    def __init__(self, folder: Path, limits: LimitSettings) -> None:
        self.folder = folder
        self.files: dict[Path, bytes] = {}
        self._limits = limits
        self._left = limits.max_source_bytes

    def add(self, file: Path) -> None:
        """Read a file. Raises SourceError where it cannot be, or there are too many files or bytes."""
        limits = self._limits
        if file not in self.files and (len(self.files) == limits.max_source_files or _size(file) > self._left):
            most = f"{limits.max_source_files:,} files or {in_units(limits.max_source_bytes)}"
            raise SourceError(f"a source folder of more than {most}", item=self.folder.name, stage="sources")
        data = read_plain_file(file, limits.max_source_bytes)
        self._left -= len(data)
        self.files[file] = data

    def as_tar(self) -> bytes:
        """A tar archive of the files, by their names below the folder in sorted order, without owner or time."""
        named = sorted((file.relative_to(self.folder).as_posix(), data) for file, data in self.files.items())
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, data in named:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        return buffer.getvalue()


def _inputs(text: bytes) -> set[bytes]:
    """The names of what a TeX file inputs."""
    text = _COMMENT.sub(b"", text)
    return {name for group in _INCLUDE.findall(text) for name in group.split(b",")} | set(_BARE_INPUT.findall(text))


def _files_named(names: set[bytes], folder: Path) -> set[Path]:
    """The files that are named, with a suffix or without, and that stand below the folder."""
    found: set[Path] = set()
    for name in names:
        stem = os.fsdecode(name.strip())
        for candidate in (stem, f"{stem}.tex", f"{stem}.bib"):
            target = _inside(folder, candidate)
            if target is not None:
                found.add(target)
    return found


def _inside(folder: Path, name: str | Path) -> Path | None:
    """The plain file of that name below the folder; None where there is none, or "../" or a link leads out of it."""
    try:
        target = Path(os.path.realpath(folder / name))
        return target if target.is_relative_to(folder) and os.path.isfile(target) else None
    except (OSError, ValueError):
        return None


def _size(file: Path) -> int:
    try:
        return os.stat(file).st_size
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", item=file.name, stage="sources") from error
