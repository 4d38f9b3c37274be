"""The page of one record, with the files that stand beside it."""

from collections import Counter

from synth.models import PublishedRecord, json_text
from synth.records import outputs_of, state_of
from synth.rendering.html import render_page
from synth.settings import Settings
from synth.web.public_record import PublicRecord
from synth.web.word_index import words_of

RECORDS = "records"
RECORD_FILE = "record.json"
OWN_FILES = "record"
"""Below a record's page: the files of the record itself, in a folder that `synth verify` takes."""


def published(public: PublicRecord, made_from: str) -> PublishedRecord:
    """What the index and record.json say of a record."""
    manifest, report, answer = public.manifest, public.report, public.report.answer
    page = f"{RECORDS}/{manifest.record_id.removeprefix('SRCH:')}"
    claims = [row.checked for row in report.claims]
    question = report.question
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
        pdf=f"{page}/{OWN_FILES}/{public.pdf}" if public.pdf else None,
        files=outputs_of({f"{page}/{OWN_FILES}/{path}": data for path, data in public.files.items()}),
        words=" ".join(words_of(report.title, question.text, answer.headline, *(item.claim.text for item in claims))),
        made_from=made_from,
    )


def record_page(public: PublicRecord, record: PublishedRecord, settings: Settings) -> dict[str, bytes]:
    """The files of a record's page, as bytes by their path below it."""
    files = {f"{OWN_FILES}/{path}": data for path, data in public.files.items()}
    files[RECORD_FILE] = json_text(record).encode()
    page = render_page("site/record.html.j2", root="../../", site=settings.site, public=public, record=record)
    files["index.html"] = page.encode()
    return files
