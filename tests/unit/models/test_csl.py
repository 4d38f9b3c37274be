import pytest

from synth.models import Paper, ReportReference
from synth.models.csl import CslName, csl_item, csl_name, sort_key, visible


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", {"given": "Ada", "family": "Lovelace"}),
        ("Ludwig van der Berg", {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Berg"}),
        ("Martin L. King Jr.", {"given": "Martin L.", "family": "King", "suffix": "Jr."}),
        ("danqi chen", {"given": "danqi", "family": "chen"}),
        ("Plato", {"family": "Plato"}),
        ("The ATLAS Collaboration", {"literal": "The ATLAS Collaboration"}),
        ("Smith, John", {"literal": "Smith, John"}),
        ("Ann and Bob", {"literal": "Ann and Bob"}),
    ],
)
def test_csl_name_takes_a_name_apart(name: str, parts: dict[str, str]) -> None:
    assert csl_name(name) == CslName.model_validate(parts)


@pytest.mark.parametrize("name", ["", " ", "\x00", "\u200b\n"])
def test_csl_name_of_nothing_is_none(name: str) -> None:
    assert csl_name(name) is None


def test_sort_key_sorts_by_family_name_then_year_and_puts_the_unsigned_by_title() -> None:
    papers = [
        Paper(paper_id="2201.00001v1", title="Z", authors=("Émilie du Châtelet",)),
        Paper(paper_id="2101.00002v1", title="B", authors=("Ann Çelik", "Bo Ek")),
        Paper(paper_id="2001.00003v1", title="C", authors=("Ann Celik", "Bo Ek")),
        Paper(paper_id="local:0123456789ab", title="Damn"),
        Paper(paper_id="1901.00004v1", title="D", authors=("zoe Aal",)),
    ]
    assert [paper.title for paper in sorted(papers, key=sort_key)] == ["D", "C", "B", "Damn", "Z"]


def test_csl_item_has_what_the_paper_says_and_nothing_else() -> None:
    paper = Paper(paper_id="2005.11401v4", title="A\nB\x00", doi="10.1000/x", journal_ref="J. Odd 1", abstract="Why.")
    item = csl_item(ReportReference(number=1, key="k", paper=paper, kind="latex"))
    assert item.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True, mode="json") == {
        "id": "k",
        "type": "article-journal",
        "title": "A B",
        "issued": {"date-parts": [[2020]]},
        "container-title": "J. Odd 1",
        "number": "arXiv:2005.11401v4",
        "DOI": "10.1000/x",
        "URL": "https://arxiv.org/abs/2005.11401v4",
        "abstract": "Why.",
    }


@pytest.mark.parametrize("paper_id", ["digest:2005.11401v4", "local:0123456789ab"])
def test_csl_item_takes_no_abstract_that_is_not_arxivs(paper_id: str) -> None:
    paper = Paper(paper_id=paper_id, title="A", abstract="In other words.")
    assert csl_item(ReportReference(number=1, key="k", paper=paper, kind="latex")).abstract is None


def test_visible_drops_what_cannot_be_seen_and_keeps_the_rest() -> None:
    assert (
        visible("a\u200b\x00 \n\t é\u0301 \ud800\ufdd0\uffff\U0001fffe\u2028b ")
        == "a é\u0301 \ufffd\ufffd\ufffd\ufffd b "
    )
    assert visible("plain  text") == "plain text"
