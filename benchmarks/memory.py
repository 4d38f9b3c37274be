"""The memory of a process with all that descend from it, at one time (Linux)."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


def memory_bytes(pid: int) -> int:
    """Proportional set sizes added up: what processes share is counted once (proc(5), smaps_rollup)."""
    return sum(map(proportional_bytes, _tree(pid)))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text(encoding="ascii").split():
                yield from _tree(int(child))


def proportional_bytes(pid: int) -> int:
    """That of one process alone, what it shares counted in parts; 0 where it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
