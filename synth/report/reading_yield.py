"""The figure of what reading on gave: of each ten papers read, in order of relevance, how many are cited."""

from collections.abc import Sequence

from synth.models import Figure, Ten, Yield

MIN_TENS = 2
"""The fewest bars that show anything of how they fall."""


def yield_figure(tens: Sequence[Ten]) -> Figure | None:
    """The figure; None where no more than ten papers were read."""
    if len(tens) < MIN_TENS:
        return None
    words = "; ".join(f"{ten.cited} of papers {ten.first} to {ten.last}" for ten in tens)
    return Figure(
        name="yield",
        caption="Papers cited of each ten that were read, in order of their relevance to the question.",
        alternative=f"Bars. Cited: {words}.",
        drawing=Yield(tens=tuple(tens)),
    )
