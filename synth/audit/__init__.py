"""A paper's numbers against each other: what follows from what, computed again in a sandbox, and proved.

find_derivations   Document    -> Derivations   by a table's own labels, or by one clause that states all of it
recompute          Derivations -> Reproductions  each by a script, run sealed and attacked
prove              Derivations -> Proofs         where there is a Lean

What finds derivations is imported with the first document.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from synth.audit.derivation import CUT, agrees
from synth.audit.lean import find_lean, proof_files, prove
from synth.audit.reproduction import recompute, reproduction_files, reproduction_lines
from synth.system.sandbox import missing_sandbox

if TYPE_CHECKING:
    from synth.audit.find import find_derivations

__all__ = [
    "CUT",
    "agrees",
    "find_derivations",
    "find_lean",
    "missing_sandbox",
    "proof_files",
    "prove",
    "recompute",
    "reproduction_files",
    "reproduction_lines",
]


def __getattr__(name: str) -> object:
    if name == "find_derivations":
        return import_module(f"{__name__}.find").find_derivations
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
