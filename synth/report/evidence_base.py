"""Everything that a report is composed from, with the numbers by which it calls its claims and papers."""

from datetime import date
from typing import Literal

from pydantic import Field

from synth.models import Asked, CheckedClaim, Model, Paper, QueryRun, Question, Screened, SourceKind
from synth.models.csl import sort_key
from synth.report.facets import bearing
from synth.report.tendency import Tendency, tendency
from synth.report.themes import Theme, find_themes
from synth.settings import Settings
from synth.tabular import ResolvedTable

BROAD = 0.3  # of all claims: an outcome that more of them name ("language models") is no side, its claims go by theme


class EvidenceBase(Model):
    """What the earlier stages found. `checked` is ordered by relevance to the question; `kinds` by paper_id.

    `asked`, `settings` and synth's own `version` are what it takes to repeat them. `struck` are claims that the gates
    falsified: the reason by claim_id. `tables` are those of the papers, by paper_id.
    """

    question: Question
    asked: Asked
    settings: Settings
    version: str
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
    struck: dict[str, str] = Field(default_factory=dict)
    tables: dict[str, tuple[ResolvedTable, ...]] = Field(default_factory=dict)


class Side(Model):
    """Claims on some of what the question names, without all that it would take to answer it.

    `names` are the facets that they name: all subjects without an outcome, one subject, or an outcome alone.
    """

    names: tuple[str, ...]
    claims: tuple[CheckedClaim, ...]


class Outline(Model):
    """The order of the report: the claims that answer, then side by side, then by theme; and what they are called.

    Claims are numbered in the order in which the report gives them; every paper behind a claim or a passage that is
    shown under it gets a reference number in the order of the reference list, which is sorted by authors. `tendencies`
    tells by claim_id which way each answer goes. The claims `struck` through come last and count for nothing.
    """

    answers: tuple[CheckedClaim, ...]
    tendencies: dict[str, Tendency]
    sides: tuple[Side, ...]
    asserted: tuple[CheckedClaim, ...]
    themes: tuple[Theme, ...]
    conflicts: tuple[CheckedClaim, ...]
    struck: tuple[CheckedClaim, ...]
    claim_numbers: dict[str, int]
    reference_numbers: dict[str, int]


def outline(base: EvidenceBase) -> Outline:
    """Sort claims into answers (measured), sides (one thing asked about), asserted ones, and themes.

    A question that names one matter and no outcome has nothing to set against each other: all goes by theme.
    """
    groups: dict[Group, list[CheckedClaim]] = {}
    struck = tuple(checked for checked in base.checked if checked.claim.claim_id in base.struck)
    unstruck = [checked for checked in base.checked if checked.claim.claim_id not in base.struck]
    for checked in unstruck:
        groups.setdefault(_group(base, checked), []).append(checked)
    for outcome in base.question.outcomes:
        if len(groups.get((outcome,), ())) > BROAD * len(unstruck):
            kept = {id(checked) for checked in (*groups.pop((outcome,)), *groups.get("rest", ()))}
            groups["rest"] = [checked for checked in unstruck if id(checked) in kept]
    answers, asserted = tuple(groups.get("answers", ())), tuple(groups.get("asserted", ()))
    facets = [base.question.subjects, *((name,) for name in (*base.question.subjects, *base.question.outcomes))]
    sides = tuple(Side(names=names, claims=tuple(groups[names])) for names in dict.fromkeys(facets) if names in groups)
    themes = find_themes(base.question, groups.get("rest", ()))
    in_order = [*answers, *(checked for side in sides for checked in side.claims), *asserted]
    in_order += [checked for theme in themes for checked in theme.claims]
    numbered = [*in_order, *struck]
    return Outline(
        answers=answers,
        tendencies={
            checked.claim.claim_id: tendency(base.question, checked.claim.text, base.acronyms) for checked in answers
        },
        sides=sides,
        asserted=asserted,
        themes=themes,
        conflicts=tuple(checked for checked in in_order if checked.mark == "contradicted"),
        struck=struck,
        claim_numbers={checked.claim.claim_id: number for number, checked in enumerate(numbered, start=1)},
        reference_numbers=_reference_numbers(base, numbered),
    )


def is_answerable(question: Question) -> bool:
    """Whether the question sets things against each other or against an outcome, so that a claim can answer it."""
    return len(question.subjects) > 1 or bool(question.outcomes)


def bearing_papers(checked: CheckedClaim) -> tuple[str, ...]:
    """Identifiers of the other papers whose passages support or contradict a claim, strongest first."""
    papers = (item.passage.paper_id for item in checked.evidence if item.stance != "silent" and not item.same_paper)
    return tuple(dict.fromkeys(papers))


Group = Literal["answers", "asserted", "rest"] | tuple[str, ...]
"""Where a claim stands in the report: one of these, or the facets of the question that it names."""


def _group(base: EvidenceBase, checked: CheckedClaim) -> Group:
    """The group of a claim.

    With outcomes asked about, a claim that names one of several subjects and no outcome says too little to stand on
    that side.
    """
    question, bears = base.question, bearing(base.question, checked.claim, base.acronyms)
    if not is_answerable(question):
        return "rest"
    if bears.basis in ("measured", "asserted"):
        return "answers" if bears.basis == "measured" else "asserted"
    if len(question.subjects) > 1 and len(bears.subjects) == len(question.subjects):
        return question.subjects
    if bears.subjects and (bears.outcomes or not question.outcomes):
        return (question.subjects[bears.subjects[0]],)
    return (question.outcomes[bears.outcomes[0]],) if bears.outcomes else "rest"


def _shown(checked: CheckedClaim) -> tuple[str, ...]:
    """Identifiers of the papers whose passages stand under a claim in the appendix."""
    return tuple(item.passage.paper_id for item in checked.evidence)


def _reference_numbers(base: EvidenceBase, in_order: list[CheckedClaim]) -> dict[str, int]:
    """The papers quoted and cited, numbered in the order of a journal's reference list."""
    cited = {
        paper_id
        for checked in in_order
        for paper_id in (checked.claim.paper_id, *checked.claim.also_in, *_shown(checked))
    }
    in_list = sorted(cited, key=lambda paper_id: (sort_key(base.papers[paper_id]), paper_id))
    return {paper_id: number for number, paper_id in enumerate(in_list, start=1)}
