from datetime import UTC, datetime

import pytest

from synth.sources.waiting import LONGEST_ASKED_S, Deadline, asked_wait_s

NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [
        (None, 0.0),
        ("", 0.0),
        ("7", 7.0),
        (" 120 ", 120.0),
        ("Sun, 12 Apr 2026 12:00:40 GMT", 40.0),
        ("Sun, 12 Apr 2026 14:00:40 +0200", 40.0),
        ("Sun, 12 Apr 2026 12:00:40", 40.0),
        ("Sun, 12 Apr 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_ASKED_S),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        ("Sun, 12 Apr 99999 12:00:00 GMT", 0.0),
        ("Sun, 12 Apr 2026 12:00:40 +99999999999999999999", 0.0),
        (f"Sun, 12 Apr {'9' * 5_000} 12:00:00 GMT", 0.0),
        ("9" * 5_000, LONGEST_ASKED_S),
        ("-5", 0.0),
        ("1e9", 0.0),
        ("inf", 0.0),
        ("٣", 0.0),
        ("²", 0.0),
        (", , ,", 0.0),
        ("\x00", 0.0),
    ],
)
def test_asked_wait_is_a_bounded_number_of_seconds(retry_after: str | None, wait_s: float) -> None:
    assert asked_wait_s(retry_after, NOON) == wait_s


def test_deadline_takes_exchanges_and_pauses_and_an_answer_gives_some_back() -> None:
    times = iter([100.0, 103.0, 200.0, 204.0])
    deadline = Deadline(10.0, lambda: next(times))
    with deadline.counted():
        pass
    assert deadline.left_s == 7.0
    with pytest.raises(OSError, match="broken"), deadline.counted():
        raise OSError("broken")
    assert deadline.take(2.0)
    assert (deadline.left_s, deadline.is_over) == (1.0, False)
    assert not deadline.take(1.0)
    assert deadline.is_over
    deadline.answered()  # in the four seconds of the last exchange
    assert deadline.left_s == 5.0
    deadline.renew()
    deadline.answered()
    assert deadline.left_s == 10.0
