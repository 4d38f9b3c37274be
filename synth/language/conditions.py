"""The conditions of a sentence's finding: "on HotpotQA", "when patients are few", "except for SQuAD"."""

import re

from synth.language.lexicon import any_of, words_of
from synth.language.text import STOP_WORDS

MAX_WORDS = 12
"""A longer phrase is a clause of its own."""

_AHEAD = re.compile(
    r"^(?:(?:However|But|Yet|Conversely|Still|In contrast),? )?"
    r"(?P<condition>(?:On|In|For|When|With|Under|At|Among|If|Where|During|Within|Across|Without)\s[^,;:()]{3,90}),\s",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s,](?P<condition>(?:only )?(?:when|if|unless|in the (?:case|presence|absence) of|only (?:for|in|on|when|if))"
    r"\s[^,;:()]{3,90})[.,;]"
)
_EXCEPTION = re.compile(
    r"\b(?:with (?:the|one|(?:a |the )?(?:single|only)) exceptions?(?: of|,| being)"
    r"|except(?:ing)?(?: for| on| in| at)?)\s"
    r"(?P<exception>(?:the |an? )?[^,;:()]{2,60}?)(?=[.,;:(]|\s(?:where|when|which|and)\b|$)",
    re.IGNORECASE,
)


def condition_in(sentence: str) -> str:
    """The phrase at the beginning or end of a sentence that gives its condition, in lower case at its start, or "".

    "For example" and "in this work" are no conditions: the phrase must have specific words.
    """
    for match in (_AHEAD.match(sentence), _BEHIND.search(sentence)):
        if match:
            phrase = match["condition"].strip()
            words = phrase.split()
            if len(words) <= MAX_WORDS and any(map(_is_specific, words[1:])):
                return phrase[:1].lower() + phrase[1:]
    return ""


def exception_in(sentence: str) -> str:
    """The exception that a sentence names: "SQuAD" in "with the exception of SQuAD", or ""."""
    match = _EXCEPTION.search(sentence)
    return match["exception"].strip() if match and any(map(_is_specific, match["exception"].split())) else ""


def _is_specific(word: str) -> bool:
    bare = word.strip(".'’\"“”").lower()
    return bool(bare) and bare not in STOP_WORDS and bare not in words_of("framing")


_CONTRASTED = re.compile(
    r"\b(?:but|whereas|while)\s(?!(?:it|they|this|these|that|also|not|only)\b)(?:[\w-]+\s){1,5}?(?:has|have|had|shows?|showed|did|does|do)"
    r"\s(?:little|no|not|hardly)\b",
    re.IGNORECASE,
)


def contrasts_another(text: str) -> bool:
    """Whether a sentence sets another thing without effect against the first: "A helps, but B has little impact"."""
    return _CONTRASTED.search(text) is not None


_LIMITED = re.compile(r"\bonly (?:for|in|when|if|under|at|among|after) (?!the first time\b)", re.IGNORECASE)
_PROPOSES = re.compile(
    rf"^\W*(?:(?:in this (?:paper|work|study|article)|here|finally|therefore|thus),? )?"
    rf"(?:we|i|this (?:paper|work|study|article)) (?:also |further |then )?"
    rf"(?:{any_of(words_of('openness', 'proposes'))}) (?!that\b)",
    re.IGNORECASE,
)


def is_limited(text: str) -> bool:
    """Whether a sentence says that something holds under some condition alone: "fair only for deep buffers"."""
    return _LIMITED.search(text) is not None


def proposes(text: str) -> bool:
    """Whether a sentence says what its authors put forward or set out to do, and reports nothing: "we suggest methods
    for improving A"."""
    reported = words_of("openness", "reports") | words_of("openness", "achieves")
    return _PROPOSES.match(text) is not None and reported.isdisjoint(text.lower().split()[3:])
