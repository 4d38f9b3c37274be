"""The page of one record: what is shown on it, and the files that stand beside it."""

import gc
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from synth.errors import RecordError
from synth.models import Paper, PublishedRecord, Report, ReportSection, json_text
from synth.models.csl import DOI, one_line
from synth.records.corrected import HEADING
from synth.records.corrections import state_of
from synth.records.evidence_csv import evidence_csv
from synth.records.reader import shown
from synth.records.reference_exports import ris
from synth.records.run_folder import outputs_of
from synth.rendering.html import render_page
from synth.rendering.references import format_references
from synth.report.evidence_table import BETTER_SIGNS
from synth.report.headline import CERTAINTIES
from synth.report.paper_flow import flow_phases
from synth.report.prose import short_name
from synth.settings import SiteSettings
from synth.system.disk import write_unsynced
from synth.web.answer_tables import SIGNS, evidence_as_csv, evidence_as_xlsx, evidence_of, paper_directions, vote_words
from synth.web.page_metadata import citation_tags, cited_as, linked_data
from synth.web.public_record import PublicRecord, read_public
from synth.web.word_index import words_of

log = logging.getLogger(__name__)

RECORDS = "records"
RECORD_FILE = "record.json"
OWN_FILES = "record"
"""Below a record's page: the files of the record itself, in a folder that `synth verify` takes."""


def page_of(record_id: str) -> str:
    """The folder of a record's page, relative to the site."""
    return f"{RECORDS}/{record_id.removeprefix('SRCH:')}"


def write_page(folder: Path, made_from: str, site: SiteSettings, out: Path) -> PublishedRecord | RecordError:
    """Write the files of a run folder's page to the folder `out`, unsynced; the error where the record does not hold.

    Raises OSError.
    """
    gc.disable()  # an eighth of the time: all that is made stays until the page is written
    try:
        public = read_public(folder)
        record = published(public, made_from)
        write_unsynced(out, page_files(public, record, site))
        return record
    except RecordError as error:
        return error
    except (OSError, MemoryError):  # what ran out of memory is named where it was bounded
        raise
    except Exception as error:  # a fault of synth's own, or a record nested without end, must not cost the others
        log.info("unexpected failure on %s", folder, exc_info=True)
        return RecordError(f"unexpected {type(error).__name__}: {shown(str(error))}", item=str(folder), stage="site")
    finally:
        gc.enable()


def published(public: PublicRecord, made_from: str) -> PublishedRecord:
    """What the index and record.json have of a record."""
    manifest, report, answer = public.manifest, public.report, public.report.answer
    page = page_of(manifest.record_id)
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
        dimensions={dimension.name: dimension.grade for dimension in public.review.dimensions},
        state=state_of(public.corrections),
        doi=next((item.doi for item in reversed(public.corrections) if item.doi), None),
        searched_on=manifest.searched_on,
        updated=max((item.at.date() for item in public.corrections), default=manifest.searched_on),
        publisher=manifest.publisher,
        licence=manifest.licence,
        head=public.head.sha256,
        corrections=public.head.corrections,
        pdf=f"{page}/{OWN_FILES}/{public.pdf}" if public.pdf else None,
        files=outputs_of({f"{page}/{OWN_FILES}/{path}": data for path, data in public.files.items()}),
        words=" ".join(words_of(manifest.record_id, report.title, question.text, answer.headline, *quotations)),
        made_from=made_from,
    )


def page_files(public: PublicRecord, record: PublishedRecord, site: SiteSettings) -> dict[str, bytes]:
    """The files of a record's page, as bytes by their path below it."""
    report = public.report
    papers = {reference.paper.paper_id: reference.paper for reference in report.references}
    names = {paper_id: short_name(papers, paper_id) for paper_id in papers}
    numbers = report.claim_numbers
    evidence = evidence_of(report, names)
    beside = {
        "evidence.csv": evidence_as_csv(evidence),
        "evidence.xlsx": evidence_as_xlsx(evidence, record.searched_on),
        "claims.csv": evidence_csv(report).encode(),
        "references.ris": ris(report.references).encode(),
        RECORD_FILE: json_text(record).encode(),
    }
    page = render_page(
        "site/record.html.j2",
        root="../../",
        here="",
        own=OWN_FILES,
        record_name=record.page.rpartition("/")[2],
        site=site,
        record=record,
        public=public,
        below=[path for path in public.files if "/" in path],
        report=report,
        numbers=report.reference_numbers,
        names=names,
        named=_naming(names),
        entries=format_references(report.references, sample=report.sample, max_authors=public.rendering.authors_named),
        directions=paper_directions(report, names),
        words=vote_words(report),
        signs=SIGNS,
        value_signs=BETTER_SIGNS,
        value_votes={"a": "for", "b": "against", "equal": "no_difference", "unclear": "unclear"},
        certainties=CERTAINTIES,
        claim_numbers=lambda claims: [numbers[claim] for claim in claims if claim in numbers],
        evidence=evidence,
        themes=_themes(report),
        phases=flow_phases(public.screening),
        sections=[section for section in report.sections if section.heading != HEADING],
        paper_address=cache(lambda paper_id, page: _address(papers.get(paper_id), page)),
        cited_as=cited_as(record, site),
        citation_tags=citation_tags(record, site),
        linked_data=linked_data(record, report, site),
    )
    own = {f"{OWN_FILES}/{path}": data for path, data in public.files.items()}
    return {"index.html": page.encode(), **beside, **own}


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
