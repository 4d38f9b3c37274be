from synth.checking.evidence_signals import EVIDENCE_SIGNALS, TEXT_SIGNALS, ClaimAndPassages
from synth.checking.statement import Statement

CLAIM = "The drug reduces mortality in sepsis."
ABSTRACT = ["Sepsis is common.", "We gave the drug to patients.", "The drug reduced mortality by a third."]


def row(claim: str, passages: list[str], place: int) -> dict[str, float]:
    context = ClaimAndPassages(Statement(claim), [Statement(passage) for passage in passages])
    return dict(zip(EVIDENCE_SIGNALS, context.row(place), strict=True))


def test_context_reads_a_passage_in_the_light_of_the_others() -> None:
    best = row(CLAIM, ABSTRACT, 2)
    assert best["lead"] > 0
    assert best["coverage"] < best["coverage with another"] <= best["coverage by all"] == 1.0
    assert (best["place"], best["last"], best["alone"]) == (1.0, 1.0, 0.0)
    assert row(CLAIM, ABSTRACT, 0)["lead"] < 0


def test_context_of_one_passage_has_no_others_to_lead() -> None:
    alone = row(CLAIM, ABSTRACT[2:], 0)
    assert (alone["lead"], alone["place"], alone["last"], alone["alone"]) == (0.0, 0.5, 0.0, 1.0)
    assert alone["coverage"] == alone["coverage with another"] == alone["coverage by all"] == alone["mean coverage"]


def test_context_sees_another_name_in_the_stead_of_the_claims() -> None:
    claim = "On average, DPR outperforms BM25 on SQuAD."
    other = row(claim, ["On average, DPR outperforms BM25 on TriviaQA."], 0)
    assert (round(other["name coverage"], 2), other["other names"]) == (0.67, 1.0)
    assert row(claim, ["On SQuAD, DPR outperforms BM25."], 0)["other names"] == 0.0


def test_context_without_words_or_passages_gives_rows() -> None:
    for claim, passages in (("", ABSTRACT), (CLAIM, ["", "\x00"]), ("the of", ["and"])):
        context = ClaimAndPassages(Statement(claim), [Statement(passage) for passage in passages])
        assert all(len(context.row(place)) == len(EVIDENCE_SIGNALS) for place in range(len(passages)))
        assert len(context.text_row(0.0, 0.0)) == len(TEXT_SIGNALS)
    assert len(ClaimAndPassages(Statement(CLAIM), []).text_row(0.0, 0.0)) == len(TEXT_SIGNALS)
