from collections.abc import Callable, Sequence
from typing import TypedDict, Unpack

import pytest

from synth.claims import extract_claims, label_roles, score_claims
from synth.claims.attribution import Attribution
from synth.claims.exclusion import doubts, exclusion
from synth.claims.findings import SectionFindings
from synth.models import Document, Section, SectionRole, Sentence, Span
from synth.settings import ClaimSettings

FINDING = (
    "We find that the dense retriever significantly outperforms BM25 by 4.2% in top-20 accuracy on all five datasets."
)


class Where(TypedDict, total=False):
    """Where a text stands."""

    role: SectionRole
    heading: str
    title: str


def sentence(text: str, start: int = 0, paragraph: int = 1, **fields: object) -> Sentence:
    known = {"text": text, "spans": (Span(1, start, start + len(text)),), "paragraph": paragraph}
    return Sentence.model_validate(known | fields)


def document(
    texts: Sequence[str], role: SectionRole = "result", heading: str = "Results", title: str = "On retrieval"
) -> Document:
    sentences: list[Sentence] = []
    start = 0
    for text in texts:
        sentences.append(sentence(text, start))
        start += len(text) + 1
    section = Section(heading=heading, role=role, sentences=tuple(sentences))
    return Document(paper_id="2001.00001v1", reader="pdf", title=title, text=" ".join(texts), sections=(section,))


def claimed(*texts: str, **where: Unpack[Where]) -> list[str]:
    return [claim.text for claim in extract_claims(document(texts, **where), ClaimSettings())]


def test_extract_claims_keeps_a_finding_verbatim_with_its_spans() -> None:
    paper = document(["The data are described first.", FINDING])
    (claim,) = extract_claims(paper, ClaimSettings())
    assert claim.text == FINDING
    assert [paper.text[span.start : span.end] for span in claim.spans] == [FINDING]
    assert (claim.paper_id, claim.section, claim.section_role) == ("2001.00001v1", "Results", "result")
    assert claim.score >= 0.5
    assert claim.claim_id.startswith("c-")
    assert len(claim.claim_id) == 12


def test_extract_claims_takes_findings_of_captions_and_no_legends() -> None:
    legends = (
        "Figure 2: Accuracy of both retrievers by size on all five datasets.",
        "The dashed line shows that the dense retriever significantly outperforms BM25 by 4.2%.",
        "We report the accuracy of our dense retriever, which outperforms BM25 by 4.2%.",
    )
    captions = tuple(sentence(text, 100 * place) for place, text in enumerate((*legends, FINDING)))
    (claim,) = extract_claims(
        Document(paper_id="2001.00001v1", reader="pdf", text="", captions=captions), ClaimSettings()
    )
    assert (claim.text, claim.section) == (FINDING, "Figures and tables")


def test_extract_claims_takes_no_title_for_a_finding() -> None:
    assert claimed(FINDING.removesuffix(".") + " .", title=FINDING.removesuffix(".")) == []


