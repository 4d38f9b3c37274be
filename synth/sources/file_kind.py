"""What form of a paper a file holds, told by its content and not by its name."""

import os
import re
import zlib
from pathlib import Path

from synth.errors import SourceError
from synth.models import SourceKind
from synth.paths import open_plain_file

HEAD_BYTES = 65_536

_TEX = re.compile(
    rb"\\(?:documentclass|documentstyle|begin\s*\{|section\b|chapter\b|title\b|input\b|magnification|def\\|bye\b|font\\)"
)
_JATS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?[^<>]*>\s*|<!--[^<>]*-->\s*|<!DOCTYPE article[^<>\[]*>\s*)*<article[\s>]"
)
_OFFICE_SUFFIXES = frozenset({".docx", ".odt", ".rtf", ".epub", ".pptx"})
_TEX_SUFFIXES = frozenset({".tex", ".ltx", ".latex", ".txt", ""})
_UNKNOWN = "not a PDF, TeX file, source folder or e-print archive"
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a zip archive: unpack it and give the folder"),
    (b"BZh", "a bzip2 archive: unpack it and give the folder"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it and give the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it and give the folder"),
    (b"\x1f\x9d", "a file packed by compress: unpack it first"),
    (b"%!PS", "PostScript: convert it to PDF first"),
    (b"\xd0\xcf\x11\xe0", "a file of an office program: save it as PDF first"),
)


def file_kind(path: Path) -> SourceKind:
    """The form of the paper in a file: "pdf", "jats", or "latex" for TeX, gzipped TeX and (gzipped) tar archives.

    Raises SourceError, whose message is the reason, for anything else: empty, unreadable, mis-named or unknown.
    """
    if os.path.isfile(path) and not os.path.getsize(path):  # of /proc/kmsg, which has no size, reading waits for ever
        raise _refusal(path, "an empty file")
    with open_plain_file(path) as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\0 \r\n\t"):
        raise _refusal(path, "an empty file")
    try:
        kind = content_kind(head)
    except SourceError as error:
        reason = error.message
        if reason == _UNKNOWN and path.suffix.lower() == ".pdf":
            reason = "not a PDF, whatever its name says: fetch it again"
        if path.suffix.lower() in _OFFICE_SUFFIXES:
            reason = "a file of an office program: save it as PDF first"
        raise _refusal(path, reason) from error
    # a text that speaks of TeX ("README.md") is a paper only by its name
    bare_text = kind == "latex" and not head.startswith(b"\x1f\x8b") and not is_tar(head)
    if bare_text and path.suffix.lower() not in _TEX_SUFFIXES:
        raise _refusal(path, _UNKNOWN)
    return kind


def content_kind(head: bytes) -> SourceKind:
    """The form of the paper that bytes with this beginning hold. Raises SourceError, whose message is the reason."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x1f\x8b"):
        inner = _gunzipped_head(head)
        if is_tar(inner) or _is_tex(inner):
            return "latex"
        if inner.startswith(b"%PDF-"):
            raise SourceError("a gzipped PDF: unpack it first", stage="sources")
        # "giacsqua.tex.cry" in the header of math/0303004
        encrypted = b".cry\0" in head[:1024]
        raise SourceError("encrypted by arXiv" if encrypted else "a gzip file that holds no TeX", stage="sources")
    if is_tar(head):
        return "latex"
    for signature, reason in _OTHER_FORMATS:
        if head.startswith(signature):
            raise SourceError(reason, stage="sources")
    if _JATS.search(head):
        return "jats"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml)", head, re.IGNORECASE):
        raise SourceError("an HTML or XML page and not a paper: save the paper itself", stage="sources")
    if _is_tex(head):
        return "latex"
    raise SourceError(_UNKNOWN, stage="sources")


def _gunzipped_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def is_tar(head: bytes) -> bool:
    """Whether bytes begin like a tar archive: its magic number, or (old tar) a header whose checksum is right."""
    header = head[:512]
    if header[257:262] == b"ustar":
        return True
    checksum = re.match(rb"\s*([0-7]+)[\0 ]", header[148:156])
    if len(header) < 512 or not checksum:
        return False
    return sum(header[:148]) + 8 * ord(" ") + sum(header[156:]) == int(checksum[1], 8)


def _is_tex(head: bytes) -> bool:
    return b"\0" not in head and _TEX.search(head) is not None


def _refusal(path: Path, reason: str) -> SourceError:
    return SourceError(reason, item=path.name, stage="sources")
