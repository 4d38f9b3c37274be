"""Loaded by the process that topics' processes are forked from: what every topic needs, so that none loads it again.

That process learns that the one which started it was killed only once all of this is loaded: after two seconds, and
after more than ten on a busy machine. So it looks meanwhile, too.
"""

import importlib
import os
import signal

STARTED_BY = "SYNTH_STARTED_BY"
"""The variable with the identifier of the process that started the one that this is for: its parent may be another by
now, where that was killed before this is loaded."""

NEEDED = (
    "pebble",
    "sklearn.feature_extraction.text",
    "synth.audit.find",
    "synth.checking.vectors",
    "synth.claims.cards",
    "synth.claims.extraction",
    "synth.pipeline",
    "synth.rendering",
)
LOOK_S = 0.5


def _load_while_needed(parent_pid: int) -> None:
    signal.signal(signal.SIGALRM, lambda *_: os._exit(1) if os.getppid() != parent_pid else None)
    signal.setitimer(signal.ITIMER_REAL, LOOK_S, LOOK_S)
    for name in NEEDED:
        importlib.import_module(name)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


if STARTED_BY in os.environ:
    _load_while_needed(int(os.environ.pop(STARTED_BY)))
