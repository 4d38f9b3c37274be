import math
from datetime import date

import pytest
from pydantic import ValidationError

from synth.models import Paper, Screened, Span, Verdict, json_lines, json_text, rounded


@pytest.mark.parametrize(("paper_id", "arxiv_id", "work_id", "year"), [
    ("2005.11401v4", "2005.11401v4", "2005.11401", 2020),
    ("digest:2005.11401", "2005.11401", "2005.11401", 2020),
    ("math/0303003", "math/0303003", "math/0303003", 2003),
    ("hep-th/9901001v2", "hep-th/9901001v2", "hep-th/9901001", 1999),
    ("math.GT/0309136", "math.GT/0309136", "math.GT/0309136", 2003),
    ("0704.0001", "0704.0001", "0704.0001", 2007),
    ("local:0123456789ab", None, "local:0123456789ab", None),
])  # fmt: skip
def test_paper_takes_its_identifier_apart(paper_id: str, arxiv_id: str | None, work_id: str, year: int | None) -> None:
    paper = Paper(paper_id=paper_id, title="T")
    assert (paper.arxiv_id, paper.work_id, paper.year) == (arxiv_id, work_id, year)


def test_paper_year_is_of_its_date_where_known() -> None:
    assert Paper(paper_id="2001.00001", title="T", published=date(2019, 12, 31)).year == 2019


@pytest.mark.parametrize(("paper_id", "link", "cited"), [
    ("2005.11401v2", None, "2005.11401v2"),
    ("digest:2005.11401", "https://arxiv.org/abs/2005.11401v4", "2005.11401v4"),
    ("math/0303009", "https://arxiv.org/abs/math/0303009v1", "math/0303009v1"),
    ("2005.11401v2", "https://arxiv.org/abs/2005.11401", "2005.11401v2"),
    ("2005.11401v2", "https://arxiv.org/abs/1706.03762v7", "2005.11401v2"),
    ("local:0123456789ab", "https://arxiv.org/abs/1706.03762v7", "1706.03762v7"),
    ("local:0123456789ab", "https://example.org/paper", None),
])  # fmt: skip
def test_paper_is_cited_with_the_version_that_its_link_names(
    paper_id: str, link: str | None, cited: str | None
) -> None:
    assert Paper(paper_id=paper_id, title="T", link=link).cited_id == cited


def test_models_are_frozen_strict_and_without_nan() -> None:
    skip = Screened(paper_id="1", title="t", stage="read", reason="r")
    with pytest.raises(ValidationError):
        skip.reason = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Screened(paper_id="1", title="t", stage="read", reason="r", more=1)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Verdict(stance="silent", similarity=math.nan, confidence=0.0, best=None)


def test_json_keeps_spans_as_lists_and_text_as_it_is() -> None:
    assert json_lines([Screened(paper_id="1", title="é", stage="read", reason="r")]).count("é") == 1
    verdict = Verdict(stance="silent", similarity=0.5, confidence=0.0, best=None)
    assert Verdict.model_validate_json(json_text(verdict)) == verdict
    assert list(Span(None, 1, 2)) == [None, 1, 2]


@pytest.mark.parametrize(("score", "expected"), [(0.12345678, "0.123457"), (-0.0, "0.0"), (1, "1.0")])
def test_rounded_gives_six_decimals_and_no_negative_zero(score: float, expected: str) -> None:
    assert str(rounded(score)) == expected
