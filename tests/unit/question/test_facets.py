import pytest

from synth.errors import QuestionError
from synth.question import MAX_QUESTION_CHARS, parse_question

# text -> kind, subjects, outcomes, settings
FACETS = {
    "Does retrieval augmentation reduce hallucination compared with longer context windows?": (
        "comparison", ("retrieval augmentation", "longer context windows"), ("hallucination",), (),
    ),
    "dense passage retrieval for open-domain QA": ("open", ("dense passage retrieval",), (), ("open-domain QA",)),
    "retrieval-augmented generation": ("open", ("retrieval-augmented generation",), (), ()),
    "question answering over knowledge graphs": ("open", ("question answering over knowledge graphs",), (), ()),
    "BM25 versus dense retrieval": ("comparison", ("BM25", "dense retrieval"), (), ()),
    "Is dense retrieval better than BM25 on out-of-domain data?": (
        "comparison", ("dense retrieval", "BM25"), (), ("out-of-domain data",),
    ),
    "Fine-tuning or RAG for domain adaptation?": ("comparison", ("Fine-tuning", "RAG"), (), ("domain adaptation",)),
    "Does fine-tuning or retrieval work better for domain adaptation?": (
        "comparison", ("fine-tuning", "retrieval"), (), ("domain adaptation",),
    ),
    "Do larger models hallucinate less than smaller ones?": (
        "comparison", ("larger models", "smaller"), ("hallucinate",), (),
    ),
    "Are sparse retrievers more robust than dense retrievers under domain shift?": (
        "comparison", ("sparse retrievers", "dense retrievers"), ("robust",), ("domain shift",),
    ),
    "Does longer context lead to fewer hallucinations than retrieval?": (
        "comparison", ("longer context", "retrieval"), ("hallucinations",), (),
    ),
    "Are graph neural networks better at molecular property prediction than random forests?": (
        "comparison", ("graph neural networks", "random forests"), ("molecular property prediction",), (),
    ),
    "Is RAG as accurate as fine-tuning for factual questions?": (
        "comparison", ("RAG", "fine-tuning"), ("accurate",), ("factual questions",),
    ),
    "Do vision transformers outperform convolutional networks on small datasets?": (
        "comparison", ("vision transformers", "convolutional networks"), (), ("small datasets",),
    ),
    "How do transformers and state space models compare on long sequences?": (
        "comparison", ("transformers", "state space models"), (), ("long sequences",),
    ),
    "What are the differences between LoRA and full fine-tuning in low-resource settings?": (
        "comparison", ("LoRA", "full fine-tuning"), (), ("low-resource settings",),
    ),
    "Should one use Adam instead of SGD for training transformers?": (
        "comparison", ("Adam", "SGD"), (), ("training transformers",),
    ),
    "Does dropout prevent overfitting relative to weight decay?": (
        "comparison", ("dropout", "weight decay"), ("overfitting",), (),
    ),
    "Does dense retrieval improve over BM25 on TREC?": ("comparison", ("dense retrieval", "BM25"), (), ("TREC",)),
    "advantages of LSTMs over GRUs in speech recognition": (
        "comparison", ("LSTMs", "GRUs"), (), ("speech recognition",),
    ),
    "Is mixup or cutmix more effective for long-tailed recognition?": (
        "comparison", ("mixup", "cutmix"), (), ("long-tailed recognition",),
    ),
    "What is the effect of chain-of-thought prompting on arithmetic reasoning in small language models?": (
        "effect", ("chain-of-thought prompting",), ("arithmetic reasoning",), ("small language models",),
    ),
    "Is there evidence that instruction tuning improves zero-shot generalization?": (
        "effect", ("instruction tuning",), ("zero-shot generalization",), (),
    ),
    "Does adding noise to training data improve robustness, fairness or calibration in image classifiers?": (
        "effect", ("adding noise to training data",), ("robustness", "fairness", "calibration"), ("image classifiers",),
    ),
    "How does retrieval depth affect latency and answer quality?": (
        "effect", ("retrieval depth",), ("latency", "answer quality"), (),
    ),
    "improve calibration of neural networks": ("effect", ("calibration of neural networks",), (), ()),
    "How much does quantization degrade the accuracy of large language models?": (
        "how much", ("quantization",), ("accuracy of large language models",), (),
    ),
    "To what extent do pretrained models memorise training data?": (
        "how much", ("pretrained models memorise training data",), (), (),
    ),
    "Which rerankers work best for biomedical question answering?": (
        "which", ("rerankers",), (), ("biomedical question answering",),
    ),
    "Can language models learn to use tools?": ("existence", ("language models learn to use tools",), (), ()),
    "Why do language models hallucinate?": ("open", ("language models hallucinate",), (), ()),
    "What do we know about scaling laws for retrieval?": ("open", ("scaling laws",), (), ("retrieval",)),
    "When does self-consistency help?": ("open", ("self-consistency",), (), ()),
    "😀 does RAG 🚀 help?": ("existence", ("RAG",), (), ()),
    "Can machine-generated text be detected without training?": (
        "existence", ("machine-generated text",), ("detected",), ("training",),
    ),
    "Has attention been shown to be interpretable?": ("existence", ("attention",), ("interpretable",), ()),
    "Should retrieval be done once or at every step?": ("existence", ("retrieval",), (), ("every step",)),
    "How can the memory of transformers be reduced?": ("open", ("memory of transformers",), (), ()),
    "Can hallucination be reduced by retrieval in medicine?": (
        "effect", ("retrieval",), ("hallucination",), ("medicine",),
    ),
    "Is overfitting prevented by dropout?": ("effect", ("dropout",), ("overfitting",), ()),
    "How much memory does ZeRO save?": ("how much", ("ZeRO",), ("memory",), ()),
    "How much memory does ZeRO save compared with data parallelism?": (
        "comparison", ("ZeRO", "data parallelism"), ("memory",), (),
    ),
    "How many examples does few-shot learning need?": ("how much", ("few-shot learning",), ("examples",), ()),
    "How much data is needed to train a good reranker?": ("how much", ("reranker",), ("data",), ()),
    "How large must a language model be to reason?": ("how much", ("language model",), ("large", "reason"), ()),
    "How toxic and biased are large language models?": (
        "how much", ("large language models",), ("toxic", "biased"), (),
    ),
    "How accurate are structure predictors on orphan proteins?": (
        "how much", ("structure predictors",), ("accurate",), ("orphan proteins",),
    ),
    "How much faster is FlashAttention than standard attention?": (
        "comparison", ("FlashAttention", "standard attention"), ("faster",), (),
    ),
    "How fast is speculative decoding compared to autoregressive decoding?": (
        "comparison", ("speculative decoding", "autoregressive decoding"), ("fast",), (),
    ),
    "Which is better for code generation, GPT-4 or Claude?": (
        "comparison", ("GPT-4", "Claude"), (), ("code generation",),
    ),
    "Which optimizer converges fastest on ImageNet?": ("which", ("optimizer",), ("fastest",), ("ImageNet",)),
    "Which reranker has the highest accuracy on TREC?": ("which", ("reranker",), ("highest accuracy",), ("TREC",)),
    "What methods exist for compressing prompts?": ("open", ("compressing prompts",), (), ()),
    "Does training on code improve reasoning in language models?": (
        "effect", ("training on code",), ("reasoning",), ("language models",),
    ),
    "Does RLHF make models less diverse?": ("effect", ("RLHF",), ("models less diverse",), ()),
    "Is there a relationship between model size and calibration?": ("effect", ("model size",), ("calibration",), ()),
    "What role does tokenization play in arithmetic?": ("effect", ("tokenization",), ("arithmetic",), ()),
    "How robust is CLIP to distribution shift?": ("how much", ("CLIP",), ("robust",), ("distribution shift",)),
    "In what settings does fine-tuning outperform prompting?": ("comparison", ("fine-tuning", "prompting"), (), ()),
    "检索增强生成是否减少幻觉？": ("open", ("检索增强生成是否减少幻觉",), (), ()),
    "Does “retrieval” (with \"reranking\") help?": ("existence", ("retrieval with reranking",), (), ()),
}  # fmt: skip


