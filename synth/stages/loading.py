"""What a run needs once its papers are read, loaded while other processes read them, or check claims."""

import importlib

from synth.answer import read_vote
from synth.report.composing import load_templates

MODULES = ("synth.audit.find", "synth.rendering")
"""Modules that are not loaded before they are used."""


def load_ahead() -> None:
    """Load models and modules by a first use of them, and what reports are made of, for which nothing then waits."""
    read_vote("Does retrieval reduce errors?", "Retrieval reduces errors by half.")
    load_for_report()


def load_for_report() -> None:
    """Load the modules and templates of a report; nothing is loaded twice."""
    from synth.rendering import template

    for name in MODULES:
        importlib.import_module(name)
    load_templates()
    template.load_templates()
