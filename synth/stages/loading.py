"""What a run needs once its papers are read, loaded while worker processes read them."""

import importlib

from synth.answer import read_vote

MODULES = ("synth.audit.find", "synth.rendering")
"""Modules that are not loaded before they are used."""


def load_ahead() -> None:
    """Load models and modules by a first use of them, for which nothing then waits."""
    read_vote("Does retrieval reduce errors?", "Retrieval reduces errors by half.")
    for name in MODULES:
        importlib.import_module(name)
