"""Unpack an e-print as arXiv serves it, or a user's source folder, into the files that a LaTeX reader needs.

Archives are hostile: sizes are counted while they stream, and one path that climbs out condemns the whole archive.
"""

import gzip
import io
import os
import posixpath
import re
import tarfile
import zlib
from itertools import islice
from pathlib import Path

from synth.errors import ReadingError, SourceError
from synth.paths import read_plain_file
from synth.settings import ReadingSettings

_STAGE = "reading"
_TEX_SUFFIXES = frozenset(".tex .ltx .latex .bbl .bib .sty .cls .def .cfg .clo .ii .inc .txt".split())
_OTHER_SUFFIXES = frozenset(
    """
    .eps .ps .epsf .epsi .pdf .png .jpg .jpeg .gif .svg .tif .tiff .bmp .bst .aux .log .out .toc .lof .lot .blg .fls
    .gz .zip .tar .ttf .otf .pfb .pfm .tfm .mp4 .mov .avi .mp3 .wav .docx .doc .xls .xlsx .csv .dat .npy .pkl .h5
    """.split()
)
_TEX_TEXT = re.compile(rb"\\(?:document(?:class|style)|begin\s*\{|input|section|def|bye|magnification|newcommand)")
_MAX_UNKNOWN_BYTES = 5_000_000  # a file without a known suffix that is larger is no TeX
_MAX_BESIDE = 500  # files and folders beside a TeX file and below: a paper's folder has fewer
_DAMAGED = (EOFError, OSError, zlib.error, tarfile.TarError)


def unpack(data: bytes, settings: ReadingSettings) -> dict[str, bytes]:
    """The TeX files of an e-print by their names in it: a tar archive or one file, gzipped or plain.

    Raises:
        ReadingError: the source is empty, withdrawn, encrypted, damaged or too large, holds no TeX, or its archive
            has a link, a device or a path that climbs out.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise _refusal("the source is empty, as that of a withdrawn paper")
    stream = _Bounded(io.BytesIO(data), settings.max_archive_bytes)
    name = "main.tex"
    if data[:2] == b"\x1f\x8b":
        name = _gzip_name(data) or name
        stream = _Bounded(gzip.GzipFile(fileobj=io.BytesIO(data)), settings.max_archive_bytes)
    try:
        head = stream.read(tarfile.BLOCKSIZE)
        stream.unread(head)
        if _is_tar_header(head):
            return _from_tar(stream, settings)
        return _from_single(name, stream.read())
    except _DAMAGED as error:
        raise _refusal("the archive is truncated or damaged") from error


def read_folder(path: Path, settings: ReadingSettings) -> dict[str, bytes]:
    """The TeX files of a folder by their paths in it; links that lead out of the folder are not followed.

    Raises:
        ReadingError: the folder cannot be read, has too many files or bytes, or holds no TeX.
    """
    root = path.resolve()
    files: dict[str, bytes] = {}
    left = settings.max_archive_bytes
    try:
        below = (each for each in root.rglob("*") if os.path.isfile(each) and _is_within(each, root))
        found = sorted(islice(below, settings.max_archive_files + 1))
        if len(found) > settings.max_archive_files:
            raise _refusal(f"the folder has more than {settings.max_archive_files} files")
        for each in found:
            name = each.relative_to(root).as_posix()
            if not _may_be_tex(name, each.stat().st_size):
                continue
            left -= each.stat().st_size
            if left < 0:
                raise _refusal(f"the folder has more than {settings.max_archive_bytes} bytes of TeX")
            content = read_plain_file(each, settings.max_archive_bytes)
            if _is_tex(name, content):
                files[name] = content
    except OSError as error:
        raise _refusal(f"the folder cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise _refusal(f"{error.item}: {error.message}") from error
    if not files:
        raise _refusal("the folder holds no TeX file")
    return files


def read_file(path: Path, settings: ReadingSettings) -> dict[str, bytes]:
    """A TeX file with the TeX files of its folder, which it may input, by their paths in it; the file itself is first.

    Of a folder with more than `_MAX_BESIDE` files, such as a user's downloads, the file alone is read.

    Raises:
        ReadingError: the file cannot be read or is no TeX.
    """
    try:
        files = unpack(read_plain_file(path, settings.max_archive_bytes), settings)
        beside = list(islice(path.resolve().parent.rglob("*"), _MAX_BESIDE + 1))
    except OSError as error:
        raise _refusal(f"the file cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise _refusal(error.message) from error
    if len(files) > 1 or len(beside) > _MAX_BESIDE:
        return files
    try:
        others = read_folder(path.parent, settings)
    except ReadingError:
        return files
    return {path.name: next(iter(files.values())), **{name: each for name, each in others.items() if name != path.name}}


def _is_within(path: Path, root: Path) -> bool:
    """Whether a path leads to a place below `root`; a loop of links leads nowhere."""
    return Path(os.path.realpath(path)).is_relative_to(root)


class _Bounded:
    """A readable stream that counts what it gives and refuses to give more than `limit` bytes."""

    def __init__(self, raw: io.BytesIO | gzip.GzipFile, limit: int) -> None:
        self._raw = raw
        self._limit = limit
        self._given = 0
        self._pending = b""

    def read(self, size: int = -1) -> bytes:
        if self._pending:
            pending, self._pending = self._pending, b""
            if 0 <= size < len(pending):
                self._pending = pending[size:]
                return pending[:size]
            return pending + self.read(size - len(pending) if size >= 0 else -1)
        room = self._limit - self._given
        content = self._raw.read(room + 1 if size < 0 else min(size, room + 1))
        self._given += len(content)
        if self._given > self._limit:
            raise _refusal(f"the source unpacks to more than {self._limit} bytes")
        return content

    def unread(self, content: bytes) -> None:
        self._pending = content + self._pending


def _from_tar(stream: _Bounded, settings: ReadingSettings) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    names: list[str] = []
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="replace") as archive:  # type: ignore[call-overload]
        for count, member in enumerate(archive, 1):
            if count > settings.max_archive_files:
                raise _refusal(f"the archive has more than {settings.max_archive_files} files")
            name = _safe_name(member)
            if not member.isreg() or _is_of_finder(name):
                continue
            names.append(name)
            content = archive.extractfile(member).read() if _may_be_tex(name, member.size) else b""
            if len(content) < member.size and _may_be_tex(name, member.size):
                raise tarfile.ReadError(name)
            if content and _is_tex(name, content):
                files[name] = content
    if any(name.lower().endswith(".cry") for name in names):
        raise _refusal("the source is encrypted by arXiv at its authors' wish")
    if not _has_tex(files):
        raise _refusal(_why_no_tex(names, files))
    return files


def _from_single(name: str, content: bytes) -> dict[str, bytes]:
    start = content[:1024].lstrip().lower()
    if name.lower().endswith(".cry"):
        raise _refusal("the source is encrypted by arXiv at its authors' wish")
    if not content.strip(b"\0 \r\n\t") or start.startswith(b"%auto-ignore"):
        raise _refusal("the source is empty, as that of a withdrawn paper")
    if start.startswith(b"%pdf"):
        raise _refusal("the source is a PDF: the paper came without LaTeX")
    if start.startswith(b"%!ps"):
        raise _refusal("the source is PostScript: the paper came without LaTeX")
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _refusal("the source is a web page and no LaTeX")
    if b"\0" in content or not _TEX_TEXT.search(content):
        raise _refusal("the source is neither TeX nor an archive")
    return {name: content}


def _safe_name(member: tarfile.TarInfo) -> str:
    """The member's path inside the archive, without "./"; raises where it leads elsewhere or is no file or folder."""
    if member.issym() or member.islnk():
        raise _refusal("the archive holds a link, which arXiv's never do")
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise _refusal("the archive holds a device or another special file")
    path = member.name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
        raise _refusal("the archive has a path that climbs out of it")
    return posixpath.normpath(path)


