"""The words of a text, each with its class: a function word by its list, a verb by whether it is known as one."""

import re
from typing import NamedTuple

from synth.language.lexicon import words_of
from synth.language.measures import measure_of
from synth.language.verb_forms import base_form, effect_verbs, seldom_verbs, verbs

WORD = re.compile(r"[^\W_]+(?:[-'’./&+@*^][^\W_]+)*|[^\w\s]")
"""A word with what stands within it ("B+-trees", "women's"), or a sign."""
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ous|ary|able|ible|ful|less|ant|ent)$")
_ENDINGS = ("ing", "ed", "ly")
_LISTS = {"auxiliaries": "auxiliary", "interrogatives": "interrogative", "determiners": "determiner",
          "pronouns": "pronoun", "prepositions": "preposition"}  # fmt: skip


class ClassedWord(NamedTuple):
    """A word of a text with its place in it, in characters, and its class."""

    text: str
    start: int
    end: int
    word_class: str

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def split_words(text: str) -> list[ClassedWord]:
    """The words and signs of a text in order."""
    return [
        ClassedWord(match[0], match.start(), match.end(), _class_of(match[0], not match.start()))
        for match in WORD.finditer(text)
    ]


def _class_of(word: str, is_first: bool) -> str:
    """The class of a word: of a verb with its form and whether it is a noun as well, or seldom a verb."""
    low = word.lower()
    if not word[0].isalnum() or low in words_of("questions", "joining"):
        return low
    for name, given in _LISTS.items():
        if low in words_of("questions", name):
            return given
    if measure := measure_of(low):
        return "comparative" if measure[1] else "measure"
    if any(char.isdigit() for char in low):
        return "number"
    base = base_form(low)
    if base in verbs():
        kind = "seldom" if base in seldom_verbs() else "or noun" if verbs()[base] else ""
        form = next((ending for ending in ("ing", "ed", "s") if low != base and low.endswith(ending)), "")
        return f"verb {kind} {form} {base in effect_verbs()}"
    if not is_first and any(char.isupper() for char in word):
        return "name"
    ending = next((ending for ending in _ENDINGS if low.endswith(ending) and len(low) > len(ending) + 2), "")
    if ending or _ADJECTIVE.search(low):
        return ending or "adjective"
    return "plural" if low.endswith("s") and not low.endswith("ss") else "noun"
