"""The values of both sides in one sentence: each figure belongs to the name that its clause ties it to, or none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.answer.named_sides import COST, SURE, NamedSides
from synth.answer.table_pairs import which_is_better
from synth.language.changes import HAS_VALUE
from synth.language.metrics import better, datasets, metrics
from synth.language.naming import is_name
from synth.language.outcomes import polarity
from synth.language.sides import OUTCOME, SUBJECT
from synth.models import Claim, Number, Quantity
from synth.models.answer import ValuePair

MAX_NAME = 60
"""Characters; anything longer is not a name."""

_ABOUT = r"(?:only|just|about|around|approximately|roughly|nearly|almost|~|≈)?\s?"
_CITED = re.compile(r"\s?\[[\d,;\s–-]+\]|\s?\([^()]*\b(?:19|20)\d\d[a-z]?\)")
_IN_BRACKETS = re.compile(rf"\s?[(\[]\s?(?:[\w@.–-]+\s?[:=]?\s?){{0,3}}{_ABOUT}$")
_BEHIND_VERB = re.compile(
    rf"(?:\s(?:models?|methods?|approach(?:es)?|systems?|group|arm))?(?:{HAS_VALUE.pattern}|:)\s?(?:[a-z@.=–-]+\s){{0,8}}$"
)
_BEHIND_PREPOSITION = re.compile(
    r"(?i:\b(?:of|on|with|for|from|by|in|into|using|over|to|than|via|without|like|between|and|or))"
    r"\s(?:the\s|an?\s|our\s|its\s)?$"
)
"""A name behind one of these is not the subject of the verb: "a reader on top of DPR reaches 41.5"."""
_ATOP = re.compile(r"(?i:\b(?:top of|based on|with|using|over|via|without))\s(?:the\s|an?\s|our\s|its\s)?$")
_BEHIND = re.compile(
    r"\s?(?:%|[A-Z][\w@-]{0,10}|points?|AUC|accuracy)?\s?[)\]]?\s?"
    r"(?:for|of|by|with|from|in|using|(?:achieved|obtained|reached|reported|given|yielded) (?:by|with|for))\s"
    r"(?:the\s|an?\s|our\s)?$"
)
_AGAINST = re.compile(
    r"\s?(?:[\w@%-]+\s){0,2}?,?\s?"
    r"(?:vs\.?|versus|against|compared (?:to|with)|as opposed to|relative to|instead of|than)"
    rf"\s(?:only\s|just\s|an?\s|the\s)?{_ABOUT}$"
)
_RESPECTIVELY = re.compile(r"\brespectively\b")
_CLAUSE = re.compile(r"[;:.](?=\s)|,\s(?:while|whereas|but|which)\b")
_JOINED = re.compile(r"\s?(?:\+|&|/|\(?w/)\s?")
_MIXED = re.compile(r"\s?(?:\+|&|and|/)\s?")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[A-Z\d][\w-]*|[A-Z][a-z]+[\w-]*)")
_CONTINUATION = re.compile(
    r"(?:\s[A-Z\d][\w.-]*(?=[\w-]*\b)(?<=[\w])){1,3}(?=\s[a-z]|\s?[(,:;.]|$)|\s(?:w/o|without|with no)\s[a-z]+\b"
)
"""How a name continues: "retrieval-augmented" with "Llama2-70B", "baseline" with "w/o retrieval"."""
_RANKED = re.compile(
    r"\b(?:higher|lower|better|greater|larger|smaller|more|fewer|less|improved|reduced|increased|worse|best|highest|lowest)"
    r"\s(?P<outcome>(?:[a-z][\w-]+\s){0,2}[a-z][\w-]+)"
)
_OF_VALUE = re.compile(r"(?P<outcome>(?:[A-Za-z][\w@-]*\s){0,2}[A-Za-z][\w@-]*)\s(?:of|is|was|=|at)\s?$")
_STOPS = frozenset("the a an and or than that by in on of with for from to is was are were at its their our".split())


class _SideMention(NamedTuple):
    """A name of a side in a sentence."""

    role: str
    start: int
    end: int
    name: str


def values_of_claim(claim: Claim, sides: NamedSides) -> tuple[ValuePair, ...]:
    """The values of both sides in a claim, the subject's paired with that of each comparator; () in any doubt.

    "A outperforms B (65.2 vs. 42.9)"; "A reaches 78.4, compared with 59.1 for B"; "44.5 for A, against 41.5 for B and
    40.4 for C". Changes, ranges and margins are not values. Where a side has two values, neither is paired.
    """
    levels = [quantity for quantity in claim.quantities if _is_level(quantity)]
    if len(levels) < 2:
        return ()
    mentions = _side_mentions(claim.text, sides)
    assigned = _by_syntax(claim.text, mentions, levels) or _by_order(claim.text, mentions, levels)
    of_subject = [(mention, level) for mention, level in assigned if mention.role == SUBJECT]
    pairs = []
    if len(of_subject) == 1:
        for role in sorted({mention.role for mention, _ in assigned} - {SUBJECT}):
            others = [(mention, level) for mention, level in assigned if mention.role == role]
            if len({level.number.start for _, level in others}) == len({mention.name for mention, _ in others}):
                for other in others:
                    pair = _pair(claim, sides, of_subject[0], other)
                    if pair and _are_compared(claim.text, levels, of_subject[0][1], other[1]):
                        pairs.append(pair)
    return tuple(pairs)


def _are_compared(text: str, levels: Sequence[Quantity], a: Quantity, b: Quantity) -> bool:
    """Whether neither of two values is compared with a third: "78.4, compared with 59.1", then "41.5"."""
    for first, second in pairwise(levels):
        against = _AGAINST.search(text[first.number.end : second.number.start])
        if against and second in (a, b) and first not in (a, b):
            return False
    return True


def _is_level(quantity: Quantity) -> bool:
    number = quantity.number
    whole = number.is_figure or number.unit or quantity.metric
    ends = (quantity.change, quantity.upper, quantity.baseline)
    return bool(whole) and ends == (None, None, None) and quantity.bound in (None, "about")


def _side_mentions(text: str, sides: NamedSides) -> list[_SideMention]:
    """The names of sides in a text, in order, without those joined to the name of another side ("BM25 + DPR")."""
    found = []
    for mention in sides.mentions(text):
        end = mention.end
        while end < len(text) and text[end].isalnum():  # the "3" of "EfficientDet-D3"
            end += 1
        continued = _CONTINUATION.match(text, end)
        end = continued.end() if continued else end
        is_named = (
            mention.strength >= SURE and mention.role != OUTCOME and sides.is_thing(text[mention.start : end], mention)
        )
        if is_named and end - mention.start <= MAX_NAME:
            found.append(_SideMention(mention.role, mention.start, end, text[mention.start : end]))
    return [
        mention
        for place, mention in enumerate(found)
        if not any(
            other.role != mention.role
            and _JOINED.fullmatch(text[min(mention.end, other.end) : max(mention.start, other.start)])
            for other in found[max(0, place - 1) : place + 2]
        )
    ]


def _by_syntax(
    text: str, mentions: Sequence[_SideMention], levels: Sequence[Quantity]
) -> list[tuple[_SideMention, Quantity]]:
    """Each value with the name that brackets, a verb or a preposition tie it to."""
    assigned = []
    for place, level in enumerate(levels):
        number = level.number
        floor = levels[place - 1].number.end if place else 0
        before = [mention for mention in mentions if floor <= mention.end <= number.start]
        behind = [mention for mention in mentions if mention.start >= number.end]
        if before and _is_tied_before(text, before[-1], number):
            assigned.append((before[-1], level))
        elif behind and _BEHIND.fullmatch(text[number.end : behind[0].start]):
            assigned.append((behind[0], level))
    return assigned if len({mention.role for mention, _ in assigned}) > 1 else []


def _is_tied_before(text: str, mention: _SideMention, number: Number) -> bool:
    gap = _CITED.sub("", text[mention.end : number.start])
    if _IN_BRACKETS.fullmatch(gap):
        return not _ATOP.search(text[: mention.start])
    return bool(_BEHIND_VERB.fullmatch(_known(gap))) and not _BEHIND_PREPOSITION.search(text[: mention.start])


def _known(gap: str) -> str:
    """A gap without the metrics and data sets that it names."""
    for mention in (*metrics(gap), *datasets(gap)):
        gap = gap.replace(mention.text, "it")
    return gap


def _other_name(gap: str) -> bool:
    """Whether a gap contains another name, which a value behind it may belong to."""
    return _NAME.search(_known(gap)) is not None


def _by_order(
    text: str, mentions: Sequence[_SideMention], levels: Sequence[Quantity]
) -> list[tuple[_SideMention, Quantity]]:
    """Two names followed by two values that are compared: "A outperforms B (65.2 vs. 42.9)".

    The first value is that of the first name.
    """
    assigned: list[tuple[_SideMention, Quantity]] = []
    for first, second in pairwise(levels):
        gap = text[first.number.end : second.number.start]
        ordered = _RESPECTIVELY.search(text[second.number.end :][:20]) and _MIXED.fullmatch(gap)
        if not (_AGAINST.fullmatch(gap) or ordered):
            continue
        clause = max((match.end() for match in _CLAUSE.finditer(text, 0, first.number.start)), default=0)
        named = [mention for mention in mentions if clause <= mention.start and mention.end <= first.number.start]
        between = any(first.number.start <= mention.start <= second.number.end + 12 for mention in mentions)
        if len(named) != 2 or named[0].role == named[1].role or between or assigned:
            return []
        link = text[named[0].end : named[1].start]
        if re.search(r"(?i)\b(?:compared|relative|unlike|against|versus|vs)\b.*$", text[clause : named[0].start]):
            return []  # "Compared with B, A is better (65.2 vs. 42.9)": which comes first is not certain
        if any(map(is_name, _known(text[clause : named[0].start]).split())):
            return []  # "X outperforms A and B (65.2 vs. 42.9)"
        if _other_name(link) or _other_name(text[named[1].end : first.number.start]):
            return []
        assigned = [(named[0], first), (named[1], second)]
    return assigned


def _pair(
    claim: Claim, sides: NamedSides, of_subject: tuple[_SideMention, Quantity], other: tuple[_SideMention, Quantity]
) -> ValuePair | None:
    (subject, a), (comparator, b) = of_subject, other
    if a.number.unit != b.number.unit:
        return None
    if a.metric and b.metric and a.metric != b.metric:
        return None
    if a.dataset and b.dataset and a.dataset != b.dataset:
        return None
    outcome = _outcome(claim.text, sides, (subject, comparator), (a, b))
    if not outcome or not (sides.names_outcome(outcome) or (sides.asks_quality and not COST.search(outcome))):
        return None
    sign = better(outcome) or polarity(outcome) or (sides.polarity if sides.names_outcome(outcome) else 0)
    return ValuePair(
        subject=subject.name,
        comparator=comparator.name,
        outcome=outcome,
        setting=a.dataset or b.dataset or "",
        a=a.number.text,
        b=b.number.text,
        unit=a.number.unit or b.number.unit,
        better=which_is_better(a.number, b.number, sign),
        source="claim",
        place=claim.claim_id,
    )


def _outcome(text: str, sides: NamedSides, mentions: Sequence[_SideMention], levels: Sequence[Quantity]) -> str:
    """The outcome that two values measure: a metric beside them, else the noun compared, else what is asked about."""
    metric = next((level.metric for level in levels if level.metric), "")
    if metric:
        return metric
    for phrase in _phrases(text, levels):
        if sides.names_outcome(phrase) or better(phrase) or polarity(phrase):
            return phrase
    asked = [
        text[mention.start : mention.end]
        for mention in sides.mentions(text)
        if mention.role == OUTCOME and all(mention.end <= one.start or one.end <= mention.start for one in mentions)
    ]
    return asked[0] if len(asked) == 1 else ""


def _phrases(text: str, levels: Sequence[Quantity]) -> Iterator[str]:
    for level in levels:
        found = _OF_VALUE.search(text[: level.number.start])
        if found:
            yield _trimmed(found["outcome"])
    ranked = list(_RANKED.finditer(text, 0, levels[0].number.start))
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
