"""What the headline says: the verdict, the papers and groups behind it, by how much, where it is otherwise.

Facts alone: the sentences stand in `templates/report/answer.j2`.
"""

import re
from collections.abc import Iterator

from synth.language.lexicon import words_of
from synth.language.phrasing import listed, quoted, shortened
from synth.language.text import content_stems
from synth.language.value_summary import Spread, amount_spread, first_ranking, median_lead
from synth.models import CheckedClaim, Fragment, Question, Run, Vote, rounded
from synth.models.answer import Better, Ranked, ValuePair
from synth.report.ordering import Outline, is_answerable
from synth.report.prose import short_name

FEW_GROUPS = 3
"""Below so many independent groups with a direction the verdict says that they are few."""
CERTAINTIES = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
MAX_NEAREST, MAX_NEAREST_WORDS = 2, 45
LEANING = 0.6
"""What a quotation is worth that is hard to read by itself, as a share of one that is not."""
RANKED = 0.3
"""What the first rank counts beside P(it answers): that is 0 where a claim names one side of a comparison alone."""
MAX_EXCEPTIONS, MAX_WHERE = 3, 60
SIDES: tuple[Vote, ...] = ("for", "against", "mixed", "no_difference")
MAX_THEMES = 4


def answer_facts(base: Run, order: Outline) -> dict[str, object]:
    """What `answer.j2` says of the answer."""
    answer, question = base.answer, base.question
    words = side_words(question)
    amounts = [amount for amount in answer.amounts or () if amount.place not in base.struck]
    ranking = _leading(base)
    return {
        "matter": _matter(question),
        "answerable": is_answerable(base),
        "answer": answer,
        "verdict": verdict(base),
        "directed": answer.directed_papers,
        "directed_groups": answer.directed_groups,
        "agreeing_groups": answer.agreeing_groups,
        "sides": [
            {"vote": vote, "words": words[vote], "papers": answer.counts[vote], "groups": answer.groups[vote]}
            for vote in words
            if answer.counts[vote]
        ],
        "p_value": _number(f"p = {answer.sign_test.p:.2g}") if answer.sign_test else None,
        "certainty": CERTAINTIES[answer.certainty],
        "names": side_names(question) or [question.text],
        "lead": _printed(median_lead(answer), ".3g", points=True) if is_answerable(base) else None,
        "conditions": [
            {"where": _number(condition), "paper": _cited(order, one.paper_id)}
            for one in answer.papers
            for condition in one.conditions
        ][:MAX_EXCEPTIONS],
        "exceptions": [*_exceptions(base, order)][:MAX_EXCEPTIONS] if is_answerable(base) else [],
        "favoured": {"a": 0, "b": 1}.get(_favoured(base)[0] or ""),
        "ranking": ranking,
        "ranked_next": [one.name for one in ranking[1:3]],
        "amounts": amounts,
        "spread": _printed(amount_spread(amounts), "g"),
        "nearest": [(_name(base, item), item) for item in quoted_above(base)],
        "topics": [theme.name for theme in order.themes if theme.is_topic][:MAX_THEMES],
        "in_full": sum(kind != "abstract" for kind in base.kinds.values()),
    }


def verdict(base: Run) -> str:
    """The answer in a few words: "Mostly yes"; of what is compared without a side taken, which is better."""
    answer, question = base.answer, base.question
    if answer.directed_papers == 1:
        return "Too little to say"
    way = answer.direction
    if way in ("for", "against"):
        mostly = answer.agreeing_groups < answer.directed_groups
        if is_neutral(question):
            told = f"{'Mostly in' if mostly else 'In'} favour of {side_names(question)[way == 'against']}"
        else:
            told = f"{'Mostly ' if mostly else ''}{('yes', 'no')[way == 'against']}"
        alone = ", by one group of authors alone" if answer.directed_groups == 1 else ""
        few = ", but on few papers" if 1 < answer.directed_groups < FEW_GROUPS else ""
        return told[:1].upper() + told[1:] + alone + few
    return {"mixed": "Mixed results", "no_difference": "No difference"}.get(way or "", "Unclear")


