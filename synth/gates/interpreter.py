"""The files of a Python that a sealed script needs: program, standard library, and just the shared libraries in use."""

import json
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCRIPT_MODULES = ("csv", "decimal", "fractions", "math", "statistics")
"""What a script may import."""

_PREFIX = "/python"
_PROGRAM_INTERPRETER = 3  # PT_INTERP of the ELF format
_LOOK = (
    f"import json, resource, select, sys, sysconfig, {', '.join(SCRIPT_MODULES)}\n"
    "maps = {line.split(maxsplit=5)[-1].strip() for line in open('/proc/self/maps')}\n"
    "print(json.dumps({'files': sorted(path for path in maps if path.startswith('/')), 'libraries': sys.platlibdir,\n"
    "                  'standard': sysconfig.get_path('stdlib'), 'packages': sysconfig.get_path('purelib')}))\n"
)


@dataclass(frozen=True)
class Interpreter:
    """A Python as it stands in the sandbox: its program there, what is bound to which place, and where its libraries
    are. `hidden` are folders of what is bound that stay empty: installed packages are no part of an interpreter.
    """

    program: str
    bound: tuple[tuple[str, str], ...]  # (here, there)
    links: tuple[tuple[str, str], ...]  # (target, place)
    hidden: tuple[str, ...]
    library_path: str


@cache
def find_interpreter() -> Interpreter:
    """The Python that this one was made from (a virtual environment's base), asked what it loads.

    Raises:
        OSError: it cannot be run, or one of its files cannot be read.
    """
    program = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    try:
        asked = subprocess.run(
            [program, "-I", "-S", "-B", "-c", _LOOK], capture_output=True, text=True, check=True, env={}, timeout=30
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"{program} does not run: {error}") from error
    told = json.loads(asked.stdout)
    standard = Path(told["standard"])
    place = f"{_PREFIX}/{told['libraries']}/{standard.name}"
    shared = [path for path in told["files"] if ".so" in Path(path).name and not Path(path).is_relative_to(standard)]
    bound = {f"{_PREFIX}/bin/python3": program, place: str(standard)}
    for path in shared:
        for name in os.listdir(os.path.dirname(path)):  # libz.so.1 is a link to libz.so.1.2.13
            beside = os.path.join(os.path.dirname(path), name)
            if beside == path or (".so" in name and os.path.realpath(beside) == path):
                bound[beside] = path
    loader = _loader(Path(program))
    if loader is not None:
        bound[loader] = os.path.realpath(loader)
    packages = Path(told["packages"])
    return Interpreter(
        program=f"{_PREFIX}/bin/python3",
        bound=tuple((here, there) for there, here in bound.items()),
        links=tuple(
            (os.readlink(folder), folder)
            for folder in ("/lib", "/lib64")
            if os.path.islink(folder) and not any(there.startswith(f"{folder}/") for there in bound)
        ),
        hidden=(f"{place}/{packages.name}",) if packages.parent == standard and packages.is_dir() else (),
        library_path=":".join(sorted({os.path.dirname(path) for path in shared})),
    )


def _loader(program: Path) -> str | None:
    """The dynamic loader that an ELF program of 64 bits asks for, None for a static one."""
    with program.open("rb") as file:
        head = file.read(64)
        (table,) = struct.unpack_from("<Q", head, 32)
        size, count = struct.unpack_from("<HH", head, 54)
        file.seek(table)
        entries = file.read(size * count)
        for entry in range(count):
            kind, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", entries, entry * size)
            if kind == _PROGRAM_INTERPRETER:
                file.seek(offset)
                return file.read(length).rstrip(b"\0").decode()
    return None
