"""How much: the amounts that claims and tables report of what a question asks for, each with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.answer.named_sides import SURE, NamedSides
from synth.answer.table_pairs import plain
from synth.language.numerals import is_measured_unit
from synth.language.sides import SUBJECT
from synth.language.tabular import ResolvedTable
from synth.language.text import stem
from synth.models import Claim, Quantity
from synth.models.answer import Amount

MAX_AMOUNTS = 24
_TIED = re.compile(
    r"\s?(?:of|=|:|\((?:mean|median)?|(?:is|was|are|were)(?:\s(?:[a-z]+\s){0,2}(?:to be|at|as|to))?)"
    r"\s?(?:about|around|approximately|roughly|~|≈)?\s?"
)
"""Between what is asked for and its amount: "incubation period was estimated to be 5.2 days"."""
_QUALIFIED = re.compile(r"(?:(?:\d+th\s)?[\w-]+\sof\s(?:the\s)?)?(?:mean\s|median\s|average\s)?$", re.IGNORECASE)
"""What qualifies an amount: "95th percentile of the", "mean"."""
_STATISTIC = re.compile(r"\b(?:mean|median|average|avg|total|overall)\b", re.IGNORECASE)
"""Only the summary statistics of a table count: not each part, nor "SD" or "AIC" under the same heading."""
_SET_AGAINST = re.compile(r"\b(?:vs\.?|versus|against|compared (?:to|with))\s?\n|\n\s?(?:vs|versus|against|compared)\b")
GIVEN_WITHIN = 8
"""How many words before an amount the question's verb may stand: "encryption adds approximately 22 µs of delay"."""
_OF_WHAT = re.compile(
    r"\s?(?:of (?:the |additional |extra )?)?(?P<noun>[a-z]{3,}(?: [a-z]{3,})?)(?= (?:to|in|for|on|per|and)\b|[,.;)]|$)"
)
_WHAT_OF = re.compile(r"(?P<noun>[a-z]{3,}) of (?:about |less than |up to |only |at (?:most|least) |[≤≥≈~<>] ?)*$")
_WORDS = re.compile(r"[^\W\d_]+")
_BOUNDS: dict[str | None, str] = {"at most": "≤ ", "at least": "≥ "}
_MORE = re.compile(r"\s(?:more|fewer|less)\b")


def find_amounts(
    claims: Sequence[Claim], tables: Mapping[str, Sequence[ResolvedTable]], sides: Mapping[str, NamedSides]
) -> tuple[Amount, ...] | None:
    """The amounts in claims, in their order, then in cells whose headings name what is asked for; None without any."""
    found = [amount for claim in claims for amount in _of_claim(claim, sides.get(claim.paper_id))]
    found += [
        amount
        for paper_id, named in sides.items()
        if not named.asks_change
        for table in tables.get(paper_id, ())
        for amount in _of_table(paper_id, table, named)
    ]
    distinct = {(amount.paper_id, amount.value): amount for amount in reversed(found)}
    return tuple(reversed(distinct.values()))[:MAX_AMOUNTS] or None


def _of_claim(claim: Claim, sides: NamedSides | None) -> Iterator[Amount]:
    if sides is None:
        return
    read = _changed if sides.asks_change else _asked
    for quantity in claim.quantities:
        asked = read(claim.text, quantity, sides)
        given = "" if asked else _given(claim.text, quantity, sides)
        if (given or (asked and quantity.bound in (None, "about"))) and not _MORE.search(quantity.number.text):
            yield Amount(
                paper_id=claim.paper_id,
                outcome=given or asked,
                setting=quantity.dataset or "",
                value=_BOUNDS.get(quantity.bound, "") + _printed(quantity),
                unit=quantity.unit,
                place=claim.claim_id,
            )


def _printed(quantity: Quantity) -> str:
    text = quantity.number.text
    if quantity.baseline:
        return f"{quantity.baseline.text} → {text}"
    if quantity.change and quantity.direction and text[0] not in "+-−":
        text = f"{'+' if quantity.direction > 0 else '−'}{text}"
    return f"{text}–{quantity.upper.text}" if quantity.upper else text


def _changed(text: str, quantity: Quantity, sides: NamedSides) -> str:
    """The outcome that changes, where the subject of the question is what changes it; "" where that is not asked for.

    "By a large margin (65.2% vs. 42.9%)" are two values, and "from 1k to 59k examples" is no change of accuracy.
    """
    number = quantity.number
    near = text[max(0, number.start - 8) : number.start] + "\n" + text[number.end : number.end + 12]
    ends = [one.is_figure for one in (number, quantity.baseline) if one]
    if number.unit == "x" or not quantity.direction or not all(ends) or _SET_AGAINST.search(near):
        return ""
    changes = bool(quantity.change or quantity.baseline) and sides.names(SUBJECT, quantity.subject or "")
    known = changes and quantity.metric and sides.names_outcome(quantity.metric)
    return quantity.metric or "" if known else ""


def _asked(text: str, quantity: Quantity, sides: NamedSides) -> str:
    """What a quantity measures, where that is asked for: the noun counted, its metric, or the name beside it."""
    if quantity.change or quantity.baseline:
        return ""
    counted = quantity.unit
    if counted and sides.names_outcome(counted):
        return counted
    if counted not in ("", "%") and not is_measured_unit(counted):
        return ""
    if quantity.metric and sides.names_outcome(quantity.metric) and sides.names(SUBJECT, text):
        return quantity.metric
    before = [mention for mention in sides.mentions(text) if mention.end <= quantity.number.start]
    if not before or before[-1].strength < SURE or before[-1].role != sides.amount_role:
        return ""
    tied = _TIED.fullmatch(text[before[-1].end : quantity.number.start])
    qualified = _QUALIFIED.search(text[: before[-1].start])
    return text[qualified.start() if qualified else before[-1].start : before[-1].end] if tied else ""


def _given(text: str, quantity: Quantity, sides: NamedSides) -> str:
    """What a quantity measures that the subject gives by the question's verb: the noun beside it, else the outcome.

    "Encryption adds a delay of 50 µs" answers how much encryption adds.
    """
    number = quantity.number
    if quantity.change or quantity.baseline or not (quantity.unit == "%" or is_measured_unit(quantity.unit)):
        return ""
    before = text[: number.start]
    near = [*_WORDS.finditer(before)][-GIVEN_WITHIN:]
    verb = next((word for word in reversed(near) if stem(word[0].lower()) in sides.verbs), None)
    if verb is None or not sides.names(SUBJECT, before[: verb.start()]):
        return ""
    noun = _OF_WHAT.match(text, number.end) or _WHAT_OF.search(before)
    return noun["noun"] if noun else sides.outcome


def _of_table(paper_id: str, table: ResolvedTable, sides: NamedSides) -> Iterator[Amount]:
    for value in table.cells:
        labels = [*value.header, *value.labels]
        of_subject = [plain(label) for label in labels if SUBJECT in sides.roles(label)]
        asked = of_subject if sides.amount_role == SUBJECT else list(map(plain, filter(sides.names_outcome, labels)))
        if asked and of_subject and any(map(_STATISTIC.search, labels)):
            yield Amount(
                paper_id=paper_id,
                outcome=asked[0],
                setting=", ".join(plain(label) for label in labels if plain(label) not in asked),
                value=value.number.text,
                unit=value.unit,
                place=table.place(value),
            )
