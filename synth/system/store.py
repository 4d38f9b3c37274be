"""Bytes on this disk: sources under their SHA-256, and stage results under the hash of what they were made from."""

import hashlib
import json
import platform
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from synth.system.disk import remove, write_atomically


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


Result = TypeVar("Result")
ModelResult = TypeVar("ModelResult", bound=BaseModel)
_adapters: dict[object, TypeAdapter[Any]] = {}
LOOK_S = 0.02
"""How often a process that waits for a place looks for one."""
_NAME = re.compile(r"[0-9a-f]{62}")  # a SHA-256 without the two digits that name its folder


class Store:
    """A folder of content-addressed blobs (`blobs/`) and cached stage results (`results/`).

    A damaged entry, one whose bytes do not have the hash that it stands under, counts as absent.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes, *, sync: bool = True) -> str:
        """Keep bytes; returns their SHA-256 in hex. Without `sync` a power failure may take them."""
        digest = sha256(data)
        if self._blob(digest) != data:  # absent, or damaged
            write_atomically(self._path("blobs", digest), data, sync=sync)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The bytes of that SHA-256, or None where they are not held whole."""
        data = self._blob(digest)
        return data if data is not None and sha256(data) == digest else None

    def drop(self, digests: Iterable[str]) -> None:
        """Take bytes away, those that are there. Raises OSError."""
        for digest in digests:
            remove(self._path("blobs", digest))

    def result(self, key: str, kind: type[Result]) -> Result | None:
        """The result kept under a key, or None where there is none that can be believed.

        `kind` is whatever pydantic reads: a model, a date, a tuple of models.
        """
        try:
            result = _adapter(kind).validate_json(self._body(key) or b"")
        except ValidationError:
            return None
        return result

    def size(self, key: str) -> int | None:
        """How many bytes of JSON are kept under a key, or None where there is nothing that can be believed."""
        body = self._body(key)
        return None if body is None else len(body)

    def results(self, kind: type[ModelResult]) -> Iterator[tuple[str, ModelResult]]:
        """Every result that is one of this kind, with its key; the name of the kind's first field begins its JSON."""
        start = b'{"%s":' % next(iter(kind.model_fields)).encode()
        for key, _ in self._entries("results"):
            if (self._body(key) or b"").startswith(start) and (result := self.result(key, kind)) is not None:
                yield key, result

    def keep(self, key: str, result: object, *, sync: bool = False) -> None:
        """Keep a stage's result under its key, with a checksum in front.

        A power failure may take it, unless it is to be on the disk (`sync`): most can be made again.
        """
        body = to_json(result)
        write_atomically(self._path("results", key), sha256(body).encode("ascii") + b"\n" + body, sync=sync)

    def cached(self, key: str, kind: type[Result], make: Callable[[], Result]) -> Result:
        """The kept result of a key, else what `make` gives, which is then kept."""
        result = self.result(key, kind)
        if result is None:
            result = make()
            self.keep(key, result)
        return result

    @contextmanager
    def alone_with(self, key: str) -> Iterator[bool]:
        """Whether no other process makes the result of a key, or of one of the few that share its lock, meanwhile."""
        lock = FileLock(self.root / "locks" / key[:2], timeout=0)
        if not _taken(lock):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    @contextmanager
    def one_of(self, places: int, wait_s: float) -> Iterator[bool]:
        """Whether this process gets one of so many places within a time, of all that have this store on this machine.

        A place is free again when who has it ends, however that ends.
        """
        machine = sha256(platform.node().encode())[:16]
        locks = [FileLock(self.root / "locks" / f"{machine}-{place}.lock", timeout=0) for place in range(places)]
        deadline = time.monotonic() + wait_s
        while (lock := next(filter(_taken, locks), None)) is None and time.monotonic() < deadline:
            time.sleep(LOOK_S)
        try:
            yield lock is not None
        finally:
            if lock is not None:
                lock.release()

    def check(self) -> tuple[set[str], dict[str, Path]]:
        """Read everything back; returns the SHA-256 of each whole blob, and the damaged entries with their files."""
        blobs = dict(self._entries("blobs"))
        whole = {digest for digest in blobs if self.get(digest) is not None}
        damaged = {digest: path for digest, path in blobs.items() if digest not in whole}
        return whole, damaged | {key: path for key, path in self._entries("results") if self._body(key) is None}

    def _entries(self, folder: str) -> Iterator[tuple[str, Path]]:
        """The keys of what is kept in a folder, in order, with its files."""
        for path in sorted((self.root / folder).glob("??/*")):
            if _NAME.fullmatch(path.name):
                yield path.parent.name + path.name, path

    def _blob(self, digest: str) -> bytes | None:
        """What stands under a SHA-256, whole or not."""
        try:
            return self._path("blobs", digest).read_bytes()
        except OSError:
            return None

    def _body(self, key: str) -> bytes | None:
        """The JSON of a result, or None where it is not there whole."""
        try:
            digest, _, body = self._path("results", key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return body if digest.decode("ascii", "replace") == sha256(body) else None

    def _path(self, folder: str, digest: str) -> Path:
        return self.root / folder / digest[:2] / digest[2:]


def _taken(lock: FileLock) -> bool:
    """Take a lock, if nobody has it."""
    try:
        lock.acquire()
    except Timeout:
        return False
    return True


def _adapter(kind: type[Result]) -> TypeAdapter[Result]:
    """What reads results of a kind: it takes a millisecond to make."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def stage_key(name: str, version: int, settings: BaseModel | None, *inputs: str) -> str:
    """Cache key of a stage: SHA-256 over its name, version, settings slice and the hashes of its inputs."""
    slice_json = settings.model_dump_json() if settings else ""
    return sha256(json.dumps([name, version, slice_json, *inputs]).encode())
