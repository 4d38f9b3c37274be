"""Seven rubrics, each 0 to 10 with its reasons: what a reader would ask of a synthesis, counted.

Each is written so that a claim without support, a claim said twice and a paper that says nothing never raise it: shares
are taken over claims with support, each once; parts of the question count once; witnesses are groups of authors, and
there is a number from which more of them add nothing. docs/review.md has every formula.
"""

from collections.abc import Mapping, Sequence

from synth.language.facets import Facet
from synth.models import CheckedClaim, Reproduction, Reviewer
from synth.models.answer import Certainty
from synth.review.case import Case, over_supported, provenance, same_words, support, supported
from synth.review.counts import Recount, counts
from synth.review.grounding import misplaced
from synth.settings import StandingSettings

UNCERTAINTY = "uncertainty disclosed"
REPRODUCIBILITY = "reproducibility"
"""The rubrics that dimensions of quality are graded by."""

WEAKNESSES: Mapping[str, str] = {
    "unsupported": "claims without a second passage",
    "contradicted": "contradicted claims",
    "abstract": "papers read as abstract alone",
    "unread": "papers found and not read",
    "unknown authors": "papers whose authors are not known",
    "struck": "claims struck through",
}
"""What weakens a run, by the names of `synth.review.counts.counts`."""


def review_claims(
    case: Case, recount: Recount, confirmed: Sequence[Reproduction], settings: StandingSettings
) -> tuple[Reviewer, ...]:
    """All seven rubrics; none where the report has no claim, since there is nothing to review then.

    `recount` is what came of counting the report's own numbers again, `confirmed` the papers' numbers that
    computing them again bore out.
    """
    if not case.standing:
        return ()
    return (
        grounding(case, settings),
        coverage(case),
        balance(case),
        independence(case, settings),
        uncertainty(case, recount, settings),
        reproducibility(case, confirmed, settings),
        reading(case, settings),
    )


def review_score(reviewers: Sequence[Reviewer], certainty: Certainty, settings: StandingSettings) -> float | None:
    """The mean of the rubrics to two decimals, at most what the certainty of the answer allows; None without any."""
    if not reviewers:
        return None
    return min(round(sum(one.score for one in reviewers) / len(reviewers), 2), most_score(certainty, settings))


def most_score(certainty: Certainty, settings: StandingSettings) -> float:
    """The most that a report scores: one whose answer is missing or uncertain is no good report, however well made."""
    most = {"very_low": settings.most_very_low, "low": settings.most_low, "moderate": settings.most_moderate}
    return most.get(certainty, 10.0)


def grounding(case: Case, settings: StandingSettings) -> Reviewer:
    """5 where every claim and passage stands at its spans, else 0; and 5 times the mean support of distinct claims.

    The support of a claim is the confidence of the best passage that supports it, less where that is not independent.
    """
    lost = [item.claim.claim_id for item in case.standing if misplaced(item, case.documents) is not None]
    weight = {item.claim.claim_id: support(item, settings.same_paper_support) for item in case.standing}
    distinct = [max(weight[item.claim.claim_id] for item in group) for group in same_words(case.standing)]
    mean = sum(distinct) / len(distinct)
    lone = [claim_id for claim_id in weight if not weight[claim_id]]
    supporting = [claim_id for claim_id in weight if weight[claim_id]]
    reasons = [
        f"not at its place in the source: {case.named(lost)}" if lost else "every quotation stands at its place",
        f"mean support in a second passage {mean:.2f} over {len(distinct)} distinct claims",
    ]
    if supporting:
        reasons.append(f"supported: {case.named(supporting)}")
    if lone:
        reasons.append(f"without support: {case.named(lone)}")
    return _reviewer("grounding", (0.0 if lost else 5.0) + 5.0 * mean, reasons, [*lost, *lone])


