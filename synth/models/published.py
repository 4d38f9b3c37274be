"""What a site says of one record (record.json): the line of the index that it has, and what its page was made from."""

from datetime import date

from synth.models.answer import Certainty, Vote
from synth.models.base import Model
from synth.models.correction import RecordState
from synth.models.record import Counts, Output, RecordId
from synth.models.review import GateStatus, Grade, Level, Score, Tier


class RecordSummary(Model):
    """One record in a list; `page` and `pdf` are relative to the site's first page.

    `updated` is the day of the last correction, else that of the search.
    """

    record_id: RecordId
    page: str
    title: str
    question: str
    headline: str
    direction: Vote | None
    certainty: Certainty
    status: GateStatus
    state: RecordState
    level: Level
    tier: Tier
    score: Score | None
    searched_on: date
    updated: date
    pdf: str | None


class PublishedRecord(RecordSummary):
    """One record of a site, for scripts and for the index; `files` are relative to the site's first page.

    `topics` are what the question asks about. `marks` counts the claims by mark, those that were struck by "struck".
    `head` stands for the record with all its `corrections`, so many. `words` are the distinct words of question, title,
    headline and claims, for the search. `made_from` is the SHA-256 of all that the page depends on: a page is written
    again when it changes.
    """

    topics: tuple[str, ...]
    certainty_reason: str
    papers: dict[Vote, int]
    groups: dict[Vote, int]
    found: Counts
    marks: dict[str, int]
    dimensions: dict[str, Grade]
    doi: str | None
    publisher: str
    licence: str
    head: str
    corrections: int = 0
    files: tuple[Output, ...]
    words: str
    made_from: str


class FormerRecord(Model):
    """A record that was on a site and is there no more; its address keeps a page that says so.

    `answered_by` are the records of the same question that are on the site now, the newest first.
    """

    record_id: RecordId
    page: str
    title: str
    question: str
    searched_on: date
    answered_by: tuple[RecordId, ...]