def test_extract_claims_is_the_same_twice() -> None:
    paper = document([FINDING, "Overall, our model achieves 54.3 nDCG@10, which is 2.1 points better than BM25."])
    assert extract_claims(paper, ClaimSettings()) == extract_claims(paper, ClaimSettings())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lewis et al. (2020) show that retrieval significantly improves accuracy over the baseline.", "others' work"),
        ("Similar to our paper, Rathner (2012) also studies fees and concludes that they are lower.", "others' work"),
        ("Similarly, Doe, Roe, and Poe (2018) find that larger schools raise scores by a tenth.", "others' work"),
        ("Prior work [7] has shown that even low penetration reduces waves by a tenth.", "others' work"),
        ("As indicated in several reports, flows with the same delay share the bottleneck fairly.", "others' work"),
        ("That study also documented that earnings rise by a tenth among those treated.", "others' work"),
        ("An exception is Doe (2007), which finds that the campaign raised attainment by a tenth.", "others' work"),
        ("Roe (2018) conducted a study of children and found large effects on their scores.", "others' work"),
        ("Their results imply that scores rise by a tenth of a standard deviation.", "others' work"),
        ("A significant correlation of gene and risk was demonstrated in their study.", "others' work"),
        ("Increasing evidence has indicated that the gene raises the risk of the disease.", "others' work"),
        ("Recent work has shown that larger models achieve significantly better performance.", "others' work"),
        ("Simple heuristics improve accuracy to 30%, as shown by Talmor et al. in a survey.", "others' work"),
        ("Retrieval-augmented models were shown to significantly improve accuracy on rare names.", "others' work"),
        ("Does the dense retriever significantly outperform BM25 on all of the datasets?", "question"),
        ("The entropy baseline shows surprisingly robust accuracy in this setting.", "dangling"),
        ("For many years it has been claimed that old trials find stronger effects than new ones.", "others' work"),
        ("It is commonly thought that the swine virus changes less than the human one.", "others' work"),
        ("However, recent calculations of the gap have shown a large overestimate of its width.", "others' work"),
        ("Frogs of warm ponds show a strong decrease of singing in the morning (Doe & Roe, 2010).", "others' work"),
        ("Until now the songs of toads were significantly louder in warm ponds [4, 18].", "others' work"),
        ("Doe [30] reports the experiences of one team and estimates a 40% lower cost.", "others' work"),
        ("The general literature on croaking suggests that it speeds up the mating of frogs.", "others' work"),
        ("In prior work [51], we found that croaking plays a prominent role in mating.", "others' work"),
        ("In this alloy it is known [2-4] that tilts strongly suppress superconductivity.", "others' work"),
        ("We thank the reviewers for comments that significantly improved the paper.", "acknowledgement"),
        ("These two steps significantly improve the accuracy of the retriever.", "dangling"),
        ("This is because larger models perform better than smaller ones on rare words.", "dangling"),
        ("However, they achieve significantly lower accuracy on rare entities.", "dangling"),
        ("However, our model outperforms them by 10% in transfer accuracy on both data sets.", "dangling"),
        ("Its performance surpasses that of much larger models on four benchmarks.", "dangling"),
        ("RAG 44.5 56.8 68.0 45.2 52.2 14.5 40.1 17.3 22.2", "mostly symbols"),
        ("Accuracy improves significantly.", "too short"),
    ],
)
def test_exclusion_names_its_reason(text: str, reason: str) -> None:
    assert exclusion(sentence(text)) == reason


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("We hypothesize that larger models perform significantly better on rare entities.", "hypothesis"),
        ("The improvement of 3% may be due to the larger number of training examples.", "hypothesis"),
        ("We leave the improvement of retrieval accuracy on longer documents to future work.", "plan"),
        ("Section 3 describes how the retriever achieves higher accuracy than BM25.", "describes the paper"),
        ("The results of all models on the five datasets are shown in Table 3.", "describes the paper"),
        ("We define recall as the share of relevant passages that are among the first k.", "definition"),
        ("We propose a new retriever for questions about long and noisy documents.", "proposal"),
        ("The reader is trained with a learning rate of 0.001 for ten epochs.", "set-up"),
        ("We train the retriever on 10,000 questions with their gold passages.", "set-up"),
        ("Using five prompts, we evaluate the accuracy of all models on the test questions.", "set-up"),
        ("Specifically, in §6.1 we show performance gains over the unranked passages.", "describes the paper"),
        ("In this section we show how the retriever rewards accurate passages.", "describes the paper"),
        ("Our compression aims to improve the accuracy of models with long contexts.", "plan"),
        ("We demonstrate the effectiveness of the retriever by tuning it on questions.", "describes the paper"),
        (
            "Table III shows the results achieved by dense and sparse retrieval for the lower budget.",
            "describes the paper",
        ),
        ("Figure 2 compares the accuracy of the retrievers on five datasets.", "describes the paper"),
        ("In Figure 3, we show accuracy as a function of the number of passages.", "describes the paper"),
    ],
)
def test_doubts_are_named(text: str, doubt: str) -> None:
    assert exclusion(sentence(text)) is None
    assert doubt in doubts(sentence(text))
    assert claimed(text) == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            "BM25 performs best on verified claims, perhaps since they are heavily about entities.",
            "hypothesis in a tail",
        ),
        ("Wages rose by 12% in the treated counties, although it remains an open question why.", "plan in a tail"),
        (
            "Mortality fell by 3.1% in the treated group (see Appendix B for all models).",
            "describes the paper in a tail",
        ),
    ],
)
def test_doubts_of_a_tail_are_told_from_those_of_the_main_clause(text: str, doubt: str) -> None:
    assert doubts(sentence(text)) == (doubt,)


