import pytest

from synth.checking import check_claim
from synth.checking.alignment import align
from synth.checking.number_agreement import conflicting, near_stems
from synth.checking.statement import Statement
from synth.language.polarity import agrees, comparisons, is_reversed, negated_stems, pointers
from synth.language.text import words

CLAIM = "RAG models outperform BART by 2.6 Bleu points on open question answering."


def test_check_claim_supports_what_is_said_again() -> None:
    passages = ["BART was trained on eight machines.", "On open question answering, RAG outperforms BART by 2.6 Bleu."]
    verdict = check_claim(CLAIM, passages)
    assert (verdict.stance, verdict.best) == ("supports", 1)
    assert verdict.confidence >= 0.6
    assert "2.6" in verdict.why
    assert "bart" in verdict.why


def test_check_claim_is_silent_where_nothing_bears_on_it() -> None:
    verdict = check_claim(CLAIM, ["We thank our colleagues.", "Chess engines search deeply."])
    assert (verdict.stance, verdict.best, verdict.confidence, verdict.similarity) == ("silent", None, 0.0, 0.0)


def test_check_claim_tells_how_likely_the_passages_bear_on_it_whichever_side_they_take() -> None:
    again = check_claim(CLAIM, [CLAIM])
    denied = check_claim(CLAIM, ["RAG models do not outperform BART by 2.6 Bleu points on open question answering."])
    assert min(again.addresses, denied.addresses) > 0.9 > denied.confidence
    assert check_claim(CLAIM, ["Chess engines search deeply."]).addresses == 0.0


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("RAG models outperform BART by 1.3 Bleu points on open question answering.", "number"),
        ("RAG models do not outperform BART by 2.6 Bleu points on open question answering.", "negation"),
        ("BART models outperform RAG by 2.6 Bleu points on open question answering.", "comparison reversed"),
        ("RAG models underperform BART by 2.6 Bleu points on open question answering.", ""),
    ],
)
def test_check_claim_tells_planted_changes(passage: str, told: str) -> None:
    verdict = check_claim(CLAIM, [passage])
    assert verdict.stance == "contradicts"
    assert told in verdict.why
    assert verdict.why.count("\n") == 0


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "Dense retrieval outperforms BM25 by 12.3 points of top-20 accuracy on Natural Questions.",
            "BM25 outperforms dense retrieval by 4.5 points of top-20 accuracy on SQuAD.",
        ),
        (
            "On SQuAD, however, BM25 still outperforms dense retrieval by 4.5 points of top-20 accuracy.",
            "Our dense retrieval model outperforms BM25 by 12.3 points of top-20 accuracy on Natural Questions.",
        ),
        (
            "RAG models outperform BART by 2.6 Bleu points on MS-MARCO.",
            "RAG models outperform T5 by 1.3 Bleu points on MS-MARCO.",
        ),
    ],
)
def test_check_claim_calls_nothing_of_another_scope_a_contradiction(claim: str, passage: str) -> None:
    assert check_claim(claim, [passage]).stance != "contradicts"


def test_check_claim_contradicts_where_the_passage_names_nothing_else() -> None:
    claim = "On SQuAD, dense retrieval outperforms BM25 by 4.5 points of top-20 accuracy."
    passage = "Dense retrieval does not outperform BM25 by 4.5 points of top-20 accuracy on SQuAD."
    assert check_claim(claim, [passage]).stance == "contradicts"


@pytest.mark.parametrize(
    "passage",
    [
        "On open question answering, RAG models surpass BART by 2.6 Bleu points.",
        "BART is outperformed by RAG models by 2.6 Bleu points on open question answering.",
        CLAIM,
    ],
)
def test_check_claim_calls_no_paraphrase_a_contradiction(passage: str) -> None:
    assert check_claim(CLAIM, [passage]).stance != "contradicts"


def test_check_claim_needs_the_figures_of_the_claim() -> None:
    without = check_claim(CLAIM, ["RAG models outperform BART on open question answering, in Bleu points."])
    assert without.stance == "silent"
    assert "missing: 2.6" in without.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "word",
        "x" * 10_000,
        "word " * 10_000,
        "∑ x_i = 3 ± 0.1",
        "Привет мир RAG 模型",
        "the of and",
        "\x00\u202e",
    ],
)
def test_check_claim_takes_hostile_text(text: str) -> None:
    for claim, passages in ((text, [CLAIM, text]), (CLAIM, [text]), (text, []), (text, ["", text])):
        verdict = check_claim(claim, passages)
        assert verdict.stance in ("supports", "contradicts", "silent")
        assert verdict.best is None or 0 <= verdict.best < len(passages)


def test_check_claim_finds_the_passage_wherever_it_stands() -> None:
    passages = ["BART was trained on eight machines.", "RAG outperforms BART by 2.6 Bleu.", "Open questions are hard."]
    for order in (passages, passages[::-1], [*passages[1:], passages[0]]):
        best = check_claim(CLAIM, order).best
        assert best is not None
        assert order[best] == passages[1]


def test_statement_reads_numbers_with_unit_and_neighbourhood() -> None:
    statement = Statement("Accuracy rose from 52.1% to 54.3 % in 2019 [12], 3x faster on 1,024 GPUs.")
    found = statement.printed_numbers
    assert [(item.value, item.unit) for item in found] == [(52.1, "%"), (54.3, "%"), (3.0, "x"), (1024.0, "gpus")]
    assert [item.is_figure for item in found] == [True, True, True, False]
    assert "accuraci" in near_stems(statement.text, found[0])


