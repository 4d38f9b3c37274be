"""What plain statements say of the two sides of a question: "A is more accurate than B", "A does not match B".

They are read by their form, whatever the field; most sentences have none.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from synth.answer.masked_clauses import ENDS, PHRASE, REACH, SIGNS, MaskedClause, clauses
from synth.answer.orientation import polarity_of_yes
from synth.answer.restating import is_contrasted, leaves_open
from synth.language.direction_models import SIDES, plain_sign
from synth.language.lexicon import words_of
from synth.language.outcomes import polarity
from synth.language.sequence import Item
from synth.models import Question, Vote

_OPPOSITE: dict[Vote, Vote] = {"for": "against", "against": "for"}
_OTHER = {"SUBJ": "COMP", "COMP": "SUBJ"}
_PLACES = {"behind": -1, "short": -1, "ahead": 1}
_LEVELS = {"below": "LESS", "above": "MORE"}
_REACTS = dict.fromkeys(words_of("statements", "sensitive"), 1) | dict.fromkeys(words_of("statements", "resistant"), -1)
"""The sign of what an outcome does to those that are more so: "more sensitive to O than B"."""
_LINKS = words_of("statements", "links")
_MATCHING = words_of("statements", "matching")
_CHANGES = words_of("statements", "changing")
_STABLE, _ROBUST = words_of("statements", "stable"), words_of("statements", "robust")
_STAYS = frozenset(("remain", "remains", "remained", "stay", "stays", "stayed", "was", "were", "is", "are"))
_IN, _FROM = frozenset(("of", "in")), frozenset(("to", "of", "against", "from", "with"))
_NOT = frozenset(("not", "n't", "never", "hardly"))
_TURNS = frozenset(("than", "by", "to", "when", "if", "compared", "which", "that"))


class PlainStatement(NamedTuple):
    """What one clause says: its form and the vote. It is sure where the form names both sides, or one and the outcome,
    and denies nothing: `python -m benchmarks.answers statements` counts how often it is right."""

    form: str
    vote: Vote
    is_sure: bool


def statements(question: Question, items: Sequence[Item]) -> list[PlainStatement]:
    """The plain statements of a sentence on a question for the better side, a change, or whether something has an
    effect; none on others."""
    if question.asks == "whether" or (question.asks == "difference" and question.kind == "comparison"):
        return []
    found: list[PlainStatement] = []
    for clause in clauses(items):
        for read in (
            _than,
            _as_as,
            _matches,
            _is_placed,
            _compared,
            _acts,
            _is_acted_on,
            _is_unchanged,
            _has_changed,
            _affects,
            _benefits,
        ):
            found += read(question, clause)
    sign = plain_sign(items)
    if sign is not None and (vote := _vote(question, "SUBJ", sign * polarity_of_yes(question))):
        found.append(PlainStatement("beats", vote, sign != 0))
    return found


def sure_vote(question: Question, items: Sequence[Item]) -> Vote | None:
    """The vote of the sure statements of a sentence; None without any, where two differ, or they are left open or
    contrasted with another."""
    words = [item.word for item in items]
    if "?" in words or leaves_open(words) or is_contrasted(words):
        return None
    votes = {each.vote for each in statements(question, items) if each.is_sure}
    return votes.pop() if len(votes) == 1 else None


def _vote(question: Question, side: str, sign: int) -> Vote | None:
    """The vote where a word with this sign for a yes is said of a side."""
    sign *= 1 if side == "SUBJ" or question.asks == "difference" else -1
    if sign == 0:
        return None
    return "for" if sign > 0 else "against"


def _sign(question: Question, kind: str, about: "str | int") -> int:
    """1 where a word of this kind, said of the subject about something, is a yes, -1 where a no, 0 where unknown."""
    sign = SIGNS[kind]
    if question.asks == "difference":
        return int(about == "OUTC" or kind in ("GOOD", "BAD"))
    if kind in ("GOOD", "BAD"):
        return sign * polarity_of_yes(question)
    own = polarity(" ".join(question.outcomes))
    if question.asks == "change":
        return sign * question.sign * (1 if about == "OUTC" else int(about) * own)
    return sign * question.sign * (own if about == "OUTC" else int(about))


def _comparative(question: Question, clause: MaskedClause, at: int, end: int) -> tuple[int, int]:
    """Where the words of a comparative begin, and its sign for a yes: "less effective" begins at "less"."""
    kind, start = clause.kind(at), at
    if kind in ("GOOD", "BAD") and clause.words[at - 1 : at] in (("more",), ("less",)):
        start = at - 1
        kind = kind if clause.words[start] == "more" else {"GOOD": "BAD", "BAD": "GOOD"}[kind]
    if kind in ("GOOD", "BAD") and not polarity_of_yes(question):  # "better activity" is more of it
        is_of_outcome = clause.polarity_behind(at, end) == "OUTC"
        return start, _sign(question, "MORE" if kind == "GOOD" else "LESS", "OUTC") if is_of_outcome else 0
    if kind in ("GOOD", "BAD"):
        return start, _sign(question, kind, 0)
    reacts = _REACTS.get(clause.words[start + 1]) if start + 1 < end else None
    if reacts and "OUTC" in clause.words:
        return start, reacts * _sign(question, kind, "OUTC")
    return start, _sign(question, kind, clause.polarity_of(start, end))


def _than(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A has a lower error than B"."""
    for at, word in enumerate(clause.words):
        behind = clause.side_behind(at) if word == "than" else None
        if behind is None:
            continue
        worse, before = clause.words[behind], [clause.words[place] for place in clause.sides_before(at)]
        if before and before[-1] == worse and _OTHER[worse] not in before:
            continue
        last = next((place for place in range(at - 1, max(-1, at - 9), -1) if clause.kind(place)), None)
        start, sign = (0, 0) if last is None else _comparative(question, clause, last, at)
        vote = _vote(question, _OTHER[worse], sign)
        if vote and clause.denies(start):
            yield PlainStatement("than denied", "no_difference", _OTHER[worse] in before)
        elif vote:
            yield PlainStatement("than", vote, _OTHER[worse] in before)


