"""What stands below a path of the user's: files and source folders that hold a paper, and what holds none."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from synth.errors import SourceError
from synth.models import Screened, SourceKind
from synth.paths import read_plain_file
from synth.settings import LimitSettings
from synth.sources.arxiv_id import arxiv_id_in
from synth.sources.entries import LIST_SUFFIXES, TooManyEntriesError, entries_of, is_tex, shown, why_closed
from synth.sources.file_kind import file_kind
from synth.sources.latex_folder import file_with_inputs, files_below, folder_as_tar, is_main, is_source
from synth.sources.sidecar import sidecars_of

_STAGE = "sources"
_SIDECAR_SUFFIXES = frozenset({".json", ".bib"})
_WHOLE_PAPERS = frozenset({".pdf", ".gz", ".tgz"})
_COLLECTION = 3
_PACKED_SUFFIXES = (".tar.gz", ".tex.gz", ".tgz")
_PDF_END_BYTES = 2_048


@dataclass(frozen=True)
class PaperFile:
    """One file, or one folder of LaTeX source, that holds a paper; `name` is its path from what the user gave, as text.

    `whole` is false for a PDF without its end: a broken download. No link may lead out of `root`.
    """

    path: Path
    name: str
    kind: SourceKind
    sha256: str
    whole: bool
    root: Path
    limits: LimitSettings

    @property
    def stem(self) -> str:
        """The name without folder and suffixes, as the file system has it."""
        return _stem(self.path)

    @property
    def title(self) -> str:
        """The stem as text, for a paper that says nothing of itself."""
        return shown(self.stem)

    def read(self) -> bytes:
        """The bytes of the paper: the file's, or of a source folder its tar archive. Raises SourceError."""
        return _read(self.path, self.limits)


def walk(given: Path, limits: LimitSettings | None = None) -> Iterator[PaperFile | Screened]:
    """Every file below a path, in order of names, as a paper's or as a skip with its reason.

    A folder that holds a main TeX file is one paper. Side-cars belong to their paper, hidden files are not looked at.
    Nothing outside of a folder that is given is read, whatever links are in it, and each folder once, by its own name
    where it has one in there; what is no plain file, or too large, is not opened. Raises SourceError where the path
    does not exist.
    """
    if not os.path.exists(given):  # and not Path.exists, which raises for a name that is too long
        raise SourceError("no such file or folder", item=str(given), stage=_STAGE, remedy="check the path")
    yield from _Walk(Path(os.path.realpath(given)), limits or LimitSettings()).found()


def skip(name: str, reason: str, sha256: str | None = None) -> Screened:
    """A file that was left out, identified by its bytes where they are known, else by its name."""
    digest = sha256 or hashlib.sha256(name.encode()).hexdigest()
    return Screened(paper_id=f"local:{digest[:12]}", title=name, stage=_STAGE, reason=reason)


