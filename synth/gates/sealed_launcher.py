"""What stands first inside the sandbox: runs one script over several inputs, each in a process of its own, and frames
what each printed. It imports nothing of synth; the interpreter in the sandbox reads it as a file.

Arguments: the folders that hold an inputs.csv each, after a JSON object with `script` (its path), `uid` (to become, or
null), `limits` (pairs of a resource limit's name and value), `warm` (modules to import once, before the script is
known) and `output_bytes`. For each folder one line `index status stdout_bytes stderr_bytes`, then those bytes; a status
above 0 is an exit code, below 0 a signal. Output past the bound ends the launcher, and with it everything else.
"""

import gc
import importlib
import json
import os
import resource
import select
import sys
from collections.abc import Sequence
from types import CodeType


def main(options_json: str, folders: Sequence[str]) -> None:
    """Run the script in each folder, in order."""
    options = json.loads(options_json)
    for module in options["warm"]:
        importlib.import_module(module)
    with open(options["script"], "rb") as file:
        source = file.read()
    gc.freeze()  # what is never collected is never copied for a child
    for index, folder in enumerate(folders):
        readable = [os.pipe(), os.pipe()]
        child = os.fork()
        if child == 0:
            _seal(readable, folder, options)
            sys.argv[:] = ["script.py"]
            code: CodeType = compile(source, "script.py", "exec")
            exec(code, {"__name__": "__main__", "__builtins__": __builtins__})
            sys.stdout.flush()
            os._exit(0)  # taking the interpreter down takes longer than most scripts
        for _, writing in readable:
            os.close(writing)
        printed = _read([reading for reading, _ in readable], options["output_bytes"])
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        frame = f"{index} {status} {len(printed[0])} {len(printed[1])}\n".encode() + printed[0] + printed[1]
        while frame:
            frame = frame[os.write(1, frame) :]


def _seal(pipes: Sequence[tuple[int, int]], folder: str, options: dict[str, object]) -> None:
    os.dup2(pipes[0][1], 1)
    os.dup2(pipes[1][1], 2)
    os.closerange(3, 1024)
    os.chdir(folder)
    uid = options["uid"]
    if isinstance(uid, int):
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    limits = options["limits"]
    assert isinstance(limits, list)
    for name, value in limits:  # after the change of user: a limit on processes does not hold for root
        resource.setrlimit(getattr(resource, name), (value, value))


def _read(pipes: Sequence[int], bound: int) -> list[bytes]:
    printed = dict.fromkeys(pipes, b"")
    open_pipes = list(pipes)
    while open_pipes:
        for pipe in select.select(open_pipes, [], [])[0]:
            piece = os.read(pipe, 65_536)
            printed[pipe] += piece
            if len(printed[pipe]) > bound:
                os.write(1, b"too much output\n")
                os._exit(0)
            if not piece:
                open_pipes.remove(pipe)
                os.close(pipe)
    return [printed[pipe] for pipe in pipes]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
