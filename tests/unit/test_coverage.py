import pytest

from benchmarks.quality import coverage, related_work
from benchmarks.quality.related_work import Place
from benchmarks.quality.rouge import rouge, rouge_1
from synth.models import Document, Reference, Section, SectionRole, Sentence

KERNELS = (
    "We study graph kernels for molecules.",
    "Graph kernels compare molecules by the walks of their graphs.",
    "The code is free.",
)
WALKS = ("Random walks of graphs tell molecules apart.", "Weather is not discussed.")
LONG = " ".join(["word"] * related_work.MIN_WORDS)


def _paper(*sections: tuple[SectionRole, list[tuple[str, int, tuple[int, ...]]]]) -> Document:
    return Document(
        paper_id="source:paper",
        reader="latex",
        text="",
        sections=tuple(
            Section(
                heading=role,
                role=role,
                sentences=tuple(
                    Sentence(text=text, spans=(), paragraph=paragraph, citations=citations)
                    for text, paragraph, citations in sentences
                ),
            )
            for role, sentences in sections
        ),
        references=(
            Reference(text="a", arxiv_id="1706.03762v5", title="Attention"),
            Reference(text="b", title="A Théory of {Deep} Learning, Twice"),
            Reference(text="c", title="Editorial"),
            Reference(text="d"),
        ),
    )


def test_lead_order_takes_documents_in_turn() -> None:
    assert coverage.lead_order([KERNELS, (), WALKS]) == [(0, 0), (2, 0), (0, 1), (2, 1), (0, 2)]
    assert coverage.lead_order([]) == []


def test_graphs_without_self_links_put_last_what_nothing_else_tells() -> None:
    for order in (coverage.textrank_graph_order, coverage.lexrank_graph_order):
        assert order([KERNELS, WALKS])[0] == (0, 1)
        assert order([KERNELS, WALKS])[-2:] == [(0, 2), (1, 1)]


def test_textrank_and_lexrank_put_first_what_others_tell_too() -> None:
    for order in (coverage.textrank_order, coverage.lexrank_order):
        ranked = order([KERNELS, WALKS])
        assert sorted(ranked) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
        assert ranked[0] == (0, 1)


@pytest.mark.parametrize("documents", [[], [()], [("",)], [("one",)], [("of the", "of the")], [("$x$", "\0"), ("ab",)]])
def test_orders_rank_every_sentence_of_poor_text_once(documents: list[tuple[str, ...]]) -> None:
    places = [(number, place) for number, each in enumerate(documents) for place in range(len(each))]
    for order in coverage.BASELINES.values():
        assert sorted(order(documents)) == places


def test_within_passes_over_what_does_not_fit_and_gives_sentences_as_they_stand() -> None:
    order = [(1, 0), (0, 1), (0, 2)]
    assert coverage.within([KERNELS, WALKS], order, 11) == f"{KERNELS[2]} {WALKS[0]}"
    assert coverage.within([KERNELS, WALKS], order, 3) == ""


def test_cited_records_are_found_by_id_whatever_its_version_and_by_title() -> None:
    titles = {related_work.title_key("A theory of deep learning: twice"): "1801.00001", "editorial": "1801.00002"}
    found = related_work.cited_records(_paper(), ["1706.03762", "1801.00001"], titles)
    assert found == {1: "1706.03762", 2: "1801.00001"}  # a title of one word tells no paper


def test_citing_paragraphs_put_related_work_before_the_introduction() -> None:
    paper = _paper(
        ("introduction", [(LONG, 1, (1, 2)), ("short", 1, (3,)), (LONG, 2, (1, 2))]),
        ("method", [(LONG, 1, (1, 2, 3))]),
        ("background", [("too short", 1, (1, 2, 3)), (LONG, 2, (3, 1, 2, 1))]),
    )
    found = related_work.citing_paragraphs(paper, {1: "a", 2: "b", 3: "c"})
    assert found == [
        Place("source:paper", 2, 2, ("c", "a", "b")),
        Place("source:paper", 0, 1, ("a", "b", "c")),
        Place("source:paper", 1, 1, ("a", "b", "c")),
    ]


def test_in_turn_takes_the_first_of_every_paper_first() -> None:
    first, second, third = (Place("a", 0, 1, ()), Place("a", 0, 2, ()), Place("b", 0, 1, ()))
    assert related_work.in_turn([[first, second], [], [third]], 5) == [first, third, second]
    assert related_work.in_turn([[first, second], [third]], 2) == [first, third]


def test_paragraph_text_leaves_out_citation_numbers_alone() -> None:
    sentences = [Sentence(text="Hu et al. [3] and others [24, 25] scored 0.5 [sic].", spans=(), paragraph=1)]
    assert related_work.paragraph_text(sentences) == "Hu et al. and others scored 0.5 [sic]."


def test_abstract_sentences_of_what_cannot_be_read_are_none() -> None:
    assert related_work.abstract_sentences("We win. They lose.") == ("We win.", "They lose.")
    assert related_work.abstract_sentences(" ") == ()


def test_rouge_takes_the_best_reference_by_each_measure() -> None:
    scores = rouge("the kernel is fast", ["nothing alike", "the kernel is fast"])
    assert scores == {"rouge1": 1.0, "rouge2": 1.0, "rougeL": 1.0}
    assert rouge("a fast kernel", ["kernels run"])["rouge1"] == rouge_1("a fast kernel", ("kernels run",))


def test_reported_paragraphs_are_of_other_papers_than_those_tuned_on() -> None:
    rows = [line.split("\t") for line in related_work.PLACES.read_text(encoding="utf-8").splitlines()[3:]]
    test, train = ({row[1] for row in rows if row[0] == part} for part in ("test", "train"))
    assert len([row for row in rows if row[0] == "test"]) == related_work.TEST_PARAGRAPHS
    assert all(len(row[4].split()) >= related_work.MIN_CITED for row in rows)
    assert not {paper.removeprefix("source:")[:10] for paper in test} & {paper[:10] for paper in train}
