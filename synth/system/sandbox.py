"""A command is run sealed by bubblewrap: no network, no other process, and of the files only what is shown to it.

What runs there is synth's own scripts, Lean files and LaTeX, so this is a second wall, against mistakes. Where
bubblewrap does not work, `missing_sandbox` says why.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType

from synth.errors import SandboxError
from synth.settings import SandboxSettings
from synth.system.packages import install_remedy

NOBODY = "65534"
ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {"LC_ALL": "C.UTF-8", "PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"}
)
_TIED = """exec 3<&0
(read end; kill -9 0) <&3 >/dev/null 2>&1 &
"$@" </dev/null 3<&-
status=$?
kill -9 $!
exit $status
"""
_LIMITED = 'ulimit -c 0 && ulimit -t "$1" && ulimit -d "$2" && shift 2 && exec "$@"'
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")


def run_sealed(
    command: Sequence[str],
    shown: Sequence[Path],
    settings: SandboxSettings,
    folder: Path | None = None,
    *,
    environment: Mapping[str, str] = ENVIRONMENT,
    statuses: Sequence[int] = (0,),
) -> str:
    """What a command prints that sees the system's programs and the paths `shown`, and can change nothing.

    It is started in `folder`, which it sees too.

    Raises:
        SandboxError: bubblewrap cannot be used, the command took longer than it may, or its exit status is none of
            `statuses`.
    """
    try:
        with lifeline() as stdin:
            run = subprocess.run(
                sealed_command(command, shown, settings, folder),
                env=environment,
                stdin=stdin,
                capture_output=True,
                timeout=settings.timeout_s,
            )
    except subprocess.TimeoutExpired as error:
        raise SandboxError(f"it took longer than {settings.timeout_s:g} s", stage="audit") from error
    except OSError as error:
        raise SandboxError(f"bubblewrap cannot be run: {error.strerror}", stage="audit") from error
    if run.returncode not in statuses:
        last = run.stderr.decode(errors="replace").strip().splitlines()
        raise SandboxError(last[-1][:200] if last else f"it ended with status {run.returncode}", stage="audit")
    return run.stdout.decode(errors="replace")


def sealed_command(
    command: Sequence[str],
    shown: Sequence[Path],
    settings: SandboxSettings,
    folder: Path | None = None,
    *,
    writable: bool = False,
) -> list[str]:
    """The command line that runs a command sealed, in `folder`, which it can write to only where it is `writable`.

    The limits of processor and memory are part of it; that of time, and a `lifeline`, are the caller's to keep.
    """
    limits = [str(settings.cpu_s), str(settings.memory_bytes // 1024)]
    bubblewrap = _bubblewrap(shown, folder, writable)
    return ["/bin/sh", "-c", _LIMITED, "sh", *limits, *bubblewrap, "--", *tied_command(command)]


def tied_command(command: Sequence[str]) -> list[str]:
    """The command line of a command that is killed, and all of its process group, when its `lifeline` ends.

    It is to be started in a process group of its own, with the lifeline as standard input; the command has none.
    """
    return ["/bin/sh", "-c", _TIED, "sh", *command]


@contextmanager
def lifeline() -> Iterator[int]:
    """The descriptor of a pipe that ends here or, with this process, earlier, however that is killed.

    bubblewrap's --die-with-parent is not enough: of 40 sandboxes whose parent was killed as they started, 2 went on.
    Who asks the kernel for a signal at the death of a parent does not hear of one that came before.
    """
    end, start = os.pipe()
    try:
        yield end
    finally:
        os.close(start)
        os.close(end)


def python_paths() -> tuple[Path, ...]:
    """What has to be shown so that `sys.executable` runs with its packages."""
    return tuple(dict.fromkeys(Path(path).resolve() for path in (sys.base_prefix, sys.prefix)))


@cache
def missing_sandbox() -> str | None:
    """Why nothing can be run sealed on this machine; None where it can. Tried once."""
    if shutil.which("bwrap") is None:
        remedy = install_remedy("bubblewrap")
        return f"bubblewrap is not installed ({remedy})" if remedy else "there is no bubblewrap for this system"
    try:
        printed = run_sealed([sys.executable, "-I", "-c", "print(6 * 7)"], python_paths(), SandboxSettings())
    except SandboxError as error:
        return f"bubblewrap cannot be used here: {error.message}"
    return None if printed == "42\n" else "bubblewrap cannot be used here: a script printed something else"


@cache
def _own_processes() -> tuple[str, ...]:
    """How /proc has the processes of the sandbox alone, or none at all. Tried once.

    "Can't mount proc on /newroot/proc: Operation not permitted": the kernel lets nobody mount a whole /proc in a
    container that sees a part of it (mount_too_revealing() in fs/namespace.c), as Docker's and Podman's do.
    """
    own = ("--proc", "/proc")
    tried = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--ro-bind", "/", "/", *own, "/bin/true"]
    try:
        run = subprocess.run(tried, stdin=subprocess.DEVNULL, capture_output=True, timeout=SandboxSettings().timeout_s)
    except (OSError, subprocess.TimeoutExpired):  # running it says what is wrong
        return own
    return own if run.returncode == 0 else ("--tmpfs", "/proc")


def _bubblewrap(shown: Sequence[Path], folder: Path | None, writable: bool) -> list[str]:
    command = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--uid", NOBODY, "--gid", NOBODY]
    command += ["--new-session"]
    whole = Path("/") in shown
    command += ["--ro-bind", "/", "/"] if whole else ["--size", "1000000", "--tmpfs", "/tmp"]
    command += [*_own_processes(), "--dev", "/dev"]
    for path in () if whole else (*_SYSTEM, *map(os.fspath, shown)):
        command += ["--ro-bind-try", path, path]
    if folder is not None:
        bind = "--bind" if writable else "--ro-bind"
        command += [bind, os.fspath(folder), os.fspath(folder), "--chdir", os.fspath(folder)]
    return command
