"""A paper given as a file takes year, venue and DOI from its first page; one with metadata keeps what these say."""

from datetime import date

import pytest

from synth.models import ArxivStamp, Document, Paper
from synth.stages.acquisition import _completed

DOI = "10.1007/s00338-020-02025-2"
DOCUMENT = Document(
    paper_id="local:0123456789ab",
    reader="pdf",
    text="",
    title="Reefs",
    authors=("A. Doe",),
    year=2021,
    venue="Coral Reefs",
    doi=DOI,
)


def printed(paper: Paper) -> tuple[int | None, str | None, str | None]:
    return paper.year, paper.journal_ref, paper.doi


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper(paper_id="local:0123456789ab", title="reef.pdf"), (2021, "Coral Reefs", DOI)),
        (
            Paper(
                paper_id="local:0123456789ab", title="R", authors=("A. Doe",), published=date(2019, 5, 1), doi="10.1/a"
            ),
            (2019, "Coral Reefs", "10.1/a"),
        ),
        (Paper(paper_id="1904.00001v1", title="R", authors=("A. Doe",)), (2019, None, None)),
    ],
)
def test_completed_takes_what_a_paper_lacks_from_its_first_page(
    paper: Paper, expected: tuple[int | None, str | None, str | None]
) -> None:
    assert printed(_completed(paper, DOCUMENT)) == expected


def test_completed_dates_a_paper_by_the_stamp_of_its_first_version_only() -> None:
    paper = Paper(paper_id="local:0123456789ab", title="reef.pdf")
    for version, published in (("v1", date(2021, 4, 12)), ("v3", None)):
        stamp = ArxivStamp(arxiv_id=f"2104.00001{version}", stamped_on=date(2021, 4, 12))
        completed = _completed(paper, DOCUMENT.model_copy(update={"stamp": stamp, "venue": None, "doi": None}))
        assert (completed.published, completed.year, completed.journal_ref) == (published, 2021, None)


def test_completed_gives_a_paper_without_a_title_that_of_its_document() -> None:
    answered = Paper(paper_id="1904.00001v1", title="", authors=("Al Dee",), abstract="We count.", doi="10.1/a")
    completed = _completed(answered, DOCUMENT)

    assert (completed.title, completed.authors, completed.year) == ("Reefs", ("Al Dee",), 2019)
    assert (completed.journal_ref, completed.doi) == ("Coral Reefs", "10.1/a")
    assert _completed(answered, DOCUMENT.model_copy(update={"title": None})).title == ""