def side_names(question: Question) -> list[str]:
    """What is compared, with what the question says of it: "architectures without self-attention"."""
    names = []
    for subject in question.subjects:
        told = (
            re.search(rf"{re.escape(subject)} (?:without|with|using|under) {re.escape(setting)}", question.text)
            for setting in question.settings
        )
        names.append(next((match[0] for match in told if match), subject))
    return names


def is_neutral(question: Question) -> bool:
    """Whether a question compares and says nothing of which way it expects the answer: "How do A and B compare?"."""
    return question.sign == 0 and len(question.subjects) > 1


def side_words(question: Question) -> dict[Vote, tuple[str, str, str]]:
    """What a sentence says of each direction: the verb of one paper, that of several, and what follows."""
    if _names_sides(question):
        first, second = side_names(question)
        good = "at least as good" if question.or_equal else "better"
        return {
            "for": ("finds", "find", f"{first} {good}"),
            "against": ("finds", "find", f"{second} better"),
            "mixed": ("points", "point", "both ways"),
            "no_difference": ("finds", "find", "no difference"),
        }
    return {
        "for": ("answers", "answer", "yes"),
        "against": ("answers", "answer", "no"),
        "mixed": ("points", "point", "both ways"),
        "no_difference": ("finds", "find", "no difference"),
    }


def side_headings(question: Question) -> dict[Vote, str]:
    """What heads the quotations of each direction."""
    sides = [f"In favour of {name}" for name in side_names(question)]
    first, second = sides if _names_sides(question) else ("Findings that point to yes", "Findings that point to no")
    return {"for": first, "against": second, "mixed": "Both ways", "no_difference": "No difference"}


def nearest(base: Run) -> dict[str, CheckedClaim]:
    """By paper_id the finding that most probably answers the question and can be read by itself, the best paper first.

    Those that give an amount come first where amounts are asked for, and what has the question's words counts more.
    """
    asked = set(content_stems(base.question.text))
    weight = {item.claim_id: item.weight for item in base.weighed}
    amounts = {amount.place for amount in base.answer.amounts or ()}
    share = RANKED / max(1, len(base.checked))
    ranked = {item.claim.claim_id: RANKED - share * place for place, item in enumerate(base.checked)}

    def worth(item: CheckedClaim) -> tuple[bool, float]:
        shared = len(asked.intersection(content_stems(item.claim.quotation))) / (len(asked) or 1)
        claim_id = item.claim.claim_id
        bears = weight.get(claim_id, 0.0) + ranked[claim_id]
        return claim_id not in amounts, -rounded(bears * (0.5 + shared) * _plainness(item))

    found: dict[str, CheckedClaim] = {}
    for item in sorted(base.checked, key=worth):
        if item.claim.claim_id not in base.struck and len(item.claim.quotation.split()) <= MAX_NEAREST_WORDS:
            found.setdefault(item.claim.paper_id, item)
    return found


def is_near(base: Run, item: CheckedClaim) -> bool:
    """Whether a finding is about what the question is about, or gives an amount that is asked for."""
    claim_id = item.claim.claim_id
    near = next((one.is_near for one in base.weighed if one.claim_id == claim_id), True)
    return near or any(amount.place == claim_id for amount in base.answer.amounts or ())


def quoted_above(base: Run) -> list[CheckedClaim]:
    """The nearest findings that the answer quotes: none beside directions, one beside a ranking or amounts."""
    if is_answerable(base) and base.answer.directed_papers:
        return []
    found = [*nearest(base).values()]
    return found[: 1 if _leading(base) or base.answer.amounts else MAX_NEAREST]


def _leading(base: Run) -> tuple[Ranked, ...]:
    """The ranking that answers by itself: none of one measure does where a trade-off of several is asked for."""
    return first_ranking(base.answer) if len(base.question.outcomes) < 2 else ()


def plainest(base: Run, order: Outline, vote: Vote) -> CheckedClaim | None:
    """The claim that says most plainly that the answer goes one way, of a paper that does so or goes both ways.

    Those that name the outcome asked for go before those that do not.
    """
    ways = {one.paper_id: one.direction for one in base.answer.papers}
    weight = {item.claim_id: item.weight * item.probabilities[item.vote] for item in base.weighed}
    outcome = set(content_stems(" ".join(base.question.outcomes)))

    def worth(item: CheckedClaim) -> tuple[bool, float, str]:
        named = not outcome.isdisjoint(content_stems(item.claim.quotation))
        return not named, -rounded(weight[item.claim.claim_id] * _plainness(item)), item.claim.claim_id

    of_side = [
        item
        for item in order.answers
        if order.votes[item.claim.claim_id] == vote and ways.get(item.claim.paper_id) in (vote, "mixed")
    ]
    return min(of_side, key=worth, default=None)


