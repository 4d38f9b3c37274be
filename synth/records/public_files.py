"""The files of a record that may be passed on (documents/ are the authors' texts), and files as one zip."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from synth.errors import RecordError
from synth.models import Output
from synth.models.run_files import CORRECTIONS, DOCUMENTS, MANIFEST
from synth.records.run_folder import read_file

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold


def public_files(folder: Path, outputs: Iterable[Output]) -> dict[str, bytes]:
    """The files of a run folder by path, without documents/; with the manifest, and the corrections where there are.

    `outputs` are those of the manifest, then those that corrections added: of one path the last counts. Raises
    RecordError where one is missing or is not what is listed: nothing damaged is passed on.
    """
    files = {MANIFEST: read_file(folder, MANIFEST)}
    for output in {output.path: output for output in outputs}.values():
        if output.path.startswith(DOCUMENTS):
            continue
        data = read_file(folder, output.path)
        if hashlib.sha256(data).hexdigest() != output.sha256:
            raise RecordError(f"{output.path} is not what is listed", item=str(folder), stage="export")
        files[output.path] = data
    if (folder / CORRECTIONS).exists():
        files[CORRECTIONS] = read_file(folder, CORRECTIONS)
    return dict(sorted(files.items()))


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