def coverage(case: Case) -> Reviewer:
    """10 times the share of the question's parts that a claim with support names, an answer that names all among them.

    Parts are the subjects, outcomes and settings of the question and, where it sets one against another, the whole.
    """
    question = case.report.question
    phrases = (*question.subjects, *question.outcomes, *question.settings)
    supporting = [item for group in supported(case.standing) for item in group]
    by_part = {phrase: _naming(phrase, supporting, case.acronyms) for phrase in dict.fromkeys(phrases)}
    if len(question.subjects) > 1 or question.outcomes:
        by_part["the whole of it"] = [
            item.claim.claim_id for item in supporting if item.claim.claim_id in case.directions
        ]
    named = [f"“{phrase}”: {case.named(ids)}" for phrase, ids in by_part.items() if ids]
    missing = [f"“{phrase}”" for phrase, ids in by_part.items() if not ids]
    reasons = [f"a claim with support names {one}" for one in named]
    if missing:
        reasons.append(f"no claim with support names {', '.join(missing)}")
    claims = [claim_id for ids in by_part.values() for claim_id in ids]
    return _reviewer("coverage of the question", 10 * len(named) / len(by_part), reasons, claims)


def balance(case: Case) -> Reviewer:
    """10 · (1 + fewer) / (1 + more), of the groups of authors that speak for the answer and against it; 0 without any.

    Counted are claims with support that answer, by the way they do, and on the other side the passages that contradict
    them. Where no claim answers, a claim with support speaks for itself. One on each side is the start, so that a
    single witness is not yet one-sided.
    """
    supporting = [item for group in supported(case.standing) for item in group]
    answering = [item for item in supporting if case.directions.get(item.claim.claim_id) in ("for", "against")]
    groups_of = case.groups
    sides: dict[str, set[int]] = {"for": set(), "against": set()}
    for item in answering or ([] if case.directions else supporting):
        direction = "against" if case.directions.get(item.claim.claim_id) == "against" else "for"
        sides[direction].add(groups_of[item.claim.paper_id])
        other = "against" if direction == "for" else "for"
        against = (one.passage.paper_id for one in item.evidence if one.stance == "contradicts")
        sides[other].update(groups_of[paper_id] for paper_id in against)
    fewer, more = sorted(len(groups) for groups in sides.values())
    ids = [item.claim.claim_id for item in answering]
    named = ("groups of authors for", "against") if ids else ("groups of authors with support", "contradicting them")
    reasons = [f"{named[0]}: {len(sides['for'])}, {named[1]}: {len(sides['against'])}"]
    if ids:
        reasons.append(f"by {case.named(ids)}")
    else:
        reasons.append("no claim with support says which way the answer goes")
    return _reviewer("balance of for and against", 10 * (1 + fewer) / (1 + more) if more else 0.0, reasons, ids)


def independence(case: Case, settings: StandingSettings) -> Reviewer:
    """10 · min(1, effective number of groups of authors / `full_groups`), over the claims with support of the answer.

    The effective number is 1 / Σ share² (inverse Simpson index), so that one group behind most of the evidence counts
    little more than one. Where no answer has support, all claims with support are taken. A group that corroborates a
    claim is a witness as its own authors are.
    """
    groups = supported(case.standing)
    answering = [group for group in groups if any(item.claim.claim_id in case.directions for item in group)]
    groups_of = case.groups
    witnesses: dict[int, int] = {}
    for group in answering or groups:
        heard = {groups_of[item.claim.paper_id] for item in group}
        for item in group:
            heard |= {groups_of[e.passage.paper_id] for e in item.evidence if e.independent and e.stance == "supports"}
        for one in heard:
            witnesses[one] = witnesses.get(one, 0) + 1
    total = sum(witnesses.values())
    effective = total * total / sum(number * number for number in witnesses.values()) if witnesses else 0.0
    ids = [item.claim.claim_id for group in answering or groups for item in group]
    reason = f"groups of authors behind it: {len(witnesses)}, by effective number {effective:.2f}"
    reasons = [f"{reason}: {case.named(ids)}" if ids else "no claim has support in a second passage"]
    return _reviewer("independence of the evidence", 10 * min(1.0, effective / settings.full_groups), reasons, ids)


