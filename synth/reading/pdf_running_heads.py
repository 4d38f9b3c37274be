"""The journal that running heads name, told by the references: papers of a journal cite that journal."""

import re
from collections.abc import Iterator, Sequence

from synth.language.text import STOP_WORDS
from synth.reading.pdf_journal_line import is_name, without_source

MIN_PREFIX = 3
"""The least letters of a word in an abbreviated name of two words, "Journal" aside; of more words one will do."""
MAX_WORD = 30
"""The most letters of a word in a name: a pattern of all its beginnings grows with them."""
_NAME = re.compile(r"[^\W\d_][^\d()|©•·]{,100}")
_AROUND = re.compile(r"^(?:\W|\d)+|\W+$|\b(?:vol(?:ume)?|no|issue|pp)\b\.?|\sX{1,3}$", re.IGNORECASE)
_VOLUME = r"[.,]{0,2}\s(?:\(?(?:19|20)\d\d\)?\s?[;,:]\s?)?(?:vol\w*\W{1,2})?\d{1,3}(?!\d|\.\d)"
"""What stands behind a journal's name in a reference: its volume, or the year before it."""
_INITIAL = re.compile(r"journal|reviews?|proceedings|transactions|letters|series", re.IGNORECASE)


def journal_of_heads(heads: Sequence[str], references: Sequence[str], title: str) -> str | None:
    """The first name in running heads that a reference has before a volume; None without one."""
    own = _letters(title)
    names = dict.fromkeys(name for head in heads for name in _names_in(head) if _letters(name) not in own)
    listed = "\n".join(references)
    return next((name for name in names if _cited(name).search(listed)), None)


def _names_in(head: str) -> Iterator[str]:
    """What may be a journal's name in a running head: "920 JOURNAL OF TOADS VOLUME 76", "Toads, 2019, 53(2)"."""
    for match in _NAME.finditer(without_source(head)):
        name = _AROUND.sub("", match[0]).strip(" ,.;:–—-")
        if len(name) > MIN_PREFIX and is_name(name) and 0 < max(map(len, _words(name)), default=0) <= MAX_WORD:
            yield name


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", name) if word.lower() not in STOP_WORDS]


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.casefold()))


def _cited(name: str) -> re.Pattern[str]:
    """A name before a volume, in full or abbreviated word by word: "J. Atmos. Sci., 76"."""
    words = _words(name)
    shortest = MAX_WORD if len(words) == 1 else MIN_PREFIX if len(words) == 2 else 1
    least = [1 if len(words) > 1 and _INITIAL.fullmatch(word) else shortest for word in words]
    small = r"\W+(?:(?:of|the|and|in|for|on|with|&)\W+)*"
    parts = small.join(_prefix(word, count) for word, count in zip(words, least, strict=True))
    return re.compile(rf"[.,?!”’\"]\s(?:the\s)?{parts}{_VOLUME}", re.IGNORECASE)


def _prefix(word: str, least: int) -> str:
    """A pattern of a word's beginnings that have at least so many letters."""
    return word[:least] + "".join(f"(?:{letter}" for letter in word[least:]) + ")?" * len(word[least:])
