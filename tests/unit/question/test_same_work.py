import pytest

from synth.models import Paper
from synth.question import find_copies, united

ADA = ("Ada Lovelace", "Charles Babbage", "Mary Somerville")


def paper(paper_id: str, title: str, authors: tuple[str, ...] = ADA, year: int | None = 2020, **more: object) -> Paper:
    return Paper.model_validate({"paper_id": paper_id, "title": title, "authors": authors, "printed_year": year} | more)


PREPRINT = paper("2001.00001v2", "Notes on the analytical engine: a programmer's view")


@pytest.mark.parametrize(
    "published",
    [
        paper("doi:10.1/a", "Something else by mistake", ids=("arxiv:2001.00001",)),
        paper("doi:10.1/a", "Notes on the Analytical Engine"),
        paper("doi:10.1/a", "NOTES ON THE ANALYTICAL ENGINE - A PROGRAMMER'S VIEW", ("A. Lovelace",)),
        paper("doi:10.1/a", "Notes on an analytical engine: a programmer's perspective", year=2022),
        paper("doi:10.48550/arxiv.2001.00001", "", (), None, doi="10.48550/arXiv.2001.00001"),
    ],
)
def test_find_copies_takes_what_was_published_for_its_preprint(published: Paper) -> None:
    assert find_copies([published, PREPRINT]) == {0: 1}


@pytest.mark.parametrize(
    "other",
    [
        paper("2001.00002v1", PREPRINT.title),
        paper("doi:10.1/a", PREPRINT.title, ("Grace Hopper",)),
        paper("doi:10.1/a", "Notes on the difference engine", ADA),
        paper("doi:10.1/a", "Notes on the Analytical Engine", ADA, 2030),
        paper("doi:10.1/a", "Notes on the Analytical Engine", ("Ada Lovelace", "Grace Hopper", "Alan Turing")),
    ],
)
def test_find_copies_leaves_other_works_alone(other: Paper) -> None:
    assert find_copies([other, PREPRINT]) == {}


def test_find_copies_knows_the_parts_of_a_series() -> None:
    parts = [paper(f"doi:10.1/{n}", f"The analytical engine. {n} Its mill and store in practice") for n in ("I", "II")]

    assert find_copies(parts) == {}


def test_find_copies_follows_identifiers_over_several_databases() -> None:
    found = [
        paper("pmid:1", "A", (), None, ids=("pmcid:PMC1",)),
        paper("doi:10.1/a", "B", (), None, doi="10.1/A", ids=("openalex:W1",)),
        paper("openalex:W1", "C", (), None, ids=("pmid:1",)),
    ]

    assert len(set(find_copies(found).values())) == 1
    assert len(find_copies(found)) == 2


def test_united_keeps_identifiers_as_databases_spell_them() -> None:
    kept = paper("doi:10.1/a", "A", doi="10.1/A", ids=("pmcid:PMC77",))
    copy = paper("2001.00001v2", "A", ids=("openalex:W1", "doi:10.1/a"), open_files=("https://x.org/a.pdf",))

    (one, _) = united([kept, copy], {1: 0})

    assert one.ids == ("arxiv:2001.00001v2", "openalex:W1", "pmcid:PMC77")
    assert one.open_files == copy.open_files
