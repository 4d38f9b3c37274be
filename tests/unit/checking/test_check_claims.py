from collections.abc import Mapping, Sequence

import pytest

from synth.checking import check_claims
from synth.checking.passages import PassageIndex
from synth.language.authors import author_keys
from synth.language.tabular import ResolvedTable, resolve
from synth.models import Cell, CheckedClaim, Claim, Document, Paper, Reference, Section, Sentence, Span, Table
from synth.models.base import spanned
from synth.settings import CheckSettings

CLAIM = "The dense retriever outperforms BM25 on open-domain questions in top-20 accuracy."
AGAIN = (
    "Across all collections of open-domain questions that we tried, our dense retriever outperforms BM25, whether in "
    "top-20 or in top-100 accuracy."
)
REVERSED = "BM25 outperforms the dense retriever on open-domain questions in top-20 accuracy."
LENIENT = 0.3
"""These tests are about marks, not about how sure the check must be: a threshold that such rewordings pass."""
LENIENT_SETTINGS = CheckSettings(min_agreement=LENIENT, min_support=LENIENT)
FILLER = "The encoders were trained for forty epochs with a batch of 128."


def document(paper_id: str, texts: Sequence[str], **fields: object) -> Document:
    sentences, start = [], 0
    for text in texts:
        span = Span(1, start, start + len(text))
        sentences.append(Sentence(text=text, spans=(span,), paragraph=1, citations=(1,) if "[1]" in text else ()))
        start += len(text) + 1
    sections = tuple(Section(heading=f"{n}", sentences=(s,)) for n, s in enumerate(sentences))
    return Document(paper_id=paper_id, reader="pdf", text=" ".join(texts), sections=sections, **fields)


def claim_of(paper: Document, place: int = 0) -> Claim:
    first = paper.sections[place].sentences[0]
    return Claim(
        claim_id="c-0000000001",
        paper_id=paper.paper_id,
        text=first.text,
        section="0",
        section_role="result",
        paragraph=1,
        spans=first.spans,
        role="result",
        score=0.9,
        citations=first.citations,
    )


def checked(own: Document, *others: Document, papers: dict[str, Paper] | None = None) -> CheckedClaim:
    papers = papers or {}
    findings = [claim_of(paper, place) for paper in (own, *others) for place in range(len(paper.sections))]
    (result,) = check_claims([claim_of(own)], [own, *others], papers, LENIENT_SETTINGS, findings)
    return result


OWN = document("2001.00001v1", [CLAIM, FILLER], title="One", authors=("Ada Lovelace",))


def test_check_claims_never_takes_the_claim_for_its_own_evidence() -> None:
    result = checked(OWN)
    assert result.mark == "unsupported"
    assert result.evidence == ()


def test_check_claims_never_takes_the_sentence_quoted_with_a_claim_for_its_evidence() -> None:
    own = document("2001.00001v1", [CLAIM, AGAIN], title="One", authors=("Ada Lovelace",))
    both = claim_of(own).model_copy(update={"context": own.sections[1].sentences[0]})
    (result,) = check_claims([both], [own], {}, LENIENT_SETTINGS)
    assert result.evidence == ()


def test_check_claims_shows_the_nearest_passage_where_none_bears_on_the_claim() -> None:
    near = "The dense retriever was trained on open-domain questions."
    own = document("2001.00001v1", [CLAIM, FILLER, near], title="One", authors=("Ada Lovelace",))
    (result,) = check_claims([claim_of(own)], [own], {}, LENIENT_SETTINGS)
    assert (result.mark, result.stance) == ("unsupported", "silent")
    (nearest,) = result.evidence
    assert (nearest.passage.text, nearest.stance) == (near, "silent")
    assert nearest.similarity == result.similarity
    assert f"has a confidence of {nearest.confidence:.2f}, below 0.30" in result.why
    assert {"bm25", "top-20"} <= set(result.why.rpartition("missing: ")[2].split(", "))


def test_check_claims_takes_a_shared_number_alone_for_no_support() -> None:
    own = document("2001.00001v1", [f"{CLAIM[:-1]} by 9.37 points.", "Of all tokens 9.37 % are numbers of pages."])
    other = document("2002.00002v1", ["Our tagger outperforms theirs by 9.37 points."], authors=("Alan Turing",))
    findings = [claim_of(own), claim_of(other)]
    (result,) = check_claims(findings[:1], [own, other], {}, CheckSettings(), findings)
    assert result.mark == "unsupported"


