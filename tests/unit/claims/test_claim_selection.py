import pytest

from synth.claims import collect_acronyms, select_claims
from synth.claims.acronyms import definitions
from synth.models import Claim, Document, Section, Sentence, Span
from synth.settings import ClaimSettings

SETTINGS = ClaimSettings()


def claim(text: str, number: int = 1, paper_id: str = "2001.00001v1", score: float = 0.9) -> Claim:
    return Claim(
        claim_id=f"c-{number:010x}",
        paper_id=paper_id,
        text=text,
        section="Results",
        section_role="result",
        paragraph=1,
        spans=(Span(1, 0, len(text)),),
        role="result",
        score=score,
    )


def test_select_claims_merges_copies_and_keeps_their_papers() -> None:
    text = "Retrieval augmentation lowers the rate of hallucination by 12% on average."
    original = claim(text, 1, "2001.00001v2")
    copies = [claim(text, 2, "2001.00001v1"), claim(text.replace("on average", "in the mean"), 3, "2003.00003v1")]
    (chosen,) = select_claims([original, *copies], SETTINGS)
    assert chosen.paper_id == "2001.00001v2"
    assert chosen.also_in == ("2001.00001v1", "2003.00003v1")


def test_select_claims_drops_a_papers_own_rewording() -> None:
    one = claim("Retrieval augmentation lowers the rate of hallucination by 12% on all of the datasets.", 1)
    again = claim("We show that retrieval augmentation lowers the hallucination rate on all datasets by 12%.", 2)
    assert len(select_claims([one, again], SETTINGS)) == 1


def test_select_claims_drops_a_papers_own_rewording_with_fewer_figures() -> None:
    one = claim("Retrieval augmentation lowers hallucination by 12% on summaries and by 9% on dialogues.", 1)
    again = claim("Retrieval augmentation lowers hallucination on summaries by 12%, and on dialogues.", 2)
    assert len(select_claims([one, again], SETTINGS)) == 1
    elsewhere = again.model_copy(update={"paper_id": "2002.00002v1"})
    assert len(select_claims([one, elsewhere], SETTINGS)) == 2


DIFFERENT_FINDINGS = [
    (
        "Our dense retrieval model outperforms BM25 by 12.3 points of top-20 accuracy on Natural Questions.",
        "On SQuAD, however, BM25 still outperforms dense retrieval by 4.5 points of top-20 accuracy.",
    ),
    ("Dense retrieval reaches 79.4 points of accuracy.", "Dense retrieval reaches 63.2 points of accuracy."),
    ("Dense retrieval helps readers on long questions.", "Dense retrieval never helps readers on long questions."),
    ("Dense retrieval increases the accuracy of readers.", "Dense retrieval decreases the accuracy of readers."),
    ("Dense retrieval outperforms lexical retrieval here.", "Lexical retrieval outperforms dense retrieval here."),
    ("Dense retrieval helps most readers on TriviaQA.", "Dense retrieval helps most readers on WebQuestions."),
    ("Dense retrieval is robust to noisy questions.", "Dense retrieval is brittle to noisy questions."),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT_FINDINGS)
@pytest.mark.parametrize("papers", [("2001.00001v1", "2001.00001v1"), ("2001.00001v1", "2002.00002v1")])
def test_select_claims_never_merges_different_findings(one: str, other: str, papers: tuple[str, str]) -> None:
    settings = ClaimSettings(near_duplicate=0.3, same_paper_duplicate=0.3)
    chosen = select_claims([claim(one, 1, papers[0]), claim(other, 2, papers[1])], settings)
    assert sorted(item.text for item in chosen) == sorted([one, other])
    assert all(item.also_in == () for item in chosen)


def test_select_claims_merges_whatever_the_citations() -> None:
    one = claim("Dense retrieval beats BM25 on SQuAD by 4.5 points [12].", 1, "2001.00001v1")
    other = claim("Dense retrieval beats BM25 on SQuAD by 4.5 points (Karpukhin et al., 2020).", 2, "2002.00002v1")
    (chosen,) = select_claims([one, other], SETTINGS)
    assert chosen.also_in == ("2002.00002v1",)


def test_select_claims_keeps_its_bounds() -> None:
    topics = "news law medicine code poetry chess cooking travel sports history music finance".split()
    claims = [
        claim(
            f"Retrieval augmentation in {topic} lowers hallucination among {topic} {topic}s.",
            number,
            f"2001.0000{number % 3}",
        )
        for number, topic in enumerate(topics)
    ]
    settings = ClaimSettings(max_claims=5, max_claims_per_paper=2, near_duplicate=1.0, same_paper_duplicate=1.0)
    chosen = select_claims(claims, settings)
    assert len(chosen) == 5
    assert max(sum(item.paper_id == paper for item in chosen) for paper in {c.paper_id for c in claims}) == 2


def test_definitions_match_initials_only() -> None:
    assert definitions("We use retrieval-augmented generation (RAG) and a reader (see below).") == [
        ("RAG", "retrieval-augmented generation")
    ]
    assert definitions("It was trained on Wikipedia (EN).") == []
    assert definitions("large language models (LLMs) are used") == [("LLM", "large language models")]
    assert definitions("Leaves of Ocimum sanctum Linn. (OS) were dried.") == [("OS", "ocimum sanctum")]
    assert definitions("It was shown by Roe et al. (RAL) before.") == []


def test_collect_acronyms_takes_the_most_frequent_long_form() -> None:
    texts = ["mean average precision (MAP)", "maximum a posteriori (MAP)", "mean average precision (MAP)"]
    sentences = tuple(Sentence(text=text, spans=(Span(1, 0, 9),), paragraph=1) for text in texts)
    paper = Document(paper_id="local:1", reader="pdf", text="", sections=(Section(heading="", sentences=sentences),))
    assert collect_acronyms([paper]) == {"MAP": "mean average precision"}


def needing(text: str, before: str, number: int) -> Claim:
    context = Sentence(text=before, spans=(Span(1, 500, 500 + len(before)),), paragraph=1)
    return claim(text, number).model_copy(update={"context": context})


BEFORE = "Retrieval augmentation helps our language models at no cost."


def test_select_claims_quotes_no_sentence_twice() -> None:
    alone = claim(BEFORE, 1).model_copy(update={"spans": (Span(1, 500, 500 + len(BEFORE)),)})
    both = needing("It does reduce hallucination in all of them by a half.", BEFORE, 2)
    assert select_claims([both, alone], SETTINGS) == (both,)
