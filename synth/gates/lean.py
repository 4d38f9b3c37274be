"""Lean 4 settles theorems: each with its negation in one file, so that a proof counts only where the opposite fails.

Whatever accepts both, or neither, is no checker: a `lean` that hangs, prints rubbish or exits 0 without looking proves
nothing. Two controls, one true and one false, stand at the head of every file.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.gates.sandbox import missing_sandbox
from synth.gates.theorems import HEADER, statement_of
from synth.models import Proof, ProofOutcome, Theorem, json_lines
from synth.run_files import PROOFS, PROOFS_INDEX
from synth.settings import LeanSettings

LEAN_VARIABLE = "SYNTH_LEAN"
CONTROLS = ("(7 : Nat) * 191 = 1337", "(7 : Nat) * 191 = 1338")
"""A true and a false statement, of which lean has to prove the one and refute the other."""

NO_AXIOMS = "does not depend on any axioms"
CANNOT_SAY = "cannot use `#print axioms` in a `module`"
"""What the build in WebAssembly says, which reads every import as a module. `decide` itself uses no axiom."""

_LINES_A_STATEMENT = 4
_LIMITED = 'ulimit -c 0 && ulimit -t "$1" && ulimit -d "$2" && ulimit -f "$3" && shift 3 && exec "$@"'


class _Position(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int


class _Message(BaseModel):
    """A message of `lean --json`, one a line."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    severity: str
    pos: _Position
    data: str
    fileName: str


@dataclass(frozen=True)
class _Said:
    """What lean said of one file, by line; or in `failure` why that is nothing."""

    by_line: Mapping[int, Sequence[_Message]]
    failure: str | None = None


def find_lean(environ: Mapping[str, str]) -> str | None:
    """The `lean` to use: SYNTH_LEAN, else the first on the PATH; None where there is none."""
    return shutil.which(environ.get(LEAN_VARIABLE) or "lean", path=environ.get("PATH", os.defpath))


def prove(theorems: Sequence[Theorem], environ: Mapping[str, str], settings: LeanSettings) -> tuple[Proof, ...]:
    """What becomes of each theorem, in order: proved, refuted (its negation is proved), or why neither.

    A theorem whose source is not one of `source_of`'s is not given to Lean. Lean runs without a network, with an empty
    environment but for HOME and PATH, where bubblewrap works in a sandbox that can write nothing but its own folder.
    """
    statements = [statement_of(theorem) for theorem in theorems]
    proofs = {
        place: Proof(theorem=theorem, outcome="inconclusive", printed="", why="its source holds more than arithmetic")
        for place, (theorem, statement) in enumerate(zip(theorems, statements, strict=True))
        if statement is None
    }
    left = [(place, statement) for place, statement in enumerate(statements) if statement is not None]
    lean = find_lean(environ) if left else None
    for first in range(0, len(left), settings.theorems_per_file):
        part = left[first : first + settings.theorems_per_file]
        said = _said(lean, [statement for _, statement in part], environ, settings)
        for number, (place, _) in enumerate(part, start=len(CONTROLS)):
            proofs[place] = _judged(theorems[place], number, said)
    return tuple(proofs[place] for place in range(len(theorems)))


def proof_files(proofs: Iterable[Proof]) -> dict[str, bytes]:
    """The files of proofs/ by path: what was accepted (else what was stated) of each theorem, and index.jsonl."""
    kept = list(proofs)
    files = {PROOFS_INDEX: json_lines(kept).encode()} if kept else {}
    for proof in kept:
        theorem = proof.theorem
        accepted = theorem.negation if proof.outcome == "refuted" and theorem.negation else theorem.source
        files[f"{PROOFS}{theorem.theorem_id}.lean"] = accepted.encode()
    return files


def lean_file(statements: Iterable[str]) -> str:
    """One Lean file: four lines for each statement, which prove it, prove its negation, and tell of what they use."""
    lines = HEADER.splitlines()
    for number, statement in enumerate(statements):
        lines += [f"theorem t{number} : ({statement}) := by decide", f"#print axioms t{number}"]
        lines += [f"theorem n{number} : ¬ ({statement}) := by decide", f"#print axioms n{number}"]
    return "\n".join(lines) + "\n"


def _said(lean: str | None, statements: Sequence[str], environ: Mapping[str, str], settings: LeanSettings) -> _Said:
    """What lean says of the controls and the statements; a failure where it does not tell the controls apart."""
    if lean is None:
        return _Said({}, f"there is no lean: {LEAN_VARIABLE} and the PATH name none")
    said = _run(lean, lean_file([*CONTROLS, *statements]), environ, settings)
    if said.failure is None and (_outcome(0, said)[0], _outcome(1, said)[0]) != ("proved", "refuted"):
        return _Said({}, "lean did not tell a true control from a false one")
    return said