def test_conflicting_quantities_measure_the_same() -> None:
    claim = Statement("top-20 accuracy of 79.4% on questions")
    assert conflicting(claim, Statement("top-20 accuracy of 59.1% on questions"))
    assert not conflicting(claim, Statement("top-20 accuracy of 79.4% on questions"))
    assert not conflicting(claim, Statement("training took 59.1% of the time"))


def test_comparisons_read_sides_and_direction() -> None:
    (verb,) = comparisons("RAG outperforms BART")
    (passive,) = comparisons("BART is outperformed by RAG")
    (less,) = comparisons("RAG hallucinates less than BART")
    (more,) = comparisons("BART hallucinates more than RAG")
    assert (verb.left, verb.right, verb.direction) == (frozenset({"rag"}), frozenset({"bart"}), 1)
    assert agrees(verb, passive)
    assert not is_reversed(verb, passive)
    assert agrees(less, more)
    assert is_reversed(less, comparisons("BART hallucinates less than RAG")[0])


def test_polarity_knows_not_only_and_struggling() -> None:
    assert [pointer.direction for pointer in pointers(words("it not only improves accuracy"))] == [1]
    assert [pointer.direction for pointer in pointers(words("it does not improve accuracy"))] == [-1]
    assert negated_stems(words("models struggle to use contexts")) == {"use", "context"}


def test_align_names_the_word_that_differs() -> None:
    claim = Statement("the reader reaches 44.5 points on questions")
    assert align(claim, Statement("Here the reader reaches 41.5 points on questions")).number
    assert align(claim, Statement("the reader never reaches 44.5 points on questions")).negation
    same = align(claim, claim)
    assert (same.share, same.number, same.negation, same.opposite, same.moved) == (1.0, False, False, False, 0.0)
    assert align(claim, Statement("")).share == 0.0


def test_align_takes_a_word_of_a_million_letters() -> None:
    """Quadratic work on it would take hours."""
    word = Statement("x" * 1_000_000)
    assert align(word, word).share == 1.0
    assert not align(word, Statement(f"not {word.text}")).number


@pytest.mark.parametrize("other", ["h_2", "h+2", "h^2", "h_1_2"])
def test_align_takes_no_symbol_for_another(other: str) -> None:
    claim = "The loss of h_1 does not fall."
    found = align(Statement(claim), Statement(claim.replace("h_1", other).replace("does not fall", "falls")))
    assert not found.negation
    assert align(Statement(claim), Statement(claim.replace("does not fall", "falls"))).negation


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The method is 2x faster than the baseline.", "The method is 5x faster than the baseline."),
        ("The method is 2x faster than the baseline.", "The baseline is 2x faster than the method."),
        ("Training on more data improves accuracy.", "Training on more data does not improve accuracy."),
        ("Larger models do not need fine-tuning.", "Larger models need fine-tuning."),
        ("The results are consistent across datasets.", "The results are inconsistent across datasets."),
        ("Performance increases from 52.1 to 54.3 nDCG@10.", "Performance decreases from 54.3 to 52.1 nDCG@10."),
        ("Humans prefer RAG over BART in 42.7% of cases.", "Humans prefer BART over RAG in 42.7% of cases."),
        ("Three of the five models reach human performance.", "Two of the five models reach human performance."),
        ("RAG reaches 44.5 EM, whereas BART reaches 41.2 EM.", "BART reaches 44.5 EM, whereas RAG reaches 41.2 EM."),
        ("The 7B model uses 1,024 GPUs.", "The 7B model uses 512 GPUs."),
    ],
)
def test_check_claim_tells_changes_of_every_form(claim: str, passage: str) -> None:
    assert check_claim(claim, [passage]).stance == "contradicts"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Adam converges faster than SGD on all tasks.", "SGD converges slower than Adam on all tasks."),
        ("The method is 2x faster than the baseline.", "The method is faster than the baseline by a factor of two."),
        ("The model achieves an accuracy of 0.85 on the test set.", "On the test set, the model reaches 85% accuracy."),
        ("The 7B model uses 1,024 GPUs.", "The 7 billion parameter model uses 1024 GPUs."),
        ("Larger models do not need fine-tuning.", "Fine-tuning is not needed by larger models."),
        ("The approach fails to generalize to new domains.", "The approach does not generalize to new domains."),
        (
            "DPR is better than BM25 on NQ, while BM25 is better than DPR on SQuAD.",
            "On SQuAD, BM25 is better than DPR, while DPR is better than BM25 on NQ.",
        ),
        (
            "Methods like BM25 are sensitive to highly selective keywords, but cannot capture lexical variations well.",
            "Methods like BM25 are sensitive to highly selective keywords, while DPR captures lexical variations better.",
        ),
    ],
)
def test_check_claim_takes_other_words_for_the_same(claim: str, passage: str) -> None:
    assert check_claim(claim, [passage]).stance != "contradicts"


def test_check_claim_explains_with_numbers_as_printed() -> None:
    verdict = check_claim(
        "Retrieval lifts the OPT model to the level of one with 66B parameters.",
        ["Retrieval lifts the small OPT model to the level of another with 66B parameters."],
    )
    assert "66B" in verdict.why
    assert "e+10" not in verdict.why


@pytest.mark.parametrize(
    ("claimed", "stated", "stance"),
    [("Table 3", "Table 4", "supports"), ("Figs. 3", "Figs. 4", "supports"), ("dose 3", "dose 4", "contradicts")],
)
def test_where_a_table_stands_is_no_contradiction(claimed: str, stated: str, stance: str) -> None:
    text = "The diet markedly suppressed hepatic and cardiac functions as shown by high serum levels of AST ({})."
    assert check_claim(text.format(claimed), [text.format(stated)]).stance == stance
