"""Papers that are read are told apart by more than their names in a record."""

from synth.models import Card, Paper
from synth.stages.accounting import merge_copies
from synth.stages.acquisition import Acquired
from tests import examples


def acquired(row: int, paper_id: str) -> Acquired:
    return Acquired(
        row=row,
        paper=Paper(paper_id=paper_id, title=f"Paper {row}", authors=(f"Author {row}",)),
        source=examples.source(paper_id),
        document=examples.document(paper_id),
        card=Card(paper_id=paper_id),
        claims=(),
    )


def test_merge_copies_keeps_one_of_the_papers_whose_texts_would_be_one_file() -> None:
    papers = [
        acquired(row, paper_id) for row, paper_id in enumerate(("doi:10.1000/a:b", "doi:10.1000/c", "doi:10.1000/A/b"))
    ]
    kept, reasons = merge_copies(papers)
    assert kept == papers[:2]
    assert reasons == {2: "its text would have the name of another's in the record, doi:10.1000/a:b"}


def test_merge_copies_says_of_what_a_paper_is_a_copy() -> None:
    kept, reasons = merge_copies([acquired(0, "2005.11401v1"), acquired(7, "2005.11401v2")])
    assert len(kept) == 1
    assert [*reasons.values()] in (["a copy of 2005.11401v1"], ["a copy of 2005.11401v2"])
