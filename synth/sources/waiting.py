"""How long a server is waited for: until a deadline over all tries, and as long as it asks by Retry-After."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_ASKED_S = 86_400.0
"""What is counted of a Retry-After; nobody waits for the year 9999 either way."""


class Deadline:
    """Seconds for which a server is waited for: over all tries of a request, and over requests that fail in a row.

    Each exchange and each pause takes its time from what is left; an answer gives back its own time, and a tenth of all
    that there is. So a server that sends a byte now and then holds a run up once, and not once a try and once a paper;
    and one that answers every other request is soon waited for no longer than that tenth.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self.left_s = seconds
        self._last_s = 0.0

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.left_s <= 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Take the time of a block."""
        start_s = self._monotonic()
        try:
            yield
        finally:
            self._last_s = self._monotonic() - start_s
            self.left_s -= self._last_s

    def take(self, pause_s: float) -> bool:
        """Take a pause; False where there would be no time for another try after it."""
        self.left_s -= pause_s
        return not self.is_over

    def answered(self) -> None:
        """Give time back, since the server has answered."""
        self.left_s = min(self._seconds, self.left_s + self._last_s + self._seconds / 10)

    def renew(self) -> None:
        """Give all time back."""
        self.left_s = self._seconds


def asked_wait_s(retry_after: str | None, now: datetime) -> float:
    """Retry-After as seconds in [0, LONGEST_ASKED_S]: it is a number of them, or a date (RFC 9110, section 10.2.3).

    0 where it is neither: "Fri, 99 Foo 99999 99:99:99 +99999999999" is no date.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), LONGEST_ASKED_S)
    try:
        until = parsedate_to_datetime(text)
        wait_s = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError, TypeError, IndexError):
        return 0.0
    return min(max(0.0, wait_s), LONGEST_ASKED_S)
