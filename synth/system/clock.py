"""The time now, which is passed in wherever it is needed, so that the same input gives the same bytes."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""The time now, in any zone."""


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)
