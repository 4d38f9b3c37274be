"""What is written is whole after a kill and after a power failure at any operation; leftovers go, and nothing else."""

import fcntl
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks.kills.faults import FaultyOs, Loss, faulty_disk, lose
from synth.errors import StorageError
from synth.system import disk
from synth.system.disk import leftovers, move, remove, temporary_folder, try_writing, write_atomically, write_folder

LOSSES: tuple[Loss, ...] = ("kill", "bytes", "names")
NEVER = 1_000_000
FILES = {"a.txt": b"a" * 100, "below/b.txt": b"b" * 100, "below/again/c.txt": b""}


class Killed(BaseException):
    """Stands for the end of the process: nothing after it is carried out."""


def killed() -> NoReturn:
    raise Killed


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def operations(action: Callable[[Path], object], prepare: Callable[[Path], object], root: Path) -> int:
    """How many operations an action takes, and that it may be lost no more once it has returned."""
    for number, loss in enumerate(LOSSES):
        folder = root / f"whole{number}"
        prepare(folder)
        faulty = FaultyOs(NEVER, root / f"whole{number}.journal", killed)
        with faulty_disk(faulty):
            action(folder)
        done = tree(folder)
        lose(folder, root / f"whole{number}.journal", loss)
        assert tree(folder) == done
    return faulty.done


def after_each_fault(
    action: Callable[[Path], object], prepare: Callable[[Path], object], root: Path
) -> list[dict[str, bytes]]:
    """The files that are there when an action ended at each of its operations, and what was not synced was lost."""
    left = []
    for last in range(1, operations(action, prepare, root) + 1):
        for loss in LOSSES:
            folder, journal = root / f"{last}{loss}", root / f"{last}{loss}.journal"
            prepare(folder)
            with pytest.raises(Killed), faulty_disk(FaultyOs(last, journal, killed)):
                action(folder)
            lose(folder, journal, loss)
            left.append(tree(folder))
            action(folder)
            left.append(tree(folder))
    return left


def counting(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if disk.PARTIAL not in name}


def test_write_atomically_leaves_the_old_or_the_new_file_after_any_fault(tmp_path: Path) -> None:
    def prepare(folder: Path) -> None:
        folder.mkdir()
        (folder / "file").write_bytes(b"old")

    left = after_each_fault(lambda folder: write_atomically(folder / "file", b"new" * 50), prepare, tmp_path)
    assert {counting(files)["file"] for files in left} == {b"old", b"new" * 50}
    assert all(files == {"file": b"new" * 50} for files in left[1::2]), "the next call leaves the new file alone"


def test_write_atomically_makes_a_file_whole_or_not_at_all_in_new_folders(tmp_path: Path) -> None:
    left = after_each_fault(lambda folder: write_atomically(folder / "a" / "b" / "file", b"new"), Path.mkdir, tmp_path)
    assert all(counting(files) in ({}, {"a/b/file": b"new"}) for files in left)
    assert all(files == {"a/b/file": b"new"} for files in left[1::2])


def test_folder_takes_its_name_whole_or_not_at_all_after_any_fault(tmp_path: Path) -> None:
    def publish(folder: Path) -> None:
        if not (folder / "run").exists():
            move(write_folder(folder / "run", FILES), folder / "run")

    left = after_each_fault(publish, Path.mkdir, tmp_path)
    whole = {f"run/{name}": data for name, data in FILES.items()}
    assert all(counting(files) in ({}, whole) for files in left)
    assert all(files == whole for files in left[1::2])


