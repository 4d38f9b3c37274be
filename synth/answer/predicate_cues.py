"""Features by which a sentence agrees with what a question asserts, or denies it: shared words, opposites, valence.

"Is pumped storage unsuitable for high power?" is denied by "is suitable for high power levels", although no word of
better or worse stands between two sides.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from synth.language.lexicon import words_of
from synth.language.masking import class_of
from synth.language.polarity import ANTONYMS
from synth.language.text import STOP_WORDS, idf, stem
from synth.language.tokens import tokens
from synth.models import Question

BEFORE, AFTER = 5, 3
"""How many words before and behind a word a denial of it may stand."""
RARE = 9.5
"""The IDF from which what is left of a word without its prefix is taken for no word: "terest" of "interest"."""
_VALENCE = {"GOOD": 1.0, "BAD": -1.0, "MORE": 0.5, "LESS": -0.5}
_ADJECTIVE = "able ible ant ent ate ive ite al ect ous ure id ise ly ty".replace(" ", "|")
_PREFIX = re.compile(rf"^(?:(?:un|non)-?|i[mnr](?=[a-z]*(?:{_ADJECTIVE})$))")
_SUFFIX = re.compile(r"-?(?:less|free)$")


def predicate_cues(question: Question, sentence: str) -> list[str]:
    """The features; each stands a second time with whether a direction is asked for or whether something is so."""
    asked = [word.lower() for word in tokens(question.text) if word[0].isalpha()]
    stated = [word.lower() for word in tokens(sentence)]
    of_subject = {stem(word.lower()) for subject in question.subjects for word in tokens(subject)}
    content = [word for word in asked if word not in STOP_WORDS]
    predicate = [word for word in content if stem(word) not in of_subject] or content
    denied = sum(class_of(word) == "NOT" for word in asked)
    found, signs = _shared(predicate, stated, denied)
    balance = _clipped(sum(signs), 2)
    question_valence, valence = _valence([word for word in asked if stem(word) not in of_subject]), _valence(stated)
    product = question_valence * valence
    hedges = sorted({word for word in stated if word in words_of("hedges")})
    found += [
        f"wb:{balance}",
        f"wb:{balance}:{int(3 * len(signs) / max(1, len(predicate)))}",
        f"wq:{min(2, denied)}",
        f"wv:{question_valence}:{valence}",
        f"wvp:{product}",
        f"wvp:{product}:{_clipped(balance, 1)}",
        f"wd:{min(2, sum(class_of(word) == 'NOT' for word in stated))}:{min(1, denied)}",
        f"w1:{asked[0] if asked else ''}",
        f"wh:{min(2, len(hedges))}:{_clipped(balance, 1)}",
        *(f"wh:{word}:{_clipped(balance, 1)}" for word in hedges),
    ]
    directed = {word: kind for word in stated if (kind := class_of(word))}
    found += sorted({f"wo:{word}:{question_valence}" for word in directed})
    found += sorted({f"wc:{kind}:{question_valence}" for kind in directed.values()})
    prefix = "w" if question.asks in ("whether", "difference") else "e"
    return [*found, *(prefix + cue for cue in found)]


def _shared(predicate: Iterable[str], stated: Sequence[str], denied: int) -> tuple[list[str], list[int]]:
    """Features of the words that question and sentence share, and for each 1 where both mean it the same way, else -1:
    one of them denies it, or has its opposite.
    """
    found: list[str] = []
    signs: list[int] = []
    roots = [_root(word) for word in stated]
    for word in predicate:
        if class_of(word) == "NOT":
            continue
        base, negated = _root(word)
        for at, (other, other_negated) in enumerate(roots):
            opposite = ANTONYMS.get(base) == other
            if other == base or opposite:
                before = sum(class_of(each) == "NOT" for each in stated[max(0, at - BEFORE) : at])
                behind = any(class_of(each) == "NOT" for each in stated[at + 1 : at + 1 + AFTER])
                odd = (negated + other_negated + opposite + before + denied) % 2
                signs.append(-1 if odd else 1)
                found.append(f"wp:{odd}:{'o' if opposite else ''}{'n' if before else ''}{'a' if behind else ''}")
                break
    return found, signs


def _valence(words: Sequence[str]) -> int:
    """1, 0 or -1: whether words of good and more outweigh those of bad and less; a denied one counts the other way."""
    total = 0.0
    for at, word in enumerate(words):
        value = _VALENCE.get(class_of(word), 0.0)
        if not class_of(word):
            bare = _without_affix(word)
            value = -_VALENCE.get(class_of(bare), 0.0) if bare != word else 0.0
        denied = any(class_of(each) == "NOT" for each in words[max(0, at - BEFORE + 1) : at])
        total += -value if denied else value
    return (total > 0) - (total < 0)


@cache
def _root(word: str) -> tuple[str, int]:
    """The stem of a word without its negating affix, and whether it has one: "unsuitable" is ("suitabl", 1)."""
    bare = _without_affix(word)
    return stem(bare), int(bare != word)


def _without_affix(word: str) -> str:
    """A word without a prefix or suffix that denies the rest, if the rest is a word."""
    rests = (_PREFIX.sub("", word), _SUFFIX.sub("", word)) if word not in STOP_WORDS else ()
    return next((rest for rest in rests if rest != word and len(rest) >= 4 and idf(stem(rest)) < RARE), word)


def _clipped(number: int, most: int) -> int:
    return max(-most, min(most, number))
