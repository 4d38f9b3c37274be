import pytest

from synth.language.facets import RELATIONS, Facet, expand, families

ACRONYMS = {
    "DPR": "dense passage retriever",
    "LLM": "large language model",
    "MIRAGE": "medical information retrieval-augmented generation evaluation",
    "RAG": "retrieval-augmented generation",
    "RALM": "retrieval-augmented language models",
}
NAMED = [
    ("retrieval augmentation", "RAG models hallucinate less often than BART."),
    ("retrieval augmentation", "In-context RALMs need no training."),
    ("retrieval augmentation", "We augment the reader with retrieved passages."),
    ("retrieval-augmented generation", "Retrieval augmentation lowers perplexity."),
    ("RAG", "Retrieval-augmented generation helps on rare entities."),
    ("dense retrieval", "DPR is more accurate than BM25."),
    ("dense retrieval", "The DPR-based pipeline wins."),
    ("dense retrieval", "Dense retrievers need many examples."),
    ("longer context windows", "Llama2-70B with a 32K context window reaches 37.36."),
    ("longer context windows", "Long-context language models miss what stands in the middle."),
    ("longer context windows", "Performance decreases as the input contexts grow longer."),
    ("longer context windows", "A context of 128K tokens does not help."),
    ("large language models", "LLMs forget."),
    ("hallucination", "It hallucinates facts."),
    ("lower latency", "Latency falls by half."),
    ("hallucination rate", "Hallucination falls by half."),
    ("larger models", "It depends on model size."),
    ("question answering accuracy", "Question answering gets more accurate."),
]
NOT_NAMED = [
    ("retrieval augmentation", "Mixtral reaches 61% on MIRAGE."),
    ("retrieval augmentation", "The reader is trained on retrieved passages."),
    ("retrieval augmentation", "Data augmentation helps."),
    ("dense retrieval", "The reader is a dense transformer."),
    ("dense retrieval", "Retrieval is slow."),
    (
        "dense retrieval",
        "Retrieval of the first hundred passages by BM25 was followed by training the reader's last, dense layer.",
    ),
    ("longer context windows", "The retrieved context is noisy."),
    ("longer context windows", "In-context learning needs longer training."),
    ("longer context windows", "We use a window of 32K steps."),
    ("reduced communication", "The ring makes the all-reduce twice as fast."),
    ("hallucination rate", "The learning rate was 0.1."),
    ("larger models", "The model was trained on Wikipedia."),
    ("dense retrieval", ""),
]


@pytest.mark.parametrize(("facet", "text"), NAMED)
def test_facet_names_by_families_acronyms_and_extent(facet: str, text: str) -> None:
    assert Facet(facet, ACRONYMS).names(text)


@pytest.mark.parametrize(("facet", "text"), NOT_NAMED)
def test_facet_does_not_name_what_only_shares_words(facet: str, text: str) -> None:
    assert not Facet(facet, ACRONYMS).names(text)


def test_facet_share_is_the_weight_found_anywhere() -> None:
    facet = Facet("dense retrieval", {})
    assert facet.share("Dense retrieval helps.") == 1.0
    assert 0 < facet.share("Retrieval is slow.") < 0.6
    assert facet.share("") == 0.0
    assert Facet("", {}).share("anything") == 0.0


def test_facet_is_bare_where_it_has_relations_only() -> None:
    assert Facet("performance", {}).is_bare
    assert Facet("performance", {}).names("The performance of both is equal.")
    assert not Facet("larger models", {}).is_bare
    assert not Facet("accuracy", {}).is_bare


def test_families_bring_derived_words_together() -> None:
    assert families("reduction") == families("reduce")
    assert families("hallucinations") == families("hallucinate")
    assert families("comparison") == families("compared")
    assert families("all-reduce") == ("all-reduc",)
    assert families("retrieval-augmented") == families("retrieval augmentation")
    assert set(families("outperforming methods")) <= RELATIONS


def test_expand_spells_out_singular_and_plural() -> None:
    assert expand("LLMs with RAG", ACRONYMS) == "large language model with retrieval-augmented generation"


def test_expand_takes_no_letter_but_a_plural_s_away() -> None:
    acronyms = {"PP": "pipeline parallelism", "PPO": "proximal policy optimization"}
    assert expand("PPO and PPs", acronyms) == "proximal policy optimization and pipeline parallelism"
    assert expand("PPO and PPs", {"PP": "pipeline parallelism"}) == "PPO and pipeline parallelism"


def test_facet_weighs_a_compound_unknown_to_the_background_by_its_parts() -> None:
    facet = Facet("chain-of-thought rationale generation", {})
    assert facet.names("Generating a rationale first helps on symbolic problems.")
    assert facet.names("Chain-of-thought generation helps.") is False
    assert 0.3 < facet.share("Chain-of-thought prompting helps.") < 0.5


def test_facet_tells_a_name_from_the_word_it_is_spelt_like() -> None:
    zero = Facet("ZeRO", {})
    assert zero.names("ZeRO saves memory.")
    assert zero.names("ZeRO-DP saves memory.")
    assert not zero.names("Zero-shot accuracy is far above zero.")
    assert Facet("zero", {}).names("ZeRO saves memory.")
    assert Facet("LLMs", {}).names("The llms answer.")