def _is_of_finder(name: str) -> bool:
    """Whether this is macOS's AppleDouble copy of a file's attributes ("._main.tex")."""
    return posixpath.basename(name).startswith("._") or name.startswith("__MACOSX/")


def _may_be_tex(name: str, size: int) -> bool:
    suffix = posixpath.splitext(name)[1].lower()
    return suffix in _TEX_SUFFIXES or (suffix not in _OTHER_SUFFIXES and size <= _MAX_UNKNOWN_BYTES)


def _is_tex(name: str, content: bytes) -> bool:
    suffix = posixpath.splitext(name)[1].lower()
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return suffix in _TEX_SUFFIXES or _TEX_TEXT.search(content) is not None


def _has_tex(files: dict[str, bytes]) -> bool:
    return any(_TEX_TEXT.search(content) or content[:2] in (b"\xff\xfe", b"\xfe\xff") for content in files.values())


def _why_no_tex(names: list[str], files: dict[str, bytes]) -> str:
    if any(content.lstrip().lower().startswith(b"%auto-ignore") for content in files.values()):
        return "the source is empty, as that of a withdrawn paper"
    kinds = {posixpath.splitext(name)[1].lower() for name in names}
    for suffix, kind in ((".pdf", "a PDF"), (".html", "web pages"), (".ps", "PostScript"), (".docx", "a Word file")):
        if suffix in kinds:
            return f"the archive holds {kind} and no TeX"
    return "the archive holds no TeX file" if names else "the archive is empty, as that of a withdrawn paper"


def _is_tar_header(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError:
        return False
    return True


def _gzip_name(data: bytes) -> str | None:
    """The file's name that gzip stored (RFC 1952, FNAME), where it has one and it is a plain name."""
    if len(data) < 10 or not data[3] & 8 or data[3] & 4:
        return None
    name = data[10 : data.find(b"\0", 10)].decode("latin-1")
    return name if re.fullmatch(r"[\w][\w. +-]{0,200}", name) else None


def _refusal(reason: str) -> ReadingError:
    return ReadingError(reason, stage=_STAGE)
