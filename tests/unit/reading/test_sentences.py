import pytest

from synth.reading.fitness import unfit_reason
from synth.reading.sentences import MAX_SENTENCE, split_sentences
from tests.work import growth


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Retrieval follows Doe et al. (2020) and Roe et al. [7] here.",
        "As Fig. 3 and Figs. 4 and 5 show, Eq. (2) holds.",
        "We vary the retriever, e.g. BM25, i.e. a sparse one, cf. Sec. 4.2 and Refs. 3 and 4.",
        "It is 3.1 vs. 4.2 points w.r.t. Tab. 2, resp. Table 3, at approx. 0.5 seconds.",
        "Dr. J. R. Smith of the U.S. Army wrote it.",
        "See p. 3, No. 2, pp. 4 and Vol. 5 of it.",
        "They ask “why?” and answer it.",
        "It was slow ... and then it ended.",
        "The model (it is small. Very small.) works well.",
        "As an example, Eq. S1 is plotted in Fig. S2 below.",
        "We compare two systems: (1) Dense retrieval and (2) sparse retrieval.",
        "In Fig. 2) We need no stop, as Step 2) says.",
        "This follows Wei et al. [2022] and Roe et al. (2022) in Section 3.1 of it.",
        "Throughput is higher on the Yahoo! Cloud Serving Benchmark, even so.",
        "Its address is doi 10.18653/v1/2020. acl-main.164 in the anthology.",
    ],
)
def test_split_sentences_keeps_one_sentence_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("This follows Doe et al.", "We differ from it."),
        ("It runs in the U.S.", "The rest is local."),
        ("Scores rise from 26.44 to 29.32.", "Second, costs fall."),
        ("It is as in Section 3.1.", "Then we go on."),
        ("It is as in Table 2.", "We show it."),
        ("It is in Step 2.", "We show it in 2020."),
        ("It was so in 2020.", "We show it again."),
        ("It follows Wei et al. [2022].", "We differ from it."),
        ("It stands with input x.", "Therefore, it holds."),
        ("The results differ.[3]", "We explain why."),
        ("It was read by SpaCy.2", "In all, it helped."),
        ("Does it hold?³⁹", "Others doubt it.¹⁰,¹¹"),
        ('She said "it works."', "Then it broke."),
        ("He agrees (see above).", "Nobody else does."),
        ("The answer is no.", "We stop."),
        ("It was measured.", "15 of them failed."),
        ("Weights are needed.", "tf-idf gives them."),
        ("Features are learned.", "word2vec learns them."),
        ("Is it so?", "Yes, it is so!"),
        ("The peers’ scores fall in this case.", "In the peers’ view they rise."),
        ("It is set to 0 there.", "β0 is set to 1."),
    ],
)
def test_split_sentences_separates(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two steps follow. 1. Take one. 2. Take two.", ["Two steps follow.", "Take one.", "Take two."]),
        ("i) It is quick at inference. iii) After tuning it is not.", ["It is quick at inference.", "After tuning it is not."]),
        ("2) The drop is larger.", ["The drop is larger."]),
        ("(a) Dense retrieval helps. (b) Sparse retrieval does not.", ["Dense retrieval helps.", "Sparse retrieval does not."]),
        ("It helps. • We show how. - They do not.", ["It helps.", "We show how.", "They do not."]),
        ("A. We find that it helps.", ["We find that it helps."]),
        ("IV. Retrieval helps.", ["Retrieval helps."]),
    ],
)  # fmt: skip
def test_split_sentences_leaves_out_the_marks_of_a_list(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "J. Kelly and R. Barends contributed equally to this work.",
        "[3] is the first to show it.",
        "* denotes our own results.",
        "15 of them failed.",
        "2.5 points are gained by it.",
        "A model is trained.",
        "2WikiMultihopQA is harder.",
        "-5 is the lowest score.",
        "2.",
    ],
)
def test_split_sentences_keeps_what_looks_like_the_mark_of_a_list(text: str) -> None:
    assert sentences(text) == [text]


def test_split_sentences_ends_at_a_blank_line() -> None:
    assert sentences("A heading\n\nits text goes on.") == ["A heading", "its text goes on."]


def test_split_sentences_counts_code_points() -> None:
    text = "  𝒳 is naïve.\n It is 漢字 too.  "
    assert split_sentences(text) == [(2, 13), (15, 28)]
    assert sentences(text) == ["𝒳 is naïve.", "It is 漢字 too."]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_split_sentences_of_nothing_is_nothing(text: str) -> None:
    assert split_sentences(text) == []


@pytest.mark.parametrize("piece", ["e.g. ", "a.¹,²", "(Fig. 3 ", "A. ", ". . ", "[1]. ", "“", "} "])
def test_split_sentences_takes_hostile_text_in_linear_work(piece: str) -> None:
    assert growth(lambda times: split_sentences(piece * times), 1_000) < 3


@pytest.mark.parametrize("text", ["x" * 9_000, "Words of it " * 900, f"It ends. {'y ' * 5_000}It begins."])
def test_split_sentences_cuts_what_is_too_long_into_parts_that_are_never_quoted(text: str) -> None:
    parts = split_sentences(text)
    assert max(end - start for start, end in parts) <= MAX_SENTENCE
    assert "".join("".join(text[start:end] for start, end in parts).split()) == "".join(text.split())
    assert all(
        unfit_reason(text[start:end]) for start, end in parts if text[start:end] not in {"It ends.", "It begins."}
    )
