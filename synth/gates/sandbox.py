"""A script is run sealed, by bubblewrap: it reads its inputs and an interpreter, computes, prints, and nothing else.

Four walls, each of which holds where another should not: empty namespaces (no network, no other process, no file but
those bound, nothing writable), a list of the system calls allowed, the user nobody without any capability, and limits
on processor time, memory, processes, files, output and the clock on the wall. There is no /proc, /dev or /tmp in it.
Nothing is ever run without them: where bubblewrap does not work, `missing_sandbox` says so and `run_sealed` raises.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from synth.errors import SandboxError
from synth.gates.interpreter import SCRIPT_MODULES, Interpreter, find_interpreter
from synth.gates.system_calls import system_call_filter
from synth.settings import SandboxSettings

Ended = Literal["exited", "killed", "timed out", "too much output"]

NOBODY = 65534
LAUNCHER = Path(__file__).with_name("sealed_launcher.py")
INSTALL = "apt-get install bubblewrap"
TOO_MUCH = b"too much output\n"  # what the launcher says when it ends for that
FOLDER_BYTES = 4096  # of the empty folders that hide installed packages
ENDING_S = 2.0  # what the kernel is given to end what was killed


@dataclass(frozen=True)
class Surroundings:
    """What should not change a result: the seed of hashes, locale, time zone (POSIX), the folder's name, text mode."""

    hash_seed: int = 0
    locale: str = "C.UTF-8"
    time_zone: str = "UTC0"
    folder: str = "work"
    utf8: bool = True


PLAIN = Surroundings()
STRANGE = Surroundings(hash_seed=4242, locale="de_DE.ISO-8859-1", time_zone="XYZ-13:45", folder="elsewhere", utf8=False)


@dataclass(frozen=True)
class SealedRun:
    """How a sealed run ended and what it printed, cut at the bound.

    `status` is the exit code where it `exited`, minus the signal where it was `killed` (by a limit), else None.
    """

    ended: Ended
    status: int | None
    stdout: bytes = b""
    stderr: bytes = b""


@cache
def missing_sandbox() -> str | None:
    """Why nothing can be run sealed on this machine; None where it can. Tried once, by a run that prints a number."""
    if shutil.which("bwrap") is None:
        return f"bubblewrap is not installed ({INSTALL})"
    if system_call_filter() is None:
        return f"there is no list of system calls for this machine ({os.uname().machine})"
    try:
        run = _run("print(6 * 7)", [{}], SandboxSettings(), PLAIN)[0]
        told = _first_line(run.stderr) if run.ended == "exited" else run.ended
    except OSError as error:
        run, told = None, str(error)
    return None if run and run.stdout == b"42\n" else f"bubblewrap cannot be used here: {told}"


def run_sealed(
    script: str, inputs: Mapping[str, bytes], settings: SandboxSettings, surroundings: Surroundings = PLAIN
) -> SealedRun:
    """Run a Python script in a folder that holds the inputs by file name, and nothing else.

    Raises:
        SandboxError: nothing can be run sealed here.
    """
    return run_sealed_each(script, [inputs], settings, surroundings)[0]


def run_sealed_each(
    script: str, cases: Sequence[Mapping[str, bytes]], settings: SandboxSettings, surroundings: Surroundings = PLAIN
) -> tuple[SealedRun, ...]:
    """Run a script once for each set of inputs, in one sandbox, each in a process and a folder of its own.

    From the run on that passes a bound of time or output, all share its end.

    Raises:
        SandboxError: nothing can be run sealed here.
    """
    missing = missing_sandbox()
    if missing is not None:
        raise SandboxError(missing, stage="reproduction", remedy="nothing is run outside a sandbox")
    try:
        return _run(script, cases, settings, surroundings)
    except OSError as error:
        raise SandboxError(f"bubblewrap failed: {error}", stage="reproduction") from error


