"""What synth writes to the disk: whole or not at all, also when it is killed or the power fails meanwhile.

A file or folder that counts is made beside its place under a hidden name, synced to the disk, and takes its place by a
rename, which is synced as well (https://lwn.net/Articles/457667). No other module writes, renames or removes anything:
tests/unit/test_architecture.py holds this, and benchmarks/kills lets every single operation here be the last.
"""

import errno
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal, get_args

from synth.errors import StorageError

PARTIAL = ".partial-"
"""How the names of unfinished files and folders begin. What a killed run left under such a name counts for nothing."""

Purpose = Literal["audit", "lean", "tex", "verify", "signature"]
"""What temporary folders are made for: `synth-PURPOSE-...`."""

OLD_S = 60.0
"""Seconds after which a temporary folder that no process has for its own is left over; its owner takes it at once."""


def write_atomically(
    path: Path, data: bytes, aside: Path | None = None, mode: int = 0o644, *, sync: bool = True
) -> None:
    """Write a file whole or not at all; the folders above it are made where they are missing.

    Once this returns, the file outlasts a power failure; without `sync`, for what tells by itself whether it is whole
    and can be made again, it may be lost by one, or cut. Unfinished it stands beside its place, or in the folder
    `aside`, on the same disk. Raises StorageError where the folder cannot be written or the disk is full.
    """
    try:
        make_folder(path.parent)
        named = sha256(os.fsencode(f"{path.parent.name}/{path.name}"))  # a name may be as long as it can be
        partial = (aside or path.parent) / f"{PARTIAL}{named.hexdigest()[:16]}"
        with _own_file(partial) as descriptor:
            try:
                _write(descriptor, data, mode=mode, sync=sync)
                os.replace(partial, path)
            except BaseException:
                if _is_there(os.fstat(descriptor), partial):
                    os.unlink(partial)
                raise
        if sync:
            _sync(path.parent)
    except OSError as error:
        raise StorageError(
            f"cannot be written: {error.strerror or error}",
            item=str(path),
            stage="write",
            remedy="free some space, or choose another folder",
        ) from error


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A new folder of files, their bytes by relative path, unfinished beside its place; `move` is what makes it count.

    Nobody else may write a folder of this name meanwhile. Returns where it is. Raises OSError.
    """
    partial = folder.with_name(PARTIAL + folder.name)
    make_folder(folder.parent)
    write_unsynced(partial, files)
    try:
        for name in files:
            _sync(partial / name)
        for each in sorted({partial / above for name in files for above in PurePosixPath(name).parents}):
            _sync(each)
    except BaseException:
        remove(partial)
        raise
    return partial


def write_unsynced(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files in the place of one of that name, for `replacing_folders` to sync. Raises OSError."""
    remove(folder)
    try:
        for each in {(folder / name).parent for name in files}:
            each.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            try:
                _write(descriptor, data, sync=False)
            finally:
                os.close(descriptor)
    except BaseException:
        remove(folder)
        raise


@contextmanager
def replacing_folders() -> Iterator[Callable[[Path, Path], None]]:
    """Put many folders in the place of others at once, by a function that is given each: where it is to be, and is.

    All that was written before is synced, then they are renamed: thousands of files cost two syncs. Nobody else may
    write these folders meanwhile. After a failure, and for a kill before the renames, all are as they were; a kill
    between them leaves some old, some new and at most one missing. Raises OSError.
    """
    written: dict[Path, Path] = {}
    try:
        yield written.__setitem__
        if written:
            os.sync()
        for folder, new in written.items():
            remove(folder)
            os.rename(new, folder)
        if written:
            os.sync()
    finally:
        for new in written.values():
            remove(new)


def move(source: Path, target: Path) -> None:
    """Give a file or folder, which has been synced, another name on the same disk. Raises OSError."""
    make_folder(target.parent)
    os.rename(source, target)
    _sync(target.parent)
    if source.parent != target.parent:
        _sync(source.parent)


def remove(path: Path) -> None:
    """Take away a file, a link or a folder with all that is in it, if it is there. Raises OSError."""
    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        return
    _sync(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, where they are missing. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with suppress(FileExistsError):  # another process was quicker; a file of that name is found out by its use
        os.mkdir(path)
    _sync(path.parent)


def try_writing(folder: Path) -> None:
    """Raise OSError where no file can be made in a folder, which is made where it is missing."""
    make_folder(folder)
    with _own_file(folder / f"{PARTIAL}try"):
        os.unlink(folder / f"{PARTIAL}try")


def leftovers(folder: Path) -> Iterator[Path]:
    """Unfinished files below a folder that no process is writing any more, in the order of their names."""
    for path in sorted(folder.rglob(f"{PARTIAL}*")):
        if path.is_file() and not path.is_symlink() and not _is_in_use(path):
            yield path


@contextmanager
def temporary_folder(purpose: Purpose, files: Mapping[str, str]) -> Iterator[Path]:
    """A temporary folder with text files, by relative path, in UTF-8; it is gone at the end.

    What killed processes of this user left is removed before the first is made. Raises OSError.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"synth-{purpose}-") as name:
        folder = Path(name).resolve()
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # for as long as this process lives
            for path, text in files.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            yield folder
        finally:
            os.close(descriptor)


@cache
def _sweep() -> None:
    """Remove, once, the old temporary folders of this user that no living process has for its own."""
    for purpose in get_args(Purpose):
        for path in Path(tempfile.gettempdir()).glob(f"synth-{purpose}-*"):
            with suppress(OSError):  # another process was quicker
                status = os.lstat(path)
                own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
                if own and time.time() - status.st_mtime > OLD_S and not _is_in_use(path):
                    shutil.rmtree(path, ignore_errors=True)


def _is_in_use(path: Path) -> bool:
    """Whether a living process has a file or folder for its own. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def _own_file(path: Path) -> Iterator[int]:
    """The descriptor of an empty file of that name, this process's own until it has another name or none.

    What a killed process left there is taken over; a living one is waited for. Raises OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            found = os.fstat(descriptor)
            if _is_there(found, path):
                if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:  # not of our making
                    os.unlink(path)
                    continue
                os.ftruncate(descriptor, 0)
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _is_there(found: os.stat_result, path: Path) -> bool:
    """Whether what was opened still has that name: whoever held it before has renamed it perhaps."""
    try:
        return os.path.samestat(found, os.lstat(path))
    except FileNotFoundError:
        return False


def _write(descriptor: int, data: bytes, *, mode: int = 0o644, sync: bool = True) -> None:
    os.fchmod(descriptor, mode)  # before anything is there to be read
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    if sync:
        os.fsync(descriptor)


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (
            errno.EINVAL,
            errno.EBADF,
        ):  # a file system that cannot sync folders, as PostgreSQL has it
            raise
    finally:
        os.close(descriptor)
