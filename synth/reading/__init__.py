"""Bytes become a Document: archives, LaTeX, PDF, sentences, tables. What a reader needs loads with its first paper."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synth.errors import ReadingError, SourceError
from synth.models import Document, Source
from synth.paths import read_plain_file
from synth.settings import ReadingSettings

__all__ = ["read_paper", "read_source"]

_PDF_SIGNATURE = b"%PDF-"
_TEX_SUFFIXES = frozenset({".tex", ".ltx", ".latex"})
_JATS, _JATS_WINDOW = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<(?:\?xml|!DOCTYPE article|article[\s>])"), 1024
_SIGNATURE_WINDOW = 1024  # bytes: a PDF's signature may follow this much else


def read_paper(path: str | Path) -> Document:
    """Read a PDF, a `.tex` file with what it inputs, an e-print archive, a folder of LaTeX, or JATS, by its content.

    The document's id is `local:` + 12 hex digits of the SHA-256 of the file, for a folder of its TeX files.

    Raises:
        SourceError: there is nothing to read at `path`.
        ReadingError: what is there cannot be read; the message is the reason.
    """
    path, settings = Path(path), ReadingSettings()
    with _refusals_naming(str(path)):
        if path.is_dir():
            return _read_folder(path, settings)
        try:
            data = read_plain_file(path, settings.max_archive_bytes)
        except SourceError as error:
            raise SourceError(error.message, item=str(path), stage="reading") from error
        if _PDF_SIGNATURE in data[:_SIGNATURE_WINDOW] or path.suffix.lower() == ".pdf":
            return _read_pdf(data, _local_id(data), settings)
        if _JATS.search(data[:_JATS_WINDOW]):
            return _read_jats(data, _local_id(data), settings)
        if path.suffix.lower() in _TEX_SUFFIXES:
            return _read_tex_file(path, _local_id(data), settings)
        return _read_latex(data, _local_id(data), settings)


def read_source(data: bytes, source: Source, settings: ReadingSettings) -> Document:
    """Read the bytes had of a paper in the form that `source.kind` names.

    Raises:
        ReadingError: they cannot be read, or are in another language than `settings.language`.
    """
    paper_id = source.paper_id
    with _refusals_naming(paper_id):
        if source.kind == "pdf":
            return _read_pdf(data, paper_id, settings)
        if source.kind == "latex":
            return _read_latex(data, paper_id, settings)
        if source.kind == "jats":
            return _read_jats(data, paper_id, settings)
        from synth.reading.abstract import read_abstract

        return read_abstract(data, paper_id, settings)


def _read_pdf(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    from synth.reading.pdf import read_pdf

    return read_pdf(data, paper_id, settings)


def _read_latex(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    from synth.reading.archive import unpack
    from synth.reading.latex import read_latex

    return read_latex(unpack(data, settings), paper_id, settings)


def _read_jats(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    from synth.reading.jats import read_jats

    return read_jats(data, paper_id, settings)


def _read_tex_file(path: Path, paper_id: str, settings: ReadingSettings) -> Document:
    from synth.reading.archive import read_file
    from synth.reading.latex import read_latex

    return read_latex(read_file(path, settings), paper_id, settings, main=path.name)


def _read_folder(path: Path, settings: ReadingSettings) -> Document:
    from synth.reading.archive import read_folder
    from synth.reading.latex import read_latex

    files = read_folder(path, settings)
    listing = "".join(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return read_latex(files, _local_id(listing.encode()), settings)


@contextmanager
def _refusals_naming(item: str) -> Iterator[None]:
    """Name what could not be read as the caller calls it: an archive and its files know only why."""
    try:
        yield
    except ReadingError as error:
        raise ReadingError(error.message, item=item, stage="reading", remedy=error.remedy) from error


def _local_id(content: bytes) -> str:
    return f"local:{hashlib.sha256(content).hexdigest()[:12]}"
