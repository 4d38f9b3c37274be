"""The values of both sides in one sentence: each figure belongs to the name that its clause ties it to, or none."""

import re
from collections.abc import Iterator, Sequence

from synth.answer.figure_names import names_in
from synth.answer.levels import are_comparable
from synth.answer.named_sides import COST, NamedSides
from synth.answer.table_pairs import which_is_better
from synth.answer.tied_figures import Name, TiedFigure, tied_figures
from synth.language.metrics import better
from synth.language.outcomes import polarity
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT
from synth.models import Claim
from synth.models.answer import ValuePair

_RANKED = re.compile(
    r"\b(?:higher|lower|better|greater|larger|smaller|more|fewer|less|improved|reduced|increased|worse|best|highest|lowest)"
    r"\s(?P<outcome>(?:[a-z][\w-]+\s){0,2}[a-z][\w-]+)"
)
_OF_VALUE = re.compile(r"(?P<outcome>(?:[A-Za-z][\w@-]*\s){0,2}[A-Za-z][\w@-]*)\s(?:of|is|was|=|at)\s?$")
_STOPS = frozenset("the a an and or than that by in on of with for from to is was are were at its their our".split())


def values_of_claim(claim: Claim, sides: NamedSides) -> tuple[ValuePair, ...]:
    """The values of both sides in a claim, the subject's paired with that of each comparator; () in any doubt.

    "A outperforms B (65.2 vs. 42.9)"; "A reaches 78.4, compared with 59.1 for B"; "44.5 for A, against 41.5 for B and
    40.4 for C". Changes, ranges, counts and margins are not values. Where a side has two values, neither is paired.
    """
    names = names_in(claim.text, sides, claim.quantities, sides.subjects)
    figures = [
        figure
        for figure in tied_figures(claim.text, claim.quantities, names, len(sides.subjects) == 1)
        if figure.name and _is_thing(claim.text, figure, sides) and not figure.level.counts
        if figure.level.unit or not figure.level.is_whole
    ]
    of_subject = [figure for figure in figures if figure.side > 0]
    of_others = [figure for figure in figures if figure.side < 0]
    if len(of_subject) != 1 or len({figure.name for figure in of_others}) < len(of_others):
        return ()
    return tuple(pair for other in of_others if (pair := _pair(claim, sides, of_subject[0], other)))


def _is_thing(text: str, figure: TiedFigure, sides: NamedSides) -> bool:
    assert figure.name is not None
    return sides.is_thing(_printed(text, figure.name), SUBJECT if figure.side > 0 else COMPARATOR)


def _pair(claim: Claim, sides: NamedSides, of_subject: TiedFigure, other: TiedFigure) -> ValuePair | None:
    assert of_subject.name is not None
    assert other.name is not None
    a, b = of_subject.level, other.level
    if not are_comparable(a.unit, b.unit):
        return None
    metrics, datasets = ((a.quantity.metric, b.quantity.metric), (a.quantity.dataset, b.quantity.dataset))
    if any(one and two and one != two for one, two in (metrics, datasets)):
        return None
    outcome = _outcome(claim.text, sides, (of_subject, other))
    is_quality = sides.asks_quality and not COST.search(outcome) and (bool(better(outcome)) or not sides.outcome)
    if not outcome or not (sides.names_outcome(outcome) or is_quality):
        return None
    subject, comparator = _printed(claim.text, of_subject.name), _printed(claim.text, other.name)
    if subject == comparator:
        return None  # "HA" of both
    sign = better(outcome) or polarity(outcome) or (sides.polarity if sides.names_outcome(outcome) else 0)
    return ValuePair(
        subject=subject,
        comparator=comparator,
        outcome=outcome,
        setting=next(filter(None, datasets), ""),
        a=a.number.text,
        b=b.number.text,
        unit=a.unit or b.unit,
        better=which_is_better(a.number, b.number, sign),
        source="claim",
        place=claim.claim_id,
    )


def _printed(text: str, name: Name) -> str:
    """A name as it is printed, to the end of its last word: the "3" of "EfficientDet-D3"."""
    end = name.end
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[name.start : end]


def _outcome(text: str, sides: NamedSides, figures: Sequence[TiedFigure]) -> str:
    """The outcome that two values measure: a metric beside them, else the noun compared, else what is asked about."""
    metric = next((figure.level.quantity.metric for figure in figures if figure.level.quantity.metric), "")
    if metric:
        return metric
    for phrase in _phrases(text, [figure.level.start for figure in figures]):
        if sides.names_outcome(phrase) or better(phrase) or polarity(phrase):
            return phrase
    names = [figure.name for figure in figures if figure.name]
    asked = [
        text[mention.start : mention.end]
        for mention in sides.mentions(text)
        if mention.role == OUTCOME and all(mention.end <= one.start or one.end <= mention.start for one in names)
    ]
    return asked[0] if len(set(map(str.lower, asked))) == 1 else ""


def _phrases(text: str, starts: Sequence[int]) -> Iterator[str]:
    for start in starts:
        found = _OF_VALUE.search(text[:start])
        if found:
            yield _trimmed(found["outcome"])
    ranked = list(_RANKED.finditer(text, 0, min(starts)))
    if ranked:
        yield _trimmed(ranked[-1]["outcome"])


def _trimmed(phrase: str) -> str:
    words = phrase.split()
    while words and words[0].lower() in _STOPS:
        words.pop(0)
    for place, word in enumerate(words):
        if word.lower() in _STOPS:
            words = words[:place]
            break
    return " ".join(words)
