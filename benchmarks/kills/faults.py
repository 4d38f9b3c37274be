"""A file layer that ends at its n-th operation, and the power failure that may follow: what was not synced is lost.

`FaultyOs` stands in for the module `os` of synth.system.disk, in one process and those forked from it. It counts what
changes the disk, writes a journal of it, and dies before the n-th operation, in the middle of it where it writes.
`lose` then does to the files what a power failure may: the disk has the names of files and not their bytes, or the
last name alone.
"""

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn, cast

from synth.system import disk

Loss = Literal["kill", "bytes", "names"]
"""What is lost with the process: nothing; the bytes that were not synced; these and the names that were not, but the
last. A file system may do either (https://www.usenix.org/conference/osdi14, Pillai and others: All File Systems Are Not
Created Equal)."""


class FaultyOs:
    """The module `os`, whose operations that change the disk are counted; the `last` is not carried out.

    `journal` is a new folder for what was done and what it replaced; `die` ends the process, or raises.
    """

    def __init__(self, last: int, journal: Path, die: Callable[[], NoReturn]) -> None:
        journal.mkdir()
        self._journal = journal / "journal.jsonl"
        self._old = journal
        self._last = last
        self._die = die
        self._done = multiprocessing.RawValue("i", 0)  # of all processes; who dies with the lock cannot give it back
        self._lock = multiprocessing.Lock()

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    @property
    def done(self) -> int:
        """How many operations were carried out."""
        return int(self._done.value)

    @contextmanager
    def _operation(self, half: Callable[[], object] = lambda: None, **entry: object) -> Iterator[int]:
        with self._lock:
            number = self._done.value + 1
            if number >= self._last:
                if number == self._last:
                    half()
                self._die()
            yield number
            self._done.value = number
            with self._journal.open("a") as lines:
                lines.write(json.dumps(entry) + "\n")

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        """`os.open`; it is an operation where it makes a file."""
        if not flags & os.O_CREAT or os.path.lexists(path):
            return os.open(path, flags, mode)
        with self._operation(op="name", at=_place(path)):
            return os.open(path, flags, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """`os.write`; where it is the last, half of it is done."""
        inode = os.fstat(descriptor).st_ino
        with self._operation(lambda: os.write(descriptor, data[: len(data) // 2]), op="write", inode=inode):
            return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """`os.fsync`, of a file or a folder. Nothing waits for the disk: what is lost is decided by the journal."""
        with self._operation(op="sync", inode=os.fstat(descriptor).st_ino):
            pass

    def mkdir(self, path: Path) -> None:
        """`os.mkdir`."""
        with self._operation(op="name", at=_place(path)):
            os.mkdir(path)

    def unlink(self, path: Path) -> None:
        """`os.unlink`."""
        with self._operation(op="unlink", at=_place(path), old=self._keep(path)):
            os.unlink(path)

    def rename(self, source: Path, target: Path) -> None:
        """`os.rename`."""
        with self._operation(op="rename", source=_place(source), at=_place(target), old=self._keep(target)):
            os.rename(source, target)

    replace = rename

    def _keep(self, path: Path) -> str | None:
        """Another name for the file that is about to lose this one."""
        if not os.path.isfile(path):
            return None
        kept = self._old / f"{os.lstat(path).st_ino}-{self.done}"
        os.link(path, kept)
        return str(kept)


class FaultyShutil:
    """The module `shutil`, whose `rmtree` is an operation of a `FaultyOs`; where it is the last, one file goes."""

    def __init__(self, faulty: FaultyOs) -> None:
        self._faulty = faulty

    def rmtree(self, path: Path, ignore_errors: bool = False) -> None:
        """`shutil.rmtree`."""
        files = [each for each in sorted(path.rglob("*")) if each.is_file()]
        with self._faulty._operation(lambda: os.unlink(files[0]) if files else None, op="rmtree"):
            shutil.rmtree(path, ignore_errors)


@contextmanager
def faulty_disk(faulty: FaultyOs) -> Iterator[None]:
    """Have synth.system.disk work on a faulty file layer."""
    vars(disk).update(os=faulty, shutil=FaultyShutil(faulty))
    try:
        yield
    finally:
        vars(disk).update(os=os, shutil=shutil)


def lose(root: Path, journal: Path, loss: Loss) -> None:
    """Do to the files below `root`, of which `journal` tells, what a power failure may do to what was not synced."""
    lines = journal / "journal.jsonl"
    if loss == "kill" or not lines.exists():
        return
    entries = [json.loads(line) for line in lines.read_text().splitlines()]
    unsynced: set[int] = set()
    names: list[dict[str, object]] = []
    for entry in entries:
        if entry["op"] == "write":
            unsynced.add(entry["inode"])
        elif entry["op"] == "sync":
            unsynced.discard(entry["inode"])
            names = [name for name in names if cast(list[object], name["at"])[0] != entry["inode"]]
        elif entry["op"] in ("name", "unlink", "rename"):
            names.append(entry)
    for path in [each for each in root.rglob("*") if each.is_file() and not each.is_symlink()]:
        if path.stat().st_ino in unsynced:
            os.truncate(path, 0)
    if loss == "names":
        kept = max((number for number, name in enumerate(names) if name["op"] == "rename"), default=-1)
        for number, name in reversed([*enumerate(names)]):
            if number != kept:
                _undo(root, name)


def _undo(root: Path, name: dict[str, object]) -> None:
    """Take back one change of a name; not where what it was done to has gone meanwhile."""
    path = _path(root, name["at"])
    if path is None:
        return
    if name["op"] == "rename":
        source = _path(root, name["source"])
        if source is not None and os.path.lexists(path) and not os.path.lexists(source):
            os.rename(path, source)
    elif name["op"] == "name" and os.path.lexists(path):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if name.get("old") and not os.path.lexists(path):
        os.link(str(name["old"]), path)


def _place(path: Path) -> tuple[int, str]:
    """The folder of a path, by its inode, which stays when it is renamed, and the name."""
    return os.stat(path.parent).st_ino, path.name


def _path(root: Path, place: object) -> Path | None:
    inode, name = cast(tuple[int, str], place)
    folders = [root, *(each for each in root.rglob("*") if each.is_dir() and not each.is_symlink())]
    return next((folder / name for folder in folders if folder.stat().st_ino == inode), None)
