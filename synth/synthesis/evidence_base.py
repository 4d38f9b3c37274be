"""Everything that a report is composed from, with the numbers by which it calls its claims and papers."""

from datetime import date

from synth.models import CheckedClaim, Model, Paper, QueryRun, Question, Screened, SourceKind
from synth.synthesis.facets import bearing
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


class Side(Model):
    """Claims on one thing that the question names, without all that it would take to answer it."""

    name: str
    claims: tuple[CheckedClaim, ...]


class Outline(Model):
    """The order of the report: the claims that answer, then side by side, then by theme; and what they are called.

    Claims are numbered in the order in which the report gives them; every paper behind a claim or behind its deciding
    evidence gets a reference number in the order of its first mention.
    """

    answers: tuple[CheckedClaim, ...]
    sides: tuple[Side, ...]
    asserted: tuple[CheckedClaim, ...]
    themes: tuple[Theme, ...]
    conflicts: tuple[CheckedClaim, ...]
    claim_numbers: dict[str, int]
    reference_numbers: dict[str, int]


def outline(base: EvidenceBase) -> Outline:
    """Sort claims into answers (measured), sides (one thing asked about), asserted ones, and themes.

    A question that names one matter and no outcome has nothing to set against each other: all goes by theme.
    """
    groups: dict[str, list[CheckedClaim]] = {}
    for checked in base.checked:
        groups.setdefault(_group(base, checked), []).append(checked)
    answers, asserted = tuple(groups.get(ANSWERS, ())), tuple(groups.get(ASSERTED, ()))
    names = [name for name in (*base.question.subjects, *base.question.outcomes) if name in groups]
    sides = tuple(Side(name=name, claims=tuple(groups[name])) for name in dict.fromkeys(names))
    themes = find_themes(base.question, groups.get(REST, ()))
    in_order = [*answers, *(checked for side in sides for checked in side.claims), *asserted]
    in_order += [checked for theme in themes for checked in theme.claims]
    return Outline(
        answers=answers,
        sides=sides,
        asserted=asserted,
        themes=themes,
        conflicts=tuple(checked for checked in in_order if checked.mark == "contradicted"),
        claim_numbers={checked.claim.claim_id: number for number, checked in enumerate(in_order, start=1)},
        reference_numbers=_reference_numbers(in_order),
    )


def is_answerable(question: Question) -> bool:
    """Whether the question sets things against each other or against an outcome, so that a claim can answer it."""
    return len(question.subjects) > 1 or bool(question.outcomes)


def bearing_papers(checked: CheckedClaim) -> tuple[str, ...]:
    """Identifiers of the other papers whose passages support or contradict a claim, strongest first."""
    papers = (item.passage.paper_id for item in checked.evidence if item.stance != "silent" and not item.same_paper)
    return tuple(dict.fromkeys(papers))


ANSWERS, ASSERTED, REST = "\0answers", "\0asserted", "\0rest"  # no facet of a question has a NUL


def _group(base: EvidenceBase, checked: CheckedClaim) -> str:
    """The group of a claim: one of the three above, or the facet that it is on.

    With outcomes asked about, a claim that names a subject and no outcome says too little to stand on that side.
    """
    question, bears = base.question, bearing(base.question, checked.claim, base.acronyms)
    if not is_answerable(question):
        return REST
    if bears.basis == "measured":
        return ANSWERS
    if bears.basis == "asserted":
        return ASSERTED
    if bears.subjects and (bears.outcomes or not question.outcomes):
        return question.subjects[bears.subjects[0]]
    if bears.outcomes:
        return question.outcomes[bears.outcomes[0]]
    return REST


def _reference_numbers(in_order: list[CheckedClaim]) -> dict[str, int]:
    cited = (
        paper_id
        for checked in in_order
        for paper_id in (checked.claim.paper_id, *checked.claim.also_in, *bearing_papers(checked))
    )
    return {paper_id: number for number, paper_id in enumerate(dict.fromkeys(cited), start=1)}
