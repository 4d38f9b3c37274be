"""A sentence oriented towards a question: which of its words support a yes, which a no, which no difference."""

from collections.abc import Sequence

from synth.language.lexicon import words_of
from synth.language.masking import SidePhrases, class_of
from synth.language.outcomes import polarity, polarity_near
from synth.language.sequence import Item
from synth.language.side_phrases import by_people
from synth.models import Question

YES, NO = "YES", "NO"
_LINKS = frozenset("compared than like likewise".split())
_KEPT = frozenset("SUBJ COMP OUTC NUM NUM% PSIG PNS CI_NULL0 CI_NULL1 CI_EXCL".split())


def sides_of(
    question: Question,
    subject_names: frozenset[str] = frozenset(),
    comparator_names: frozenset[str] = frozenset(),
    outcome_names: frozenset[str] = frozenset(),
) -> SidePhrases:
    """The sides of a question: its first subject, its other subjects, its outcomes."""
    subject, *others = (" ".join((one, *by_people(one))) for one in question.subjects)
    comparator, outcome = " ".join(others), " ".join(question.outcomes)
    return SidePhrases(subject, comparator, outcome, subject_names, comparator_names, outcome_names)


def polarity_of_yes(question: Question) -> int:
    """1 where a yes is good for the subject, -1 where it is bad, 0 where that is not known."""
    if question.asks in ("better", "whether"):
        return question.sign
    return question.sign * polarity(" ".join(question.outcomes))


def sign_of_yes(question: Question) -> int:
    """1 where a better subject supports a yes, -1 where it supports a no; 1 where that is not known."""
    return polarity_of_yes(question) or question.sign or 1


def oriented(items: Sequence[Item], question: Question) -> list[str]:
    """The sentence in classes: masks, YES, NO, SAME, NOT, words of structure; an open direction keeps its class.

    Where a change is asked for, the sign of the question decides whether "more" is a yes; where the better one is, the
    polarity of the outcome beside it does. Where a difference is asked for, every word of direction is a yes.
    """
    words = [item.word for item in items]
    good = polarity_of_yes(question)
    found: list[str] = []
    for at, word in enumerate(words):
        if word in _KEPT:
            found.append(word)
            continue
        kind = class_of(word) if word[0].isalpha() and word not in _LINKS else ""
        if word in words_of("removing") and (question.kind == "how" or "SUBJ" in words[at + 1 : at + 4]):
            found.append("REMOVE")
            continue
        if kind == "MORE" and _counts_subject(words, at):
            continue
        if kind in ("SAME", "NOT"):
            found.append(kind)
        elif kind in ("GOOD", "BAD"):
            sign = (1 if kind == "GOOD" else -1) * good
            found.append(_class_for(kind, sign, question))
        elif kind in ("MORE", "LESS"):
            near = polarity_near([item.word if item.word not in _KEPT else item.raw.lower() for item in items], at)
            sign = 1 if kind == "MORE" else -1
            if question.asks == "change":
                own = polarity(" ".join(question.outcomes))
                other = near * own if near and own else 1  # "lower latency" where speed is asked for
                sign *= question.sign * other
            else:
                sign *= near * good
            found.append(_class_for(kind, sign, question))
        elif word in words_of("structure"):
            found.append(word)
    return found


def _class_for(kind: str, sign: int, question: Question) -> str:
    if question.asks == "difference" and question.sign == 0:
        return YES
    return YES if sign > 0 else NO if sign < 0 else kind


def _counts_subject(words: Sequence[str], at: int) -> bool:
    """Whether "more" only means more of the subject: "more layers help", "after a wage increase"."""
    if "SUBJ" in words[at + 1 : at + 3] and "OUTC" not in words[max(0, at - 2) : at]:
        return at + 1 < len(words) and words[at + 1] not in ("with", "in", "by", "for", "than", "due")
    return words[at - 1 : at] == ["SUBJ"] and not {"OUTC", "than"} & set(words[at + 1 : at + 6])
