"""The files of a record that may be passed on (documents/ are the authors' texts), and files as one zip."""

import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from synth.errors import RecordError
from synth.models import Correction, Manifest, Output
from synth.models.run_files import CORRECTIONS, DOCUMENTS, MANIFEST
from synth.records.head import Head
from synth.records.reader import LIMITS, VERIFY, read_output, read_plain
from synth.records.signatures import MAX_SIGNATURE_BYTES, signature_path

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold


def public_files(
    folder: Path, manifest: Manifest, corrections: Sequence[Correction], heads: Iterable[Head]
) -> dict[str, bytes]:
    """The files of a run folder by path, without documents/; with manifest, corrections and signatures of its heads.

    Of one path what the last correction added counts. Raises RecordError where one is missing or is not what is listed:
    nothing damaged is passed on.
    """
    named = _named(manifest, corrections)
    if sum(output.bytes for output in named.values()) > LIMITS.max_record_bytes:
        message = f"its files are larger than {LIMITS.max_record_bytes} bytes in all"
        raise RecordError(message, item=str(folder), stage="export", remedy="such a record is not passed on")
    files = {path: read_output(folder, output) for path, output in named.items()}
    limits = {MANIFEST: LIMITS.max_file_bytes, CORRECTIONS: LIMITS.max_file_bytes}
    limits |= dict.fromkeys(map(signature_path, heads), MAX_SIGNATURE_BYTES)
    for path, max_bytes in limits.items():
        data = read_plain(folder, path, max_bytes)
        if data is not None:
            files[path] = data
        elif os.path.lexists(folder / path):
            raise RecordError(f"{path} is no plain file, or too large", item=str(folder), stage="export", remedy=VERIFY)
    return dict(sorted(files.items()))


def public_paths(
    folder: Path, manifest: Manifest, corrections: Sequence[Correction], heads: Iterable[Head]
) -> tuple[str, ...]:
    """The paths of the same files, sorted; what the record lists may be missing from the folder."""
    unlisted = (MANIFEST, CORRECTIONS, *map(signature_path, heads))
    return tuple(sorted({*_named(manifest, corrections), *(path for path in unlisted if (folder / path).is_file())}))


def _named(manifest: Manifest, corrections: Sequence[Correction]) -> dict[str, Output]:
    """What the record lists by path, without documents/; of one path what the last correction added."""
    outputs = [*manifest.outputs, *(output for correction in corrections for output in correction.files)]
    return {output.path: output for output in outputs if not output.path.startswith(DOCUMENTS)}


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, the same bytes for the same files: sorted, one fixed time, stored.

    They are not compressed, since zlib's bytes differ from one build to the next.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.create_system = 3  # Unix, whatever this is
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def restamped(archive: bytes) -> bytes:
    """A zip as `zip_of` makes it: without the time of day at which a library wrote it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return zip_of({name: opened.read(name) for name in opened.namelist()})
