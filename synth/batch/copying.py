"""Finished runs put at an address that fsspec knows, such as an object store: each whole, with its manifest last."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from synth.errors import StorageError, UsageError
from synth.models.run_files import MANIFEST
from synth.records.reader import read_manifest

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class Copies:
    """A place for copies of run folders: `s3://bucket/reports`, `gs://...`, `file:///...` or any other of fsspec's.

    A run that is there with its manifest is there whole. Raises UsageError where no package opens such an address.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise UsageError(
                "needs the package fsspec", item="--copy-to", remedy="pip install 'synth[stores]'"
            ) from error
        try:
            self._store: AbstractFileSystem
            self._store, self._root = url_to_fs(address)
        except (ImportError, ValueError) as error:  # "Install s3fs to access S3", "Protocol not known: x"
            raise UsageError(str(error), item=f"--copy-to {address}") from error

    def put_run(self, folder: Path) -> None:
        """Let the copy of a run be what its folder is now. Raises StorageError; RecordError where no run is there.

        Where the manifest there is another one, it is taken away before anything is sent, so that a copy that was cut
        short is no run. Where it is the same, only what it does not list is sent again, such as corrections, and what
        is missing there.
        """
        listed = {output.path: output.bytes for output in read_manifest(folder).outputs}
        here = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        manifest = here.pop(MANIFEST)
        place = f"{self._root}/{folder.name}"
        with self._failing(folder.name):
            self._store.invalidate_cache()
            found = self._store.find(place, detail=True)
            there = {path.removeprefix(f"{place}/"): entry["size"] for path, entry in found.items()}
            new = MANIFEST not in there or self._store.cat_file(f"{place}/{MANIFEST}") != manifest.read_bytes()
            if new and MANIFEST in there:
                self._store.rm_file(f"{place}/{MANIFEST}")
            for name, path in here.items():
                if new or name not in listed or there.get(name) != listed[name]:
                    self._put(f"{place}/{name}", path)
            for name in there.keys() - here.keys() - {MANIFEST}:
                self._store.rm_file(f"{place}/{name}")
            if new:
                self._put(f"{place}/{MANIFEST}", manifest)

    def put_file(self, path: Path) -> None:
        """Put a file that stands beside the run folders. Raises StorageError."""
        with self._failing(path.name):
            self._put(f"{self._root}/{path.name}", path)

    def _put(self, place: str, path: Path) -> None:
        data = path.read_bytes()
        try:
            self._store.pipe_file(place, data)
        except FileNotFoundError:  # where there are folders, which object stores do not have
            self._store.makedirs(place.rpartition("/")[0], exist_ok=True)
            self._store.pipe_file(place, data)

    @contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each package for a store has errors of its own, of no common kind
            message = f"cannot be copied to {self._address}: {error or type(error).__name__}"
            raise StorageError(message, item=name, stage="copy", remedy="run the batch again") from error


def _files(folder: Path) -> Iterator[Path]:
    """The files of a run folder, in order, without hidden ones and links."""
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    )
