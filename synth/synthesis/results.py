"""The results section: what answers the question, what bears on one side, themes, and conflicts, all of it quoted."""

from collections import Counter
from collections.abc import Sequence

from synth.models import CheckedClaim, Fragment, Grid, ItemList, Mark, Paragraph, ReportSection
from synth.phrasing import count, listed
from synth.synthesis.agreement import agreement_section
from synth.synthesis.comparison import comparison_tables
from synth.synthesis.evidence_base import EvidenceBase, Outline, Side, is_answerable
from synth.synthesis.figures import confidence_figure, themes_figure
from synth.synthesis.prose import Quoting, plain
from synth.synthesis.tendency import Tendency, is_neutral
from synth.synthesis.themes import OTHER

MARKS: dict[Mark, str] = {
    "corroborated": "✓✓ corroborated by an independent paper",
    "verified": "✓ supported elsewhere in the same paper",
    "unsupported": "× no second passage",
    "contradicted": "≠ contradicted",
}


def results_section(base: EvidenceBase, order: Outline) -> ReportSection:
    """Compose the results; every sentence is a quotation or a count."""
    if not base.checked:
        return ReportSection(heading="Results", blocks=(plain(answer_sentence(base, order)),))
    figures = [figure for figure in (themes_figure(order), confidence_figure(base.checked)) if figure is not None]
    quoting = Quoting(base, order)
    groups = [
        _answers(base, order, quoting),
        *_sides(base, order, quoting),
        _compared(base, order),
        _asserted(order, quoting),
        *_themes(order, quoting),
        agreement_section(base, order),
        _struck(base, order),
    ]
    return ReportSection(
        heading="Results",
        blocks=(_overview(base), *figures),
        subsections=tuple(group for group in groups if group is not None),
    )


def answer_sentence(base: EvidenceBase, order: Outline) -> str:
    """One or two sentences that say how many papers measured what was asked and which way, or that none did."""
    matter = _matter(base)
    if not base.checked:
        return f"No included paper reports a finding on {matter}."
    if not is_answerable(base.question):
        return f"{_capitalised(_counted(base.checked))} on {matter}."
    if not order.answers:
        return f"No included paper measured {matter}."
    papers = {checked.claim.paper_id for checked in order.answers}
    supported = [checked for checked in order.answers if checked.mark in ("corroborated", "verified")]
    return (
        f"{count(len(papers), 'included paper').capitalize()} measured {matter}, in "
        f"{count(len(order.answers), 'statement')}{_leaning(base, order)}; {_supported(len(supported))} support in a "
        "second passage."
    )


def _leaning(base: EvidenceBase, order: Outline) -> str:
    """Which way the answers go, in papers: ", three of them for it, one against it"; a paper may be on both sides."""
    told = []
    for side, (_, words) in _leanings(base).items():
        papers = {
            checked.claim.paper_id for checked in order.answers if order.tendencies[checked.claim.claim_id] == side
        }
        if papers:
            told.append(f"{count(len(papers), 'paper')} {words}")
    return f": {listed(told)}" if told else ""


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


def _supported(number: int) -> str:
    return "none of them has" if number == 0 else count(number, "of them has", "of them have")


def _matter(base: EvidenceBase) -> str:
    question = base.question
    subjects = listed([f"“{subject}”" for subject in question.subjects])
    outcomes = listed([f"“{outcome}”" for outcome in question.outcomes])
    together = f"{subjects} together" if len(question.subjects) > 1 else subjects
    return f"{together} with regard to {outcomes}" if outcomes else together


def _overview(base: EvidenceBase) -> Grid:
    marks = Counter(checked.mark for checked in base.checked)
    papers = {mark: {c.claim.paper_id for c in base.checked if c.mark == mark} for mark in MARKS}
    rows = tuple((label, str(marks[mark]), str(len(papers[mark]))) for mark, label in MARKS.items())
    return Grid(
        caption="Claims by the mark that the check gave them, and the papers that they come from.",
        header=("Mark", "Claims", "Papers"),
        rows=rows,
        align=("l", "r", "r"),
    )