def _plainness(checked: CheckedClaim) -> float:
    """1, less where a quotation is long, or leans on what stands before it: "However, ...", "It also ..."."""
    opening, *others = checked.claim.quotation.split()
    leans = opening.endswith(",") or opening.lower() in words_of("pronouns")
    return (LEANING if leans else 1.0) * (LEANING if len(others) >= MAX_NEAREST_WORDS else 1.0)


def _names_sides(question: Question) -> bool:
    return (
        question.kind == "comparison"
        and question.asks != "change"
        and question.sign >= 0
        and len(question.subjects) == 2
    )


def _exceptions(base: Run, order: Outline) -> Iterator[dict[str, object]]:
    """Values that go against the side that most of them favour."""
    most, other = _favoured(base)
    seen: set[str] = set()
    for one in base.answer.papers if most else ():
        for pair in one.values:
            where = shortened(", ".join(filter(None, (pair.outcome, pair.setting))), MAX_WHERE)
            if pair.better == other and where not in seen:
                seen.add(where)
                yield {"where": where, "values": _number(_against(pair)), "paper": _cited(order, one.paper_id)}


def _favoured(base: Run) -> tuple[Better | None, Better | None]:
    """The side that more than two thirds of the pairs of values favour, and the other; None where none is."""
    pairs = [pair.better for one in base.answer.papers for pair in one.values]
    sides: tuple[tuple[Better, Better], ...] = (("a", "b"), ("b", "a"))
    return next(((one, other) for one, other in sides if pairs.count(one) > 2 * pairs.count(other)), (None, None))


def _against(pair: ValuePair) -> str:
    return f"{pair.a} against {pair.b}{f' {pair.unit}' if pair.unit and pair.unit not in pair.b else ''}"


def _printed(spread: Spread | None, digits: str, points: bool = False) -> dict[str, object] | None:
    """A spread with its numbers as they are printed, and whether its median and its lowest are below 0."""
    if spread is None:
        return None
    unit = {"": "", "%": " percentage points" if points else " %"}.get(spread.unit, f" {spread.unit}")
    outcome = spread.outcome.removesuffix("(%)").strip()
    return {
        "median": _number(f"{abs(spread.median):{digits}}"),
        "bounds": _number(_bounds(spread, digits)),
        "range": _number(f"From {spread.low:{digits}} to {spread.high:{digits}}{unit}"),
        "outcome": outcome if outcome[1:] != outcome[1:].lower() else outcome.lower(),
        "unit": Fragment(text=unit, kind="name") if unit else "",
        "values": spread.values,
        "papers": spread.papers,
        "behind": spread.median < 0,
    }


def _bounds(spread: Spread, digits: str) -> str:
    """Between which leads a spread lies: "from 1.3 to 4", "from 2 behind to 3 ahead"; of lags from the least on."""
    low, high = (f"{abs(value):{digits}}" for value in (spread.low, spread.high))
    if spread.low < 0 < spread.high:
        return f"from {low} behind to {high} ahead"
    return f"from {high} to {low}" if spread.low < 0 else f"from {low} to {high}"


def _number(text: str) -> Fragment:
    return Fragment(text=text, kind="name")


def _name(base: Run, item: CheckedClaim) -> Fragment:
    return Fragment(text=short_name(base.papers, item.claim.paper_id), kind="name")


def _cited(order: Outline, paper_id: str) -> Fragment:
    number = order.reference_numbers.get(paper_id)
    return Fragment(text="", cites=(number,) if number else ())


def _matter(question: Question) -> str:
    """What a question is about: "“dense retrieval” against “BM25” in terms of “accuracy”"."""
    first, *others = [quoted(name) for name in side_names(question)] or [quoted(question.text)]
    outcomes = listed([quoted(outcome) for outcome in question.outcomes])
    if others:
        return f"{first} against {listed(others)}" + (f" in terms of {outcomes}" if outcomes else "")
    return f"{first} and {outcomes}" if outcomes else first
