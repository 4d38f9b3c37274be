"""What a run needs once its papers are read, loaded while worker processes read them."""

import importlib

from synth.answer import read_vote
from synth.checking import check_claim

MODULES = ("sklearn.feature_extraction.text", "synth.audit.find", "synth.rendering")
"""Modules that are not loaded before they are used."""


def load_ahead() -> None:
    """Load models and modules by a first use of them: half a second for which nothing then waits."""
    check_claim("Retrieval reduces errors.", ["Retrieval reduces errors by half."])
    read_vote("Does retrieval reduce errors?", "Retrieval reduces errors by half.")
    for name in MODULES:
        importlib.import_module(name)
