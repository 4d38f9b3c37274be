import json
from pathlib import Path

import pytest

from synth.sources.withdrawal import is_withdrawal_notice, says_withdrawn

WITHDRAWN_COMMENTS = [
    "This paper has been withdrawn by the author due to a crucial error",
    "12 pages. Withdrawn because of a flaw in Lemma 2",
    "Paper withdrawn",
    "arXiv admin note: submission has been withdrawn by arXiv administrators",
    "3 figures Withdrawn due to an error",
    "We have withdrawn our paper due to a mistake",
]
OTHER_COMMENTS = [
    None,
    "12 pages, withdrawn-user statistics in the appendix",
    "replaces an earlier paper that was withdrawn (arXiv:1002.3451)",
    "It was later withdrawn from that journal",
    "14 pages; Theorem 2 and Lemma 1 withdrawn",
    "The drug was withdrawn from the market",
]
OTHER_ABSTRACTS = [
    "We study how money is withdrawn from accounts.",
    "A withdrawn method for ranking is compared with ours.",
    "Rofecoxib was withdrawn by Merck in 2004; we model its effect.",
    "When the stimulus is withdrawn, the network forgets.",
    "We detect papers that were withdrawn by their authors.",
]


@pytest.mark.parametrize("comment", WITHDRAWN_COMMENTS)
def test_says_withdrawn_believes_the_comment(comment: str) -> None:
    assert says_withdrawn(comment, "We prove a theorem.")


@pytest.mark.parametrize("abstract", ["This paper has been withdrawn by the author.", "Withdrawn due to an error."])
def test_says_withdrawn_believes_the_abstract(abstract: str) -> None:
    assert says_withdrawn(None, abstract)


@pytest.mark.parametrize("comment", OTHER_COMMENTS)
def test_says_withdrawn_passes_other_comments(comment: str | None) -> None:
    assert not says_withdrawn(comment, "We prove a theorem.")


@pytest.mark.parametrize("abstract", OTHER_ABSTRACTS)
def test_says_withdrawn_passes_papers_about_things_withdrawn(abstract: str) -> None:
    assert not says_withdrawn(None, abstract)


def test_says_withdrawn_finds_real_withdrawals(shared_data: Path) -> None:
    lines = (shared_data / "arxiv_metadata" / "withdrawn_papers.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = [row for row in rows if says_withdrawn(row["comments"], row["abstract"])]

    assert len(found) / len(rows) > 0.9  # the file holds papers that say the word, also of something else


def test_is_withdrawal_notice_tells_a_notice_from_a_paper() -> None:
    assert is_withdrawal_notice("")
    assert is_withdrawal_notice("%auto-ignore\n")
    assert is_withdrawal_notice("%auto-ignore\nThis paper has been withdrawn by the author.")
    assert not is_withdrawal_notice("\\documentclass{article}\\begin{document}We show it.\\end{document}")
    assert not is_withdrawal_notice("The drug was withdrawn. " + "We model its effect in detail. " * 200)
