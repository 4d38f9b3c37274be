"""The facts of the headline: the verdict, the papers and groups behind it, effect sizes, exceptions.

The sentences are in `templates/report/answer.j2`.
"""

import re
from collections.abc import Iterator

from synth.language.phrasing import listed, quoted, shortened
from synth.language.text import content_stems
from synth.language.value_summary import Spread, amount_spread, first_ranking, median_lead
from synth.models import CheckedClaim, Fragment, Question, Run, Vote, rounded
from synth.models.answer import Answer, Better, Ranked, ValuePair
from synth.report.ordering import Outline, is_answerable
from synth.report.prose import short_name

FEW_GROUPS = 3
"""Below this number of independent groups with a direction the verdict states that they are few."""
CERTAINTIES = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
MAX_NEAREST, MAX_NEAREST_WORDS = 2, 60
PER_PAPER = 3
"""The nearest findings of a paper: one of three answers for 72 % of the papers that answer, the first for 53 %."""
MAX_EXCEPTIONS, MAX_WHERE, MAX_UNLIKE = 3, 60, 3
_EFFECT_OF = re.compile(r"(?:the )?(?:effects?|impacts?|influences?|roles?)\b", re.IGNORECASE)
SIDES: tuple[Vote, ...] = ("for", "against", "mixed", "no_difference")
MAX_THEMES = 4


def answer_facts(base: Run, order: Outline) -> dict[str, object]:
    """The variables of `answer.j2`."""
    answer, question = base.answer, base.question
    words = side_words(question)
    amounts = [amount for amount in answer.amounts or () if amount.place not in base.struck]
    ranking = _leading(base)
    return {
        "matter": _topic(question),
        "answerable": is_answerable(base),
        "answer": answer,
        "verdict": verdict(base),
        "directed": answer.directed_papers,
        "directed_groups": answer.directed_groups,
        "agreeing_groups": answer.agreeing_groups,
        "unknown_authors": any(
            one.direction != "unclear" and not base.papers[one.paper_id].authors for one in answer.papers
        ),
        "sides": [
            {"vote": vote, "words": words[vote], "papers": answer.counts[vote], "groups": answer.groups[vote]}
            for vote in words
            if answer.counts[vote]
        ],
        "p_value": _named(f"p = {answer.sign_test.p:.2g}") if answer.sign_test else None,
        "certainty": CERTAINTIES[answer.certainty],
        "names": side_names(question) or [question.text],
        "lead": _printed(median_lead(answer), ".3g", points=True) if is_answerable(base) else None,
        "conditions": [
            {"where": _named(condition), "paper": _cited(order, one.paper_id)}
            for one in answer.papers
            for condition in one.conditions
        ][:MAX_EXCEPTIONS],
        "exceptions": [*_exceptions(base, order)][:MAX_EXCEPTIONS] if is_answerable(base) else [],
        "favoured": {"a": 0, "b": 1}.get(_favoured(base)[0] or ""),
        "ranking": ranking,
        "ranked_next": [one.name for one in ranking[1:3]],
        "amounts": amounts,
        "amount_papers": len({amount.paper_id for amount in amounts}),
        "unlike": [*dict.fromkeys(_with_micro(f"{one.value} ({one.outcome})") for one in amounts)][:MAX_UNLIKE],
        "spread": _printed(amount_spread(amounts), "g"),
        "nearest": [(_named(short_name(base.papers, item.claim.paper_id)), item) for item in quoted_above(base)],
        "topics": [theme.name for theme in order.themes if theme.is_topic][:MAX_THEMES],
        "in_full": sum(kind != "abstract" for kind in base.kinds.values()),
    }


def _with_micro(text: str) -> str:
    """A text with the micro sign for a Greek mu, so that one amount in both is one."""
    return text.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")


def verdict(base: Run) -> str:
    """The answer in a few words: "Mostly yes"; for a neutral comparison, which side is better."""
    answer, question = base.answer, base.question
    if answer.directed_papers == 1:
        return "Insufficient evidence"
    direction = answer.direction
    if direction in ("for", "against"):
        mostly = answer.agreeing_groups < answer.directed_groups
        if is_neutral(question):
            phrase = f"{'Mostly in' if mostly else 'In'} favour of {side_names(question)[direction == 'against']}"
        else:
            words = ("an effect", "no effect") if _asks_for_effect(question) else ("yes", "no")
            phrase = f"{'Mostly ' if mostly else ''}{words[direction == 'against']}"
        alone = ", from a single group of authors" if answer.directed_groups == 1 else ""
        return phrase[:1].upper() + phrase[1:] + (alone or _reserve(answer))
    return {"mixed": "Mixed results", "no_difference": "No difference"}.get(direction or "", "Unclear")


