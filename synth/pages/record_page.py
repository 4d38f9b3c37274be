"""The page of one record, rendered: as part of a site, or as a file that holds its style and its script itself."""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from synth.models import Figure, Grid, Output, Paper, PublishedRecord, Report, ReportSection
from synth.models.csl import DOI, one_line
from synth.models.report import Block
from synth.pages.answer_tables import SIGNS, evidence_as_csv, evidence_as_xlsx, paper_directions, vote_words
from synth.pages.page_metadata import citation_tags, cited_as, linked_data
from synth.pages.record_content import RecordContent
from synth.pages.word_index import words_of
from synth.records.corrected import HEADING
from synth.records.corrections import state_of
from synth.records.evidence_csv import evidence_csv
from synth.records.reference_exports import ris
from synth.rendering.html import render_page
from synth.rendering.references import format_references
from synth.report.evidence_table import BETTER_SIGNS
from synth.report.headline import CERTAINTIES
from synth.report.paper_flow import flow_phases
from synth.report.review_appendix import RED_TEAM
from synth.settings import SiteSettings

TABLES: dict[str, Callable[[RecordContent], bytes]] = {
    "evidence.csv": lambda content: evidence_as_csv(content.evidence),
    "evidence.xlsx": lambda content: evidence_as_xlsx(content.evidence, content.manifest.searched_on),
    "claims.csv": lambda content: evidence_csv(content.report).encode(),
    "references.ris": lambda content: ris(content.report.references).encode(),
}
"""What is made of a record beside its page: the bytes of each file by its name."""
OPENING = "The evidence"
"""The heading of the section below a report's answer."""
WITHIN = "evidence.csv"
"""That which a page as one file brings along: with the others it would be twice as large."""


def render_file(content: RecordContent, folder: str, templates: Path | None = None) -> str:
    """The page of a record as one file, from which `folder` ("" or "a%20run/") leads to its run folder.

    It fetches nothing, and is well-formed XML too. A file in `templates`, which mirrors synth's own folder, takes the
    place of that of the same name. Raises RenderingError where a template is at fault.
    """
    within = {WITHIN: f"data:text/csv;base64,{b64encode(TABLES[WITHIN](content)).decode()}"}
    record = published(content, pdf=content.pdf and f"{folder}{content.pdf}")
    return render_record("report.html.j2", content, record, SiteSettings(), folder, within, templates)


def published(
    content: RecordContent, page: str = "", pdf: str | None = None, files: tuple[Output, ...] = (), made_from: str = ""
) -> PublishedRecord:
    """What the index and record.json have of a record whose page, PDF and files stand at these paths."""
    manifest, report, answer = content.manifest, content.report, content.report.answer
    question = report.question
    quotations = (row.checked.claim.quotation for row in report.claims)
    return PublishedRecord(
        record_id=manifest.record_id,
        page=page,
        title=report.title,
        question=question.text,
        topics=question.subjects or question.outcomes,
        headline=answer.headline,
        direction=answer.direction,
        certainty=answer.certainty,
        certainty_reason=answer.certainty_reason,
        papers=answer.counts,
        groups=answer.groups,
        found=manifest.counts,
        marks=Counter("struck" if row.struck is not None else row.checked.mark for row in report.claims),
        status=manifest.status,
        level=manifest.level,
        tier=manifest.tier,
        score=manifest.score,
        dimensions={dimension.name: dimension.grade for dimension in content.review.dimensions},
        state=state_of(content.corrections),
        doi=next((item.doi for item in reversed(content.corrections) if item.doi), None),
        searched_on=manifest.searched_on,
        updated=max((item.at.date() for item in content.corrections), default=manifest.searched_on),
        publisher=manifest.publisher,
        licence=manifest.licence,
        head=content.head.sha256,
        corrections=content.head.corrections,
        pdf=pdf,
        files=files,
        words=" ".join(words_of(manifest.record_id, report.title, question.text, answer.headline, *quotations)),
        made_from=made_from,
    )


