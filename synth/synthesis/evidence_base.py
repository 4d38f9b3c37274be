"""Everything that a report is composed from, with the numbers by which it calls its claims and papers."""

from collections.abc import Mapping
from datetime import date

from synth.models import CheckedClaim, Model, Paper, QueryRun, Question, Screened, SourceKind
from synth.synthesis.facets import Bearing, bearing
from synth.synthesis.themes import Theme, find_themes


class EvidenceBase(Model):
    """What the earlier stages found. `checked` is ordered by relevance to the question; `kinds` by paper_id."""

    question: Question
    papers: dict[str, Paper]
    kinds: dict[str, SourceKind]
    checked: tuple[CheckedClaim, ...]
    screening: tuple[Screened, ...]
    queries: tuple[QueryRun, ...]
    searched_on: date
    sentences_read: int
    claims_found: int
    acronyms: dict[str, str]
    sample: bool


class Outline(Model):
    """The order of the report: the claims that answer, then by theme; numbers of claims and of references from it."""

    answers: tuple[CheckedClaim, ...]
    one_sided: tuple[tuple[CheckedClaim, ...], ...]
    asserted: tuple[CheckedClaim, ...]
    themes: tuple[Theme, ...]
    conflicts: tuple[CheckedClaim, ...]
    claim_numbers: dict[str, int]
    reference_numbers: dict[str, int]


def outline(base: EvidenceBase) -> Outline:
    """Sort claims into answers (measured), one list for each subject (indirect), asserted ones, and themes.

    Every claim is numbered, in the order in which the report gives it, and every paper behind a claim or behind its
    deciding evidence gets a reference number in the order of its first mention.
    """
    bearings = {
        checked.claim.claim_id: bearing(base.question, checked.claim, base.acronyms) for checked in base.checked
    }
    answers = tuple(checked for checked in base.checked if _basis(bearings, checked) == "measured")
    asserted = tuple(checked for checked in base.checked if _basis(bearings, checked) == "asserted")
    one_sided = tuple(_on_subject(base, bearings, number) for number in range(len(base.question.subjects)))
    placed = {checked.claim.claim_id for group in (answers, asserted, *one_sided) for checked in group}
    themes = find_themes(base.question, [checked for checked in base.checked if checked.claim.claim_id not in placed])
    in_order = [*answers, *(checked for side in one_sided for checked in side), *asserted]
    in_order += [checked for theme in themes for checked in theme.claims]
    return Outline(
        answers=answers,
        one_sided=one_sided,
        asserted=asserted,
        themes=themes,
        conflicts=tuple(checked for checked in in_order if checked.mark == "contradicted"),
        claim_numbers={checked.claim.claim_id: number for number, checked in enumerate(in_order, start=1)},
        reference_numbers=_reference_numbers(in_order),
    )


def bearing_papers(checked: CheckedClaim) -> tuple[str, ...]:
    """Identifiers of the other papers whose passages support or contradict a claim, strongest first."""
    papers = (item.passage.paper_id for item in checked.evidence if item.stance != "silent" and not item.same_paper)
    return tuple(dict.fromkeys(papers))


def _basis(bearings: Mapping[str, Bearing], checked: CheckedClaim) -> str | None:
    return bearings[checked.claim.claim_id].basis


def _on_subject(base: EvidenceBase, bearings: Mapping[str, Bearing], subject: int) -> tuple[CheckedClaim, ...]:
    """Claims whose first named subject is this one; with outcomes asked about, only those that name one."""
    return tuple(
        checked
        for checked in base.checked
        if _basis(bearings, checked) == "indirect"
        and bearings[checked.claim.claim_id].subjects[0] == subject
        and (bearings[checked.claim.claim_id].outcome or not base.question.outcomes)
    )


def _reference_numbers(in_order: list[CheckedClaim]) -> dict[str, int]:
    cited = (
        paper_id
        for checked in in_order
        for paper_id in (checked.claim.paper_id, *checked.claim.also_in, *bearing_papers(checked))
    )
    return {paper_id: number for number, paper_id in enumerate(dict.fromkeys(cited), start=1)}
