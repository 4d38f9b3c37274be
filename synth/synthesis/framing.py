"""What stands around the results: abstract, introduction, methodology, limitations, all of it counted in this run."""

from collections import Counter
from collections.abc import Iterator

from synth.models import CheckedClaim, Fragment, ItemList, Mark, Paragraph, ReportSection, SourceKind
from synth.phrasing import count, listed
from synth.synthesis.authorship import Group, leading_group
from synth.synthesis.evidence_base import EvidenceBase, Outline
from synth.synthesis.figures import flow_figure, years_figure
from synth.synthesis.prose import plain, quote, short_name
from synth.synthesis.results import answer_sentence
from synth.synthesis.sought import search_blocks
from synth.synthesis.themes import OTHER

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


def _bear(base: EvidenceBase) -> str:
    one = len(base.checked) == 1
    return f"{'bears' if one else 'bear'} most on the question {_was(len(base.checked))}"


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
    """All that it takes to repeat the run: sources, queries, filters, counts, thresholds, version."""
    decisions = Counter(row.decision for row in base.screening)
    flow = (
        f"{count(len(base.screening), 'paper').capitalize()} {_was(len(base.screening))} found on "
        f"{base.searched_on.isoformat()}: {decisions['used']} used, {decisions['merged']} merged with another copy or "
        f"version, {decisions['skipped']} skipped."
    )
    years = years_figure(base, order)
    blocks = [*search_blocks(base), plain(flow), flow_figure(base.screening), plain(_check(base))]
    blocks += [*([years] if years else []), plain(_made_by(base))]
    return ReportSection(heading="Methodology", blocks=tuple(blocks))


def _check(base: EvidenceBase) -> str:
    """How claims were taken from what was read, and how they were checked, with the thresholds of this run."""
    kinds = Counter(base.kinds.values())
    forms: dict[SourceKind, str] = {"latex": "from LaTeX source", "pdf": "from PDF", "abstract": "as abstract alone"}
    read = listed([f"{kinds[kind]} {form}" for kind, form in forms.items() if kinds[kind]])
    extracted = (
        f"{len(base.kinds)} {_was(len(base.kinds))} read: {read}. Of {base.sentences_read:,} sentences, "
        f"{base.claims_found:,} were taken for claims of their paper by their words, place and neighbours; "
    )
    if not base.checked:
        return f"{extracted}none of them bears on the question."
    claims, checking = base.settings.claims, base.settings.checking
    return (
        f"{extracted}the {len(base.checked)} that {_bear(base)} checked: of those with a probability of at least "
        f"{claims.min_quoted_score:g} of being a finding and {claims.min_relevance:g} of the question's "
        f"weight in words, near-duplicates merged, at most {claims.max_claims} and {claims.max_claims_per_paper} of "
        f"one paper. Each was compared with every passage of up to {count(checking.passage_sentences, 'sentence')}, of "
        "its own paper (its own sentence and copies of it left out) and of the others, by the cosine of TF-IDF "
        f"vectors; the {checking.candidates} nearest of either kind were judged to support it, to contradict it or to "
        "be silent. Confidence is the calibrated probability that the passage supports the claim; support is said "
        f"from {checking.min_support:g} on."
    )


def _made_by(base: EvidenceBase) -> str:
    return (
        f"This report was made by synth {base.version}. The record's manifest.json has every setting, the versions of "
        "the libraries used and the SHA-256 of every file that was read."
    )


def limitations(base: EvidenceBase, order: Outline) -> ReportSection:
    """What weakens this run, each point counted in it; what does not is not spoken of."""
    points = [plain(point) for point in (*_reach(base), *_support(base, order))]
    group = leading_group(base.checked, base.papers)
    if group is not None:
        points.append(_one_group(base, order, group))
    if not points:
        return ReportSection(heading="Limitations", blocks=(plain("Nothing that weakens it was counted in this run."),))
    return ReportSection(heading="Limitations", blocks=(ItemList(items=tuple(points)),))


def _reach(base: EvidenceBase) -> Iterator[str]:
    """What could not be read, or not in full, or is not known of the papers."""
    kinds = Counter(base.kinds.values())
    if base.sample:
        yield "The papers were read as digests written for synth's sample library, not in full."
    if kinds["abstract"]:
        yield f"{count(kinds['abstract'], 'paper').capitalize()} could be read as abstract alone."
    skipped = Counter(row.stage for row in base.screening if row.decision == "skipped")
    silent = skipped.pop("select", 0)
    if skipped.total():
        left = count(skipped.total(), "paper").capitalize()
        yield f"{left} found {_was(skipped.total())} not read; screening.csv says why."
    if silent and len(base.checked) == base.settings.claims.max_claims:
        has = "has" if silent == 1 else "have"
        yield (
            f"A run checks at most {len(base.checked)} claims, those that bear most on the question; "
            f"{count(silent, 'paper')} that {_was(silent)} read {has} none among them."
        )
    elif silent:
        told = "has no statement that bears" if silent == 1 else "have no statement that bears"
        read = f"{count(silent, 'paper').capitalize()} that {_was(silent)} read"
        yield f"{read} {told} on the question, as far as words tell."
    unknown = sum(not base.papers[paper_id].authors for paper_id in base.kinds)
    if unknown:
        whose = "so that one corroborates" if unknown == 1 else "so those corroborate"
        yield f"The authors of {count(unknown, 'paper')} are not known, {whose} nothing."


def _support(base: EvidenceBase, order: Outline) -> Iterator[str]:
    """Which claims and themes stand on little; where all come from one paper, that is told elsewhere."""
    lone = sum(checked.mark == "unsupported" for checked in base.checked)
    if lone:
        yield (
            f"{_share(lone, len(base.checked))} {'rests' if lone == 1 else 'rest'} on one passage. Support is judged "
            "by shared words, numbers, negation and direction; a passage that says the same in other words is missed, "
            "so × means that no second passage was found, not that there is none."
        )
    thin = [
        theme.name
        for theme in order.themes
        if theme.name != OTHER and len({item.claim.paper_id for item in theme.claims}) == 1
    ]
    if thin and len({item.claim.paper_id for item in base.checked}) > 1:
        rest = "rests on one paper" if len(thin) == 1 else "rest on one paper each"
        named = listed([f"“{name}”" for name in thin])
        yield f"{'The theme' if len(thin) == 1 else 'The themes'} {named} {rest}."


def _share(some: int, of: int) -> str:
    """ "5 of 6 claims", "All six claims", "Both claims", "The one claim"."""
    if some < of:
        return f"{some} of {of} claims"
    return "The one claim" if of == 1 else "Both claims" if of == 2 else f"All {count(of, 'claim')}"


def _one_group(base: EvidenceBase, order: Outline, group: Group) -> Paragraph:
    """That most claims come from one paper, or from papers that share authors, with these cited."""
    cites = tuple(order.reference_numbers[paper_id] for paper_id in group.papers)
    share = f"{_share(group.claims, len(base.checked))} {'comes' if group.claims == 1 else 'come'} from"
    if len(group.papers) == 1:
        return Paragraph(fragments=(Fragment(text=f"{share} one paper", cites=cites), Fragment(text=".")))
    told = f"{share} {count(len(group.papers), 'paper')} that share authors"
    named = f", {listed(group.authors)} above all" if group.authors else ""
    return Paragraph(fragments=(Fragment(text=told, cites=cites), Fragment(text=f"{named}.")))


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