@pytest.mark.parametrize(
    "text",
    [
        "Tunnels under the road reduced the deaths of frogs by 51% compared with roads that had none.",
        "The mean incubation period was 5.2 days (95% CI 4.1 to 7.0), and the means of both groups did not differ.",
        "We find that BM25 (Robertson, 2009) outperformed three dense retrievers in our setting by 3.2 points.",
        "Higher minimum wages reduced the number of hours worked by 7.5% (p < 0.01) in all four treatment groups.",
    ],
)
def test_extract_claims_finds_what_papers_of_other_fields_found(text: str) -> None:
    assert claimed(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        FINDING,
        "We find that deeper models overfit after one epoch, which may be due to the small training set.",
        "Similarly to Wu et al. (2021), we find that the models overfit after a single epoch of training.",
        "All these datasets show the same drop of accuracy of about 3% when the passages are shuffled.",
        "We propose a retriever that outperforms BM25 by 3.1 points on all datasets.",
        "Figure 2 shows that the retriever is better than BM25 on all of the datasets.",
        "We train on half of the data and still find the retriever to be better than BM25.",
        "This paper shows that retrieval reduces the rate of made-up facts by a third.",
        "It is evident that the learned space is smoother than the one of the plain autoencoder.",
        "Two steps are worse than one, which might be explained by the smaller gradients of the second.",
        "As hypothesized, the embeddings of populations are separated most clearly.",
        "Both 0 and 2 for the coefficient of the penalty result in poor performance.",
        "Our recall is counted by sentence, but some sentences are supported by citations in their neighbours.",
    ],
)
def test_nothing_speaks_against_a_papers_own_findings(text: str) -> None:
    assert exclusion(sentence(text)) is None
    assert [doubt for doubt in doubts(sentence(text)) if not doubt.endswith("tail")] == []


def test_exclusion_of_an_unfit_sentence_is_the_readers_reason() -> None:
    assert exclusion(sentence(FINDING, unfit="spliced by a float")) == "spliced by a float"


def test_doubts_a_cited_sentence_without_we() -> None:
    text = "The dense retriever significantly outperforms BM25 by 4.2% in top-20 accuracy."
    assert doubts(sentence(text)) == ()
    assert doubts(sentence(text, citations=(3,))) == ("cites",)


def test_exclusion_sees_what_a_sentence_itself_names() -> None:
    pointing = "the latter has the larger variance in all of the models."
    assert exclusion(sentence(f"The larger model is fast, but {pointing}")) == "dangling"
    assert (
        exclusion(sentence(f"The means of the generation interval and the serial interval are equal, but {pointing}"))
        is None
    )


def test_attribution_tells_a_survey_of_people_from_one_of_papers() -> None:
    of_papers = document([FINDING], title="Dense retrieval: a survey")
    of_people = document([FINDING], title="What respondents of a survey believe")
    assert Attribution(of_papers).is_survey
    assert not Attribution(of_people).is_survey


@pytest.mark.parametrize(
    ("role", "heading"),
    [("background", "Related Work"), ("other", "Prior work on retrieval"), ("acknowledgement", "Acknowledgments")],
)
def test_extract_claims_leaves_out_sections_on_others(role: SectionRole, heading: str) -> None:
    assert claimed(FINDING, role=role, heading=heading) == []


