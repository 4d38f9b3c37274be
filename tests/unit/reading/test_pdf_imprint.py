"""Venue and year as publishers print them."""

import pytest

from synth.reading.pdf_imprint import imprint_of
from synth.reading.pdf_lines import Row


@pytest.mark.parametrize(
    ("line", "venue", "year"),
    [
        ("Mar Biol (2010) 157:887–897", "Mar Biol", 2010),
        ("Journal of Rare Events: Conf. Series 1113 (2018) 012009", None, 2018),
        ("March 2019", None, 2019),
    ],
)
def test_imprint_of_one_line(line: str, venue: str | None, year: int) -> None:
    found = imprint_of([Row(1, 50, 20, 300, 30, 28, line, 8, 8, "Times", False, False, 0, "")], 10, None, None)
    assert found.year == year
    assert found.venue == venue or venue is None
