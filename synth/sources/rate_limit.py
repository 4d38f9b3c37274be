"""The rate limit on requests to a server, held over all that share a folder: one at a time, none too soon."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from synth.errors import NetworkError, StorageError
from synth.system.disk import make_folder, write_atomically


class RateLimit:
    """Turns at asking one server, shared through a lock file and a file with the time of the next turn.

    The folder may be on a disk that many machines share, so the clock is one that they have in common: that of the
    date, as well as theirs agree. A time further ahead than any wait can be is left from before the date was set back,
    and means nothing. Who waits behind others gives up after `patience_s` in which none of them had a turn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        server: str,
        interval_s: float,
        longest_wait_s: float,
        patience_s: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._interval_s = interval_s
        self._longest_wait_s = max(interval_s, longest_wait_s)
        self._clock = clock
        self._sleep = sleep
        self._state = folder / f"{server}.next"
        try:
            make_folder(folder)
        except OSError as error:
            raise self._unwritable(error) from error
        self._lock = FileLock(folder / f"{server}.lock", timeout=patience_s)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it: no other process asks meanwhile.

        Raises NetworkError where other processes never let go, StorageError where the folder cannot be written.
        """
        with self._locked():
            now = self._clock()
            wait_s = self._next() - now
            if 0 < wait_s <= self._longest_wait_s:
                self._sleep(wait_s)
            self._set_next(self._clock() + self._interval_s)  # should this process be killed meanwhile
            try:
                yield
            finally:
                # from the end: when within its turn a request really left, only the server knows
                self._set_next(self._clock() + self._interval_s)

    def postpone(self, wait_s: float) -> None:
        """Let no process have a turn for that long."""
        with self._locked():
            self._set_next(self._clock() + max(self._interval_s, min(wait_s, self._longest_wait_s)))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._acquire()
        except Timeout as error:
            message = "other runs of synth kept asking arXiv; it allows one request at a time"
            raise NetworkError(message, item="arXiv", stage="sources", remedy="try again when they are done") from error
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            self._lock.release()

    def _acquire(self) -> None:
        while True:
            before = self._next()
            try:
                self._lock.acquire()
            except Timeout:
                if self._next() == before:  # fifty that wait for their turns are no fault of any of them
                    raise
            else:
                return

    def _next(self) -> float:
        try:
            return float(self._state.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0

    def _set_next(self, time_s: float) -> None:
        write_atomically(self._state, repr(time_s).encode("ascii"))

    def _unwritable(self, error: OSError) -> StorageError:
        folder = self._state.parent
        remedy = "make it writable, or set XDG_CACHE_HOME to a folder that is"
        return StorageError(f"cannot be written: {error.strerror}", item=str(folder), stage="sources", remedy=remedy)