def _run(
    script: str, cases: Sequence[Mapping[str, bytes]], settings: SandboxSettings, surroundings: Surroundings
) -> tuple[SealedRun, ...]:
    with ExitStack() as stack:

        def held(data: bytes) -> int:
            file = stack.enter_context(os.fdopen(os.memfd_create("synth"), "w+b"))
            file.write(data)
            file.seek(0)
            return file.fileno()

        passed: list[int] = []
        arguments: list[str] = []
        folders = [f"/{surroundings.folder}/{index}" for index in range(len(cases))]
        files = {"/script.py": script.encode(), "/launcher.py": LAUNCHER.read_bytes()}
        files |= {
            f"{folder}/{name}": data for folder, case in zip(folders, cases, strict=True) for name, data in case.items()
        }
        for folder in folders:
            arguments += ["--dir", folder]
        for place, data in files.items():
            passed.append(held(data))
            arguments += ["--perms", "0444", "--file", str(passed[-1]), place]
        passed.append(held(system_call_filter() or b""))
        arguments += ["--remount-ro", "/", "--seccomp", str(passed[-1])]
        python = find_interpreter()
        options = {
            "script": "/script.py",
            "uid": NOBODY if os.geteuid() == 0 else None,
            "limits": _limits(settings),
            "warm": [module for module in SCRIPT_MODULES if module in script] if len(cases) > 1 else [],
            "output_bytes": settings.output_bytes,
        }
        command = [*_command(python, surroundings), *arguments, "--", python.program, "-P", "-s", "-S", "-B"]
        process = subprocess.Popen(
            [*command, "/launcher.py", json.dumps(options), *folders],
            env={},  # bubblewrap's own environment can be read in the sandbox, at /proc/1/environ
            pass_fds=passed,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        bound = (2 * settings.output_bytes + 100) * len(cases)
        output, errors, ended = _watch(process, settings.timeout_s, bound)
    return _told(output, errors, ended, len(cases))


def _command(python: Interpreter, surroundings: Surroundings) -> list[str]:
    """Bubblewrap with what is the same for every script."""
    command = [shutil.which("bwrap") or "bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--new-session", "--die-with-parent", "--cap-drop", "ALL"]
    if os.geteuid() == 0:  # the launcher becomes nobody: mapped to nobody, root would still be root to its limits
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    for target, place in python.links:
        command += ["--symlink", target, place]
    for folder in sorted({str(parent) for _, there in python.bound for parent in Path(there).parents}):
        command += ["--dir", folder]  # bubblewrap makes the parents of what it binds for root alone
    for here, there in python.bound:
        command += ["--ro-bind", here, there]
    for folder in python.hidden:
        command += ["--size", str(FOLDER_BYTES), "--tmpfs", folder, "--remount-ro", folder]
    environment = {
        "LD_LIBRARY_PATH": python.library_path,
        "LC_ALL": surroundings.locale,
        "TZ": surroundings.time_zone,
        "PYTHONHASHSEED": str(surroundings.hash_seed),
        "PYTHONUTF8": str(int(surroundings.utf8)),
    }
    for name, value in environment.items():
        command += ["--setenv", name, value]
    return command


def _limits(settings: SandboxSettings) -> list[tuple[str, int]]:
    return [
        ("RLIMIT_CPU", settings.cpu_s),
        ("RLIMIT_AS", settings.memory_bytes),
        ("RLIMIT_NOFILE", settings.open_files),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_NPROC", 0),  # no process or thread beside the script's own; last, since nothing may follow
    ]


def _watch(process: "subprocess.Popen[bytes]", timeout_s: float, bound: int) -> tuple[bytes, bytes, Ended]:
    """Read what bubblewrap prints until it ends or a run passes a bound; then its group is killed, and all inside it.

    Bubblewrap's own processes die with it, the first inside the sandbox among them, and with that one all others.
    """
    assert process.stdout is not None
    assert process.stderr is not None
    deadline = time.monotonic() + timeout_s
    pieces: dict[int, bytes] = {process.stdout.fileno(): b"", process.stderr.fileno(): b""}
    streams = list(pieces)
    ended: Ended = "exited"
    try:
        while streams and ended == "exited":
            ready = select.select(streams, [], [], max(deadline - time.monotonic(), 0))[0]
            if not ready:
                ended = "timed out"
            for stream in ready:
                piece = os.read(stream, 65_536)
                pieces[stream] += piece
                if stream == process.stdout.fileno():  # only the launcher writes here, when a run has ended
                    deadline = time.monotonic() + timeout_s
                if not piece:
                    streams.remove(stream)
                elif len(pieces[stream]) > bound:
                    ended = "too much output"
    finally:  # also at Ctrl-C
        with suppress(ProcessLookupError):
            if ended != "exited" or (process.poll() is None and streams):
                os.killpg(process.pid, signal.SIGKILL)
        try:
            process.wait(ENDING_S)
        except subprocess.TimeoutExpired:  # its streams closed, and it went on
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            ended = "timed out"
        process.stdout.close()
        process.stderr.close()
    first, second = pieces.values()
    return first[:bound], second[:bound], ended


def _told(output: bytes, errors: bytes, ended: Ended, count: int) -> tuple[SealedRun, ...]:
    """The launcher's frames as runs; those missing share the end of the first one that is.

    Raises:
        OSError: bubblewrap or the launcher failed: frames are missing, and no bound was passed.
    """
    runs: list[SealedRun] = []
    while len(runs) < count:
        line, _, rest = output.partition(b"\n")
        numbers = line.split()
        if len(numbers) != 4 or len(rest) < int(numbers[2]) + int(numbers[3]):
            break
        code, out, err = (int(number) for number in numbers[1:])
        runs.append(SealedRun("exited" if code >= 0 else "killed", code, rest[:out], rest[out : out + err]))
        output = rest[out + err :]
    if len(runs) < count and ended == "exited":
        if output != TOO_MUCH:
            raise OSError(_first_line(errors))
        ended = "too much output"
    return (*runs, *[SealedRun(ended, None)] * (count - len(runs)))


def _first_line(text: bytes) -> str:
    return next(iter(text.decode(errors="replace").splitlines()), "it printed nothing")