def _reserve(answer: Answer) -> str:
    """What a verdict of several groups adds where they are few, or most papers have no direction."""
    if answer.directed_groups < FEW_GROUPS:
        return ", but from few papers"
    return ", but most papers are unclear" if 2 * answer.directed_papers < len(answer.papers) else ""


def side_names(question: Question) -> list[str]:
    """The sides of a comparison, with their attributes in the question: "architectures without self-attention"."""
    names = []
    for subject in question.subjects:
        matches = (
            re.search(rf"{re.escape(subject)} (?:without|with|using|under) {re.escape(setting)}", question.text)
            for setting in question.settings
        )
        names.append(next((match[0] for match in matches if match), subject))
    return names


def _asks_for_effect(question: Question) -> bool:
    """Whether a question is a phrase, "effect of shade on bleaching": yes does not answer it."""
    return _EFFECT_OF.match(question.text) is not None


def is_neutral(question: Question) -> bool:
    """Whether a question compares without an expected direction: "How do A and B compare?", "is it A or B?"."""
    return len(question.subjects) > 1 and (question.sign == 0 or question.asks_identity)


def side_words(question: Question) -> dict[Vote, tuple[str, str, str]]:
    """The words for each direction: the verb for one paper, that for several, and what follows."""
    if _names_sides(question):
        first, second = side_names(question)
        if question.asks_identity:
            speaks = ("speaks", "speak")
            return {
                "for": (*speaks, f"for {first}"),
                "against": (*speaks, f"for {second}"),
                "mixed": (*speaks, "for both"),
                "no_difference": (*speaks, "for neither"),
            }
        good = "at least as good" if question.or_equal else "better"
        return {
            "for": ("finds", "find", f"{first} {good}"),
            "against": ("finds", "find", f"{second} better"),
            "mixed": ("reports", "report", "mixed results"),
            "no_difference": ("finds", "find", "no difference"),
        }
    effect = _asks_for_effect(question)
    return {
        "for": ("finds", "find", "an effect") if effect else ("answers", "answer", "yes"),
        "against": ("finds", "find", "none") if effect else ("answers", "answer", "no"),
        "mixed": ("reports", "report", "mixed results"),
        "no_difference": ("finds", "find", "no difference"),
    }


def side_headings(question: Question) -> dict[Vote, str]:
    """The heading of the quotations of each direction."""
    if _names_sides(question):
        first, second = (f"In favour of {name}" for name in side_names(question))
    elif _asks_for_effect(question):
        first, second = "Findings of an effect", "Findings against an effect"
    else:
        first, second = "Findings that support a yes", "Findings that support a no"
    return {"for": first, "against": second, "mixed": "Mixed findings", "no_difference": "No difference"}


def nearest(base: Run) -> dict[str, tuple[CheckedClaim, ...]]:
    """By paper_id, the quotations that most probably answer the question, best paper and first.

    Findings with an amount come first where amounts are asked for.
    """
    weight = {item.claim_id: item.weight for item in base.weighed}
    amounts = {amount.place for amount in base.answer.amounts or ()}
    found: dict[str, tuple[CheckedClaim, ...]] = {}
    for item in sorted(
        base.checked, key=lambda item: (item.claim.claim_id not in amounts, -weight.get(item.claim.claim_id, 0.0))
    ):
        if item.claim.claim_id not in base.struck and len(item.claim.quotation.split()) <= MAX_NEAREST_WORDS:
            had = found.get(item.claim.paper_id, ())
            found[item.claim.paper_id] = (*had, item)[:PER_PAPER]
    return found


def is_near(base: Run, item: CheckedClaim) -> bool:
    """Whether a finding is on the topic of the question, or gives an amount that is asked for."""
    claim_id = item.claim.claim_id
    near = next((one.is_near for one in base.weighed if one.claim_id == claim_id), False)
    return near or any(amount.place == claim_id for amount in base.answer.amounts or ())


def quoted_above(base: Run) -> list[CheckedClaim]:
    """The nearest findings that the answer quotes: none with directions, one with a ranking or amounts."""
    if is_answerable(base) and base.answer.directed_papers:
        return []
    first = [found for found, *_ in nearest(base).values()]
    found = [item for item in first if is_near(base, item)] or first
    return found[: 1 if _leading(base) or base.answer.amounts else MAX_NEAREST]


def _leading(base: Run) -> tuple[Ranked, ...]:
    """The ranking that answers the question: none by a single measure where a trade-off of several is asked for."""
    return first_ranking(base.answer) if len(base.question.outcomes) < 2 else ()


