"""Clauses beside a question's main one: "when X", "given that X", "as X" tell under what condition, or what acts."""

import re
from typing import NamedTuple

from synth.language.lexicon import any_of, words_of
from synth.question.frame import Frame, append, trimmed
from synth.question.frames import ASKED, AUX
from synth.question.main_clause import AUXILIARIES, BE, HAVE, MODAL, PLURAL, RELATIVES, read_clause
from synth.question.vocabulary import base_form, effect_verbs, verbs

_ALWAYS = any_of(words_of("questions", "conditions"))
_BEFORE_CLAUSES = "as|after|before|until|while|because"
_LEADING = re.compile(
    rf"(?:even )?(?:given(?: that)?|assuming(?: that)?|{_ALWAYS}|{_BEFORE_CLAUSES}) (?P<clause>[^,]+), (?P<main>.+)",
    re.I,
)
_OF_THE_WAYS = re.compile(r"of (?:all )?the (?:many |various |different )?(?P<clause>[^,]+), (?P<main>which .+)", re.I)
_BESIDE = re.compile(
    rf",? (?:(?:even|still|especially|just|(?P<only>only)) )?(?P<word>{_ALWAYS}|{_BEFORE_CLAUSES}) ", re.I
)
_HAPPENS = re.compile(r"what happens to (?P<main>.+?) (?:when|if|once|as) (?P<clause>.+)", re.I)
_COMPARED = re.compile(r"\b(?:than|instead of|rather than|as well as|or (?:when|because|after|before))\b", re.I)
_COMPARING = re.compile(rf"\bthan \w+$|\b(?:{any_of(words_of('questions', 'likening'))}) as$", re.I)
"""A main clause that goes on: "lower after A than after", "pests such as"."""
_AS_AS = re.compile(r"\bas (?:\S+ ){1,4}as\b", re.I)
_FINITE = BE | HAVE | MODAL
ACTING = frozenset(("when", "whenever", "if", "once", "as"))
"""What may begin a clause that says what acts: "does the current weaken as ice melts"."""


class Conditioned(NamedTuple):
    """The main clause of a question, the clause beside it, and the word that this begins with."""

    main: str
    clause: str
    word: str


def conditioned(body: str) -> Conditioned | None:
    """A question without punctuation taken apart into its main clause and the clause beside it, None without one."""
    leading = _LEADING.fullmatch(body) or _OF_THE_WAYS.fullmatch(body)
    if leading and ASKED.match(leading["main"]):
        return Conditioned(leading["main"], leading["clause"], "given")
    if not re.match(rf"(?:{AUX}|how|why|to what extent)\b", body, re.I):
        return None
    for beside in _BESIDE.finditer(body):
        found = Conditioned(body[: beside.start()], body[beside.end() :], (beside["only"] or beside["word"]).lower())
        if _is_complete(found) and _is_condition(found, body):
            return found
    return None


def _is_complete(found: Conditioned) -> bool:
    """Whether the main clause is a question by itself."""
    words = found.main.lower().split()
    opens_with_verb = words[0] in AUXILIARIES
    is_plain = found.word in words_of("questions", "conditions") and RELATIVES.isdisjoint(words)
    has_verb = read_clause(found.main) is not None or is_plain  # of a verb that no list has: "does ice retreat when"
    return len(words) > 2 and (not opens_with_verb or has_verb)


def _is_condition(found: Conditioned, body: str) -> bool:
    """Whether what stands beside the main clause is a clause and no side of a comparison, as in "than when"."""
    compared = _COMPARED.search(f"{found.word} {found.clause}") or _COMPARING.search(f"{found.main} {found.word}")
    if compared or (found.word == "as" and _AS_AS.search(body)):
        return False
    if found.word == "once" and (found.main.endswith(" at") or found.clause.split()[0] in effect_verbs()):
        return False  # "working on two projects at once", "voting once raise turnout"
    return found.word in {*words_of("questions", "conditions"), "only"} or _is_finite(found.clause)


def _is_finite(text: str) -> bool:
    """Whether words are a clause with a verb of its own: "the stars age", not "vaccination"."""
    words = text.lower().split()
    inflected = any(
        word in _FINITE or verbs().get(word) is False or (not word.endswith(("ing", "ed")) and base_form(word) != word)
        for word in words[1:]
    )
    return inflected or (len(words) > 1 and words[-1] in verbs() and PLURAL.match(words[-2]) is not None)


def happening(body: str) -> Frame | None:
    """ "What happens to Y when X": the effect of X on Y."""
    match = _HAPPENS.fullmatch(body)
    if match is None:
        return None
    frame = Frame()
    append(frame.subjects, _without_pronoun(match["clause"]))
    frame.add_outcomes(match["main"])
    frame.set_meaning("difference", 0)
    frame.kind = "effect"
    return frame


def _without_pronoun(clause: str) -> str:
    return re.sub(r"^(?:they|it|we|you|people|one|their|its)\s", "", clause, flags=re.I)


def attach(frame: Frame, beside: Conditioned) -> None:
    """Put the clause beside into the frame of the main one: as what acts, where the question is how something changes
    by itself, else as a setting.
    """
    main = read_clause(beside.main)
    changes = frame.kind == "effect" and main is not None and main.verb in effect_verbs() and len(frame.subjects) == 1
    suffers = main is not None and main.verb == "suffer" and not main.rest
    if suffers:
        frame.outcomes, frame.kind = [], "effect"
        frame.set_meaning("better", -1)
    clause = _without_pronoun(beside.clause)
    if beside.word in ACTING and (changes or suffers) and not frame.outcomes:
        frame.outcomes, frame.subjects = frame.subjects, [trimmed(clause)]
    else:
        frame.add_settings([clause])
