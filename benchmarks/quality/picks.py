"""What a report would pick first: questions on the test half of the shared papers, and how many picks are claims."""

from collections.abc import Iterator
from itertools import chain, zip_longest

from benchmarks.quality.bodies import labels, sentence_key, test_half
from synth.answer import rank_claims
from synth.claims import extract_claims, read_card, select_claims
from synth.language.sides import Sides
from synth.models import Claim
from synth.question import parse_question
from synth.settings import ClaimSettings

FIRST = 9
"""Picks of each question that are looked at."""
PLAIN = 0.6
"""P(finding) from which a claim is plainly one."""
PICKS = 100
"""Distinct picks over all questions, the first of every question before the second of any."""
QUESTIONS = (
    "Does dense retrieval outperform BM25 for open-domain question answering?",
    "Does retrieval augmentation reduce hallucination in language models?",
    "How does scale affect the few-shot performance of large language models on reasoning tasks?",
    "Does prompt compression preserve the accuracy of language models in long contexts?",
    "Does the Vision Transformer outperform convolutional networks on image classification?",
    "Does batch normalization accelerate the training of deep networks?",
    "Does distillation transfer the knowledge of an ensemble into a single model?",
    "Does BLEU correlate with human judgments of text simplification?",
    "Does multitask learning improve semantic parsing?",
    "Does retrieval-augmented generation improve the accuracy of medical question answering?",
    "How toxic and biased are large language models?",
    "Does planning with a learned model improve performance on Atari and Go?",
    "Does reusing the KV cache reduce the time to first token?",
    "Do citation graphs improve document embeddings of scientific papers?",
    "Do recurrent networks match Transformers in language modeling at lower inference cost?",
    "Does query rewriting improve retrieval-augmented language models?",
    "Does paraphrasing the inputs improve few-shot fine-tuning?",
    "Do larger language models memorize more of their training data?",
    "Does adaptive computation improve generalization?",
    "Do changes of the architecture reduce the training cost of Transformers?",
    "Does retrieval lower the perplexity of language models?",
    "Does generating substrings as document identifiers improve passage retrieval?",
)


def pick_measures(settings: ClaimSettings) -> dict[str, object]:
    """Of the first picks, how many are labelled in `labels/body_claims.tsv`, and how many of those are claims."""
    known = {(row["paper_id"], row["sentence"]): row["claim"] == "1" for row in labels()}
    found = [(claim.paper_id, sentence_key(claim.quotation)) for claim in first_picks(settings)]
    judged = [known[place] for place in found if place in known]
    return {
        "picks": len(found),
        "labelled": len(judged),
        "precision": round(sum(judged) / len(judged), 4) if judged else None,
    }


def context_measures(settings: ClaimSettings) -> dict[str, object]:
    """Of claims that are quoted with the sentence before, which they need, how many are labelled, and are claims."""
    known = {row["sentence"]: row["claim"] == "1" for row in labels() if row["part"] == "context"}
    claims = [claim for paper in test_half() for claim in extract_claims(paper, settings)]
    quotable = [claim for claim in claims if claim.score >= PLAIN]
    brought = [sentence_key(claim.quotation) for claim in quotable if claim.context is not None]
    judged = [known[key] for key in brought if key in known]
    return {
        "quotable claims": len(quotable),
        "with the sentence before": len(brought),
        "labelled": len(judged),
        "precision": round(sum(judged) / len(judged), 4) if judged else None,
    }


def first_picks(settings: ClaimSettings) -> list[Claim]:
    """Up to `PICKS` distinct claims that the questions would have, no question getting ahead of the others."""
    papers = test_half()
    claims = [claim for paper in papers for claim in extract_claims(paper, settings)]
    cards = [read_card(paper) for paper in papers]
    fronts = {paper.paper_id: (paper.title or "", paper.abstract) for paper in papers}
    chosen = []
    for question in map(parse_question, QUESTIONS):
        ranked = rank_claims(question, claims, Sides(question, cards), fronts, settings.min_relevance)
        chosen.append(select_claims([item.claim for item in ranked], settings)[:FIRST])
    return list({claim.claim_id: claim for claim in _in_turn(*chosen)}.values())[:PICKS]


def _in_turn(*rows: tuple[Claim, ...]) -> Iterator[Claim]:
    return (claim for claim in chain.from_iterable(zip_longest(*rows)) if claim is not None)