@pytest.mark.parametrize("text", FACETS)
def test_parse_question_finds_the_facets(text: str) -> None:
    question = parse_question(text)

    assert (question.kind, question.subjects, question.outcomes, question.settings) == FACETS[text]


def test_parse_question_lists_content_words_once_in_order() -> None:
    question = parse_question("Does retrieval help retrieval, compared with the use of BM25?")

    assert question.terms == ("retrieval", "bm25")


def test_parse_question_keeps_frame_words_where_there_are_no_others() -> None:
    assert parse_question("What works best?").terms == ("works", "best")


def test_parse_question_normalises_white_space_and_invisible_characters() -> None:
    assert parse_question("  does\tRAG\u200b\nhelp ? ").text == "does RAG help ?"


@pytest.mark.parametrize("text", ["", "   ", "?!", "what is it?", "🚀🔥", "12 34", "\u200b"])
def test_parse_question_refuses_what_has_no_content_words(text: str) -> None:
    with pytest.raises(QuestionError):
        parse_question(text)


def test_parse_question_refuses_more_than_500_characters() -> None:
    assert parse_question("retrieval " * 50)
    with pytest.raises(QuestionError, match=f"more than {MAX_QUESTION_CHARS}"):
        parse_question("retrieval " * 51)


@pytest.mark.parametrize(
    "text",
    ["\\input{/etc/passwd} cost", "<script>alert(1)</script>", "a' OR '1'='1", '"""(((', "than than more than x y z"],
)
def test_parse_question_stands_hostile_text(text: str) -> None:
    try:
        question = parse_question(text)
    except QuestionError:
        return
    assert question.subjects
    assert all(not set(facet) & set('\\"<>(){}') for facet in (*question.subjects, *question.outcomes))