def test_check_claims_supports_by_cells_of_its_own_table_that_it_names() -> None:
    claim = "Our tagger Lumo reaches 91.37 % accuracy."
    rows = (("System", "Accuracy"), ("Baseline", "88.12"), ("Lumo", "91.37"))
    own, start, cells = document("2001.00001v1", [claim]), len(claim) + 1, []
    for row in rows:
        cells.append(
            tuple(
                Cell(text=text, span=Span(1, start + 10 * n, start + 10 * n + len(text))) for n, text in enumerate(row)
            )
        )
        start += 20
    text = claim + " " + "".join(f"{cell:10}" for row in rows for cell in row)
    own = own.model_copy(update={"text": text, "tables": (Table(label="Table 1", rows=tuple(cells)),)})
    tables = {own.paper_id: tuple(map(resolve, own.tables))}
    (result,) = check_claims([claim_of(own)], [own], {}, CheckSettings(), tables=tables)
    (evidence,) = result.evidence
    assert (result.mark, evidence.stance, evidence.passage.text) == ("verified", "supports", "Lumo 91.37")
    assert spanned(text, evidence.passage.spans) == evidence.passage.text
    (unnamed,) = check_claims([claim_of(own)], [own], {}, CheckSettings(), tables={own.paper_id: (_renamed(tables),)})
    assert unnamed.mark == "unsupported"


def _renamed(tables: Mapping[str, Sequence[ResolvedTable]]) -> ResolvedTable:
    ((table,),) = tables.values()
    return table.model_copy(update={"cells": tuple(v.model_copy(update={"labels": ("Mira",)}) for v in table.cells)})


def test_check_claims_takes_fewer_errors_and_more_accuracy_for_no_dispute() -> None:
    own = document("2001.00001v1", ["Retrieval augmentation reduces hallucination of language models."])
    other = document(
        "2002.00002v1", ["Retrieval augmentation improves the factual accuracy of language models."], authors=("A B",)
    )
    findings = [claim_of(own), claim_of(other)]
    (result,) = check_claims(findings[:1], [own, other], {}, CheckSettings(), findings)
    assert result.mark != "contradicted"


def test_check_claims_keeps_the_best_opposing_passage_beside_many_that_support() -> None:
    others = [
        document(f"200{n}.00001v1", [f"In {word}, {AGAIN[0].lower()}{AGAIN[1:]}"], title=word, authors=(f"{word} Roe",))
        for n, word in enumerate(("short", "addition", "total", "all"), start=2)
    ]
    against = document("2009.00001v1", [REVERSED], title="Against", authors=("Alan Turing",))
    result = checked(OWN, against, *others)
    assert {"supports", "contradicts"} == {item.stance for item in result.evidence}
    assert len(result.evidence) == CheckSettings().max_evidence


def test_check_claims_never_takes_a_copy_for_evidence() -> None:
    copy = document("2002.00002v1", [f"{CLAIM[:-1]}!"], title="Two", authors=("Alan Turing",))
    repeating = document("2001.00001v1", [CLAIM, FILLER, CLAIM], title="One", authors=("Ada Lovelace",))
    assert checked(OWN, copy).mark == "unsupported"
    assert checked(repeating).mark == "unsupported"


def test_check_claims_verifies_by_another_place_of_the_paper() -> None:
    result = checked(document("2001.00001v1", [CLAIM, FILLER, AGAIN], title="One", authors=("Ada Lovelace",)))
    assert (result.mark, result.stance) == ("verified", "supports")
    assert result.evidence[0].passage.text == AGAIN
    assert result.evidence[0].same_paper
    assert not result.evidence[0].independent
    assert "same paper" in result.why
    assert "bm25" in result.why


def test_check_claims_corroborates_by_other_authors() -> None:
    result = checked(OWN, document("2002.00002v1", [AGAIN], title="Two", authors=("Alan Turing",)))
    assert result.mark == "corroborated"
    assert result.evidence[0].independent
    assert result.evidence[0].passage.paper_id == "2002.00002v1"
    assert result.evidence[0].confidence == result.confidence >= LENIENT


@pytest.mark.parametrize("authors", [("A. Lovelace", "Alan Turing"), (), ("Lovelace, Ada",)])
def test_check_claims_does_not_corroborate_by_shared_or_unknown_authors(authors: tuple[str, ...]) -> None:
    result = checked(OWN, document("2002.00002v1", [AGAIN], title="Two", authors=authors))
    assert result.mark == "unsupported"
    assert "not independent" in result.why


def test_check_claims_does_not_corroborate_by_a_shared_citation() -> None:
    shared = (Reference(text="DPR", title="Dense passage retrieval"),)
    own = document("2001.00001v1", [f"{CLAIM[:-1]} [1]."], title="One", authors=("Ada Lovelace",), references=shared)
    other = document("2002.00002v1", [f"{AGAIN[:-1]} [1]."], title="Two", authors=("Alan Turing",), references=shared)
    assert checked(own, other).mark == "unsupported"


def test_check_claims_does_not_corroborate_by_the_paper_that_the_claim_cites() -> None:
    own = document(
        "2001.00001v1",
        [f"{CLAIM[:-1]} [1]."],
        title="One",
        authors=("Ada Lovelace",),
        references=(Reference(text="Turing. Two.", title="Two"),),
    )
    other = document("2002.00002v1", [AGAIN], title="Two", authors=("Alan Turing",))
    assert checked(own, other).mark != "corroborated"


def test_check_claims_takes_another_version_for_the_same_paper() -> None:
    newer = document("2001.00001v2", [AGAIN], title="One", authors=("Ada Lovelace",))
    assert checked(OWN, newer).mark == "verified"


