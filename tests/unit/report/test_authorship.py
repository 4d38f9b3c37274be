import pytest

from synth.models import Paper
from synth.report.authorship import Group, leading_group
from tests.examples import checked, claim

IDS = ("2001.00001v1", "2002.00002v1", "2003.00003v1")


def group_of(*authors: tuple[str, ...], counts: tuple[int, ...] = (1, 1, 1)) -> Group | None:
    papers = {
        paper_id: Paper(paper_id=paper_id, title="", authors=names)
        for paper_id, names in zip(IDS, authors, strict=False)
    }
    claims = [
        checked(claim(n, paper_id)) for paper_id, number in zip(papers, counts, strict=False) for n in range(number)
    ]
    return leading_group(claims, papers)


A, B, C, D, E, F, G, H = "Ada Abel", "Ben Bohr", "Cy Cole", "Di Dunn", "Eve Ek", "Flo Fay", "Gil Gow", "Hal Hay"


def test_leading_group_links_papers_by_two_common_authors() -> None:
    group = group_of((A, B, C, D), ("Âda M. Abel", B, E, F), (G, H))
    assert group == Group(papers=IDS[:2], claims=2, authors=("Âda M. Abel", B))


@pytest.mark.parametrize(
    ("authors", "linked"),
    [
        (((A, B, C, D), (A, E, F, G), (H,)), False),  # one common name among many says little
        (((A, B, C), (A, E, F, G), (H,)), True),
        (((A,), ("A. Abel",), (H,)), False),
        (((), (), ()), False),
        ((("ATLAS Collaboration",), ("ATLAS Collaboration",), (H,)), False),
    ],
)
def test_leading_group_asks_for_two_names_or_for_few_authors(
    authors: tuple[tuple[str, ...], ...], linked: bool
) -> None:
    assert (group_of(*authors) is not None) is linked


def test_leading_group_carries_links_on() -> None:
    group = group_of((A, B), (B, C), (C, D))
    assert group is not None
    assert group.papers == IDS


def test_leading_group_needs_more_than_half_of_the_claims() -> None:
    assert group_of((A,), (B,), counts=(1, 1)) is None
    assert group_of((A,), (B,), counts=(2, 1)) == Group(papers=IDS[:1], claims=2, authors=())


def test_leading_group_takes_in_all_papers_of_who_is_behind_most_of_them() -> None:
    ids = [f"200{number}.00001v1" for number in range(1, 5)]
    authors = [(A, B, C, D), (A, B, E, F), (A, B, G, H), (A, "Ida Ito", "Jo Juhl", "Kai Kerr")]
    papers = {one: Paper(paper_id=one, title="", authors=names) for one, names in zip(ids, authors, strict=True)}
    group = leading_group([checked(claim(0, one)) for one in ids], papers)
    assert group is not None
    assert group.papers == tuple(ids)
