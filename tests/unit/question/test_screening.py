import json
from pathlib import Path

from synth.models import Paper
from synth.question import find_copies, parse_question, rank_papers, screen_papers
from synth.settings import SearchSettings

QUESTION = parse_question("Does retrieval augmentation reduce hallucination?")
ON_TOPIC = "Retrieval augmentation reduces hallucination"


def paper(paper_id: str, title: str = ON_TOPIC, abstract: str = "", authors: tuple[str, ...] = ()) -> Paper:
    return Paper(paper_id=paper_id, title=title, abstract=abstract, authors=authors)


def decisions(*papers: Paper, must_keep: tuple[int, ...] = (), max_papers: int = 30) -> list[tuple[str, str]]:
    screened = screen_papers(QUESTION, papers, find_copies(papers), SearchSettings(max_papers=max_papers), must_keep)
    assert [row.paper_id for row in screened] == [each.paper_id for each in papers]
    return [(row.decision, row.reason) for row in screened]


def test_rank_papers_weighs_titles_above_abstracts() -> None:
    title, abstract, neither = rank_papers(
        QUESTION,
        [
            paper("2101.00001v1", "Hallucination", "We study planets."),
            paper("2101.00002v1", "Planets", "We study hallucination."),
            paper("2101.00003v1", "Planets", "We study stars."),
        ],
    )

    assert 1 >= title > abstract > neither == 0


def test_rank_papers_sees_inflected_words() -> None:
    assert rank_papers(QUESTION, [paper("2101.00001v1", "Hallucinating less by augmented retrieving")])[0] > 0.5


def test_rank_papers_puts_papers_on_the_question_first(shared_data: Path) -> None:
    lines = (shared_data / "arxiv_metadata" / "topic_retrieval.jsonl").read_text(encoding="utf-8").splitlines()[:600]
    rows = [json.loads(line) for line in lines]
    papers = [Paper(paper_id=row["id"], title=row["title"], abstract=row["abstract"]) for row in rows]
    question = parse_question("dense passage retrieval for open-domain question answering")
    ranked = sorted(zip(rank_papers(question, papers), papers, strict=True), key=lambda pair: -pair[0])

    for _, best in ranked[:5]:
        text = f"{best.title} {best.abstract}".lower()
        assert "retriev" in text or "rank" in text
        assert "passage" in text or "question answering" in text


def test_screen_papers_keeps_the_most_relevant() -> None:
    beyond = "beyond the 1 most relevant"

    assert decisions(paper("2101.00001v1", "Retrieval of images"), paper("2101.00002v1"), max_papers=1) == [
        ("skipped", beyond),
        ("used", ""),
    ]


def test_screen_papers_skips_what_is_beside_the_question() -> None:
    assert decisions(paper("2101.00001v1", "Dark matter halos")) == [("skipped", "relevance 0.00 below 0.02")]


def test_screen_papers_keeps_what_the_user_asked_for() -> None:
    mine = paper("local:0123456789ab", "Dark matter halos")

    assert decisions(mine, paper("2101.00001v1"), must_keep=(0,), max_papers=1) == [("used", ""), ("used", "")]


def test_screen_papers_merges_versions_with_the_newest() -> None:
    assert decisions(paper("2101.00001v1"), paper("2101.00001v12"), paper("2101.00001v2")) == [
        ("merged", "another version or copy of 2101.00001v12"),
        ("used", ""),
        ("merged", "another version or copy of 2101.00001v12"),
    ]


def test_screen_papers_merges_a_digest_with_its_paper() -> None:
    assert decisions(paper("digest:2101.00001"), paper("2101.00001v1")) == [
        ("merged", "another version or copy of 2101.00001v1"),
        ("used", ""),
    ]


def test_screen_papers_merges_a_file_of_the_same_title_and_an_author() -> None:
    mine = paper("local:0123456789ab", ON_TOPIC.upper() + "!", authors=("Lewis, P.",))
    other = paper("local:ba9876543210", authors=("Grace Hopper",))
    known = paper("2101.00001v1", authors=("Patrick Lewis", "E. Perez"))
    mine = mine.model_copy(update={"authors": ("P. Lewis",)})

    assert [decision for decision, _ in decisions(mine, other, known)] == ["merged", "used", "used"]


def test_screen_papers_keeps_files_of_unrelated_juniors_apart() -> None:
    mine = paper("local:0123456789ab", authors=("Robert C. Martin Jr.",))
    other = paper("2101.00001v1", authors=("Rita Moreno Jr.",))

    assert [decision for decision, _ in decisions(mine, other)] == ["used", "used"]


def test_screen_papers_skips_withdrawn_papers() -> None:
    gone = paper("2101.00001v1").model_copy(update={"withdrawn": True})

    assert decisions(gone, must_keep=(0,)) == [("skipped", "withdrawn")]


def test_screen_papers_takes_no_two_papers_without_a_title_for_one() -> None:
    untitled = [paper(f"local:{number:012x}", " ", "Retrieval.", ("Ann Webb",)) for number in (1, 2)]

    assert [decision for decision, _ in decisions(*untitled)] == ["used", "used"]