def test_check_claims_prefers_metadata_to_what_the_document_says() -> None:
    papers = {"2002.00002v1": Paper(paper_id="2002.00002v1", title="Two", authors=("Ada Lovelace",))}
    other = document("2002.00002v1", [AGAIN], title="Two", authors=("Alan Turing",))
    assert checked(OWN, other, papers=papers).mark == "unsupported"


def test_check_claims_marks_a_contradiction() -> None:
    result = checked(OWN, document("2002.00002v1", [REVERSED], title="Two", authors=("Alan Turing",)))
    assert (result.mark, result.stance) == ("contradicted", "contradicts")
    assert "comparison reversed" in result.why


def test_check_claims_takes_a_hope_for_no_contradiction() -> None:
    hope = f"We had hoped that {REVERSED[0].lower()}{REVERSED[1:]}"
    result = checked(OWN, document("2002.00002v1", [hope], title="Two", authors=("Alan Turing",)))
    assert result.stance != "contradicts"


POSITION = (
    "We find that performance can degrade significantly when changing the position of relevant information, so that "
    "language models do not robustly make use of information in long input contexts."
)
POSITION_AGAIN = (
    "We show that language model performance degrades significantly when changing the position of relevant information, "
    "so that models struggle to robustly use information in long input contexts."
)


def test_check_claims_takes_a_papers_rewording_for_no_contradiction() -> None:
    own = document("2001.00001v1", [POSITION, FILLER, POSITION_AGAIN], title="One", authors=("Ada Lovelace",))
    assert checked(own).mark == "verified"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The dense retriever reaches {} points of top-20 accuracy on open-domain questions.", ("79.4", "63.2")),
        ("Counselling patients {} the odds of mortality in hospital.", ("did not significantly reduce", "reduced")),
        ("In the {} condition, the deviation equalled that of the {} accurate player.", ("most", "least")),
    ],
)
def test_a_paper_neither_contradicts_nor_supports_what_it_states_under_other_conditions(
    text: str, words: tuple[str, str]
) -> None:
    texts = [text.replace("{}", words[0]), FILLER, text.replace("{}", words[1])]
    assert checked(document("2001.00001v1", texts, title="One", authors=("Ada Lovelace",))).mark == "unsupported"


def test_check_claims_charges_no_group_of_authors_with_contradicting_itself() -> None:
    result = checked(OWN, document("2002.00002v1", [REVERSED], title="Two", authors=("Ada Lovelace", "Alan Turing")))
    assert result.mark != "contradicted"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The Stroop effect was larger (119 ms) in the high than in the low proportion condition (105 ms).",
         "The Stroop effect was larger (80 ms) in the high than in the low proportion condition (64 ms)."),
        ("Sentences are more likely to be read as generic when their subject does not have a referent in the context.",
         "Sentences are less likely to be read as generic when their subject has a referent in the context."),
    ],
)  # fmt: skip
def test_other_figures_and_two_reversals_contradict_nothing(text: str, other: str) -> None:
    own = document("2001.00001v1", [text], title="One", authors=("Ada Lovelace",))
    result = checked(own, document("2002.00002v1", [other], title="Two", authors=("Alan Turing",)))
    assert result.mark != "contradicted"


def test_check_claims_is_the_same_whatever_the_order_of_documents() -> None:
    others = [
        document("2002.00002v1", [AGAIN, FILLER], title="Two", authors=("Alan Turing",)),
        document("2003.00003v1", [FILLER, "BM25 is a sparse retriever."], title="Three", authors=("Grace Hopper",)),
    ]
    assert checked(OWN, *others) == checked(OWN, *others[::-1])


def test_check_claims_without_claims_or_passages() -> None:
    assert check_claims([], [OWN], {}, CheckSettings()) == ()
    (result,) = check_claims([claim_of(OWN)], [document("2001.00001v1", [])], {}, CheckSettings())
    assert result.mark == "unsupported"


def test_passages_stay_within_sections_and_fit_sentences() -> None:
    texts = ["One is here.", "Two is here.", "Three is torn", "Four is here."]
    sentences = tuple(
        Sentence(text=text, spans=(Span(1, n, n + 1),), paragraph=1, unfit="torn" if "torn" in text else None)
        for n, text in enumerate(texts)
    )
    sections = (Section(heading="A", sentences=sentences), Section(heading="B", sentences=sentences[:1]))
    paper = Document(paper_id="local:1", reader="pdf", text="", sections=sections)
    index = PassageIndex([paper], 2)
    passages = [index.passage(window) for window in index.windows]
    assert [(p.section, p.text) for p in passages] == [
        ("A", "One is here."),
        ("A", "Two is here."),
        ("A", "One is here. Two is here."),
        ("A", "Four is here."),
        ("B", "One is here."),
    ]
    assert len({passage.spans for passage in passages[:4]}) == 4


def test_author_keys_fold_accents_and_order() -> None:
    assert author_keys(["José M. Pérez", "Perez, J.", "  ", "Plato"]) == {"perez j", "plato p"}


def test_check_claims_tells_how_many_are_done() -> None:
    told: list[int] = []
    check_claims([claim_of(OWN)] * 3, [OWN], {}, CheckSettings(), progress=told.append)
    assert told == [1, 2, 3]