def _answers(base: EvidenceBase, order: Outline, quoting: Quoting) -> ReportSection | None:
    if not is_answerable(base.question):
        return None
    parts = []
    for side, (heading, _) in _leanings(base).items():
        claims = _tending(order, side)
        if claims:
            parts.append(ReportSection(heading=heading, blocks=tuple(quoting.paragraphs(claims))))
    return ReportSection(
        heading="What answers the question",
        blocks=(plain(answer_sentence(base, order)),),
        subsections=tuple(parts),
    )


def _sides(base: EvidenceBase, order: Outline, quoting: Quoting) -> list[ReportSection]:
    sections = []
    for side in order.sides:
        opening = plain(f"On {_side(base, side)}, counted neither for nor against: {_counted(side.claims)}.")
        blocks = (opening, *quoting.paragraphs(side.claims))
        sections.append(ReportSection(heading=f"On {listed(side.names)}", blocks=blocks))
    return sections


def _side(base: EvidenceBase, side: Side) -> str:
    """What the claims of a side name, and what they do not."""
    named = listed([f"“{name}”" for name in side.names])
    outcomes = listed([f"“{outcome}”" for outcome in base.question.outcomes])
    if len(side.names) > 1:
        return f"{named} by another measure than {outcomes}"
    if side.names[0] in base.question.outcomes:
        return f"{named} without naming what the question asks about"
    return f"{named} and {outcomes}" if outcomes else named


def _compared(base: EvidenceBase, order: Outline) -> ReportSection | None:
    tables = comparison_tables(base, order)
    return ReportSection(heading="In figures", blocks=tables) if tables else None


def _asserted(order: Outline, quoting: Quoting) -> ReportSection | None:
    if not order.asserted:
        return None
    opening = plain(f"On the question, citing somebody else's work and not counted above: {_counted(order.asserted)}.")
    return ReportSection(heading="Asserted with a citation", blocks=(opening, *quoting.paragraphs(order.asserted)))


def _themes(order: Outline, quoting: Quoting) -> list[ReportSection]:
    sections = []
    for theme in order.themes:
        blocks = (plain(f"{_capitalised(_counted(theme.claims))}."), *quoting.paragraphs(theme.claims))
        heading = theme.name if theme.name == OTHER else f"Theme: {theme.name}"
        sections.append(ReportSection(heading=heading, blocks=blocks))
    return sections


def _struck(base: EvidenceBase, order: Outline) -> ReportSection | None:
    if not order.struck:
        return None
    opening = plain(
        f"{count(len(order.struck), 'statement').capitalize()} did not withstand what was tried against the report: "
        "struck through in the claims table, and used nowhere above."
    )
    items = []
    for checked in order.struck:
        claim = checked.claim
        named = Fragment(
            text=f"C{order.claim_numbers[claim.claim_id]}", cites=(order.reference_numbers[claim.paper_id],)
        )
        items.append(Paragraph(fragments=(named, Fragment(text=f": {base.struck[claim.claim_id]}."))))
    return ReportSection(heading="Struck through", blocks=(opening, ItemList(items=tuple(items))))


def _counted(claims: Sequence[CheckedClaim]) -> str:
    """How many papers report how many findings, and how many of those have support or are contradicted."""
    papers = {checked.claim.paper_id for checked in claims}
    report = "report" if len(papers) > 1 else "reports"
    supported = sum(checked.mark in ("corroborated", "verified") for checked in claims)
    contradicted = sum(checked.mark == "contradicted" for checked in claims)
    told = ((supported, "supported in a second passage"), (contradicted, "contradicted"))
    asides = [count(number, f"of them {words}", f"of them {words}") for number, words in told if number]
    aside = f", {listed(asides)}" if asides else ""
    return f"{count(len(papers), 'paper')} {report} {count(len(claims), 'finding')}{aside}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
