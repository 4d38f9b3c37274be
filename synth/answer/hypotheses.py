"""What evidence says of a hypothesis: "the data are consistent with A", "A is ruled out", "no evidence of A".

A hypothesis is what a question asks about ("are neutrinos Majorana particles"), or one of two ("s-wave or d-wave"). It
is told by form, whatever the field.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.answer.masked_clauses import parts_between_breaks
from synth.answer.restating import is_contrasted, lacks_evidence, leaves_open
from synth.language.lexicon import words_of
from synth.language.masking import BE, class_of
from synth.language.sequence import Item
from synth.models import Question, Vote

_REACH = 6
"""How many words may stand between a word that speaks for or against and the hypothesis."""
_DENIED = 4
"""How many words before a word a denial of it may stand, or a word by which it is only possible."""
_BEING = 4
"""How many words behind "is" or "likely" may tell what something is."""
_NAMED = frozenset(("SUBJ", "COMP", "OUTC"))
_JUDGED = frozenset(("BAD", "NOT", "LESS"))
_ASIDE = re.compile(r"\([^()]*\)")
_ABLE = re.compile(r"([a-z]{4,})[ai]ble")
_ENDS = frozenset((",", "that", "which", "by", "with", "from"))
_OCCURS = frozenset(("occur", "occurs", "occurred", "exist", "exists", "existed"))
_DENYING = ("un", "irr", "non")


def vote_of_hypothesis(question: Question, items: Sequence[Item]) -> Vote | None:
    """The vote of what a sentence says for or against the hypothesis of a question or its rival; None where it says
    nothing of either, leaves it open, or two parts of it differ. A sentence without evidence of what is asked to act,
    "we find no evidence of publication bias", is against its effect.
    """
    words = [item.word for item in items]
    if "?" in words or leaves_open(words):
        return None
    if question.kind == "effect" and not _asks_origin(question):
        return "against" if _finds_no_subject(words) else None
    if question.asks_same:
        return _agreement(items)
    sides = _sides_of(question)
    if not sides or is_contrasted(words):
        return None  # "while A is excluded by the first test, ..."
    capable = _capability(question)
    signs = {
        sign
        for clause in _clauses(items)
        for sign in (_asks_existence(question) and _existing(clause))
        or _evidence(clause, sides)
        or _being(clause, sides)
    }
    if capable and _is_done(items, capable):
        signs.add(1)
    if len(signs) != 1:
        return None
    return "for" if signs.pop() * (question.sign or 1) > 0 else "against"


def is_of_hypothesis(question: Question) -> bool:
    """Whether a question asks only for what evidence says of a hypothesis, not what is better or has more: which of two
    something is, whether it is there at all, or what it is capable of."""
    return question.asks_identity or _asks_existence(question) or bool(_capability(question))


def _asks_existence(question: Question) -> bool:
    """Whether a question asks if something is there at all: "is there evidence of A", "does A exist"."""
    return question.asks == "whether" and len(question.subjects) == 1 and not question.outcomes


def _asks_origin(question: Question) -> bool:
    """Whether a question asks if one thing comes from another: "does A come from B", of which B is the hypothesis."""
    return question.kind == "effect" and not words_of("hypotheses", "origin").isdisjoint(_asked(question))


def _asked(question: Question) -> list[str]:
    """The words of a question in lower case, without asides in brackets."""
    return [word.strip("?,.").lower() for word in _ASIDE.sub("", question.text).split()]


def _agreement(items: Sequence[Item]) -> Vote | None:
    """Whether both sides of a question are said to agree, or not to."""
    signs = set()
    for clause in _clauses(items):
        for at, word in enumerate(clause if {"SUBJ", "COMP"} <= set(clause) else ()):
            agrees = (word in words_of("hypotheses", "agrees")) - (word in words_of("hypotheses", "disagrees"))
            if agrees and not _is_open(clause[:at]):
                signs.add(-agrees if _is_denied(clause[:at]) else agrees)
    return None if len(signs) != 1 else "for" if signs.pop() > 0 else "against"


def _sides_of(question: Question) -> dict[str, int]:
    """The sign of what names the hypothesis, and of what names its rival; none where a question is on neither, or
    states a denial or a judgement: "is A irrelevant to B", "is A good at B"."""
    if question.asks_identity:
        return {"SUBJ": 1, "COMP": -1}
    asked = _asked(question)
    judged = (_speaks(word) < 0 or class_of(word) in _JUDGED or word.startswith(_DENYING) for word in asked)
    denies = not words_of("hypotheses", "denying").isdisjoint(asked) or any(judged)
    if _asks_origin(question) and not denies:
        return {"SUBJ": 1}
    is_done = any(" " not in outcome and outcome.endswith("ed") for outcome in question.outcomes)  # "formed", by what?
    if question.asks != "whether" or denies or is_done or words_of("hypotheses", "being").isdisjoint(asked):
        return {}
    return {"OUTC" if question.outcomes else "SUBJ": 1}


def _finds_no_subject(words: Sequence[str]) -> bool:
    """Whether a sentence denies the evidence of the subject, and names no outcome behind it."""
    if "SUBJ" not in words or "OUTC" in words[words.index("SUBJ") :]:
        return False
    at = words.index("SUBJ")
    found = (place for place in range(max(0, at - _REACH + 1), at) if words[place] in words_of("hypotheses", "for"))
    return any(words[place + 1] in ("of", "for") and _is_denied(words[:place]) for place in found)


def _clauses(items: Sequence[Item]) -> Iterator[list[str]]:
    return ([item.word for item in part] for part in parts_between_breaks(items))


def _evidence(clause: Sequence[str], sides: Mapping[str, int]) -> list[int]:
    """1 for each word that speaks for the hypothesis, or against its rival, -1 for each that does the opposite."""
    found = []
    for at, word in enumerate(clause):
        speaks = _speaks(word)
        if "against" in clause[at + 1 : at + 3]:
            speaks = -abs(speaks)
        if word in words_of("hypotheses", "explains") and "into" not in clause[at - 1 : at]:
            speaks, about = 1, sides.get(_explaining(clause, at), 0)
        else:
            about = sides.get(_spoken_of(clause, at, sides), 0) if speaks else 0
        if not about or _is_open(clause[:at]):
            continue
        if not _is_denied(clause[:at]):
            found.append(about * speaks)
        elif speaks > 0 or word in words_of("hypotheses", "departs"):  # "cannot be excluded" says nothing
            found.append(-about * speaks)
    return found


def _speaks(word: str) -> int:
    """1 for a word that speaks for what follows it, -1 for one that speaks against it, else 0."""
    against = word in words_of("hypotheses", "against") or word in words_of("hypotheses", "departs")
    return (word in words_of("hypotheses", "for")) - against


def _spoken_of(clause: Sequence[str], at: int, sides: Mapping[str, int]) -> str:
    """What the word at a place speaks of: the side behind it, or before it in the passive voice; "" for none."""
    near = clause[at + 1 : at + 3 + _REACH]
    if "COMP" in sides and ({"SUBJ", "COMP"} <= set(near) or {"from", "to"} <= set(near)):
        return ""  # "a transition from d- to s-wave"
    behind = next((word for word in near[:_REACH] if word in _NAMED or _speaks(word)), "")
    if behind == "SUBJ" and not {"OUTC", "COMP"} & sides.keys() and "that" in near[: near.index("SUBJ")]:
        return ""  # "evidence that A slows down" is of what A does, not of A
    if behind == "SUBJ" and "OUTC" in sides:  # "evidence that A are B"
        rest = clause[clause.index("SUBJ", at) :]
        end = next((place for place, word in enumerate(rest) if word == "," or _speaks(word)), len(rest))
        return "OUTC" if "OUTC" in rest[:end] else ""
    is_passive = clause[at] in words_of("hypotheses", "passive") and not BE.isdisjoint(clause[max(0, at - 3) : at])
    if not behind and is_passive:
        return next((word for word in reversed(clause[:at]) if word in _NAMED), "")
    return behind


def _explaining(clause: Sequence[str], at: int) -> str:
    """What is said to explain something: the side before the verb, or behind its "by"; "" for none."""
    behind = clause[at + 1 : at + 1 + _BEING]
    near = behind[behind.index("by") :] if "by" in behind else clause[max(0, at - _BEING) : at][::-1]
    return next((word for word in near if word in _NAMED), "")


def _being(clause: Sequence[str], sides: Mapping[str, int]) -> list[int]:
    """1 where a clause says that something is what is asked about, -1 where it is not, or is the other of two: "is not
    s-wave", "likely d-wave", "A are not B"."""
    for at, word in enumerate(clause):
        near = clause[at + 1 : at + 1 + _BEING]
        place = next((place for place, other in enumerate(near) if other in _NAMED), None)
        if (word not in BE and word != "likely") or place is None or _is_open(clause[:at]):
            continue
        between = near[:place]
        compares = any(class_of(other) in ("MORE", "LESS") or other == "most" for other in between)
        if compares or (word in BE and not words_of("statements", "ends").isdisjoint(between)):
            continue  # "is more automatic", "is explained by A"
        sign = sides.get(near[place], 0)
        if sign and ("COMP" in sides or "SUBJ" in clause[max(0, at - 2) : at]):
            return [-sign if _is_denied([*clause[max(0, at - 1) : at], *between]) else sign]
    return []


