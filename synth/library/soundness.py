"""Whether a library is whole: every stored file read back against its hash, the index against itself and the store."""

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import tantivy

from synth.library.index import Library, sources_key
from synth.models import Fault, Source
from synth.system.disk import leftovers

FOOTER = 1337
"""Magic number at the end of a file of Tantivy's, behind the length of its footer, which is JSON with the CRC-32 of all
that is before it (tantivy, src/directory/footer.rs)."""
MAX_FOOTER_BYTES = 10_000
READ_BYTES = 1_000_000


def check_library(library: Library) -> list[Fault]:
    """Everything in a library that does not hold, each by its path in the library's folder.

    What a killed run left; an entry of the store, or a file of the catalogue, that does not have its hash; a paper
    whose bytes are not there; an index that cannot be read; a paper that has bytes in the store and no metadata.
    """
    whole, damaged = library.store.check()
    sources = library.all_sources()
    catalogue = damaged_files(library)
    index = [] if catalogue else index_faults(library)
    readable = not catalogue and not index
    return [
        *(_fault(library, path, "was left by a run that was killed") for path in leftovers(library.path)),
        *_damaged(library, damaged, readable),
        *(_lost(library, form, readable) for forms in sources.values() for form in forms if form.sha256 not in whole),
        *(_fault(library, path, "is damaged: its SHA-256 does not hold") for path in catalogue),
        *index,
        *(_lacking(forms[0]) for paper_id, forms in sources.items() if readable and library.work(paper_id) is None),
    ]


def damaged_files(library: Library) -> list[Path]:
    """The files of the catalogue that are not as they were written."""
    catalogue = library.catalogue
    return [catalogue.path(number) for number in catalogue.numbers() if not catalogue.is_whole(number)]


def index_faults(library: Library) -> list[Fault]:
    """What is wrong with the index by itself: files without the CRC-32 that they end with."""
    folder = library.path / "index"
    try:
        damaged = [path for path in _committed(folder) if not _has_its_crc(path)]
        if folder.is_dir() and not damaged:
            tantivy.Index.open(str(folder)).searcher()
    except (OSError, ValueError, KeyError, TypeError):
        return [Fault(path="index", message="is damaged: it cannot be read")]
    return [_fault(library, path, "is damaged: its CRC-32 does not hold") for path in damaged]


def _fault(library: Library, path: Path, message: str) -> Fault:
    return Fault(path=path.relative_to(library.path).as_posix(), message=message)


def _damaged(library: Library, damaged: Mapping[str, Path], readable: bool) -> Iterator[Fault]:
    named = {sources_key(paper.paper_id): paper.paper_id for paper in library.papers()} if damaged and readable else {}
    for key, path in damaged.items():
        of = f"; it named the files of {named[key]}, which are lost" if key in named else ""
        yield _fault(library, path, f"is damaged: its SHA-256 does not hold{of}")


def _lost(library: Library, form: Source, readable: bool) -> Fault:
    """The fault of a form of a paper whose bytes are not there."""
    paper = library.work(form.paper_id) if readable else None
    title = f" ({paper.title})" if paper else ""
    message = f"the {form.kind} of {form.paper_id}{title}, from {form.origin}, is not there whole"
    return Fault(path=f"blobs/{form.sha256[:2]}/{form.sha256[2:]}", message=message)


def _lacking(form: Source) -> Fault:
    return Fault(path="papers", message=f"lacks {form.paper_id}, of which the library has the {form.kind}")


def _committed(folder: Path) -> list[Path]:
    """The files of an index that count: those of the segments that meta.json names; for what that raises see above."""
    if not folder.is_dir():
        return []
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return [path for path in sorted(folder.iterdir()) if path.name.partition(".")[0] in names]


def _has_its_crc(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8))
        length, magic = (int.from_bytes(file.read(4), "little") for _ in range(2))
        if magic != FOOTER or length > min(size - 8, MAX_FOOTER_BYTES):
            return False
        file.seek(size - 8 - length)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        left, crc = size - 8 - length, 0
        file.seek(0)
        while left and (some := file.read(min(left, READ_BYTES))):
            crc = zlib.crc32(some, crc)
            left -= len(some)
        return bool(expected == crc)
