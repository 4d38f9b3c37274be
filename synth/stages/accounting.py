"""What became of every paper found: found = used + merged + skipped, always."""

from collections.abc import Mapping, Sequence

from synth.models import Screened
from synth.models.csl import NO_TITLE
from synth.question import find_copies
from synth.records.files import document_path
from synth.report.ordering import Outline
from synth.stages.acquisition import Acquired


def merge_copies(acquired: Sequence[Acquired]) -> tuple[list[Acquired], dict[int, str]]:
    """Merge the copies that only their first pages tell of; returns what is kept, and the reasons of others by row.

    Papers whose texts would be one file of the record ("doi:10.1000/a:b", "doi:10.1000/a/b") are not kept both either.
    """
    copies = find_copies([item.paper for item in acquired])
    reasons = {acquired[copy].row: f"a copy of {acquired[of].paper.paper_id}" for copy, of in copies.items()}
    kept: dict[str, Acquired] = {}
    for item in (item for number, item in enumerate(acquired) if number not in copies):
        other = kept.setdefault(document_path(item.paper.paper_id).casefold(), item)
        if other is not item:
            reasons[item.row] = f"its text would have the name of another's in the record, {other.paper.paper_id}"
    return [*kept.values()], reasons


def settle(
    screened: Sequence[Screened],
    unread: Sequence[Screened],
    acquired: Sequence[Acquired],
    failed: Mapping[int, Screened],
    merged: Mapping[int, str],
    order: Outline,
    max_claims: int,
) -> tuple[Screened, ...]:
    """What became of every paper found, once it is known which could be read and which the report cites.

    `unread` are what the sources found and could not even offer; `failed` and `merged` go by row of `screened`. Where
    `max_claims` were checked, a paper that gives none may yet have statements that bear on the question.
    """
    by_row = {item.row: item.paper for item in acquired}
    rows = []
    for number, row in enumerate(screened):
        update: dict[str, str] = {}
        if number in by_row:
            paper = by_row[number]
            update = {"decision": "used", "stage": "compose", "reason": "", "title": paper.title}
            if number in merged:
                update |= {"decision": "merged", "stage": "read", "reason": merged[number]}
            elif paper.paper_id not in order.reference_numbers:
                reason = "no statement in it addresses the question"
                if len(order.claim_numbers) == max_claims:
                    reason = f"no statement in it is among the {max_claims} that bear most on the question"
                update |= {"decision": "skipped", "stage": "select", "reason": reason}
        elif number in failed:
            update = {"decision": "skipped", "stage": failed[number].stage, "reason": failed[number].reason}
        update["title"] = update.get("title", row.title) or NO_TITLE
        rows.append(row.model_copy(update=update))
    return (*rows, *unread)
