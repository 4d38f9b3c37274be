"""Fixtures of the tests that join several components or talk over the network of this machine."""

from collections.abc import Iterator

import pytest

from tests.integration.arxiv_papers import PAPERS as ALL_PAPERS
from tests.integration.arxiv_server import ArxivServer, ServedPaper, serving
from tests.integration.database_server import DatabaseServer, serving_databases

PAPERS = (
    ServedPaper("2005.11401v1", "Retrieval-Augmented Generation", "An early version.", category="cs.CL"),
    ServedPaper(
        "2005.11401v4",
        "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks",
        "Retrieval augmentation reduces hallucination in text generation.",
        ("Patrick Lewis", "Ethan Perez"),
        published="2020-05-22T21:34:34Z",
    ),
    ServedPaper("math/0303003v1", "On $C^{*}$-algebras", "A theorem.", ('J\\"org Schm\\"uller',), "math.QA"),
    ServedPaper("2101.00001v1", "A PDF only paper", source=b"%PDF-1.5\n%%EOF\n", source_type="application/pdf"),
    ServedPaper("2101.00002v2", "Withdrawn work on retrieval", comment="This paper has been withdrawn by the author"),
    ServedPaper("2101.00003v1", "Neither source nor PDF", "Only an abstract on retrieval.", source=None, pdf=None),
    ServedPaper("2101.00004v1", "An empty source", source=b"", pdf=None),
    *(ServedPaper(f"2102.{number:05}v1", f"Dense retrieval, part {number}") for number in range(1, 26)),
)


@pytest.fixture
def arxiv_server() -> Iterator[ArxivServer]:
    """arXiv's stand-in with papers in all forms, old and new identifiers, two versions of one."""
    with serving(*PAPERS) as server:
        yield server


@pytest.fixture
def arxiv() -> Iterator[ArxivServer]:
    """arXiv's stand-in with two papers."""
    with serving(*ALL_PAPERS[:2]) as server:
        yield server


@pytest.fixture
def databases() -> Iterator[DatabaseServer]:
    """The stand-ins of all other databases."""
    with serving_databases() as server:
        yield server