def _as_as(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A is not as accurate as B", "A takes twice as long as B"; "A is as accurate as B" is no difference."""
    for at, word in enumerate(clause.words):
        if word != "as" or "as" not in clause.words[at + 2 : at + 6]:
            continue
        second = clause.words.index("as", at + 2)
        behind, before = clause.side_behind(second, PHRASE), clause.sides_before(at)
        if behind is None or not before or clause.words[before[-1]] == clause.words[behind]:
            continue
        inner = next((place for place in range(at + 1, second) if clause.kind(place)), at)
        kind = clause.kind(inner) or "MORE"
        about = clause.polarity_behind(at, second) or (0 if inner == at else clause.polarity_of(inner, second))
        about = about or -any(map(clause.takes_time, range(at, second)))
        side = clause.words[before[-1]]
        vote = _vote(question, side, _sign(question, kind, about))
        multiple = clause.words[at - 1]
        if not vote:
            continue
        if clause.denies(at, PHRASE):
            yield PlainStatement("as denied", _OPPOSITE[vote], True)
        elif multiple in ("twice", "times"):
            yield PlainStatement("times as", vote, True)
        else:
            yield PlainStatement("as", "no_difference", True)


def _matches(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A does not reach the accuracy of B" is worse, "A matches B" no difference, "A matches or exceeds B" better."""
    for at, word in enumerate(clause.words):
        behind, before = clause.side_behind(at, PHRASE), clause.sides_before(at)
        if word not in _MATCHING or behind is None or not before:
            continue
        side = clause.words[before[-1]]
        if side == clause.words[behind] or not _LINKS.isdisjoint(clause.words[max(0, before[-1] - 2) : before[-1]]):
            continue
        vote = _vote(question, side, -polarity_of_yes(question))
        if vote and clause.denies(at):
            yield PlainStatement("match denied", vote, True)
        elif vote and _or_better(clause, at):
            yield PlainStatement("match or better", _OPPOSITE[vote], True)
        elif word.startswith(("match", "equal")):
            yield PlainStatement("match", "no_difference", True)


def _or_better(clause: MaskedClause, at: int) -> bool:
    """Whether the word at a place stands beside one of better: "matches or exceeds", "outperforms or matches"."""
    places = [place for place in (at - 2, at + 2) if 0 <= place < len(clause.words)]
    return any(clause.words[(at + place) // 2] == "or" and clause.kind(place) in ("GOOD", "MORE") for place in places)


def _is_placed(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A is far behind B", "A falls short of B", "A is ahead of B", "the error of A lies below that of B"."""
    for at, word in enumerate(clause.words):
        measures = word in _LEVELS
        behind, before = clause.side_behind(at, REACH if measures else 3), clause.sides_before(at)
        if behind is None or not before or clause.words[before[-1]] == clause.words[behind]:
            continue
        about = clause.polarity_of(at, at) if measures else 0
        sign = _sign(question, _LEVELS[word], about) if about else _PLACES.get(word, 0) * polarity_of_yes(question)
        vote = _vote(question, clause.words[before[-1]], sign)
        if vote and not clause.denies(at):
            yield PlainStatement("placed", vote, True)


def _compared(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A raises accuracy compared with B", "compared with B, A raises accuracy"."""
    for at, word in enumerate(clause.words):
        behind = clause.side_behind(at) if word in _LINKS else None
        if behind is None:
            continue
        opens = at <= 4 and not clause.sides_before(at)
        zone = range(behind + 1, len(clause.words)) if opens else range(max(0, at - 12), at)
        side = _OTHER[clause.words[behind]]
        named = [clause.words[place] for place in (zone if opens else range(at)) if clause.words[place] in SIDES]
        if named and side not in named:
            continue
        end = len(clause.words) if opens else at
        kinds = [place for place in zone if clause.kind(place) and not _is_of_side(clause, place)]
        signs = [
            (clause.denies(start), sign)
            for start, sign in (_comparative(question, clause, p, end) for p in kinds)
            if sign
        ]
        if len(set(signs)) != 1:
            continue
        denied, sign = signs[0]
        vote = _vote(question, side, sign)
        if denied:
            yield PlainStatement("compared denied", "no_difference", False)
        elif vote:
            yield PlainStatement("compared", vote, bool(named) and not opens)


def _is_of_side(clause: MaskedClause, at: int) -> bool:
    """Whether a word of direction only tells how much of the subject there is: "higher SUBJ", "SUBJ increase"."""
    if clause.words[at + 1 : at + 2] == ("SUBJ",):
        return True
    return clause.words[at - 1 : at] == ("SUBJ",) and clause.words[at + 1 : at + 2] not in (("OUTC",), ("the",))


def _acts(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A reduces O", "A gives better results"."""
    for at in clause.sides_before(len(clause.words)):
        if clause.words[at - 1 : at] == ("and",) and clause.sides_before(at)[-1:] in ([at - 2], [at - 3]):
            continue  # "the combination of A and B gives better results"
        reach = REACH + (PHRASE if clause.words[at + 1 : at + 2] == ("of",) else 0)
        for place in range(at + 1, min(len(clause.words), at + reach + 1)):
            if clause.words[place] in SIDES or _ends_predicate(clause, at, place):
                break
            if not (kind := clause.kind(place)) or clause.supposes(place):
                continue
            sign = _sign_on_object(question, clause, place, kind)
            lead = clause.words[at - 1] if at and clause.words[at - 1] in ENDS else ""
            vote = _vote(question, clause.words[at], sign)
            if vote and clause.denies(place, 3):
                yield PlainStatement("acts denied", "no_difference", False)
            elif vote:
                yield PlainStatement(f"acts {lead}".strip(), vote, lead in ("", "and", ","))
            if vote:
                break  # "leads to a weaker O": the second word of direction tells


def _ends_predicate(clause: MaskedClause, side: int, at: int) -> bool:
    """Whether what a side does ends at a word: not at "A of this alloy", "leads to" and "results in"."""
    word = clause.words[at]
    goes_on = word == "to" or (word == "of" and at == side + 1) or clause.words[at - 1].startswith("result")
    return word in ENDS and not goes_on


def _sign_on_object(question: Question, clause: MaskedClause, at: int, kind: str) -> int:
    """The sign for a yes of a verb on the outcome or on results in general; 0 where neither is named behind it."""
    for place in range(at + 1, min(len(clause.words), at + PHRASE + 1)):
        word = clause.words[place]
        if word == "OUTC":
            return _sign_on_outcome(question, clause, at)
        if clause.written[place] in words_of("sides", "in general"):
            own = polarity(" ".join(question.outcomes)) or 1
            if question.asks == "difference":
                return 1
            return SIGNS[kind] * question.sign * (own if question.asks == "change" else 1)
        if word in SIDES or word in _TURNS or clause.kind(place):
            return 0
    return 0


def _sign_on_outcome(question: Question, clause: MaskedClause, at: int) -> int:
    """The sign for a yes of a word that is said of the outcome, of which more may be neither better nor worse."""
    return _sign(question, clause.kind(at) if polarity_of_yes(question) else clause.change(at), "OUTC")


def _is_acted_on(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "O rose with A", "O is improved by A", "with increasing A, O falls", "without A, O falls"."""
    for at, word in enumerate(clause.words):
        verb = clause.verb_behind(at) if word == "OUTC" and "to" not in clause.words[max(0, at - 2) : at] else None
        if verb is None or clause.supposes(verb):
            continue
        behind, before = clause.side_behind(verb, REACH + 1), clause.sides_before(at)[-1:]
        between = clause.words[verb + 1 : behind]
        if behind is not None and {"than", "compared"}.isdisjoint(between) and clause.acts(behind, verb + 1):
            place = behind
        elif before and before[0] <= PHRASE and clause.acts(before[0], 0):
            place = before[0]
        else:
            continue
        if clause.words[place] == "COMP" and len(question.subjects) > 1:
            continue  # the other side itself, not the subject taken away
        vote = _vote(question, clause.words[place], _sign_on_outcome(question, clause, verb))
        if vote and clause.denies(verb, verb - at):
            yield PlainStatement("acted on denied", "no_difference", False)
        elif vote:
            yield PlainStatement("acted on", "mixed" if clause.turns(verb) else vote, True)


def _is_unchanged(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "O did not change after A", "A did not affect O", "O remained stable under A", "O is robust to A"."""
    words = clause.words
    if question.kind != "effect" or not {"SUBJ", "OUTC"} <= set(words):
        return
    for at in (at for at, word in enumerate(words) if word in _ROBUST and not clause.denies(at)):
        if "SUBJ" in words[at + 2 : at + 6] and words[at + 1] in _FROM:
            yield PlainStatement("robust", "no_difference", True)
    for at in range(len(words)):
        if _stays_the_same(words, at) and {"SUBJ", "OUTC"} & set(words[:at]) and {"SUBJ", "OUTC"} & set(words[at:]):
            yield PlainStatement("unchanged", "no_difference", True)


def _has_changed(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A has declined", "a decline in A", where a question asks just that; "A did not change" is no difference."""
    words = clause.words
    if question.kind != "effect" or question.outcomes or question.asks != "change" or "than" in words:
        return
    sides = [at for at, word in enumerate(words) if word == "SUBJ"]
    nouns = [
        at for at in range(len(words)) if clause.kind(at) and "SUBJ" in words[at + 2 : at + 4] and words[at + 1] in _IN
    ]
    verbs = [verb for at in sides if (verb := clause.verb_behind(at)) is not None]
    for at in nouns or verbs:
        kind = clause.change(at)
        vote = _vote(question, "SUBJ", SIGNS[kind] * question.sign) if kind in ("MORE", "LESS") else None
        if vote and not clause.supposes(at) and "without" not in words[:at]:
            yield PlainStatement("changed", "no_difference" if clause.denies(at) else vote, True)
    for at in (at for side in sides for at in range(side + 1, min(len(words), side + REACH))):
        if _stays_the_same(words, at):
            yield PlainStatement("unchanged", "no_difference", True)


def _stays_the_same(words: Sequence[str], at: int) -> bool:
    """Whether the word at `at` ends "did not change" or "remained stable"."""
    before = words[max(0, at - 2) : at]
    return (words[at] in _CHANGES and not _NOT.isdisjoint(before)) or (
        words[at] in _STABLE and not _STAYS.isdisjoint(before)
    )


def _affects(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A affects O", "O depends on A", "a strong effect of A on O", "A explains half of the variance in O"."""
    words = clause.words
    if question.kind != "effect" or question.asks != "difference" or not {"SUBJ", "OUTC"} <= set(words):
        return
    for at, word in enumerate(words):
        before, behind = set(words[max(0, at - REACH - 2) : at]), set(words[at + 1 : at + REACH + 4])
        near = set(words[max(0, at - PHRASE) : at])
        if clause.denies(at) or clause.supposes(at) or near & words_of("statements", "weakens"):
            continue
        across = ("SUBJ" in before and "OUTC" in behind) or ("OUTC" in before and "SUBJ" in behind)
        is_noun = (
            word in words_of("statements", "effects") and ("SUBJ" in before or "SUBJ" in behind) and "OUTC" in behind
        )
        explains = word in words_of("statements", "explaining") and words_of("statements", "variance") & (
            before | behind
        )
        if across and (word in _CHANGES or explains):
            yield PlainStatement("affects", "for", True)
        elif is_noun and near & words_of("statements", "strong"):
            yield PlainStatement("effect", "for", True)


def _benefits(question: Question, clause: MaskedClause) -> Iterator[PlainStatement]:
    """ "A clear benefit of A for O", "a cost of A on O"."""
    words = clause.words
    for at, word in enumerate(words):
        side = at + 2 if words[at + 2 : at + 3] == ("SUBJ",) else at + 3
        if words[at + 1 : at + 2] != ("of",) or words[side : side + 1] != ("SUBJ",) or clause.supposes(at):
            continue
        kind = "BAD" if word in words_of("statements", "costs") else clause.kind(at)
        if kind not in ("GOOD", "BAD") or "OUTC" not in words[side + 2 : side + PHRASE]:
            continue
        if vote := _vote(question, "SUBJ", _sign(question, kind, 0)):
            yield PlainStatement("benefit", "no_difference" if clause.denies(at, REACH) else vote, True)


def tells_small_effect(items: Sequence[Item]) -> bool:
    """Whether a sentence finds an effect too small to say that there is one: "very small effects", not "small but
    significant"."""
    words = [item.word for item in items]
    if not words_of("statements", "strong").isdisjoint(words):
        return False
    small, effects = words_of("statements", "small"), words_of("statements", "effects")
    return any(word in small and not effects.isdisjoint(words[at + 1 : at + 4]) for at, word in enumerate(words))
