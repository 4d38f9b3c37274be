"""The log of -v: its format, and the stages of a run with their times. Light, since every command sets up logging."""

import logging
import time
from collections.abc import Callable

LOG_FORMAT = "%(asctime)s %(name)s %(message)s"

log = logging.getLogger(__name__)


def log_stages(of: str = "") -> Callable[[str, int, int], None]:
    """A progress that logs each stage as it ends, with its items and the seconds that it took; `of` names the run."""
    began_at_s: dict[str, float] = {}

    def note(stage: str, done: int, total: int) -> None:
        now_s = time.monotonic()
        began_s = began_at_s.setdefault(stage, now_s)
        if done >= total:
            log.info("%s%s %d of %d in %.1f s", f"{of}: " if of else "", stage, done, total, now_s - began_s)
            del began_at_s[stage]

    return note
