import pytest

from synth.claims.shapes import shapes
from synth.language.text import words


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("DPR is more accurate on rare names than BM25.", "more than"),
        ("Models answer best when the passage comes first.", "best where"),
        ("Exact match falls from 38.2 to 32.3 at once.", "from to"),
        ("It beats the baseline by 2.6 points.", "by how much"),
        ("REALM reaches an exact match of 40.4.", "scores a number"),
        ("Llama2-70B with retrieval outperforms it.", "system does"),
        ("As Table 2 shows, we see that recall grows.", "results show"),
        ("We use 100 passages.", "we do"),
        ("In this paper we propose a retriever.", "proposes"),
        ("Passages are then split into words.", "is done"),
        ("The following holds:", "unfinished"),
    ],
)
def test_shapes_tell_findings_from_procedures(text: str, shape: str) -> None:
    assert f"shape={shape}" in shapes(text, words(text))


def test_shapes_of_plain_words_are_none() -> None:
    assert shapes("Hello there", ["hello", "there"]) == []
    assert shapes("", []) == []