def _run(lean: str, source: str, environ: Mapping[str, str], settings: LeanSettings) -> _Said:
    with tempfile.TemporaryDirectory(prefix="synth-lean-") as name:
        folder = Path(name).resolve()
        file = folder / "Theorems.lean"
        file.write_text(source, encoding="utf-8")
        limits = (int(4 * settings.timeout_s), settings.memory_bytes // 1024, settings.output_bytes // 512)
        command = ["sh", "-c", _LIMITED, "sh", *map(str, limits), *_sealed(folder), lean, "--json", str(file)]
        kept = {name: value for name in ("HOME", "PATH") if (value := environ.get(name))}
        with (folder / "printed").open("wb") as printed:
            try:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env={**kept, "TMPDIR": str(folder)},
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as error:
                return _Said({}, f"lean cannot be run: {error.strerror}")
            try:
                status = process.wait(settings.timeout_s)
            except subprocess.TimeoutExpired:
                return _Said({}, f"lean took longer than {settings.timeout_s:g} s")
            finally:  # also at Ctrl-C, and for what it left behind
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if status not in (0, 1):
            return _Said({}, f"lean broke off with exit status {status}")
        with (folder / "printed").open("rb") as printed:
            return _Said(_messages(printed.read(settings.output_bytes), file.name))


def _sealed(folder: Path) -> list[str]:
    """Bubblewrap before a command: no network, no other process, nothing writable but the folder; else nothing.

    What Lean is given is arithmetic alone (see `statement_of`); this is a second wall, about Lean itself.
    """
    if missing_sandbox() is not None:
        return []
    command = [shutil.which("bwrap") or "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    command += ["--bind", str(folder), str(folder), "--chdir", str(folder), "--unshare-net", "--unshare-pid"]
    return [*command, "--unshare-ipc", "--unshare-uts", "--new-session", "--die-with-parent", "--cap-drop", "ALL", "--"]


def _messages(printed: bytes, file_name: str) -> dict[int, list[_Message]]:
    """The messages about one file, by line; whatever else was printed says nothing."""
    by_line: dict[int, list[_Message]] = {}
    for line in printed.splitlines():
        if not line.startswith(b"{"):
            continue
        try:
            message = _Message.model_validate_json(line)
        except ValidationError:
            continue
        if Path(message.fileName).name == file_name:
            by_line.setdefault(message.pos.line, []).append(message)
    return by_line


def _judged(theorem: Theorem, number: int, said: _Said) -> Proof:
    if said.failure is not None:
        return Proof(theorem=theorem, outcome="not attempted", printed="", why=said.failure)
    outcome, why = _outcome(number, said)
    first = _first_line(number)
    printed = [
        f"{('statement', 'axioms', 'negation', 'axioms')[line - first]}: {message.severity}: {message.data}"
        for line in range(first, first + _LINES_A_STATEMENT)
        for message in said.by_line.get(line, ())
    ]
    return Proof(theorem=theorem, outcome=outcome, printed="\n".join(printed), why=why)


def _outcome(number: int, said: _Said) -> tuple[ProofOutcome, str]:
    """What the messages say of the n-th statement: proved or refuted where just one of the two was accepted."""
    first = _first_line(number)
    stated, refuted = _failed(first, said), _failed(first + 2, said)
    if stated == refuted:
        both = "neither the statement nor its negation" if stated else "both the statement and its negation"
        return "inconclusive", f"lean accepted {both}"
    used = said.by_line.get(first + (3 if stated else 1), ())
    name = f"{'n' if stated else 't'}{number}"
    if len(used) == 1 and re.fullmatch(rf"'{name}' {NO_AXIOMS}", used[0].data):
        how = "by decide, without axioms"
    elif len(used) == 1 and used[0].severity == "error" and used[0].data.startswith(CANNOT_SAY):
        how = "by decide; this lean does not list axioms"
    else:
        return "inconclusive", "lean did not say that it used no axiom"
    accepted, other = ("negation", "statement") if stated else ("statement", "negation")
    return ("refuted" if stated else "proved"), f"lean proved the {accepted} {how}, and refused the {other}"


def _failed(line: int, said: _Said) -> bool:
    """Whether lean refused a line, or left it unproved."""
    return any(message.severity == "error" or "sorry" in message.data for message in said.by_line.get(line, ()))


def _first_line(number: int) -> int:
    """The line, from 1, at which the n-th statement begins."""
    return HEADER.count("\n") + _LINES_A_STATEMENT * number + 1