@pytest.mark.parametrize("unsynced", ["file", "folder"])
def test_power_failure_is_found_where_a_sync_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsynced: str
) -> None:
    """The tests above can fail."""

    def fsync(self: FaultyOs, descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        if path.is_dir() is (unsynced == "file"):
            synced(self, descriptor)

    synced = FaultyOs.fsync
    monkeypatch.setattr(FaultyOs, "fsync", fsync)
    with pytest.raises(AssertionError):
        operations(lambda folder: write_atomically(folder / "a" / "file", b"new"), Path.mkdir, tmp_path)


def test_write_atomically_waits_for_whoever_writes_the_same_file(tmp_path: Path) -> None:
    datas = [bytes([number]) * 100_000 for number in range(8)]
    threads = [threading.Thread(target=write_atomically, args=(tmp_path / "file", data)) for data in datas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() in datas


@pytest.mark.parametrize("kind", ["hard link", "pipe", "link"])
def test_write_atomically_writes_into_nothing_that_a_stranger_left(tmp_path: Path, kind: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "own").write_bytes(b"own")
    with faulty_disk(faulty := FaultyOs(4, tmp_path / "journal", killed)), pytest.raises(Killed):
        write_atomically(tmp_path / "run" / "file", b"data")
    assert faulty.done == 3
    (partial,) = (tmp_path / "run").iterdir()
    partial.unlink()
    {"hard link": lambda: os.link(tmp_path / "own", partial), "pipe": lambda: os.mkfifo(partial),
     "link": lambda: partial.symlink_to(tmp_path / "own")}[kind]()  # fmt: skip
    if kind == "link":
        with pytest.raises(StorageError):
            write_atomically(tmp_path / "run" / "file", b"data")
    else:
        write_atomically(tmp_path / "run" / "file", b"data")
        assert tree(tmp_path / "run") == {"file": b"data"}
    assert (tmp_path / "own").read_bytes() == b"own"


def test_write_atomically_takes_a_long_name(tmp_path: Path) -> None:
    write_atomically(tmp_path / ("x" * 255), b"data")
    assert tree(tmp_path) == {"x" * 255: b"data"}


def test_try_writing_leaves_nothing(tmp_path: Path) -> None:
    try_writing(tmp_path / "new")
    assert list(tmp_path.rglob("*")) == [tmp_path / "new"]
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        try_writing(tmp_path / "file")


def test_remove_takes_a_file_a_link_and_a_folder(tmp_path: Path) -> None:
    write_atomically(tmp_path / "kept" / "file", b"")
    write_atomically(tmp_path / "gone" / "below" / "file", b"")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for name in ("link", "gone", "absent"):
        remove(tmp_path / name)
    assert tree(tmp_path) == {"kept/file": b""}
    assert not (tmp_path / "link").is_symlink()


def test_leftovers_are_those_that_nobody_writes(tmp_path: Path) -> None:
    for name in ("a/.partial-1", "a/.partial-2", "a/other"):
        write_atomically(tmp_path / name, b"")
    with (tmp_path / "a" / ".partial-1").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert list(leftovers(tmp_path)) == [tmp_path / "a" / ".partial-2"]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of a process that has swept nothing yet."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    disk._sweep.cache_clear()
    return tmp_path / "temporary"


def test_temporary_folder_has_its_files_and_is_gone_at_the_end(temporary: Path) -> None:
    with temporary_folder("tex", {"report.tex": "é", "figures/a.tex": "b"}) as folder:
        assert tree(folder) == {"report.tex": "é".encode(), "figures/a.tex": b"b"}
        assert folder.parent == temporary.resolve()
    assert list(temporary.iterdir()) == []


KILLED_OWNER = """
import os, signal, sys
from synth.system.disk import temporary_folder
with temporary_folder("tex", {"report.tex": "x"}) as folder:
    print(folder, flush=True)
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_temporary_folder_of_a_killed_process_is_swept_and_no_other(temporary: Path) -> None:
    (temporary / "synth-texts").mkdir()
    (temporary / "synth-tex-file").touch()
    (temporary / "synth-tex-link").symlink_to(temporary / "synth-texts")
    (temporary / "synth-tex-young").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_OWNER],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        left = Path(owner.stdout.readline().strip())
        for path in (left, *temporary.iterdir()):
            if path != temporary / "synth-tex-young":
                os.utime(path, (0, 0), follow_symlinks=False)
        disk._sweep()
        assert left.is_dir(), "it is alive"
        owner.communicate()
    os.utime(left, (0, 0))
    disk._sweep.cache_clear()
    with temporary_folder("lean", {}) as folder:
        there = {path.name for path in temporary.iterdir()}
    assert there == {"synth-texts", "synth-tex-file", "synth-tex-link", "synth-tex-young", folder.name}


def test_another_users_temporary_folder_is_not_swept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary / "synth-tex-other").mkdir()
    os.utime(temporary / "synth-tex-other", (0, 0))
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    disk._sweep()
    assert (temporary / "synth-tex-other").is_dir()