def _quotations(report: Report) -> list[Block]:
    """What the section below the answer quotes; its tables stand on the page with links."""
    opening = next((section.blocks for section in report.sections if section.heading == OPENING), ())
    return [block for block in opening if not isinstance(block, Grid | Figure)]


def render_record(
    template: str,
    content: RecordContent,
    record: PublishedRecord,
    site: SiteSettings,
    folder: str,
    made: Mapping[str, str],
    templates: Path | None = None,
    **frame: object,
) -> str:
    """The page of a record by one of templates/html.

    `folder` leads from the page to the files of the record, `made` to what was made of it, by name; `frame` is what
    the pages around it need.
    """
    report, review = content.report, content.review
    names, numbers = content.names, report.claim_numbers
    labels = {row.paper_id: row.title for row in content.screening if row.title} | names
    papers = {reference.paper.paper_id: reference.paper for reference in report.references}
    return render_page(
        template,
        templates,
        site=site,
        record=record,
        record_name=record.record_id.removeprefix("SRCH:"),
        folder=folder,
        made=made,
        pdf=content.pdf and f"{folder}{content.pdf}",
        content=content,
        review=review,
        below=[path for path in content.paths if "/" in path],
        report=report,
        numbers=report.reference_numbers,
        names=names,
        labels=labels,
        named=_naming(names),
        entries=format_references(
            report.references,
            sample=report.sample,
            max_authors=content.rendering.authors_named,
            templates=templates,
        ),
        directions=paper_directions(report, labels),
        words=vote_words(report),
        signs=SIGNS,
        value_signs=BETTER_SIGNS,
        value_votes={"a": "for", "b": "against", "equal": "no_difference", "unclear": "unclear"},
        certainties=CERTAINTIES,
        claim_numbers=lambda claims: [numbers[claim] for claim in claims if claim in numbers],
        evidence=content.evidence,
        themes=_themes(report),
        phases=flow_phases(content.screening),
        sections=[section for section in report.sections if section.heading != HEADING],
        quotations=_quotations(report),
        artifacts=[part for appendix in report.appendices for part in appendix.subsections if part.heading != RED_TEAM],
        paper_address=cache(lambda paper_id, page: _address(papers.get(paper_id), page)),
        cited_as=cited_as(record, site),
        citation_tags=citation_tags(record, site),
        linked_data=linked_data(record, report, site),
        **frame,
    )


def _naming(names: Mapping[str, str]) -> Callable[[str], str]:
    """Puts the names of papers in the place of their identifiers in a text: "the nearest, in local:fee19e86deee"."""
    known = "|".join(re.escape(paper_id) for paper_id in sorted(names, key=len, reverse=True))
    identifier = re.compile(rf"(?<![\w.:])(?:{known})(?!\w)")
    return lambda text: identifier.sub(lambda found: names[found[0]], text) if names else text


def _themes(report: Report) -> dict[int, str]:
    """The theme of each claim, by its number: the heading of the subsection that quotes it last."""
    parts = chain.from_iterable(section.subsections for section in report.sections)
    return {number: part.heading for part in parts for number in _quoted(part)}


def _quoted(section: ReportSection) -> Iterator[int]:
    for paragraph in section.paragraphs:
        yield from (fragment.claim for fragment in paragraph.fragments if fragment.claim is not None)
    for below in section.subsections:
        yield from _quoted(below)


def _address(paper: Paper | None, page: int | None) -> str | None:
    """Where a page of a paper is to be read: in arXiv's PDF, else where its DOI leads; None for a user's own file."""
    if paper is None:
        return None
    if paper.cited_id:
        pdf = f"https://arxiv.org/pdf/{paper.cited_id}#page={page}"
        return pdf if page else f"https://arxiv.org/abs/{paper.cited_id}"
    doi = one_line(paper.doi or "")
    return f"https://doi.org/{doi}" if DOI.fullmatch(doi) else None
