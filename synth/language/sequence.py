"""A sentence as a sequence of masked words, signs and numbers: sides by role, p values and intervals by result."""

from collections.abc import Sequence
from typing import NamedTuple

from synth.language.lexicon import words_of
from synth.language.masking import SidePhrases, tag
from synth.language.tokens import number, tokens

NAMES = {"S": "SUBJ", "C": "COMP", "O": "OUTC"}
SIGNIFICANCE = 0.05
_JOINING = frozenset("of in the - , / ( to plus".split())


class Item(NamedTuple):
    """One masked word: SUBJ, COMP, OUTC, NUM, NUM%, QTY (a dose, a count of people), REFN (a table's number), PSIG,
    PNS,
    PUNK, CI_NULL0, CI_NULL1, CI_EXCL, or a word in lower case; `value` is the number's; `raw` the word as written."""

    word: str
    value: float | None = None
    raw: str = ""


def sequence(sentence: str, sides: SidePhrases) -> list[Item]:
    """The masked words of a sentence in order; spreads ("± 0.3", "SD 1.2") and sample sizes ("n = 20") are dropped."""
    words = tokens(sentence)
    tags = tag(words, sides)
    items: list[Item] = []
    index = 0
    while index < len(words):
        word, lower, role = words[index], words[index].lower(), tags[index]
        if not role and lower in ("p", "p-value", "p-values", "pvalue"):
            kind, after = _p_value(words, index)
            if kind:
                items.append(Item(kind))
                index = after
                continue
        if not role and (lower in ("ci", "cis") or (lower == "confidence" and _starts(words, index + 1, "interval"))):
            index = _interval(words, index, items)
            continue
        if not role and lower in ("±", "sd", "se", "sem"):
            after = index + 1
            while after < len(words) and words[after] in "(=,:":
                after += 1
            if after < len(words) and number(words[after]) is not None:
                index = after + 1
                continue
        if role:
            _append_role(items, NAMES[role], word)
        elif lower == "n" and index + 2 < len(words) and words[index + 1] == "=":
            index += 2
        elif number(word) is not None:
            index = _number(words, index, items)
            continue
        else:
            items.append(Item(lower, None, word))
        index += 1
    return items


def _starts(words: Sequence[str], index: int, start: str) -> bool:
    return index < len(words) and words[index].lower().startswith(start)


def _append_role(items: list[Item], name: str, word: str) -> None:
    if items and items[-1].word == name:
        return
    if len(items) > 1 and items[-2].word == name and items[-1].word in _JOINING:
        items.pop()  # "risk of death" is one outcome
        return
    items.append(Item(name, None, word))


def _p_value(words: Sequence[str], index: int) -> tuple[str, int]:
    after = index + 1
    while after < len(words) and words[after].lower() in words_of("p_value_fillers"):
        after += 1
    if after >= len(words) or words[after] not in "<>≤≥=":
        return "", index
    sign = words[after]
    after += 1
    while after < len(words) and words[after] in "<>=":
        after += 1
    bare = after < len(words) and words[after] == "."
    after += bare
    if after >= len(words):
        return "", index
    value = number(words[after])
    if value is None:
        return ("PNS", after + 1) if words[after].lower() in ("ns", "n.s") else ("", index)
    if bare and value >= 1:  # "p < .05" comes as ".", "05"
        value = float("0." + words[after].rstrip("%").replace(".", "").replace(",", ""))
    if sign in "<≤":
        return ("PSIG" if value <= SIGNIFICANCE else "PUNK"), after + 1
    if sign in ">≥":
        return ("PNS" if value >= SIGNIFICANCE else "PUNK"), after + 1
    return ("PSIG" if value < SIGNIFICANCE else "PNS"), after + 1


def _interval(words: Sequence[str], index: int, items: list[Item]) -> int:
    """Read a confidence interval: whether it contains 0 (a difference), 1 (a ratio), or neither."""
    if items and items[-1].word == "NUM%":  # the 95 % before it
        items.pop()
    after = index + 1 + (words[index].lower() == "confidence")
    bounds: list[float] = []
    negative = False
    while after < len(words) and after < index + 14 and len(bounds) < 2:
        value = number(words[after])
        if value is not None:
            bounds.append(-value if negative else value)
            negative = False
        elif words[after] in "-–":
            before = words[after - 1].lower()
            negative = not bounds or before in (",", ";", "to", "-", "–")
        elif words[after].lower() not in words_of("interval_fillers"):
            break
        after += 1
    if len(bounds) < 2:
        items.append(Item("ci"))
        return index + 1
    low, high = min(bounds), max(bounds)
    items.append(Item("CI_NULL0" if low <= 0 <= high else "CI_NULL1" if low <= 1 <= high else "CI_EXCL"))
    return after


def _number(words: Sequence[str], index: int, items: list[Item]) -> int:
    word = words[index]
    value = number(word) or 0.0
    after = index + 1
    following = words[after].lower() if after < len(words) else ""
    kind = "NUM"
    if word.endswith("%"):
        kind = "NUM%"
    elif following in ("%", "percent"):
        kind, after = "NUM%", after + 1
    elif following in words_of("dose_units") and word.isdigit():
        kind = "QTY"
    elif following in ("of", "out", "/") and after + 1 < len(words) and number(words[after + 1]) is not None:
        kind, after = "QTY", after + 2
    elif (items and items[-1].word.rstrip(".") in words_of("numbered")) or (
        len(items) > 1 and items[-1].word == "." and items[-2].word in ("fig", "sec", "eq", "tab")
    ):
        kind = "REFN"
    negative = bool(items) and items[-1].word == "-" and not (len(items) > 1 and items[-2].word.startswith("NUM"))
    items.append(Item(kind, -value if negative else value, word))
    return after


def with_stand_ins(items: Sequence[Item], *, names: bool) -> list[Item]:
    """The sequence with the usual words for a side that the sentence does not name.

    "our method", "it" for the subject; "the baseline", "vanilla", "previous" for the comparator; and, if `names`, where
    just one side is named, another name in the sentence ("X-Net", "QSYM") for the other one.
    """
    named = {item.word for item in items} & {"SUBJ", "COMP"}
    found = list(items)
    for side, stand_ins in (("SUBJ", words_of("own")), ("COMP", words_of("without"))):
        if side not in named:
            for at, item in enumerate(found):
                if item.word in stand_ins and not (found[at - 1 : at] and found[at - 1].word == side):
                    found[at] = Item(side, None, item.raw)
    named = {item.word for item in found} & {"SUBJ", "COMP"}
    if names and len(named) == 1:
        missing = "COMP" if "SUBJ" in named else "SUBJ"
        for at, item in enumerate(found):
            if at and is_name(item.raw) and item.word not in NAMES.values():
                found[at] = Item(missing, None, item.raw)
    return found


def is_name(raw: str) -> bool:
    """Whether a word as written names a system or the like: capitals or digits within it ("QSYM", "Mixer-B/16")."""
    return len(raw) > 1 and raw[0].isalpha() and any(char.isupper() or char.isdigit() for char in raw[1:])
