"""How a report calls its claims: C1, C2, and runs of them."""

from collections.abc import Iterable


def claim_ranges(numbers: Iterable[int]) -> str:
    """Claim numbers in ascending order, neighbours drawn together: "C3, C5 to C8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"C{run[0]}" if len(run) == 1 else f"C{run[0]} to C{run[-1]}" for run in runs)
