"""The pages at the addresses of records that are on a site no more: that they are gone, and what is there."""

from collections.abc import Iterable, Sequence

from synth.models import FormerRecord, PublishedRecord, json_text
from synth.rendering.html import render_page
from synth.settings import SiteSettings

FORMER_FILE = "former.json"


def former_records(
    records: Sequence[PublishedRecord], before: Iterable[PublishedRecord | FormerRecord]
) -> tuple[FormerRecord, ...]:
    """Of the records that were there before, those that are no more, with the present ones of the same question.

    `records` are the present ones, the newest first. Questions are compared without case and spaces.
    """
    present = {record.record_id for record in records}
    answers: dict[str, list[str]] = {}
    for record in records:
        answers.setdefault(_plain(record.question), []).append(record.record_id)
    return tuple(
        FormerRecord(
            **one.model_dump(include={"record_id", "page", "title", "question", "searched_on"}),
            answered_by=tuple(answers.get(_plain(one.question), ())),
        )
        for one in before
        if one.record_id not in present
    )


def former_page(one: FormerRecord, records: Sequence[PublishedRecord], site: SiteSettings) -> dict[str, bytes]:
    """The page of one, and the same for scripts, as bytes by their path below it; `records` are the present ones."""
    answers = [record for record in records if record.record_id in one.answered_by]
    page = render_page("site/former.html.j2", root="../../", here="", site=site, former=one, answers=answers)
    return {"index.html": page.encode(), FORMER_FILE: json_text(one).encode()}


def _plain(question: str) -> str:
    return " ".join(question.split()).casefold()