def test_extract_claims_reads_a_conclusion_that_tells_of_future_work_too() -> None:
    assert claimed(FINDING, role="conclusion", heading="Conclusion and Future Work") == [FINDING]
    assert claimed(FINDING, role="other", heading="Future work") == []


def test_doubts_weigh_what_a_figure_shows_against_its_outline() -> None:
    found = "The results are presented in Figure 6, showing that the detector performs significantly worse than BM25."
    outline = "The results of all detectors on the five data sets are presented in Figure 6."
    told, silent = doubts(sentence(found)), doubts(sentence(outline))
    assert (told, silent) == (("describes the paper in a tail",), ("describes the paper",))
    assert findings_of(found).score(0, told) > findings_of(outline).score(0, silent)
    assert claimed(outline) == []


def findings_of(*texts: str, **where: Unpack[Where]) -> SectionFindings:
    paper = document(texts, **where)
    return SectionFindings(paper.sections[0], Attribution(paper))


def test_doubts_only_lower_a_score() -> None:
    findings = findings_of(FINDING)
    named = ("hypothesis", "plan", "proposal", "set-up", "definition", "describes the paper", "cites", "they")
    assert all(findings.score(0, [doubt]) < findings.score(0) for doubt in named)


def test_findings_stand_together() -> None:
    doubtful = "Both retrievers are slower on long questions."
    alone, beside = findings_of(doubtful), findings_of(FINDING, doubtful, FINDING)
    assert 0 < alone.score(0) < beside.score(1)


def test_findings_of_an_unfit_sentence_lift_no_neighbour() -> None:
    paper = document(["Both retrievers are slower on long questions.", FINDING])
    section = paper.sections[0]
    unfit = section.model_copy(
        update={"sentences": (section.sentences[0], section.sentences[1].model_copy(update={"unfit": "spliced"}))}
    )
    fit, spliced = (SectionFindings(each, Attribution(paper)) for each in (section, unfit))
    assert spliced.score(0) < fit.score(0)
    assert spliced.score(1) == 0.0


def test_findings_echo_their_abstract() -> None:
    told = Attribution(
        Document(paper_id="2001.00001v1", reader="pdf", text="", abstract="Retrieval reduces hallucination.")
    )
    assert told.echo(["retrieval", "reduced", "hallucinations"]) == ["echo:abstract=5/6"]
    assert told.echo(["we", "drove", "home"]) == ["echo:abstract=0/6"]
    assert told.echo([]) == ["echo:abstract=0/6"]
    assert Attribution(document([FINDING])).echo(["retrieval"]) == []


def test_extract_claims_leaves_out_what_goes_on_about_others_in_a_paragraph() -> None:
    introduced = "Guu et al. (2018) proposed to edit retrieved prototypes."
    theirs = "The method significantly outperforms all baselines by 4.2% in accuracy."
    assert claimed(introduced, theirs) == []
    assert claimed(theirs) == [theirs]


def test_extract_claims_leaves_what_opens_with_a_name_that_a_neighbour_cites() -> None:
    introduced = "ORQA (Lee et al., 2019) retrieves evidence with a latent variable."
    theirs = "ORQA significantly outperforms BM25 by 4.2% in accuracy on all of the five datasets."
    assert claimed(introduced, theirs) == []
    assert claimed(theirs) == [theirs]
    assert theirs in claimed(introduced, theirs, title="ORQA: latent retrieval")


def test_extract_claims_of_a_survey_are_its_own_words_only() -> None:
    theirs = "RETRO significantly outperforms GPT-3 by 4.2% in accuracy on all five datasets."
    assert claimed(theirs, FINDING, title="Retrieval for language models: a survey") == [FINDING]
    assert claimed(theirs, FINDING) == [theirs, FINDING]


