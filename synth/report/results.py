"""The results: what answers the question, what addresses one side, themes, conflicts, in the words of the templates."""

from collections import Counter

from synth.models import CheckedClaim, Fragment, Mark, ReportSection
from synth.phrasing import listed
from synth.report.agreement import agreeing, conflicting
from synth.report.comparison import comparison_tables
from synth.report.composing import Composer
from synth.report.evidence_base import EvidenceBase, Outline, Side, is_answerable
from synth.report.figures import confidence_figure, themes_figure
from synth.report.prose import Quoting
from synth.report.tendency import Tendency, is_neutral
from synth.report.themes import OTHER

MARKS: tuple[Mark, ...] = ("corroborated", "verified", "unsupported", "contradicted")


def results_section(base: EvidenceBase, order: Outline, composer: Composer) -> ReportSection:
    """Compose the results; every sentence is a quotation or a count."""
    quoting = Quoting(base, order)
    marks = Counter(checked.mark for checked in base.checked)
    papers = {mark: {c.claim.paper_id for c in base.checked if c.mark == mark} for mark in MARKS}
    facts = answer_facts(base, order)
    leanings = facts["leanings"]
    assert isinstance(leanings, list)
    for side in leanings:
        side["passages"] = quoting.passages(side["claims"])
    return composer.section(
        "results",
        **facts,
        overview=tuple((mark, marks[mark], len(papers[mark])) for mark in MARKS),
        figures=tuple(figure for figure in (themes_figure(order), confidence_figure(base.checked)) if figure),
        sides=[
            {
                "names": side.names,
                "described": _described(base, side),
                "claims": side.claims,
                "passages": quoting.passages(side.claims),
            }
            for side in order.sides
        ],
        tables=comparison_tables(base, order),
        asserted=quoting.passages(order.asserted),
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


def answer_facts(base: EvidenceBase, order: Outline) -> dict[str, object]:
    """How many papers measured what was asked, and which way, for `answer.j2`; a paper may be on two sides."""
    supported = [checked for checked in order.answers if checked.mark in ("corroborated", "verified")]
    return {
        "matter": _matter(base),
        "answerable": is_answerable(base.question),
        "answering": len({checked.claim.paper_id for checked in order.answers}),
        "supported": len(supported),
        "leanings": [
            {"name": side, "heading": heading, "words": words, "claims": claims, "papers": papers}
            for side, (heading, words) in _leanings(base).items()
            if (claims := _tending(order, side))
            if (papers := len({checked.claim.paper_id for checked in claims}))
        ],
    }


def _tending(order: Outline, side: Tendency) -> list[CheckedClaim]:
    return [checked for checked in order.answers if order.tendencies[checked.claim.claim_id] == side]


def _leanings(base: EvidenceBase) -> dict[Tendency, tuple[str, str]]:
    """For each way that an answer may go its heading, and what a sentence says of it."""
    question = base.question
    untold = ("Measured, without a plain direction", "without a plain direction")
    if len(question.subjects) > 1 and is_neutral(question, base.acronyms):
        first, second = (f"in favour of “{subject}”" for subject in question.subjects[:2])
        return {"for": (first.capitalize(), first), "against": (second.capitalize(), second), "untold": untold}
    return {"for": ("For it", "for it"), "against": ("Against it", "against it"), "untold": untold}


def _matter(base: EvidenceBase) -> str:
    question = base.question
    subjects = listed([f"“{subject}”" for subject in question.subjects])
    outcomes = listed([f"“{outcome}”" for outcome in question.outcomes])
    together = f"{subjects} together" if len(question.subjects) > 1 else subjects
    return f"{together} with regard to {outcomes}" if outcomes else together


def _described(base: EvidenceBase, side: Side) -> str:
    """What the claims of a side name, and what they do not."""
    named = listed([f"“{name}”" for name in side.names])
    outcomes = listed([f"“{outcome}”" for outcome in base.question.outcomes])
    if len(side.names) > 1:
        return f"{named} by another measure than {outcomes}"
    if side.names[0] in base.question.outcomes:
        return f"{named} without naming what the question asks about"
    return f"{named} and {outcomes}" if outcomes else named


def _number(order: Outline, checked: CheckedClaim) -> Fragment:
    claim = checked.claim
    number = order.claim_numbers[claim.claim_id]
    return Fragment(text=f"C{number}", kind="name", cites=(order.reference_numbers[claim.paper_id],))
