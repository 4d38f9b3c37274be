import pytest

from synth.reading.fitness import unfit_reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Dense retrieval outperforms BM25 by 9 to 19 points in top-20 accuracy.",
        "tf-idf weights are still a strong baseline (see Section 4.2).",
        "mBERT transfers well to unseen languages [3, 7].",
        "We set β1 = 0.9, β2 = 0.999 and use a batch size of 4096 (Appendix D.1).",
        "They ask “why is it so?” and answer it.",
        "The gain is small: recall@5 rises from 54.3 to 54.9 (p < 0.05).",
        "We compare (a) sparse, b) dense and iii) hybrid retrieval.",
        "Does retrieval help at all?",
        "Table 3 shows that the 11B model needs 4.2% less memory.",
        "We consider the following two questions:",
        "The policy is trained for {2, 3, 4} epochs on a $5 machine at 5%~18% of the cost.",
        "F1 is used to evaluate 2WikiMultihopQA and Musique.",
        "It is measured on HotpotQA, 2Wiki and 2WikiMQA on 64 Tesla V100 32Gb.",
        "Does the explanation agree with what is known?³⁹",
        "In the ”standard” setting the scores are higher.",
        "We study dense retrieval.",
        "Section 3 introduces TUPA.",
        "The share lies in [0, 1) for all of the papers (see [3]).",
        "k nearest neighbours are retrieved for each claim.",
        "λ serves as the rate of compression.",
        "N = 50 for English and German, and N = 400 for French.",
        "The function is continuous on D* \\ B* and max{0, x} is not.",
        "The code is available at https://github.com/a/b and the rate is 10⁻³ or lr².⁰ in [3] of 2⁴ runs.",
        "It is true in general.¹⁸,¹⁹",
        "The ratio is 3: for every answer there are three questions.",
        "One line is added to algorithms 1 and 2: θ ← β2 · θ + 1, with θ = 0.",
        "The quotient X // G is again a variety.",
        'The “string topology" theory of loops is rich.',
        "We’ll now derive the algorithm.",
        "In §3.1 we show that x·3 holds, and that it is 3 ·10³.",
        "With probability p, 0.5 of them are kept.",
    ],
)
def test_unfit_reason_passes_good_sentences(sentence: str) -> None:
    assert unfit_reason(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Model training.", "too few words"),
        ("Theorem 2.12 (UVA).", "too few words"),
        ("2 + 2 = 4.", "too few words"),
        ("The “results of it” are “much better than others.", "unbalanced brackets or quotes"),
        ("Words and words are here " * 30 + "again.", "too long"),
        ("(" * 100_000 + "It is so.", "too long"),
        ("The parser \\parser{} reaches a new state of the art.", "TeX left over"),
        ("Survival was maximal (10.25) for body mass !23 g.", "unreadable characters"),
        ("An analysis19of 18 trials found the same effects.", "spliced by a footnote"),
        ("The peak lies at ??[Mass][Peak] solar masses.", "TeX left over"),
        ("The loss $L$ goes down with the number of steps.", "TeX left over"),
        ("The loss \ufffd goes down with the number of steps.", "unreadable characters"),
        ("The effect was significant (P \\ 0.05) in all tests.", "unreadable characters"),
        ("The effect was significant (P , 0.05) in all tests.", "unreadable characters"),
        ("It holds for f ðtÞ of 3 and for all of them.", "unreadable characters"),
        ("The colonies (·40 mm) were kept in tanks of 5 § 2 m.", "unreadable characters"),
        ("The loss \ue012 goes down with the number of steps.", "unreadable characters"),
        ("Model size 54.3 61.2 70.1 55.9 44.2 is given in points.", "mostly figures or symbols"),
        ("The query only appears at the end 1st 5th 10th 15th Position of it.", "mostly figures or symbols"),
        (
            "Dense retrieval beats extractive approaches, leading Table 1: Open-Domain QA scores to better results.",
            "spliced by a float",
        ),
        ("When training with mul- 8SQuAD is limited we pool several sets.", "spliced by a footnote"),
        ("The scores are low because of it 3The corpus is public.", "spliced by a footnote"),
        ("of the retrieved passages are relevant to the question.", "begins in mid-sentence"),
        (", which is better than the other one that we have.", "begins in mid-sentence"),
        ("followed-up 301 patients and found a higher rate of disease.", "begins in mid-sentence"),
        ("The results of the model are much better than", "no end"),
        ("We recall that the factor is given in Eq.", "no end"),
        ("The estimate of the search is 3.2 MTCO2e *¹¹⁴.⁸1360 * ¹.⁰⁸1.10 = 2.06.", "figures one above the other"),
        ("The learning rate decays at a rate of t⁻¹2 in all runs.", "figures one above the other"),
        (
            "N (Alg. 1) 7: M ← N // Inference network with frozen // parameters 8: for k = 1 . . .",
            "lines of an algorithm",
        ),
        ("// Training the network 2: for k = 1 . . .", "lines of an algorithm"),
        ("Sample a batch from N 2: for k = 1 to the last of them.", "lines of an algorithm"),
        ("Sample a batch 12: return the parameters of it.", "lines of an algorithm"),
        ("The results (of the model are much better than others.", "unbalanced brackets or quotes"),
        ("The “results of the model are much better than others.", "unbalanced brackets or quotes"),
        ("A thorough comparison of sparse and dense retrieval.", "no verb"),
    ],
)
def test_unfit_reason_names_what_is_wrong(sentence: str, reason: str) -> None:
    assert unfit_reason(sentence) == reason


def test_unfit_reason_lets_the_last_sentence_of_a_paragraph_go_without_a_full_stop() -> None:
    item = "We retrieve the nearest passages from the store"
    assert unfit_reason(item) == "no end"
    assert unfit_reason(item, ends_paragraph=True) is None
    assert unfit_reason(f"{item}, and", ends_paragraph=True) == "no end"
    assert unfit_reason(f"{item},", ends_paragraph=True) == "no end"
    assert unfit_reason("Evidence and label generation module", ends_paragraph=True) == "no verb"