def _existing(clause: Sequence[str]) -> list[int]:
    """1 where a clause says that the subject was seen, -1 where it was not: "we detect A", "A was not observed", "A
    occurs"; none where it says neither."""
    seen = words_of("hypotheses", "seen")
    for at, word in enumerate(clause):
        if word in seen and not _is_open(clause[:at]):
            near, before = clause[at + 1 : at + 1 + _BEING], clause[max(0, at - _REACH) : at]
            behind = next((other for other in near if other in _NAMED or other in _ENDS), "")
            if any(_speaks(other) or class_of(other) == "NOT" for other in near):
                continue  # "we found no evidence of A"
            side = behind if behind in _NAMED else next((other for other in reversed(before) if other in _NAMED), "")
            is_passive = side != behind
            if side not in ("SUBJ", "COMP") or (is_passive and BE.isdisjoint(before) and word not in _OCCURS):
                continue
            return [-1 if _is_refuted(clause[:at]) or side == "COMP" else 1]
    return []


def _capability(question: Question) -> str:
    """The beginning of the verb in a question whether something can be done to the subject: "predict" of
    "predictable"; "" of others."""
    outcome = question.outcomes[0].lower() if question.asks == "whether" and len(question.outcomes) == 1 else ""
    found = _ABLE.fullmatch(outcome.partition(" ")[0])
    verb = found[1] if found else ""
    is_known = any(base in words_of(name) for base in (verb, f"{verb}e") for name in ("verbs", "common_verbs"))
    return verb if is_known else ""


def _is_done(items: Sequence[Item], verb: str) -> bool:
    """Whether something does to the subject what it is asked to be capable of, "dividends predict returns"; that one
    thing does not says nothing of others."""
    for part in parts_between_breaks(items):
        clause = [item.word for item in part]
        for at, item in enumerate(part):
            done = item.raw.lower().startswith(verb) and "SUBJ" in clause[at + 1 : at + 4]
            if done and not (_is_open(clause[:at]) or _is_refuted(clause[:at])):
                return True
    return False


def _is_refuted(before: Sequence[str]) -> bool:
    """Whether some words deny what follows, or its evidence."""
    return _is_denied(before) or lacks_evidence(before)


def _is_denied(before: Sequence[str]) -> bool:
    """Whether the last of some words deny what follows."""
    if before and before[-1] in words_of("hypotheses", "diminished"):
        return True
    return any(class_of(word) == "NOT" or word == "cannot" for word in before[-_DENIED:] if word.islower())


def _is_open(before: Sequence[str]) -> bool:
    """Whether the last of some words make what follows only possible."""
    return not words_of("hypotheses", "possible").isdisjoint(before[-_DENIED:])
