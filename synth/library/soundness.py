"""Whether a library is whole: every stored file read back against its hash, the index against itself and the store."""

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from synth.disk import leftovers
from synth.errors import StorageError
from synth.library.index import Library, sources_key
from synth.models import Fault, Paper, Source

FOOTER = 1337
"""Magic number at the end of a file of Tantivy's, behind the length of its footer, which is JSON with the CRC-32 of all
that is before it (tantivy, src/directory/footer.rs)."""


def check_library(library: Library) -> list[Fault]:
    """Everything in a library that does not hold, each by its path in the library's folder.

    What a killed run left; an entry of the store that does not have its hash; a paper whose bytes are not there; an
    index that cannot be read, or lacks a paper whose bytes the store has.
    """
    whole, damaged = library.store.check()
    sources = library.all_sources()
    faults = index_faults(library)
    papers = {} if faults else {paper.paper_id: paper for paper in library.papers()}
    lacking = [] if faults else [_lacking(forms[0]) for paper_id, forms in sources.items() if paper_id not in papers]
    return [
        *(_fault(library, path, "was left by a run that was killed") for path in leftovers(library.path)),
        *_damaged(library, damaged, papers),
        *(_lost(form, papers) for forms in sources.values() for form in forms if form.sha256 not in whole),
        *faults,
        *lacking,
    ]


def index_faults(library: Library) -> list[Fault]:
    """What is wrong with the index by itself: files without the CRC-32 that they end with, records that are none."""
    try:
        damaged = [path for path in _committed(library.path / "index") if not _has_its_crc(path.read_bytes())]
        for _ in () if damaged else library.papers():
            pass
    except (OSError, ValueError, KeyError, TypeError, StorageError):
        return [Fault(path="index", message="is damaged: it cannot be read")]
    return [_fault(library, path, "is damaged: its CRC-32 does not hold") for path in damaged]


def _fault(library: Library, path: Path, message: str) -> Fault:
    return Fault(path=path.relative_to(library.path).as_posix(), message=message)


def _damaged(library: Library, damaged: Mapping[str, Path], papers: Mapping[str, Paper]) -> Iterator[Fault]:
    named = {sources_key(paper_id): paper_id for paper_id in papers} if damaged else {}
    for key, path in damaged.items():
        of = f"; it named the files of {named[key]}, which are lost" if key in named else ""
        yield _fault(library, path, f"is damaged: its SHA-256 does not hold{of}")


def _lost(form: Source, papers: Mapping[str, Paper]) -> Fault:
    """The fault of a form of a paper whose bytes are not there."""
    title = f" ({papers[form.paper_id].title})" if form.paper_id in papers else ""
    message = f"the {form.kind} of {form.paper_id}{title}, from {form.origin}, is not there whole"
    return Fault(path=f"blobs/{form.sha256[:2]}/{form.sha256[2:]}", message=message)


def _lacking(form: Source) -> Fault:
    return Fault(path="index", message=f"lacks {form.paper_id}, of which the library has the {form.kind}")


def _committed(folder: Path) -> list[Path]:
    """The files of an index that count: those of the segments that meta.json names; for what that raises see above."""
    if not folder.is_dir():
        return []
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return [path for path in sorted(folder.iterdir()) if path.name.partition(".")[0] in names]


def _has_its_crc(data: bytes) -> bool:
    length, magic = (int.from_bytes(data[at : at + 4], "little") for at in (len(data) - 8, len(data) - 4))
    body, footer = data[: -8 - length], data[-8 - length : -8]
    try:
        return magic == FOOTER and bool(json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
