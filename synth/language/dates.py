"""The years that a text prints."""

import re

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def years_in(text: str) -> list[int]:
    """The years from 1500 to 2099 in a text, in order; no other digits may touch them."""
    return [int(year) for year in _YEAR.findall(text)]


def year_in(text: str) -> int | None:
    """The first year in a text: "2020 Mar 3", "2020/03/03"; None for "in press"."""
    return next(iter(years_in(text)), None)
