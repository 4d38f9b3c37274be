import pytest

from synth.language.text import background, content_stems, cosine, idf, names, normalise, words


def test_words_keep_hyphens_decimals_and_apostrophes() -> None:
    assert words("State-of-the-art nDCG@10 rose to 54.3; it's 12%.") == [
        "state-of-the-art", "ndcg", "10", "rose", "to", "54.3", "it's", "12",
    ]  # fmt: skip


def test_words_fold_the_typographic_apostrophe_and_the_possessive() -> None:
    assert words("The LM’s window, the LM's window; it’s BART's, isn’t it?") == [
        "the", "lm", "window", "the", "lm", "window", "it's", "bart", "isn't", "it",
    ]  # fmt: skip
    assert content_stems("the LM’s") == content_stems("the LM")


def test_names_are_acronyms_and_capitals_inside_a_sentence() -> None:
    text = "However, BM25 beats DPR’s encoder on Natural Questions. Retrieval-augmented LLMs win, see Table 2: “Open” SQuAD."
    assert names(text) == {"bm25", "dpr", "natural", "questions", "llm", "squad"}
    assert names("GPT-43B (Our model)") == {"gpt", "43b"}
    assert names("") == frozenset()


def test_content_stems_meet_across_inflections() -> None:
    assert set(content_stems("models hallucinate")) & set(content_stems("a model hallucinates less")) == {
        "model",
        "hallucin",
    }


def test_content_stems_keep_a_compound_and_its_parts() -> None:
    assert content_stems("retrieval-augmented") == ["retrieval-aug", "retriev", "augment"] or content_stems(
        "retrieval-augmented"
    )[1:] == ["retriev", "augment"]


def test_normalise_drops_control_and_zero_width_characters() -> None:
    assert normalise("a\u200bb \x00c\n\t d e\u0301") == "ab c d é"


def test_idf_is_higher_for_rarer_words() -> None:
    documents, frequency = background()
    assert documents == 268810
    assert idf("hallucin") > idf("model") > 1.0
    assert frequency["model"] < documents


@pytest.mark.parametrize(("left", "right", "low", "high"), [
    ("dense retrieval", "dense retrieval", 1.0, 1.0),
    ("dense retrieval", "hep phenomenology", 0.0, 0.0),
    ("", "dense", 0.0, 0.0),
    ("dense retrieval works", "dense retrieval fails", 0.3, 0.99),
])  # fmt: skip
def test_cosine_is_bounded_and_symmetric(left: str, right: str, low: float, high: float) -> None:
    there, back = (
        cosine(content_stems(left), content_stems(right)),
        cosine(content_stems(right), content_stems(left)),
    )
    assert low - 1e-9 <= there <= high + 1e-9
    assert there == pytest.approx(back)
