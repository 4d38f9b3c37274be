"""The report assembled: sections, claims table and references, all that rendering needs."""

from pathlib import Path

from synth.models import ClaimRow, Paragraph, Report, ReportReference, Run
from synth.models.claim import Claim
from synth.models.csl import citation_key
from synth.report.composing import Composer
from synth.report.first_page import first_page
from synth.report.framing import abstract, introduction, limitations, methodology
from synth.report.headline import answer_facts
from synth.report.ordering import Outline, papers_for_or_against
from synth.report.results import results_section
from synth.settings import RenderSettings


def compose_report(base: Run, order: Outline, settings: RenderSettings, templates: Path | None = None) -> Report:
    """The whole report as content, before it has an identifier and a standing.

    `templates` is a folder of the user's own. Raises RenderingError for an error in one of them.
    """
    composer = Composer(base, order, templates)
    headline, *_ = composer.paragraphs("answer", **answer_facts(base, order))
    opening = first_page(base, order, composer)
    before = () if settings.brief else (introduction(base, composer),)
    behind = () if settings.brief else (methodology(base, composer),)
    return Report(
        title=settings.title or base.question.text,
        publisher=settings.publisher,
        made_on=base.searched_on,
        record_id="",
        standing="",
        question=base.question,
        answer=base.answer.model_copy(update={"headline": plain_text(headline)}),
        sample=base.sample,
        brief=settings.brief,
        abstract=abstract(base, order, composer),
        sections=(
            *((opening,) if opening else ()),
            *before,
            results_section(base, order, composer),
            limitations(base, order, composer),
            *behind,
        ),
        claims=_rows(base, order),
        references=_references(base, order),
    )


def plain_text(paragraph: Paragraph) -> str:
    """The text of a paragraph, without its citations."""
    return "".join(f"“{one.text}”" if one.kind == "quote" else one.text for one in paragraph.fragments).strip()


def locator(claim: Claim) -> str:
    """The location of a claim: "Results, p. 5", or for LaTeX, which has no pages, "Results, par. 3"."""
    section = claim.section or ("Abstract" if claim.section_role == "abstract" else "Front matter")
    return (
        f"{section}, p. {claim.quoted_page}" if claim.quoted_page is not None else f"{section}, par. {claim.paragraph}"
    )


def _rows(base: Run, order: Outline) -> tuple[ClaimRow, ...]:
    rows = (
        ClaimRow(
            number=order.claim_numbers[checked.claim.claim_id],
            checked=checked,
            reference=order.reference_numbers[checked.claim.paper_id],
            bearing=tuple(order.reference_numbers[paper_id] for paper_id in papers_for_or_against(checked)),
            locator=locator(checked.claim),
            struck=base.struck.get(checked.claim.claim_id),
        )
        for checked in base.checked
    )
    return tuple(sorted(rows, key=lambda row: row.number))


def _references(base: Run, order: Outline) -> tuple[ReportReference, ...]:
    taken: set[str] = set()
    references = []
    for paper_id, number in sorted(order.reference_numbers.items(), key=lambda item: item[1]):
        paper = base.papers[paper_id]
        key = citation_key(paper, taken)
        taken.add(key)
        references.append(ReportReference(number=number, key=key, paper=paper, kind=base.kinds[paper_id]))
    return tuple(references)
