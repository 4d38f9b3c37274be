"""How much work something takes, counted in calls: the same on every machine, whatever else it is doing."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(action: Callable[[], object]) -> int:
    """How many functions, Python's own included, an action calls."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def growth(action: Callable[[int], object], size: int) -> float:
    """How many times the work grows when the size doubles: about 2 where it is linear, 4 where it is quadratic."""
    action(2)  # what is made once, and then kept, is no part of it
    return calls(lambda: action(2 * size)) / calls(lambda: action(size))
