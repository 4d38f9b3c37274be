"""What stands below a path of the user's: files and source folders that hold a paper, and what holds none."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synth.errors import SourceError
from synth.language.text import normalise
from synth.models import Skip, SourceKind
from synth.sources.arxiv_id import arxiv_id_in
from synth.sources.file_kind import file_kind
from synth.sources.latex_folder import file_with_inputs, folder_as_tar, is_main, is_tex
from synth.sources.sidecar import sidecars_of

MAX_DEPTH = 12

_STAGE = "sources"
_SIDECAR_SUFFIXES = frozenset({".json", ".bib"})
_WHOLE_PAPERS = frozenset({".pdf", ".gz", ".tgz"})
_COLLECTION = 3
_PACKED_SUFFIXES = (".tar.gz", ".tex.gz", ".tgz")
_PDF_END_BYTES = 2_048


@dataclass(frozen=True)
class PaperFile:
    """One file, or one folder of LaTeX source, that holds a paper; `name` is its path from what the user gave, as text.

    `whole` is false for a PDF without its end: a broken download.
    """

    path: Path
    name: str
    kind: SourceKind
    sha256: str
    whole: bool

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
        return _read(self.path)


def walk(given: Path) -> Iterator[PaperFile | Skip]:
    """Every file below a path, in order of names, as a paper's or as a skip with its reason.

    A folder that holds a main TeX file is one paper. Side-cars belong to their paper, hidden files are not looked at,
    a link that leads back up is not followed twice. Raises SourceError where the path does not exist.
    """
    if not os.path.exists(given):  # and not Path.exists, which raises for a name that is too long
        raise SourceError("no such file or folder", item=str(given), stage=_STAGE, remedy="check the path")
    path = given.resolve()
    name = shown(path.name)
    yield from _folder(path, name, set(), 0) if path.is_dir() else _file(path, name)


def shown(name: str) -> str:
    """A file's name as text that can be stored and printed: names may hold line ends, escapes and any bytes."""
    return normalise(os.fsencode(name).decode(errors="replace"))


def skip(name: str, reason: str, sha256: str | None = None) -> Skip:
    """A file that was left out, identified by its bytes where they are known, else by its name."""
    digest = sha256 or hashlib.sha256(name.encode()).hexdigest()
    return Skip(paper_id=f"local:{digest[:12]}", title=name, stage=_STAGE, reason=reason)


def _folder(folder: Path, name: str, above: set[Path], depth: int) -> Iterator[PaperFile | Skip]:
    if folder in above:
        return  # a symbolic link back to a folder that is being walked
    if depth > MAX_DEPTH:
        yield skip(name, f"more than {MAX_DEPTH} folders deep")
        return
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        yield skip(name, f"a folder that cannot be opened: {error.strerror}")
        return
    files = [entry for entry in entries if not os.path.isdir(entry)]
    mains = [file for file in files if is_tex(file) and is_main(file)]
    if mains and not _is_collection(files, mains):
        yield from _paper(folder, name, "latex")
        for file in _strangers(folder, files, mains):
            yield from _file(file, f"{name}/{shown(file.name)}")
        return
    sidecars = {sidecar for file in files for sidecar in sidecars_of(file, _stem(file))}
    for entry in entries:
        entry_name = f"{name}/{shown(entry.name)}"
        if os.path.isdir(entry):
            yield from _folder(entry.resolve(), entry_name, above | {folder}, depth + 1)
        elif entry in sidecars or _is_sidecar_of_folder(entry):
            continue
        elif is_tex(entry) and mains and entry not in mains and entry.is_file():
            yield skip(entry_name, "a TeX file that is no whole paper: what inputs it takes it in")
        else:
            yield from _file(entry, entry_name)


def _is_collection(files: list[Path], mains: list[Path]) -> bool:
    """Whether a folder with main TeX files holds several papers: by different arXiv ids, or three with an abstract.

    Two may be one paper: "emnlp2023.tex" and its older draft "arr2023.tex" of 2403.02271 have an abstract each.
    """
    named = {arxiv_id_in(file.name) for file in files if file.suffix.lower() in _WHOLE_PAPERS or file in mains}
    if len(named - {None}) > 1:
        return True
    return (
        len(mains) >= _COLLECTION and sum(b"begin{abstract}" in _read_or_nothing(main) for main in mains) >= _COLLECTION
    )


def _strangers(folder: Path, files: list[Path], mains: list[Path]) -> list[Path]:
    """PDFs and archives that lie beside a paper's source and are no part of it: no TeX file there names them."""
    candidates = [file for file in files if file.suffix.lower() in _WHOLE_PAPERS]
    stems = {main.stem for main in mains}
    tex = b"".join(_read_or_nothing(file) for file in sorted(folder.rglob("*")) if is_tex(file)) if candidates else b""
    return [file for file in candidates if file.stem not in stems and os.fsencode(_stem(file)) not in tex]


def _read_or_nothing(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError:
        return b""


def _is_sidecar_of_folder(file: Path) -> bool:
    return file.suffix.lower() in _SIDECAR_SUFFIXES and file.with_suffix("").is_dir()


def _file(path: Path, name: str) -> Iterator[PaperFile | Skip]:
    try:
        kind = file_kind(path)
    except SourceError as error:
        yield skip(name, error.message)
    else:
        yield from _paper(path, name, kind)


def _paper(path: Path, name: str, kind: SourceKind) -> Iterator[PaperFile | Skip]:
    try:
        data = _read(path)
    except SourceError as error:
        yield skip(name, error.message)
    else:
        whole = kind != "pdf" or b"%%EOF" in data[-_PDF_END_BYTES:]
        yield PaperFile(path, name, kind, hashlib.sha256(data).hexdigest(), whole)


def _read(path: Path) -> bytes:
    if path.is_dir():
        return folder_as_tar(path)
    if is_tex(path):
        return file_with_inputs(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", item=path.name, stage=_STAGE) from error


def _stem(path: Path) -> str:
    """A name without the suffixes of papers; "2005.11401" as a folder's name has none."""
    if path.is_dir():
        return path.name
    packed = next((suffix for suffix in _PACKED_SUFFIXES if path.name.lower().endswith(suffix)), None)
    return path.name[: -len(packed)] if packed else path.stem
