"""The vote of a sentence that says what the question asks in its own words: "AGN feedback quenches star formation"."""

import re
from collections.abc import Sequence

from synth.language.lexicon import words_of
from synth.language.masking import class_of
from synth.language.sequence import Item
from synth.language.text import STOP_WORDS, stem
from synth.language.tokens import tokens
from synth.models import Question, Vote

REACH = 4
"""How many words may stand between the verb and what it is said of, on either side."""
MIN_CONCESSION = 2
"""How many words a concession has at least."""
_SIDES = ("SUBJ", "COMP", "OUTC")
_COMMON = frozenset(map(stem, words_of("sides", "of any question")))
_NO_EVIDENCE = re.compile(
    r"\b(?:no|not|little|without|lacks?|lack of) (?:\w+ ){0,3}(?:evidence|indications?|signs?) (?:that|of)\b"
)
_ENDS = frozenset((";", ".", ":", "?", "!", "and", "but", "while", "whereas", "which", "that", "than"))


def vote_of_restatement(question: Question, items: Sequence[Item]) -> Vote | None:
    """For where the subject does to the outcome, or to the comparator, what the question's verb says; against where
    that is denied, or is said the other way round; unclear where the sentence leaves it open and reports nothing; None
    without such a clause, where it is hedged otherwise, or where two differ.
    """
    verbs = verbs_of(question)
    words = [item.word for item in items]
    is_open = leaves_open(words)
    if "?" in words or not verbs or not (is_open or words_of("hedges").isdisjoint(words)):
        return None
    found: set[Vote] = set()
    for at, item in enumerate(items):
        if not item.word.islower() or stem(item.word) not in verbs:
            continue
        before, after = _nearest(words[:at][::-1]) or _antecedent(words[:at]), _nearest(words[at + 1 :])
        if "by" in words[at + 1 : at + 3]:  # "Star formation is quenched by AGN feedback"
            before, after = after, before
        if {before, after} not in ({"SUBJ", "OUTC"}, {"SUBJ", "COMP"}) or (after == "SUBJ" and before == "OUTC"):
            continue
        denied = any(class_of(word) == "NOT" for word in words[max(0, at - REACH) : at] if word.islower())
        denied = denied or lacks_evidence(words[:at])
        if denied and after == "SUBJ":
            return None  # "B does not outperform A" leaves open who is better
        found.add("against" if denied or after == "SUBJ" else "for")
    return None if len(found) != 1 else "unclear" if is_open else found.pop()


def leaves_open(words: Sequence[str]) -> bool:
    """Whether a sentence leaves open what it names, and reports nothing: "it is unclear whether"."""
    return not words_of("openness", "open").isdisjoint(words) and words_of("openness", "reports").isdisjoint(words)


def is_contrasted(words: Sequence[str]) -> bool:
    """Whether a sentence sets what it says against something else: "but", "while"."""
    return not words_of("statements", "contrasts").isdisjoint(words)


def asserted(items: Sequence[Item]) -> Sequence[Item]:
    """What a sentence asserts: all behind a concession that it opens with, "although few were seen, A raises O"."""
    opens = 1 if len(items) > 1 and items[0].word in ("and", "thus", "even") else 0
    if len(items) <= opens or items[opens].word not in words_of("statements", "concedes"):
        return items
    comma = next((at for at, item in enumerate(items) if item.word == "," and at > opens + MIN_CONCESSION), -1)
    return items[comma + 1 :]


def lacks_evidence(words: Sequence[str]) -> bool:
    """Whether words deny the evidence of what follows: "we find no evidence that"."""
    return bool(_NO_EVIDENCE.search(" ".join(words)))


def verbs_of(question: Question) -> set[str]:
    """The stems of a question's words that are in none of its phrases: those of its verb."""
    phrases = (*question.subjects, *question.outcomes, *question.settings)
    named = {stem(word.lower()) for phrase in phrases for word in tokens(phrase)}
    asked = (word.lower() for word in tokens(question.text))
    return {stem(word) for word in asked if word.isalpha() and word not in STOP_WORDS} - named - _COMMON


def _nearest(words: Sequence[str]) -> str:
    """The side nearest to the verb within reach and within its clause."""
    for word in words[: REACH + 1]:
        if word in _SIDES:
            return word
        if word in _ENDS:
            break
    return ""


def _antecedent(words: Sequence[str]) -> str:
    """The side right before the "which" behind which the verb stands: "AGN feedback, which quenches"."""
    which = next((at for at in range(len(words) - 1, max(-1, len(words) - 4), -1) if words[at] in ("which", "that")), 0)
    before = [word for word in words[max(0, which - 2) : which] if word != ","]
    return before[-1] if before and before[-1] in _SIDES else ""
