"""A folder of LaTeX source as one paper: its main files, and all that belongs to them as deterministic tar bytes."""

import io
import os
import re
import tarfile
from collections.abc import Iterable
from pathlib import Path

from synth.errors import SourceError

TEX_SUFFIXES = frozenset({".tex", ".ltx", ".latex"})
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
_MAX_FILES = 2_000
_MAX_BYTES = 100_000_000

_MAIN = re.compile(rb"^[^%\n]*\\(?:documentclass|documentstyle|begin\s*\{document\}|magnification|bye\b|end\s*$)", re.M)
_COMMENT = re.compile(rb"(?<!\\)%.*")
_INCLUDE = re.compile(rb"\\(?:input|include|subfile|bibliography|addbibresource)\s*(?:\[[^]]*\])?\s*\{([^{}]+)\}")
_BARE_INPUT = re.compile(rb"\\input\s+([\w./-]+)")


def is_tex(path: Path) -> bool:
    """Whether a file is named as TeX; names in capitals are seen too ("REPRES.TEX" of math/0303005)."""
    return path.suffix.lower() in TEX_SUFFIXES


def is_main(path: Path) -> bool:
    """Whether a TeX file is a whole paper: it begins or ends a document, in LaTeX 2e, LaTeX 2.09 or plain TeX."""
    if not path.is_file():
        return False
    try:
        return _MAIN.search(path.read_bytes()) is not None
    except OSError:
        return False


def folder_as_tar(folder: Path) -> bytes:
    """All source files of a folder and the folders in it, as the bytes of a tar archive that depend on nothing else.

    Figures, hidden files and links that lead out of the folder are left out. Raises SourceError above 2,000 files or
    100 MB, or where one cannot be read.
    """
    files: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files.extend(Path(parent, name) for name in names if not name.startswith("."))
    sources = [file for file in files if file.suffix.lower() in _SOURCE_SUFFIXES]
    return _as_tar(folder, (file for file in sources if _inside(folder.resolve(), file)))


def file_with_inputs(main: Path) -> bytes:
    """One TeX file as it is; as a tar archive together with what it inputs from its own folder, where there is such.

    Raises SourceError where a file cannot be read.
    """
    folder = main.parent.resolve()
    wanted = {main.resolve()}
    unread = [main.resolve()]
    while unread:
        for file in _inputs(unread.pop(), folder) - wanted:
            wanted.add(file)
            unread.append(file)
    reference_list = main.resolve().with_suffix(".bbl")
    if reference_list.is_file():
        wanted.add(reference_list)
    return _as_tar(folder, wanted) if len(wanted) > 1 else _read(main)


def _inputs(file: Path, folder: Path) -> set[Path]:
    """The files that a TeX file names and that stand below the folder."""
    text = _COMMENT.sub(b"", _read(file)) if is_tex(file) else b""
    names = [name for group in _INCLUDE.findall(text) for name in group.split(b",")] + _BARE_INPUT.findall(text)
    found: set[Path] = set()
    for name in names:
        stem = os.fsdecode(name.strip())
        for candidate in (stem, f"{stem}.tex", f"{stem}.bib"):
            target = _inside(folder, candidate)
            if target is not None:
                found.add(target)
    return found


def _inside(folder: Path, name: str | Path) -> Path | None:
    """The file of that name below the folder; None where there is none, or "../" or a link leads out of it."""
    try:
        target = (folder / name).resolve()
        return target if target.is_file() and target.is_relative_to(folder) else None
    except (OSError, ValueError):
        return None


def _as_tar(folder: Path, files: Iterable[Path]) -> bytes:
    """A tar archive of files, by their names below the folder in sorted order, without owner or time."""
    named = sorted((file.relative_to(folder).as_posix(), file) for file in files)
    total = 0
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, file in named:
            data = _read(file)
            total += len(data)
            if len(named) > _MAX_FILES or total > _MAX_BYTES:
                raise SourceError(
                    "a source folder of more than 2,000 files or 100 MB", item=folder.name, stage="sources"
                )
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", item=file.name, stage="sources") from error
