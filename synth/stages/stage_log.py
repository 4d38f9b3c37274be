"""The log of -v: its format, and the stages of a run with their times. Light, since every command sets up logging."""

import logging
import time

LOG_FORMAT = "%(asctime)s %(name)s %(message)s"

log = logging.getLogger(__name__)


class StageLog:
    """A progress that logs each stage as it ends, with its items and the seconds that it took; `of` names the run."""

    def __init__(self, of: str = "") -> None:
        self._of = f"{of}: " if of else ""
        self._began_s: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note when a stage begins, and log it where it ends."""
        now_s = time.monotonic()
        began_s = self._began_s.setdefault(stage, now_s)
        if done >= total:
            log.info("%s%s %d of %d in %.1f s", self._of, stage, done, total, now_s - began_s)
            del self._began_s[stage]
