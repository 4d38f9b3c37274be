import random
from pathlib import Path

import pytest

from synth.library import Library
from synth.library.full_text import SearchFilter
from synth.library.index import RANKED
from synth.library.ranking import FEATURES, MAX_TERMS, indexed_forms, query_terms, rank_features, rank_scores
from synth.models import Paper

TITLE = "Ageing stem cells"
HOSTILE = [
    "",
    " ",
    "x",
    "word " * 2000,
    "$\\alpha^2 + \\beta_{ij}$",
    "Ελληνικά 漢字 عربي",
    "a\x00b",
    "\ud800 gene",
    "a" * 10_000,
]


def features(query: str, title: str, abstract: str, **frequency: int) -> dict[str, float]:
    found = rank_features(query, [(title, abstract), ("", "Other words entirely.")], frequency, 100)
    return dict(zip(FEATURES, found[0], strict=True))


def test_rank_features_are_all_nought_without_a_common_word() -> None:
    assert set(features("protein folding", "Bread", "Flour, water, salt.").values()) == {0.0}


def test_rank_features_count_what_else_the_title_says() -> None:
    assert features("ageing stem cells", TITLE, "We look at bone.")["title focus"] == 1.0
    assert 0.3 < features("stem cells", TITLE, "We look at bone.")["title focus"] < 0.9


def test_rank_features_weigh_rare_words_more() -> None:
    common = features("gene p53", "", "A gene.", gene=90, p53=1)
    rare = features("gene p53", "", "A p53.", gene=90, p53=1)
    assert rare["spelling"] > common["spelling"]
    assert rare["rare words"] / rare["spelling"] > common["rare words"] / common["spelling"]


def test_rank_features_meet_words_run_together_or_ended_otherwise() -> None:
    assert features("p16INK4a", "", "Loss of p16(INK4a).")["spelling"] == 1.0
    assert 0.5 < features("inflammasome", "", "Inflammatory signals.")["spelling"] < 1.0
    assert features("inflammasome", "", "Bread.")["spelling"] == 0.0


def test_rank_features_take_nearness_to_the_first_papers_as_feedback() -> None:
    first = ("Insulin signalling", "Insulin and glucose in liver, with leptin and obesity.")
    near, far = ("", "Leptin, obesity and glucose: insulin."), ("", "Insulin prices in public markets.")
    rows = rank_features("insulin signalling", [first, near, far], {"insulin": 3, "signal": 1}, 100)
    assert rows[1][FEATURES.index("feedback")] > rows[2][FEATURES.index("feedback")]


def test_query_terms_are_words_of_topic_once_and_bounded() -> None:
    assert query_terms("The RAG of the rag-based LMs") == ("rag", "based", "lm")
    assert len(query_terms(" ".join(f"w{n}" for n in range(500)))) == MAX_TERMS


def test_indexed_forms_know_the_plural_of_an_acronym() -> None:
    assert indexed_forms("HSCs divide") == {"hsc": ("hsc", "hscs"), "divide": ("divide",)}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_rank_scores_are_numbers_for_any_text(text: str) -> None:
    for query, title, abstract in ((text, TITLE, text), ("stem gene word", text, text), (text, "", "")):
        (score,) = rank_scores(query, [(title, abstract)], {}, 1)
        assert -1000 < score < 1000


def test_rank_scores_of_no_papers_are_none() -> None:
    assert rank_scores("gene", [], {}, 0) == []


def papers(count: int) -> list[Paper]:
    chance = random.Random(7)
    vocabulary = [
        f"{stem}{end}"
        for stem in ("gene", "cell", "mouse", "tumour", "insulin", "bone")
        for end in ("", "s", "ly", "x")
    ]
    return [
        Paper(
            paper_id=f"2001.{n:05d}",
            title=" ".join(chance.choices(vocabulary, k=4)),
            abstract=" ".join(chance.choices(vocabulary, k=chance.choice((3, 8, 20)))),
        )
        for n in range(count)
    ]


def test_search_gives_one_order_whatever_the_order_of_adding(tmp_path: Path) -> None:
    held = papers(300)
    one, two = Library(tmp_path / "one"), Library(tmp_path / "two")
    one.add(held)
    for start in range(0, 300, 75):
        two.add(reversed(held[225 - start : 300 - start]))
    for query in ("gene", "insulin cells", "mouse tumour bone gene"):
        assert one.search(query, 150) == two.search(query, 150)


def test_search_of_a_large_library_looks_for_rare_words_where_there_are_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synth.library.full_text.LARGE_PAPERS", 100)
    library = Library(tmp_path)
    rare = Paper(paper_id="1901.00001", title="Leptin", abstract="A gene of mice.")
    library.add([rare, *papers(200)])
    assert [hit.paper_id for hit in library.search("leptin gene", 50)] == [rare.paper_id]
    assert len(library.search("gene", 50)) == 50


def test_search_puts_equal_papers_in_the_order_of_their_identifiers(tmp_path: Path) -> None:
    same = [Paper(paper_id=f"2001.{n:05d}", title="Dense retrieval", abstract="Vectors.") for n in range(RANKED + 20)]
    library = Library(tmp_path)
    library.add(reversed(same))
    assert [hit.paper_id for hit in library.search("dense retrieval", 30)] == [paper.paper_id for paper in same[:30]]


def test_search_with_a_larger_limit_only_adds_at_the_end(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add(papers(300))
    whole = library.search("gene insulin", 200)
    assert len(whole) > RANKED + 10
    assert [hit.score for hit in whole] == sorted((hit.score for hit in whole), reverse=True)
    for limit in (1, 10, RANKED, RANKED + 10):
        assert library.search("gene insulin", limit) == whole[:limit]


def test_search_prefers_the_paper_that_says_it_to_the_one_that_repeats_a_word(tmp_path: Path) -> None:
    library = Library(tmp_path)
    said = Paper(paper_id="1901.00001", title="Leptin", abstract="We show that leptin reduces appetite in obese mice.")
    repeated = Paper(paper_id="1901.00002", title="Mice", abstract="Mice, mice and more mice: obese mice in cages.")
    library.add([repeated, said, *papers(50)])
    assert library.search("leptin reduces appetite of obese mice")[0].paper_id == said.paper_id


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_search_of_any_text_never_raises(tmp_path: Path, query: str, caplog: pytest.LogCaptureFixture) -> None:
    library = Library(tmp_path)
    library.add(papers(5))
    assert isinstance(library.search(query), list)
    assert isinstance(library.search("gene", where=SearchFilter(authors=(query,), categories=(query,))), list)
    assert library.count(query) >= 0
    assert library.paper(query) is None
    assert caplog.records == []  # no query passes for a damaged index, which would be made anew


@pytest.mark.parametrize("limit", [0, -1])
def test_search_for_nothing_finds_nothing(tmp_path: Path, limit: int) -> None:
    library = Library(tmp_path)
    library.add(papers(5))
    assert library.search("gene", limit) == []