def plainest(base: Run, order: Outline, vote: Vote, most: int) -> list[CheckedClaim]:
    """The clearest claims with a vote, one a paper and at most so many, from papers with that direction or a mixed one.

    Claims that name the outcome asked for come before those that do not, then those that cite nobody before those that
    do, of which one in eight is background.
    """
    directions = {one.paper_id: one.direction for one in base.answer.papers}
    sure = {item.claim_id: item.weight * item.probabilities[item.vote] for item in base.weighed}
    outcome = set(content_stems(" ".join(base.question.outcomes)))

    def worth(item: CheckedClaim) -> tuple[bool, bool, float, str]:
        named = not outcome.isdisjoint(content_stems(item.claim.quotation))
        return not named, bool(item.claim.citations), -rounded(sure[item.claim.claim_id]), item.claim.claim_id

    of_side = [
        item
        for item in order.answers
        if order.votes[item.claim.claim_id] == vote and directions.get(item.claim.paper_id) in (vote, "mixed")
    ]
    by_paper: dict[str, CheckedClaim] = {}
    for item in sorted(of_side, key=worth):
        by_paper.setdefault(item.claim.paper_id, item)
    return list(by_paper.values())[:most]


def _names_sides(question: Question) -> bool:
    return (
        question.kind == "comparison"
        and question.asks != "change"
        and question.sign >= 0
        and len(question.subjects) == 2
    )


def _exceptions(base: Run, order: Outline) -> Iterator[dict[str, object]]:
    """Values against the side that most of them favour."""
    most, other = _favoured(base)
    seen: set[str] = set()
    for one in base.answer.papers if most else ():
        for pair in one.values:
            where = shortened(", ".join(filter(None, (pair.outcome, pair.setting))), MAX_WHERE)
            if pair.better == other and where not in seen:
                seen.add(where)
                yield {"where": where, "values": _named(_against(pair)), "paper": _cited(order, one.paper_id)}


def _favoured(base: Run) -> tuple[Better | None, Better | None]:
    """The side that more than two thirds of the decided pairs of values favour, and the other; None without one."""
    pairs = [pair.better for one in base.answer.papers for pair in one.values]
    sides: tuple[tuple[Better, Better], ...] = (("a", "b"), ("b", "a"))
    return next(((one, other) for one, other in sides if pairs.count(one) > 2 * pairs.count(other)), (None, None))


def _against(pair: ValuePair) -> str:
    return f"{pair.a} against {pair.b}{f' {pair.unit}' if pair.unit and pair.unit not in pair.b else ''}"


def _printed(spread: Spread | None, digits: str, points: bool = False) -> dict[str, object] | None:
    """A spread with its numbers as printed, and whether its median is negative."""
    if spread is None:
        return None
    unit = {"": "", "%": " percentage points" if points else " %"}.get(spread.unit, f" {spread.unit}")
    outcome = spread.outcome.removesuffix("(%)").strip()
    return {
        "median": _named(f"{abs(spread.median):{digits}}"),
        "bounds": _named(_bounds(spread, digits)),
        "range": _named(f"From {spread.low:{digits}} to {spread.high:{digits}}{unit}"),
        "outcome": outcome if outcome[1:] != outcome[1:].lower() else outcome.lower(),
        "unit": Fragment(text=unit, kind="name") if unit else "",
        "values": spread.values,
        "papers": spread.papers,
        "behind": spread.median < 0,
    }


def _bounds(spread: Spread, digits: str) -> str:
    """The range of leads: "from 1.3 to 4", "from 2 behind to 3 ahead"; of lags, the smallest first."""
    low, high = (f"{abs(value):{digits}}" for value in (spread.low, spread.high))
    if spread.low < 0 < spread.high:
        return f"from {low} behind to {high} ahead"
    return f"from {high} to {low}" if spread.low < 0 else f"from {low} to {high}"


def _named(text: str) -> Fragment:
    return Fragment(text=text, kind="name")


def _cited(order: Outline, paper_id: str) -> Fragment:
    number = order.reference_numbers.get(paper_id)
    return Fragment(text="", cites=(number,) if number else ())


def _topic(question: Question) -> str:
    """The topic of a question: "“dense retrieval” against “BM25” in terms of “accuracy”"."""
    first, *others = [quoted(name) for name in side_names(question)] or [quoted(question.text)]
    outcomes = [quoted(outcome) for outcome in question.outcomes]
    if others:
        return f"{first} against {listed(others)}" + (f" in terms of {listed(outcomes)}" if outcomes else "")
    return listed([first, *outcomes])
