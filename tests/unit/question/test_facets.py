import pytest

from synth.errors import QuestionError
from synth.question import MAX_QUESTION_CHARS, parse_question

# text -> kind, asks, sign, subjects, outcomes, settings
FACETS = {
    'Does retrieval augmentation reduce hallucination compared with longer context windows?': (
        'comparison', 'change', -1, ('retrieval augmentation', 'longer context windows'), ('hallucination',), (),
    ),
    'dense passage retrieval for open-domain QA': (
        'open', 'difference', 0, ('dense passage retrieval',), (), ('open-domain QA',),
    ),
    'retrieval-augmented generation': (
        'open', 'difference', 0, ('retrieval-augmented generation',), (), (),
    ),
    'Do bandit algorithms that explore beat greedy selection?': (
        'comparison', 'better', 1, ('bandit algorithms that explore', 'greedy selection'), (), (),
    ),
    'BM25 versus dense retrieval': (
        'comparison', 'difference', 0, ('BM25', 'dense retrieval'), (), (),
    ),
    'Is dense retrieval better than BM25 on out-of-domain data?': (
        'comparison', 'better', 1, ('dense retrieval', 'BM25'), (), ('out-of-domain data',),
    ),
    'Fine-tuning or RAG for domain adaptation?': (
        'comparison', 'difference', 0, ('Fine-tuning', 'RAG'), (), ('domain adaptation',),
    ),
    'Does fine-tuning or retrieval work better for domain adaptation?': (
        'comparison', 'better', 1, ('fine-tuning', 'retrieval'), (), ('domain adaptation',),
    ),
    'Do larger models hallucinate less than smaller ones?': (
        'comparison', 'change', -1, ('larger models', 'smaller models'), ('hallucinate',), (),
    ),
    'Are sparse retrievers more robust than dense retrievers under domain shift?': (
        'comparison', 'change', 1, ('sparse retrievers', 'dense retrievers'), ('robustness',), ('domain shift',),
    ),
    'Does longer context lead to fewer hallucinations than retrieval?': (
        'comparison', 'change', -1, ('longer context', 'retrieval'), ('hallucinations',), (),
    ),
    'Are graph neural networks better at molecular property prediction than random forests?': (
        'comparison', 'better', 1, ('graph neural networks', 'random forests'), ('molecular property prediction',), (),
    ),
    'Is RAG as accurate as fine-tuning for factual questions?': (
        'comparison', 'change', 1, ('RAG', 'fine-tuning'), ('accuracy',), ('factual questions',),
    ),
    'Do vision transformers outperform convolutional networks on small datasets?': (
        'comparison', 'better', 1, ('vision transformers', 'convolutional networks'), (), ('small datasets',),
    ),
    'What are the differences between LoRA and full fine-tuning in low-resource settings?': (
        'comparison', 'difference', 0, ('LoRA', 'full fine-tuning'), (), ('low-resource settings',),
    ),
    'Does dense retrieval improve over BM25 on TREC?': (
        'comparison', 'better', 1, ('dense retrieval', 'BM25'), (), ('TREC',),
    ),
    'advantages of LSTMs over GRUs in speech recognition': (
        'comparison', 'better', 1, ('LSTMs', 'GRUs'), (), ('speech recognition',),
    ),
    'Is mixup or cutmix more effective for long-tailed recognition?': (
        'comparison', 'better', 1, ('mixup', 'cutmix'), (), ('long-tailed recognition',),
    ),
    'What is the effect of chain-of-thought prompting on arithmetic reasoning in small language models?': (
        'effect', 'difference', 0, ('chain-of-thought prompting',), ('arithmetic reasoning',), ('small language models',),
    ),
    'Is there evidence that instruction tuning improves zero-shot generalization?': (
        'effect', 'better', 1, ('instruction tuning',), ('zero-shot generalization',), (),
    ),
    'Does adding noise to training data improve robustness, fairness or calibration in image classifiers?': (
        'effect', 'better', 1, ('adding noise to training data',), ('robustness', 'fairness', 'calibration'), ('image classifiers',),
    ),
    'How does retrieval depth affect latency and answer quality?': (
        'effect', 'difference', 0, ('retrieval depth',), ('latency', 'answer quality'), (),
    ),
    'How much does quantization degrade the accuracy of large language models?': (
        'how_much', 'better', -1, ('quantization',), ('accuracy of large language models',), (),
    ),
    'To what extent do pretrained models memorise training data?': (
        'how_much', 'difference', 0, ('pretrained models',), ('training data',), (),
    ),
    'Which rerankers work best for biomedical question answering?': (
        'which', 'better', 1, ('rerankers',), (), ('biomedical question answering',),
    ),
    'Can language models learn to use tools?': (
        'whether', 'whether', 1, ('language models',), ('tools',), (),
    ),
    'Why do language models hallucinate?': (
        'how', 'difference', 0, ('language models',), ('hallucinate',), (),
    ),
    'When does self-consistency help?': (
        'how', 'better', 1, ('self-consistency',), (), (),
    ),
    '😀 does RAG 🚀 help?': (
        'effect', 'better', 1, ('RAG',), (), (),
    ),
    'Has attention been shown to be interpretable?': (
        'whether', 'whether', 1, ('attention',), ('interpretability',), (),
    ),
    'How can the memory of transformers be reduced?': (
        'how', 'change', -1, ('memory of transformers',), (), (),
    ),
    'Can hallucination be reduced by retrieval in medicine?': (
        'effect', 'change', -1, ('retrieval',), ('hallucination',), ('medicine',),
    ),
    'Is overfitting prevented by dropout?': (
        'effect', 'change', -1, ('dropout',), ('overfitting',), (),
    ),
    'How much memory does ZeRO save?': (
        'how_much', 'difference', 0, ('ZeRO',), ('memory',), (),
    ),
    'How many examples does few-shot learning need?': (
        'how_much', 'difference', 0, ('few-shot learning',), ('examples',), (),
    ),
    'How accurate are structure predictors on orphan proteins?': (
        'how_much', 'difference', 0, ('structure predictors',), ('accuracy',), ('orphan proteins',),
    ),
    'How much faster is FlashAttention than standard attention?': (
        'comparison', 'better', 1, ('FlashAttention', 'standard attention'), ('speed',), (),
    ),
    'How fast is speculative decoding compared to autoregressive decoding?': (
        'comparison', 'better', 1, ('speculative decoding', 'autoregressive decoding'), ('speed',), (),
    ),
    'Which is better for code generation, GPT-4 or Claude?': (
        'comparison', 'better', 1, ('GPT-4', 'Claude'), (), ('code generation',),
    ),
    'Which reranker has the highest accuracy on TREC?': (
        'which', 'change', 1, ('reranker',), ('accuracy',), ('TREC',),
    ),
    'What methods exist for compressing prompts?': (
        'open', 'difference', 0, ('compressing prompts',), (), (),
    ),
    'Does training on code improve reasoning in language models?': (
        'effect', 'better', 1, ('training on code',), ('reasoning',), ('language models',),
    ),
    'Is there a relationship between model size and calibration?': (
        'effect', 'difference', 0, ('model size',), ('calibration',), (),
    ),
    'What role does tokenization play in arithmetic?': (
        'effect', 'difference', 0, ('tokenization',), ('arithmetic',), (),
    ),
    'In what settings does fine-tuning outperform prompting?': (
        'comparison', 'better', 1, ('fine-tuning', 'prompting'), (), (),
    ),
    '检索增强生成是否减少幻觉？': (
        'open', 'difference', 0, ('检索增强生成是否减少幻觉',), (), (),
    ),
    'Does “retrieval” (with "reranking") help?': (
        'effect', 'better', 1, ('retrieval',), (), (),
    ),
    "Do older men prefer surgery to radiotherapy?": (
        "comparison", "better", 1, ("surgery", "radiotherapy"), (), ("older men",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", FACETS)
def test_parse_question_finds_the_facets(text: str) -> None:
    question = parse_question(text)

    facets = question.subjects, question.outcomes, question.settings
    assert (question.kind, question.asks, question.sign, *facets) == FACETS[text]


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
