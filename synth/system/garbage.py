"""How often Python's garbage collector looks through what there is."""

import gc

GARBAGE_OBJECTS = 100_000
"""So many new objects call the garbage collector, not 700: documents are millions of them, hardly one in a cycle, and
to look through them took a tenth of a run."""


def collect_seldom() -> None:
    """Let this process, and those that are forked from it, look for garbage seldom."""
    gc.set_threshold(GARBAGE_OBJECTS)
