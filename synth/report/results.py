"""The results: what answers the question, what addresses one side, themes, conflicts, in the words of the templates."""

from collections import Counter

from synth.models import VOTES, CheckedClaim, Fragment, Grid, Mark, Question, ReportSection, Vote
from synth.phrasing import claim_ranges, listed
from synth.report.agreement import agreeing, conflicting
from synth.report.composing import Composer
from synth.report.evidence_base import EvidenceBase, Outline, is_answerable
from synth.report.evidence_table import evidence_table
from synth.report.prose import Quoting, short_name
from synth.report.themes import OTHER

FEW_GROUPS = 3
"""Below so many independent groups with a direction the verdict says that they are few."""
ARROWS: dict[Vote, str] = {"for": "▲", "against": "▼", "no_difference": "●", "mixed": "◆", "unclear": "○"}
CERTAINTIES = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
MARKS: tuple[Mark, ...] = ("corroborated", "verified", "unsupported", "contradicted")


def results_section(base: EvidenceBase, order: Outline, composer: Composer) -> ReportSection:
    """Compose the results; every sentence is a quotation or a count."""
    quoting = Quoting(base, order)
    marks = Counter(checked.mark for checked in base.checked)
    papers = {mark: {c.claim.paper_id for c in base.checked if c.mark == mark} for mark in MARKS}
    facts = answer_facts(base, order)
    return composer.section(
        "results",
        **facts,
        overview=tuple((mark, marks[mark], len(papers[mark])) for mark in MARKS),
        leanings=[
            {"heading": heading, "claims": claims, "passages": quoting.passages(claims)}
            for vote, heading in _headings(base).items()
            if (claims := [item for item in order.answers if order.votes[item.claim.claim_id] == vote])
        ],
        themes=[
            {
                "heading": theme.name if theme.name == OTHER else f"Theme: {theme.name}",
                "claims": theme.claims,
                "passages": quoting.passages(theme.claims),
            }
            for theme in order.themes
        ],
        agreeing=agreeing(base, order),
        conflicting=conflicting(base, order),
        struck=[(_number(order, checked), base.struck[checked.claim.claim_id]) for checked in order.struck],
    )


def first_page(base: EvidenceBase, order: Outline, composer: Composer) -> ReportSection | None:
    """Which way each paper points, the values of both sides, the plainest quotation of each; None without any of it."""
    directions = direction_table(base, order)
    evidence = evidence_table(base, order)
    if directions is None and evidence is None:
        return None
    weight = {item.claim_id: item.weight * item.told[item.vote] for item in base.weighed}
    plainest = []
    for vote, heading in _headings(base).items():
        of_side = [item for item in order.answers if order.votes[item.claim.claim_id] == vote]
        if of_side:
            best = max(of_side, key=lambda item: (weight[item.claim.claim_id], item.claim.claim_id))
            named = Fragment(text=short_name(base.papers[best.claim.paper_id]), kind="name")
            plainest.append({"heading": heading, "claim": best, "paper": named})
    return composer.section("first_page", directions=directions, evidence=evidence, plainest=plainest)


def answer_facts(base: EvidenceBase, order: Outline) -> dict[str, object]:
    """What `answer.j2` says of the answer: its verdict, the papers and groups behind each direction, its certainty."""
    answer = base.answer
    return {
        "matter": _matter(base),
        "answerable": is_answerable(base),
        "answer": answer,
        "verdict": verdict(base),
        "directed": answer.directed_papers,
        "directed_groups": answer.directed_groups,
        "sides": [
            {"vote": vote, "words": words, "papers": answer.counts[vote], "groups": answer.groups[vote]}
            for vote, words in _side_words(base).items()
            if answer.counts[vote]
        ],
        "agreeing_groups": answer.agreeing_groups,
        "p_value": Fragment(text=f"p = {answer.sign_test.p:.2g}", kind="name") if answer.sign_test else None,
        "certainty": CERTAINTIES[answer.certainty],
    }


def verdict(base: EvidenceBase) -> str:
    """The answer in two or three words: "Mostly yes"."""
    answer = base.answer
    unanimous = answer.agreeing_groups == answer.directed_groups
    neutral = _is_neutral(base.question)
    if answer.direction in ("for", "against"):
        side = 0 if answer.direction == "for" else 1
        words = [f"In favour of “{subject}”" for subject in base.question.subjects[:2]] if neutral else ["Yes", "No"]
        mostly = (
            [f"Mostly in favour of “{s}”" for s in base.question.subjects[:2]]
            if neutral
            else ["Mostly yes", "Mostly no"]
        )
        return (words if unanimous else mostly)[side] + (
            ", by few papers" if answer.directed_groups < FEW_GROUPS else ""
        )
    return {"mixed": "It depends", "no_difference": "No difference"}.get(answer.direction or "", "Too little to tell")


def direction_table(base: EvidenceBase, order: Outline) -> Grid | None:
    """Which way each paper points, those with a direction first: an effect direction plot as a table."""
    ranked = sorted(
        base.answer.papers, key=lambda one: (VOTES.index(one.direction), order.reference_numbers.get(one.paper_id, 0))
    )
    rows = []
    for one in ranked:
        if one.paper_id in order.reference_numbers and one.direction != "unclear":
            numbers = [order.claim_numbers[claim] for claim in one.claims if claim in order.claim_numbers]
            named = f"{short_name(base.papers[one.paper_id])} [{order.reference_numbers[one.paper_id]}]"
            rows.append(
                (
                    named,
                    f"{ARROWS[one.direction]} {_side_words(base)[one.direction]}",
                    claim_ranges(sorted(numbers)),
                )
            )
    if not rows:
        return None
    return Grid(
        caption="Which way the findings of each paper point. ▲ for, ▼ against, ● no difference, ◆ both ways.",
        header=("Paper", "Direction", "Claims"),
        rows=tuple(rows),
        align=("p", "p", "p"),
    )


def _is_neutral(question: Question) -> bool:
    """Whether a question compares and says nothing of which way it expects the answer: "How do A and B compare?"."""
    return question.sign == 0 and len(question.subjects) > 1


def _side_words(base: EvidenceBase) -> dict[Vote, str]:
    """What a sentence says of each direction."""
    question = base.question
    if _is_neutral(question):
        first, second = (f"in favour of “{subject}”" for subject in question.subjects[:2])
    else:
        first, second = "for it", "against it"
    return {"for": first, "against": second, "mixed": "both ways", "no_difference": "no difference"}


def _headings(base: EvidenceBase) -> dict[Vote, str]:
    words = {vote: text[:1].upper() + text[1:] for vote, text in _side_words(base).items()}
    return words | {"mixed": "Both ways"}


def _matter(base: EvidenceBase) -> str:
    question = base.question
    subjects = listed([f"“{subject}”" for subject in question.subjects])
    outcomes = listed([f"“{outcome}”" for outcome in question.outcomes])
    return f"{subjects} with regard to {outcomes}" if outcomes else subjects


def _number(order: Outline, checked: CheckedClaim) -> Fragment:
    claim = checked.claim
    number = order.claim_numbers[claim.claim_id]
    return Fragment(text=f"C{number}", kind="name", cites=(order.reference_numbers[claim.paper_id],))