def uncertainty(case: Case, recount: Recount, settings: StandingSettings) -> Reviewer:
    """10 less `undisclosed_cost` for each thing that weakens the run and that no sentence of the report states rightly.

    A sentence with a wrong count discloses nothing, and costs as much again.
    """
    counted = counts(case)
    weak = [name for name in WEAKNESSES if counted[name]]
    silent = [name for name in weak if name not in recount.stated]
    reasons = [f"stated, {WEAKNESSES[name]}: {counted[name]:g}" for name in weak if name in recount.stated]
    reasons += [f"not stated, {WEAKNESSES[name]}: {counted[name]:g}" for name in silent]
    reasons += [f"wrong: {one}" for one in recount.wrong]
    ids = [item.claim.claim_id for item in case.checked if item.mark in silent]
    cost = settings.undisclosed_cost * (len(silent) + len(recount.wrong))
    return _reviewer(UNCERTAINTY, max(0.0, 10 - cost), reasons or ["nothing weakens this run"], ids)


def reproducibility(case: Case, confirmed: Sequence[Reproduction], settings: StandingSettings) -> Reviewer:
    """5 times the mean provenance of the claims with support, and 5 times min(1, reproduced / `full_reproductions`).

    Provenance is 0 (not the paper's own text), ⅓ (its abstract alone), ⅔ (its full text), 1 (its full text at a version
    that arXiv keeps); `reproduced` are numbers of the claims' papers that were computed again and withstood attack.
    """
    share = over_supported(case.standing, lambda item: provenance(case, item.claim.paper_id) / 3)
    cited = {item.claim.paper_id for item in case.standing}
    reproduced = {one.derivation.derivation_id for one in confirmed if one.derivation.paper_id in cited}
    weak = [item.claim.claim_id for item in case.standing if provenance(case, item.claim.paper_id) < 2]
    reasons = [
        f"mean provenance of the claims with support {3 * share:.2f} of 3",
        f"numbers of these papers that were computed again and withstood attack: {len(reproduced)}",
    ]
    if weak:
        reasons.append(f"not from the full text of a paper: {case.named(weak)}")
    full = min(1.0, len(reproduced) / settings.full_reproductions)
    return _reviewer(REPRODUCIBILITY, 5 * share + 5 * full, reasons, weak)


def reading(case: Case, settings: StandingSettings) -> Reviewer:
    """10 times the mean, over the claims with support, of how well their papers were read.

    That is the share of a paper's sentences that are fit to quote, times `abstract_share` where the abstract alone was
    read, times `lost_share` where its reader notes that it lost or worked around something.
    """
    share = over_supported(case.standing, lambda item: reading_quality(case, item.claim.paper_id, settings))
    papers = list(dict.fromkeys(item.claim.paper_id for item in case.standing))
    worst = min(papers, key=lambda paper_id: (reading_quality(case, paper_id, settings), paper_id))
    reasons = [
        f"mean quality of reading {share:.2f} of 1",
        f"the lowest is {reading_quality(case, worst, settings):.2f}, of {worst}",
    ]
    lossy = [paper_id for paper_id in papers if case.documents[paper_id].notes]
    if lossy:
        reasons.append(f"the reader noted losses in {', '.join(lossy)}")
    ids = [item.claim.claim_id for item in case.standing if item.claim.paper_id == worst]
    return _reviewer("reading quality", 10 * share, reasons, ids)


def reading_quality(case: Case, paper_id: str, settings: StandingSettings) -> float:
    """How well a paper was read, in [0, 1]; 0 where there is no text of it."""
    document = case.documents.get(paper_id)
    sentences = [one for section in document.sections for one in section.sentences] if document else []
    if document is None or not sentences:
        return 0.0
    fit = sum(one.unfit is None for one in sentences) / len(sentences)
    whole = settings.abstract_share if document.reader == "abstract" else 1.0
    return fit * whole * (settings.lost_share if document.notes else 1.0)


def _naming(phrase: str, supporting: Sequence[CheckedClaim], acronyms: Mapping[str, str]) -> list[str]:
    facet = Facet(phrase, acronyms)
    return [item.claim.claim_id for item in supporting if facet.names(item.claim.quotation)]


def _reviewer(name: str, score: float, reasons: Sequence[str], claims: Sequence[str]) -> Reviewer:
    return Reviewer(name=name, score=round(score, 2), reasons=tuple(reasons), claims=tuple(dict.fromkeys(claims)))