class _Walk:
    """The way through one file or folder; `_seen` are the folders by device and inode, `_left` the entries to come."""

    def __init__(self, given: Path, limits: LimitSettings) -> None:
        self._given = given
        self._root = given if given.is_dir() else given.parent
        self._limits = limits
        self._seen: set[tuple[int, int]] = set()
        self._left = limits.max_entries
        self._ends_s = monotonic() + limits.walk_timeout_s
        self._links: list[tuple[Path, str, int]] = []

    def found(self) -> Iterator[PaperFile | Screened]:
        name = shown(self._given.name)
        if not self._given.is_dir():
            yield from self._file(self._given, name)
            return
        yield from self._folder(self._given, name, 0)
        for folder, link, depth in self._links:  # which grows: linked folders may hold links
            yield from self._folder(folder, link, depth)

    def _folder(self, folder: Path, name: str, depth: int) -> Iterator[PaperFile | Screened]:
        if depth > self._limits.max_depth:
            yield skip(name, f"more than {self._limits.max_depth} folders deep")
            return
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in self._seen:
                yield skip(name, "a link to a folder that is read under another name")
                return
            self._seen.add(identity)
            entries = self._entries(folder)
        except OSError as error:
            yield skip(name, f"a folder that cannot be opened: {error.strerror}")
            return
        except SourceError as error:
            yield skip(name, error.message)
            return
        closed = {entry: reason for entry in entries if (reason := why_closed(entry, self._root, self._limits))}
        files = [entry for entry in entries if entry not in closed and not os.path.isdir(entry)]
        mains = [file for file in files if is_tex(file) and is_main(file, self._limits)]
        if mains and not self._is_collection(files, mains):
            yield from self._source_folder(folder, name, files, mains)
            return
        sidecars = {sidecar for file in files for sidecar in sidecars_of(file, _stem(file), self._root)}
        for entry in entries:
            entry_name = f"{name}/{shown(entry.name)}"
            if monotonic() > self._ends_s:
                reason = f"not looked at: all before it took {self._limits.walk_timeout_s:g} s (limits.walk_timeout_s)"
                yield skip(entry_name, reason)
            elif entry in closed:
                yield skip(entry_name, closed[entry])
            elif entry.is_symlink() and os.path.isdir(entry):
                self._links.append((Path(os.path.realpath(entry)), entry_name, depth + 1))
            elif os.path.isdir(entry):
                yield from self._folder(entry, entry_name, depth + 1)
            elif entry in sidecars or _is_sidecar_of_folder(entry):
                continue
            elif is_tex(entry) and mains and entry not in mains:
                yield skip(entry_name, "a TeX file that is no whole paper: what inputs it takes it in")
            else:
                yield from self._file(entry, entry_name)

    def _entries(self, folder: Path) -> list[Path]:
        """The entries of a folder, counted. Raises SourceError where there are too many, which ends the count."""
        try:
            entries = entries_of(folder, self._left)
        except TooManyEntriesError as error:
            self._left = 0
            reason = f"not looked at: more than {self._limits.max_entries:,} files and folders below what was given"
            raise SourceError(reason, item=folder.name, stage=_STAGE) from error
        self._left -= len(entries)
        return entries

    def _source_folder(
        self, folder: Path, name: str, files: list[Path], mains: list[Path]
    ) -> Iterator[PaperFile | Screened]:
        """A folder of LaTeX source as one paper, the papers beside it, and what of its source is not read."""
        yield from self._paper(folder, name, "latex")
        for file in self._strangers(folder, files, mains):
            yield from self._file(file, f"{name}/{shown(file.name)}")
        for file in self._below(folder):
            reason = "a link to a folder, which a paper's source has not" if os.path.isdir(file) else None
            if is_source(file):
                reason = reason or why_closed(file, folder, self._limits)
            if reason:
                yield skip(f"{name}/{shown(file.relative_to(folder).as_posix())}", reason)

    def _is_collection(self, files: list[Path], mains: list[Path]) -> bool:
        """Whether a folder with main TeX files holds several papers: by different arXiv ids, or three with an abstract.

        Two may be one paper: "emnlp2023.tex" and its older draft "arr2023.tex" of 2403.02271 have an abstract each.
        """
        named = {arxiv_id_in(file.name) for file in files if file.suffix.lower() in _WHOLE_PAPERS or file in mains}
        if len(named - {None}) > 1:
            return True
        with_abstract = (b"begin{abstract}" in self._read_or_nothing(main) for main in mains)
        return len(mains) >= _COLLECTION and sum(with_abstract) >= _COLLECTION

    def _strangers(self, folder: Path, files: list[Path], mains: list[Path]) -> list[Path]:
        """PDFs and archives that lie beside a paper's source and are no part of it: no TeX file there names them."""
        stems = {main.stem for main in mains}
        candidates = [file for file in files if file.suffix.lower() in _WHOLE_PAPERS and file.stem not in stems]
        for file in self._below(folder) if candidates else []:
            if is_tex(file) and why_closed(file, folder, self._limits) is None:
                tex = self._read_or_nothing(file)
                candidates = [each for each in candidates if os.fsencode(_stem(each)) not in tex]
        return candidates

    def _below(self, folder: Path) -> list[Path]:
        """The files of a source folder, in order; none where there are too many, which its own row says."""
        try:
            return sorted(files_below(folder, self._limits))
        except SourceError:
            return []

    def _read_or_nothing(self, file: Path) -> bytes:
        try:
            return read_plain_file(file, self._limits.max_source_bytes)
        except SourceError:
            return b""

    def _file(self, path: Path, name: str) -> Iterator[PaperFile | Screened]:
        reason = why_closed(path, self._root, self._limits)
        try:
            kind = file_kind(path) if reason is None else None
        except SourceError as error:
            reason = error.message
        if reason and path.suffix.lower() in LIST_SUFFIXES:
            reason = "not a paper; where it is a list of papers, give it to --papers itself"
        if reason is None and kind is not None:
            yield from self._paper(path, name, kind)
        else:
            yield skip(name, reason or "")

    def _paper(self, path: Path, name: str, kind: SourceKind) -> Iterator[PaperFile | Screened]:
        try:
            data = _read(path, self._limits)
        except SourceError as error:
            yield skip(name, error.message)
        else:
            whole = kind != "pdf" or b"%%EOF" in data[-_PDF_END_BYTES:]
            sha256 = hashlib.sha256(data).hexdigest()
            yield PaperFile(path, name, kind, sha256, whole, self._root, self._limits)


def _is_sidecar_of_folder(file: Path) -> bool:
    return file.suffix.lower() in _SIDECAR_SUFFIXES and file.with_suffix("").is_dir()


def _read(path: Path, limits: LimitSettings) -> bytes:
    if path.is_dir():
        return folder_as_tar(path, limits)
    return file_with_inputs(path, limits) if is_tex(path) else read_plain_file(path, limits.max_file_bytes)


def _stem(path: Path) -> str:
    """A name without the suffixes of papers; "2005.11401" as a folder's name has none."""
    if path.is_dir():
        return path.name
    packed = next((suffix for suffix in _PACKED_SUFFIXES if path.name.lower().endswith(suffix)), None)
    return path.name[: -len(packed)] if packed else path.stem