def test_score_claims_prefers_the_conclusion_of_an_abstract() -> None:
    abstract = [
        "Retrieval is a common part of question answering systems.",
        "Here we trained two retrievers on 1,000 questions.",
        "Our results demonstrate that dense retrieval is better than sparse retrieval.",
    ]
    scores = score_claims(abstract)
    assert len(scores) == 3
    assert all(0 <= score <= 1 for score in scores)
    assert scores[2] == max(scores) > 0.5


def test_label_roles_of_a_plain_abstract() -> None:
    abstract = [
        "Recently, neural models have become popular for many language tasks.",
        "In this paper, we propose a new model for question answering.",
        "We train the model on 10,000 questions using gradient descent.",
        "Experimental results show that our model outperforms the state of the art.",
    ]
    assert label_roles(abstract) == ["background", "objective", "method", "result"]


@pytest.mark.parametrize("score", [score_claims, label_roles])
def test_scoring_of_nothing_is_nothing(score: Callable[[Sequence[str]], list[object]]) -> None:
    assert score([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dense retrieval with DPR is more accurate than BM25 on four of the five datasets (Table 1).",
        "Retrieval also raises Llama2-70B with a 32K window from 37.36 to 39.60.",
        "Long-context models answer best when the passage stands at the beginning, and worst in the middle.",
        "Rewriting the query improves the answers of both readers on all three datasets.",
        "With 20 documents in its prompt, GPT-3.5-Turbo falls below its closed-book accuracy of 56.1%.",
    ],
)
def test_extract_claims_knows_plain_findings(text: str) -> None:
    assert claimed(text, FINDING) == [text, FINDING]


@pytest.mark.parametrize(
    "text",
    [
        "We train the retriever on 10,000 questions with a learning rate of 0.001.",
        "The encoder is a transformer with 12 layers and 110M parameters.",
        "For each question, the first 100 passages are then passed on to the reader.",
        "Recall at k is the share of questions whose answer stands in the first k passages.",
    ],
)
def test_extract_claims_leaves_procedures_and_definitions(text: str) -> None:
    assert claimed(text) == []


STRONG = "Our dense retriever is exceptionally strong on all five datasets."
NEEDING = "It significantly outperforms BM25 by 4.2% in top-20 accuracy on all five datasets."


def test_extract_claims_brings_the_sentence_that_a_finding_needs() -> None:
    paper = document([STRONG, NEEDING])
    claim = next(claim for claim in extract_claims(paper, ClaimSettings()) if claim.text == NEEDING)
    assert claim.context is not None
    assert claim.context.text == STRONG
    assert claim.quotation == f"{STRONG} {NEEDING}"
    assert " ".join(paper.text[span.start : span.end] for span in claim.quoted_spans) == claim.quotation


@pytest.mark.parametrize(
    "before",
    [
        "They were trained on the same data for as long as the others.",  # needs a neighbour itself
        "Lewis et al. (2020) propose a retriever of dense vectors for questions.",
        "Is the dense retriever stronger than a sparse one?",
    ],
)
def test_extract_claims_leaves_out_a_finding_whose_neighbour_cannot_be_quoted(before: str) -> None:
    assert NEEDING not in claimed(before, NEEDING)


def test_extract_claims_brings_no_sentence_of_another_paragraph() -> None:
    apart = Section(heading="Results", role="result", sentences=(sentence(STRONG), sentence(NEEDING, 80, paragraph=2)))
    spliced = (sentence(STRONG, unfit="spliced by a float"), sentence(NEEDING, 80))
    paper = Document(paper_id="2001.00001v1", reader="pdf", text="", sections=(apart,))
    unfit = Document(paper_id="2001.00001v1", reader="pdf", text="", sections=(Section(heading="", sentences=spliced),))
    for each in (paper, unfit):
        assert NEEDING not in [claim.text for claim in extract_claims(each, ClaimSettings())]


def test_extract_claims_never_brings_a_sentence_for_what_points_further_back() -> None:
    far = "Our dense retriever significantly outperforms BM25 on the four tasks mentioned above."
    assert far not in claimed(STRONG, far)
