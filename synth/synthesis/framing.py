"""What stands around the results: abstract, introduction, methodology, limitations, all of it counted in this run."""

from collections import Counter

from synth.models import CheckedClaim, Fragment, Grid, ItemList, Mark, Paragraph, ReportSection
from synth.synthesis.evidence_base import EvidenceBase, Outline
from synth.synthesis.facets import count, listed
from synth.synthesis.figures import flow_figure, years_figure
from synth.synthesis.prose import plain, quote, short_name
from synth.synthesis.results import answer_sentence

MARK_PHRASES: dict[Mark, tuple[str, str]] = {
    "corroborated": ("is corroborated by an independent paper", "are corroborated by an independent paper"),
    "verified": ("has support elsewhere in the same paper", "have support elsewhere in the same paper"),
    "unsupported": ("has no second passage that supports it", "have no second passage that supports them"),
    "contradicted": ("is contradicted", "are contradicted"),
}
"""What the abstract says of one claim, and of several, with a mark."""
MAX_ABSTRACT_WORDS = 200
RANK: dict[Mark, int] = {"corroborated": 0, "verified": 1, "unsupported": 2, "contradicted": 3}


def abstract(base: EvidenceBase, order: Outline) -> tuple[Paragraph, ...]:
    """The question, the evidence base, the direct answer, its best statement, the strongest disagreement, the caveat.

    At most `MAX_ABSTRACT_WORDS` words, in whole sentences: of the best statements the first that leaves room is quoted.
    """
    opening = Fragment(
        text=f"This report asks: “{base.question.text}” {_evidence(base)} {answer_sentence(base, order)} "
    )
    closing = Fragment(text=f" {_disagreement(base, order)} {_caveat(base)}") if base.checked else Fragment(text="")
    room = MAX_ABSTRACT_WORDS - len(f"{opening.text} {closing.text}".split())
    for best in _best(order):
        label = "The best supported answer" if best in order.answers else "The best supported statement near to it"
        pieces = [Fragment(text=f"{label} is: "), *quote(order, best)]
        if sum(len(piece.text.split()) for piece in pieces) <= room:
            return (Paragraph(fragments=(opening, *pieces, closing)),)
    return (Paragraph(fragments=(opening, closing)),)


def _disagreement(base: EvidenceBase, order: Outline) -> str:
    """Where the papers stand against each other most plainly, or that they do not."""
    if not order.conflicts:
        return "No statement is contradicted by a passage that was read."
    denied = max(
        ((checked, item) for checked in order.conflicts for item in checked.evidence if item.stance == "contradicts"),
        key=lambda pair: (pair[1].similarity, pair[1].evidence_id),
    )
    number = order.claim_numbers[denied[0].claim.claim_id]
    return f"The strongest disagreement: {short_name(base.papers[denied[1].passage.paper_id])} contradicts C{number}."


def _evidence(base: EvidenceBase) -> str:
    """What the report rests on, and the marks of its claims, in counts."""
    used = sum(row.decision == "used" for row in base.screening)
    papers = ("digest of a paper", "digests of papers") if base.sample else ("paper", "papers")
    read = f"Of {count(len(base.screening), *papers)} found, {len(base.kinds)} {_was(len(base.kinds))} read"
    if not base.checked:
        return f"{read}; no statement in them bears on the question."
    statements = f"{count(len(base.checked), 'statement')} that {'bears' if len(base.checked) == 1 else 'bear'} on it"
    marks = Counter(checked.mark for checked in base.checked)
    told = listed([count(marks[mark], *phrases) for mark, phrases in MARK_PHRASES.items() if marks[mark]])
    return (
        f"{read} and {used} {'is' if used == 1 else 'are'} cited, in {statements}. Checked against all text read: "
        f"{told}."
    )


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def introduction(base: EvidenceBase) -> ReportSection:
    """The question, its facets as they were understood, and how to read the report."""
    question = base.question
    facets = [
        ("what is compared" if len(question.subjects) > 1 else "what is asked about", question.subjects),
        ("measured by", question.outcomes),
        ("on or for", question.settings),
    ]
    items = tuple(plain(f"{label}: {listed([f'“{facet}”' for facet in values])}") for label, values in facets if values)
    brought = sum(checked.claim.context is not None for checked in base.checked)
    neighbour = (
        f"; with {count(brought, 'of them', 'of them')} stands the sentence before, which it needs" if brought else ""
    )
    reading = (
        "Every finding below is a sentence of one of the papers, quoted whole, with its reference and its number in "
        f"the claims table, where its section and page stand{neighbour}. Every other sentence states what was counted "
        "in this run. A statement counts as an answer only where it names everything that the question compares, as "
        "its paper's own result."
    )
    return ReportSection(
        heading="Introduction",
        blocks=(
            plain(f"The question is: “{question.text}” It was understood as asking about these things."),
            ItemList(items=items),
            plain(reading),
        ),
    )


