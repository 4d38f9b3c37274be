"""The order of a report, and the numbers of its claims and papers."""

from synth.models import VOTES, CheckedClaim, Model, Run, Vote
from synth.models.csl import sort_key
from synth.report.themes import Theme, find_themes


class Outline(Model):
    """The order of the report: the claims that answer, then the others by theme; and their numbers.

    Claims are numbered in the order in which the report gives them; every paper of a claim or of a passage shown
    with it gets a reference number in the order of the reference list, which is sorted by authors. `votes` has the vote
    of each answer by claim_id. The claims `struck` through come last and do not count.
    """

    answers: tuple[CheckedClaim, ...]
    votes: dict[str, Vote]
    themes: tuple[Theme, ...]
    conflicts: tuple[CheckedClaim, ...]
    struck: tuple[CheckedClaim, ...]
    claim_numbers: dict[str, int]
    reference_numbers: dict[str, int]


def outline(base: Run) -> Outline:
    """Sort claims into those that decide the direction of their paper, or plainly speak against it, and the rest, which
    are sorted by theme.

    Where the question has no direction, and where that of a paper is unclear, all are sorted by theme.
    """
    deciding = {claim_id for one in base.answer.papers for claim_id in one.claims}
    directed = {one.paper_id for one in base.answer.papers if one.direction != "unclear"}
    struck = tuple(checked for checked in base.checked if checked.claim.claim_id in base.struck)
    votes = {
        item.claim_id: item.vote
        for item in (base.weighed if is_answerable(base) else ())
        if item.vote != "unclear" and (item.claim_id in deciding or (item.paper_id in directed and item.is_plain))
    }
    answers = [checked for checked in base.standing if checked.claim.claim_id in votes]
    answers.sort(key=lambda checked: VOTES.index(votes[checked.claim.claim_id]))
    others = [checked for checked in base.standing if checked.claim.claim_id not in votes]
    themes = find_themes(base.question, others, base.acronyms)
    in_order = [*answers, *(checked for theme in themes for checked in theme.claims)]
    numbered = [*in_order, *struck]
    return Outline(
        answers=tuple(answers),
        votes={checked.claim.claim_id: votes[checked.claim.claim_id] for checked in answers},
        themes=themes,
        conflicts=tuple(checked for checked in in_order if checked.mark == "contradicted"),
        struck=struck,
        claim_numbers={checked.claim.claim_id: number for number, checked in enumerate(numbered, start=1)},
        reference_numbers=_reference_numbers(base, numbered),
    )


def is_answerable(base: Run) -> bool:
    """Whether the question has an answer with a direction."""
    return base.answer.direction is not None


def papers_for_or_against(checked: CheckedClaim) -> tuple[str, ...]:
    """Identifiers of the other papers whose passages support or contradict a claim, strongest first."""
    papers = (item.passage.paper_id for item in checked.evidence if item.stance != "silent" and not item.same_paper)
    return tuple(dict.fromkeys(papers))


def _reference_numbers(base: Run, in_order: list[CheckedClaim]) -> dict[str, int]:
    """The papers quoted and cited, numbered in the order of a journal's reference list."""
    cited = {paper_id for checked in in_order for paper_id in (checked.claim.paper_id, *checked.claim.also_in)}
    cited |= {item.passage.paper_id for checked in in_order for item in checked.evidence}
    in_list = sorted(cited, key=lambda paper_id: (sort_key(base.papers[paper_id]), paper_id))
    return {paper_id: number for number, paper_id in enumerate(in_list, start=1)}
