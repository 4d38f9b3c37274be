"""Loaded by the process that topics' processes are forked from: what every topic needs, so that none loads it again.

That process learns by itself that the one which started it was killed, but only once all of this is loaded, and then it
takes its leave in order: together a second of processor time, for which a busy machine may need a minute. So the kernel
kills it; where that cannot be asked to, it looks while it loads.
"""

import importlib
import os
import signal

from synth.system.garbage import collect_seldom
from synth.system.lifetimes import end_with_parent

STARTED_BY = "SYNTH_STARTED_BY"
"""The variable with the identifiers of the process that started the one that this is for, and of its thread that did:
the parent may be another by now, where that was killed before this is loaded. The two are equal for the main thread of
Linux; any other may end long before its process, and the kernel would take it for the parent."""

NEEDED = (
    "pebble",
    "sklearn.feature_extraction.text",
    "synth.audit.find",
    "synth.checking.vectors",
    "synth.claims.cards",
    "synth.claims.extraction",
    "synth.pipeline",
    "synth.rendering",
    "synth.stages.loading",
)
LOOK_S = 0.5


def _load_while_needed(parent_pid: int, thread_id: int) -> None:
    if thread_id != parent_pid or not end_with_parent(parent_pid):
        _look_for(parent_pid)
    collect_seldom()
    for name in NEEDED:
        importlib.import_module(name)
    from synth.models.base import build_all
    from synth.stages.loading import load_ahead

    load_ahead()
    build_all()
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _look_for(parent_pid: int) -> None:
    """End this process, twice a second between two steps of Python, where its parent has gone."""
    signal.signal(signal.SIGALRM, lambda *_: os._exit(1) if os.getppid() != parent_pid else None)
    signal.setitimer(signal.ITIMER_REAL, LOOK_S, LOOK_S)


if STARTED_BY in os.environ:
    _load_while_needed(*map(int, os.environ.pop(STARTED_BY).split()))
