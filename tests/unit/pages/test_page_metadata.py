"""How a record is cited."""

from pathlib import Path

import pytest

from synth.pages.page_metadata import cited_as
from synth.pages.record_content import read_content
from synth.pages.record_page import published
from synth.settings import SiteSettings
from tests import examples


@pytest.mark.parametrize(
    ("title", "cited"),
    [("Does it help?", "Does it help? SRCH:"), ("On help", "On help. SRCH:"), ("On help.", "On help. SRCH:")],
)
def test_citation_ends_a_title_once(tmp_path: Path, title: str, cited: str) -> None:
    record = published(read_content(examples.record(tmp_path / "run")))
    words = cited_as(record.model_copy(update={"title": title}), SiteSettings())
    assert cited in words
    assert words.endswith(f"Searched on {record.searched_on}.")
