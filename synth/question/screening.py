"""Papers found are ranked against the question and screened: used, merged with another copy, or skipped."""

from collections.abc import Collection, Mapping, Sequence

from synth.language.search_coverage import beyond_reason
from synth.language.text import content_stems, cosine
from synth.models import Paper, Question, Screened, rounded
from synth.models.source import RETRACTED
from synth.settings import SearchSettings

_TITLE_SHARE = 0.4  # a title names the topic of a paper; an abstract mentions others too
_FACET_WEIGHT = 2  # "hallucination" is more specific than "does" and "longer"


def rank_papers(question: Question, papers: Sequence[Paper]) -> tuple[float, ...]:
    """Relevance of each paper to the question, in [0, 1], in the order of the papers.

    0.4 times the TF-IDF cosine (synth.language.text.cosine) of the question with the title, and 0.6 times that
    with title and abstract together. The question counts by its content stems, those of its facets repeated.
    """
    facets = [
        stem for facet in (*question.subjects, *question.outcomes, *question.settings) for stem in content_stems(facet)
    ]
    asked = [stem for term in question.terms for stem in content_stems(term)] + facets * _FACET_WEIGHT
    return tuple(_relevance(asked, content_stems(paper.title), content_stems(paper.abstract)) for paper in papers)


def _relevance(asked: list[str], title: list[str], abstract: list[str]) -> float:
    return rounded(_TITLE_SHARE * cosine(asked, title) + (1 - _TITLE_SHARE) * cosine(asked, title + abstract))


def screen_papers(
    question: Question,
    papers: Sequence[Paper],
    copy_of: Mapping[int, int],
    settings: SearchSettings,
    must_keep: Collection[int] = (),
) -> tuple[Screened, ...]:
    """Decide on every paper found, in the order of the papers; `copy_of` are its copies as `find_copies` gives them.

    Copies are merged with the one that stays; papers below `settings.min_relevance` are skipped, then, at a stage of
    their own, those with a notice (`Paper.notice`), and those beyond the `settings.max_papers` most relevant.
    `must_keep` are the indices of papers that the user asked for by name: they are skipped only by such a notice.
    """
    relevance = rank_papers(question, papers)
    reasons: dict[int, str] = {}
    notices: dict[int, str] = {}
    candidates = [index for index in range(len(papers)) if index not in copy_of]
    for index in candidates:
        if index not in must_keep and relevance[index] < settings.min_relevance:
            reasons[index] = f"relevance {relevance[index]:.2f} below {settings.min_relevance:g}"
        elif notice := papers[index].notice:
            reasons[index] = notices[index] = notice
    wanted = [index for index in candidates if index not in reasons and index not in must_keep]
    wanted.sort(key=lambda index: (-relevance[index], papers[index].paper_id))
    reasons.update(dict.fromkeys(wanted[settings.max_papers :], beyond_reason(settings.max_papers)))

    screened = []
    for index, paper in enumerate(papers):
        decision, reason = "used", ""
        if index in copy_of:
            decision, reason = "merged", f"another version or copy of {papers[copy_of[index]].paper_id}"
        elif index in reasons:
            decision, reason = "skipped", reasons[index]
        screened.append(
            Screened.model_validate(
                {
                    "paper_id": paper.paper_id,
                    "title": paper.title,
                    "decision": decision,
                    "stage": RETRACTED if index in notices else "screening",
                    "reason": reason,
                    "relevance": relevance[index],
                }
            )
        )
    return tuple(screened)