def methodology(base: EvidenceBase, order: Outline) -> ReportSection:
    """What was searched, when, how many papers were found, read and skipped and why, and how claims were checked."""
    decisions = Counter(row.decision for row in base.screening)
    flow = (
        f"{count(len(base.screening), 'paper').capitalize()} {_was(len(base.screening))} found on "
        f"{base.searched_on.isoformat()}: {decisions['used']} used, {decisions['merged']} merged with another copy or "
        f"version, {decisions['skipped']} skipped."
    )
    kinds = Counter(base.kinds.values())
    forms = {"latex": "from LaTeX source", "pdf": "from PDF", "abstract": "as abstract alone"}
    read = listed([f"{kinds[kind]} {form}" for kind, form in forms.items() if kinds[kind]])  # type: ignore[index]
    extracted = (
        f"{len(base.kinds)} were read: {read}. Of {base.sentences_read:,} sentences, {base.claims_found:,} were taken "
        "for claims of their paper by their words, place and neighbours; "
    )
    check = (
        f"the {len(base.checked)} that bear most on the question, near-duplicates merged, were checked. Each was "
        "compared with every passage of one or two sentences, of its own paper (its own sentence and copies of it left "
        "out) and of the others, by the cosine of TF-IDF vectors; the nearest passages were judged to support it, to "
        "contradict it or to be silent. Confidence is the calibrated probability that the passage supports the claim."
    )
    text = extracted + (check if base.checked else "none of them bears on the question.")
    years = years_figure(base, order)
    blocks = [*_search(base), plain(flow), flow_figure(base.screening), plain(text), *([years] if years else [])]
    return ReportSection(heading="Methodology", blocks=tuple(blocks))


def limitations(base: EvidenceBase, order: Outline) -> ReportSection:
    """What weakens this run, each point counted in it."""
    kinds = Counter(base.kinds.values())
    skipped = sum(row.decision == "skipped" for row in base.screening)
    authors = Counter(name for paper_id in base.kinds for name in set(base.papers[paper_id].authors))
    points = [
        "Support is judged by shared words, numbers, negation and direction; a passage that says the same in other "
        "words is missed, so × means that no second passage was found, not that there is none."
    ]
    if base.sample:
        points.append("The papers were read as digests written for synth's sample library, not in full.")
    if kinds["abstract"]:
        points.append(f"{count(kinds['abstract'], 'paper').capitalize()} could be read as abstract alone.")
    if skipped:
        points.append(
            f"{count(skipped, 'paper').capitalize()} found {_was(skipped)} not used; "
            "the reasons stand under Methodology."
        )
    unknown = sum(not base.papers[paper_id].authors for paper_id in base.kinds)
    if unknown:
        points.append(f"The authors of {count(unknown, 'paper')} are not known, so those corroborate nothing.")
    busiest = min(authors.items(), key=lambda item: (-item[1], item[0]), default=None)
    if busiest and busiest[1] > 2 and busiest[1] * 4 >= len(base.kinds):
        points.append(f"{busiest[0]} is an author of {busiest[1]} of the {len(base.kinds)} papers.")
    thin = [theme.name for theme in order.themes if len({item.claim.paper_id for item in theme.claims}) == 1]
    if thin:
        rest = "rests on one paper" if len(thin) == 1 else "rest on one paper each"
        points.append(
            f"{'The theme' if len(thin) == 1 else 'The themes'} {listed([f'“{name}”' for name in thin])} {rest}."
        )
    lone = sum(checked.mark == "unsupported" for checked in base.checked)
    if lone:
        points.append(
            f"{count(lone, 'claim').capitalize()} of {len(base.checked)} "
            f"{'rests' if lone == 1 else 'rest'} on one passage."
        )
    return ReportSection(heading="Limitations", blocks=(ItemList(items=tuple(plain(point) for point in points)),))


def _best(order: Outline) -> list[CheckedClaim]:
    """The best supported answers that say which way; else other answers, statements on one side, of a theme."""
    telling = [c for c in order.answers if order.tendencies[c.claim.claim_id] != "untold"]
    nearby = [checked for side in order.sides for checked in side.claims]
    rest = [checked for theme in order.themes for checked in theme.claims]
    groups = (telling, list(order.answers), nearby, rest)
    first = next((group for group in groups if group), [])
    return sorted(first, key=lambda c: (RANK[c.mark], -c.confidence, order.claim_numbers[c.claim.claim_id]))


def _caveat(base: EvidenceBase) -> str:
    lone = sum(checked.mark == "unsupported" for checked in base.checked)
    checked = len(base.checked)
    return f"Support was judged by words and numbers alone, and {lone} of the {checked} claims rest on one passage."


def _search(base: EvidenceBase) -> list[Paragraph | Grid]:
    if not base.queries:
        where = "the sample library of digests" if base.sample else "the user's own papers and library"
        return [plain(f"No question was put to arXiv: the papers come from {where}.")]
    rows = tuple(
        (run.search_query, run.searched_on.isoformat(), str(run.total), str(run.received)) for run in base.queries
    )
    grid = Grid(
        caption="Queries put to the arXiv API, in order.",
        header=("Query", "Date", "On arXiv", "Received"),
        rows=rows,
        align=("p", "l", "r", "r"),
    )
    return [grid]
