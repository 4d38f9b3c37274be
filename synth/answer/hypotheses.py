"""What evidence says of a hypothesis: "the data are consistent with A", "A is ruled out", "no evidence of A".

A hypothesis is what a question asks about ("are neutrinos Majorana particles"), or one of two ("s-wave or d-wave"). It
is told by form, whatever the field.
"""

from collections.abc import Sequence

from synth.answer.restating import leaves_open
from synth.language.lexicon import words_of
from synth.language.masking import class_of
from synth.language.sequence import Item
from synth.models import Question, Vote

_REACH = 6
"""How many words may stand between a word that speaks for or against and the hypothesis."""
_DENIED = 4
"""How many words before a word a denial of it may stand."""
_NAMED = frozenset(("SUBJ", "COMP", "OUTC"))
_JUDGED = frozenset(("GOOD", "BAD", "NOT", "MORE", "LESS"))
_DENYING = ("un", "irr", "non")
_BE = frozenset("is are was were be been being".split())
_NEXT = 3
"""How many words may stand between "is" or "likely" and what something is."""


def vote_of_hypothesis(question: Question, items: Sequence[Item]) -> Vote | None:
    """The vote of what a sentence says for or against the hypothesis of a question or its rival; None where it says
    nothing of either, leaves it open, or two parts of it differ.
    """
    words = [item.word for item in items]
    if "?" in words or leaves_open(words):
        return None
    if question.asks != "whether":
        return "against" if _denies_subject(question, words) else None
    if not _is_hypothesis(question):
        return None
    if not words_of("statements", "contrasts").isdisjoint(words):
        return None  # "while A is excluded by the first test, ..."
    signs = {sign for clause in _clauses(words) for sign in _signs(question, clause)}
    if len(signs) != 1:
        return None
    return "for" if signs.pop() * (question.sign or 1) > 0 else "against"


def _is_hypothesis(question: Question) -> bool:
    """Whether a question asks what something is or comes from, or whether it exists, and states it without a denial or
    a judgement: not "is A irrelevant to B", "is A good at B"."""
    if question.kind == "comparison":
        return True
    asked = [word.strip("?,.").lower() for word in question.text.split()]
    judged = words_of("hypotheses", "against") | words_of("hypotheses", "departs") | words_of("hypotheses", "denying")
    if any(class_of(word) in _JUDGED or word in judged or word.startswith(_DENYING) for word in asked):
        return False
    return not words_of("hypotheses", "being").isdisjoint(asked)


def _denies_subject(question: Question, words: Sequence[str]) -> bool:
    """Whether a sentence denies what is asked to act: "we find no evidence of publication bias"."""
    if question.kind != "effect" or "SUBJ" not in words or "OUTC" in words[words.index("SUBJ") :]:
        return False
    at = words.index("SUBJ")
    nouns = [place for place in range(max(0, at - _REACH + 1), at) if words[place] in words_of("hypotheses", "for")]
    return any(words[place + 1] in ("of", "for") and _is_denied(words, place) for place in nouns)


def _clauses(words: Sequence[str]) -> list[list[str]]:
    breaks, clauses = words_of("statements", "breaks"), [[]]
    for word in words:
        if word in breaks:
            clauses.append([])
        else:
            clauses[-1].append(word)
    return clauses


def _signs(question: Question, clause: Sequence[str]) -> list[int]:
    """1 for each part of a clause that speaks for the hypothesis, -1 for each against it."""
    found = []
    for at, word in enumerate(clause):
        speaks = _speaks(word)
        if "against" in clause[at + 1 : at + 3]:
            speaks = -abs(speaks)
        if speaks and (about := _about(question, clause, at)) and not _is_open(clause, at):
            denied = _is_denied(clause, at)
            if not (denied and speaks < 0):  # "cannot be excluded"
                found.append(about * (-speaks if denied else speaks))
            elif word in words_of("hypotheses", "departs"):
                found.append(about)
    return found or _being(question, clause)


def _speaks(word: str) -> int:
    """1 for a word that speaks for what follows it, -1 for one that speaks against it, else 0."""
    against = words_of("hypotheses", "against") | words_of("hypotheses", "departs")
    return (word in words_of("hypotheses", "for")) - (word in against)


def _about(question: Question, clause: Sequence[str], at: int) -> int:
    """1 where a word speaks of the hypothesis, -1 of its rival, 0 of neither."""
    near = clause[at + 1 : at + 1 + _REACH + 2]
    if question.kind == "comparison" and ({"SUBJ", "COMP"} <= set(near) or {"from", "to"} <= set(near)):
        return 0  # "a transition from d- to s-wave"
    behind = next((word for word in near[:_REACH] if word in _NAMED or _speaks(word)), "")
    is_passive = clause[at] in words_of("hypotheses", "passive") and not _BE.isdisjoint(clause[max(0, at - 3) : at])
    if not behind and is_passive:
        behind = next((word for word in reversed(clause[:at]) if word in _NAMED), "")
        return _which(question, behind)
    if behind == "SUBJ" and question.outcomes and question.kind != "comparison":
        rest = clause[clause.index("SUBJ", at) :]
        end = next((place for place, word in enumerate(rest) if word == "," or _speaks(word)), len(rest))
        behind = "OUTC" if "OUTC" in rest[:end] else ""
    return _which(question, behind)


def _which(question: Question, side: str) -> int:
    if question.kind == "comparison":
        return {"SUBJ": 1, "COMP": -1}.get(side, 0)
    return int(side == ("OUTC" if question.outcomes else "SUBJ"))


def _is_denied(clause: Sequence[str], at: int) -> bool:
    before = clause[max(0, at - _DENIED) : at]
    return any(class_of(word) == "NOT" or word == "cannot" for word in before if word.islower())


def _is_open(clause: Sequence[str], at: int) -> bool:
    before = clause[max(0, at - _DENIED) : at]
    return not words_of("hypotheses", "possible").difference(("cannot",)).isdisjoint(before)


def _compares(word: str) -> bool:
    return class_of(word) in ("MORE", "LESS")


def _being(question: Question, clause: Sequence[str]) -> list[int]:
    """1 where a clause says that something is what is asked about, -1 where it is not, or is the other of two: "is not
    s-wave", "likely d-wave", "A are not B"."""
    for at, word in enumerate(clause):
        if (word not in _BE and word != "likely") or _is_open(clause, at):
            continue
        near = clause[at + 1 : at + 2 + _NEXT]
        place = next((place for place, other in enumerate(near) if other in _NAMED), None)
        between = set(near[:place])
        if place is None or not between.isdisjoint(words_of("statements", "ends")) or any(map(_compares, between)):
            continue  # "is explained by A", "is more automatic"
        denied = _is_denied([*clause[max(0, at - 1) : at + 1], *near[:place]], place + 2)
        if question.kind == "comparison":
            sign = {"SUBJ": 1, "COMP": -1}.get(near[place], 0)
        else:
            sign = int(near[place] == "OUTC" and "SUBJ" in clause[max(0, at - 2) : at])
        return [-sign if denied else sign] if sign else []
    return []
