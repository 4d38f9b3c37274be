"""What the words around a number say about it: whether it is a change, its sign, bounds, and what is compared."""

import re

from synth.language.lexicon import any_of, words_of
from synth.language.polarity import DIRECTIONS
from synth.models import Bound, Change, Number, Sign

ABOUT = r"(?:about|around|approximately|approx\.|roughly|nearly|almost|some|circa|~|∼|≈|only|just|even|up to|over)?\s?"
"""What may come between a preposition and its number."""
SIDE_WORDS = 7
"""The most words that name one side of a comparison."""

_CLAUSE = re.compile(
    r"[;:](?=\s)|(?<!\b[a-z])\.(?=\s[A-Z])|, (?:while|whereas|but|which|although)\b|—"
    r"| and (?=\w+ (?:is|are|was|were)\b)"
)
_RISES = rf"{any_of(words_of('changes', 'rises'))}|as (?:many|much|often|fast|large|high|long|likely)"
_FALLS = any_of(words_of("changes", "falls"))
_BEHIND = re.compile(
    r"^\s?(?:(?:absolute|relative|average|further|overall|additional|worst-case|accuracy|more|[A-Z][\w@-]*|points?|%)\s)"
    rf"{{0,2}}(?:[a-z][a-z-]+\s(?=reductions?\b|improvements?\b|increases?\b|decreases?\b|gains?\b|drops?\b))?"
    rf"(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))\b(?!\s(?:than\s)?\d)"
)
"""Behind a change: "3x faster", "a 34 % improvement", "3.0 BLEU worse"."""
_NOUN = re.compile(
    r"\b(?:(?P<up>improvements?|gains?|increases?|boosts?|speed-?ups?|rise|growth|advantage)"
    r"|(?P<down>reductions?|decreases?|drops?|declines?|degradations?|loss|gap))\b"
    r"[^.;,()\d]{0,40}?\s(?:of|by|being|is|was)\s[^.;,()\d]{0,16}$"
)
"""Before a change: "an improvement of", "the maximum drop being"."""
_BY = re.compile(rf"\bby(?: a margin of| a factor of| an average of)?\s{ABOUT}(?:than\s)?\+?$|\bby[^.;,\d]{{0,24}}$")
_TO = re.compile(rf"\bto\s{ABOUT}(?:only\s)?$")
_DOWN_TO = re.compile(r"\bdown to\s$")
_EVENT_BEFORE = re.compile(r"\b(?:improv\w+|led? to|leads to|gains?|increas\w+)\s(?:\w+\s)?$")
_BOUNDED = re.compile(r"\b(?:than|of|by)\s\+?$")
_EVENTS = frozenset(DIRECTIONS) - words_of("polarity", "compares")
"""Direction words for an event ("improves"), not a comparison ("higher")."""
_OF_A_WHOLE = re.compile(r"\b(?:faster|slower|fewer|larger|smaller|cheaper|longer|shorter)\b")
_BOUNDS: dict[Bound, re.Pattern[str]] = {
    "at least": re.compile(
        r"(?:\b(?:at least|no (?:less|fewer) than|over|above|exceed(?:s|ing)?|(?:more|greater|higher) than)|[>≥])"
        r"\s?\+?$"
    ),
    "at most": re.compile(
        r"(?:\b(?:at most|up to|no more than|under|below|within|(?:less|fewer|lower) than)|[<≤])\s?$"
    ),
    "about": re.compile(r"(?:\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|close to)|[~∼≈])\s?$"),
}
HAS_VALUE = re.compile(
    rf"\s(?:\w+ly\s)?(?:{any_of(words_of('changes', 'values'))}"
    r"|(?:is|are|was|were)(?=\s*$|\s[\d.]|\s\w+\s\w+\sthan))\b"
)
"""Verbs whose subject a value belongs to."""
_BEATS = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beats?|beating|exceed(?:s|ed|ing)?|underperform(?:s|ed)?"
    r"|improv(?:es?|ed|ing) (?:up)?on|improv(?:es?|ed|ing) over|trails?|lags? behind)"
    r"\s(?P<other>[^,;:()]{2,80}?)\s(?:by|in|on|with|at)\b"
)
_THAN = re.compile(
    r"\b(?:than|over|compared (?:to|with)|relative to|versus|vs\.?|against|in comparison (?:to|with))"
    r"\s(?P<other>[^,;:()]{2,80})"
)
_LEAD = re.compile(
    r"^(?:.*\b(?:that|and|but|while|whereas|where|which|because|since|when|if|then)\s"
    r"|(?:the|a|an|our|this|in|on|for|with)\s)+",
    re.IGNORECASE | re.DOTALL,
)
_SIDE_END = re.compile(
    r"\s(?:by|on|in|for|at|with|when|while|whereas|and|which|that|using|to|from|is|are|as)\b.*$", re.DOTALL
)
_BRACKET = re.compile(r"(?P<name>\b(?:[A-Z][\w@.-]*\s){0,3}[A-Za-z-]*[A-Z\d][\w@.-]*)\s\((?:[A-Za-z@.-]+\s){0,2}$")
_ARTICLE = re.compile(r"^(?:the|a|an|our|its|their)\s", re.IGNORECASE)


def last_clause(text: str) -> str:
    """The text behind the last clause boundary."""
    ends = [match.end() for match in _CLAUSE.finditer(text)]
    return text[ends[-1] :] if ends else text


def first_clause(text: str) -> str:
    """The text before the first clause boundary."""
    boundary = _CLAUSE.search(text)
    return text[: boundary.start()] if boundary else text


def bound_of(before: str) -> Bound | None:
    """How the words right before a number limit it: "more than", "up to", "roughly"."""
    folded = before.lower()
    return next((bound for bound, pattern in _BOUNDS.items() if pattern.search(folded)), None)


def change_of(number: Number, clause: str, rest: str) -> tuple[Change | None, Sign | None]:
    """(kind of change, sign) of a number, by its clause before and behind it.

    "reduced to 36GB" is not a change but its result: (None, -1); a level is (None, None).
    """
    word = number.text.lower().split()[0]
    if number.unit == "x" and word[:4] in {"doub", "trip", "quad", "halv"}:
        return "factor", -1 if word.startswith("halv") else 1
    sign, is_change = _direction(number, clause, rest)
    if sign is None:
        return None, None
    return _kind(number, f"{clause[-40:]} {rest[:40]}") if is_change else None, sign


def _direction(number: Number, clause: str, rest: str) -> tuple[Sign | None, bool]:
    """(sign, whether the number is the change itself and not the resulting level)."""
    behind = _BEHIND.match(rest)
    if behind:
        less = behind["down"] or (number.unit == "x" and number.value < 1 and behind["up"].startswith("as "))
        return -1 if less else 1, True  # "half as many" is less
    noun = _NOUN.search(clause)
    if noun:
        return 1 if noun["up"] else -1, True
    events = [DIRECTIONS[word] for word in re.findall(r"[\w-]+", clause.lower()) if word in _EVENTS]
    if events and (_BY.search(clause) or (number.unit in {"x", "points"} and not _TO.search(clause))):
        return _signed(events[0]), True
    if events and _TO.search(clause):
        return _signed(events[-1]), False
    if re.match(r"^\s?(?:\w+\s)?below\b", rest):  # "24 under conventional management" is a level
        return -1, True
    if number.unit == "x" and re.match(r"^(?:\s\w+){1,4}\sthan\b", rest):
        return 1, True
    if _DOWN_TO.search(clause):
        return -1, False
    if _BOUNDED.search(clause):
        return None, False
    if number.unit in {"%", "points"} and (number.text[0] in "+-−" or clause.endswith("+")):
        return -1 if number.value < 0 else 1, True
    if events and _EVENT_BEFORE.search(clause):
        return _signed(events[-1]), True
    return None, False


def _signed(direction: int) -> Sign:
    return 1 if direction > 0 else -1


def _kind(number: Number, around: str) -> Change:
    if number.unit == "x":
        return "factor"
    if number.unit != "%":
        return "relative" if not number.unit and "relative" in around else "absolute"
    if "absolute" in around:
        return "absolute"
    return "relative" if "relative" in around or _OF_A_WHOLE.search(around) else "unclear"


def subject_of(clause: str) -> str | None:
    """The subject of the verb that a value belongs to: "our reader reaches" gives "reader"."""
    verb = HAS_VALUE.search(clause)
    return _side(_LEAD.sub("", _last_phrase(clause[: verb.start()]), count=1), last=True) if verb else None


def name_before_bracket(before: str) -> str | None:
    """The name before a value in brackets: "outperforms GPT-3.5 (avg. score " gives the model's."""
    opened = _BRACKET.search(before)
    return opened["name"] if opened else None


def subjects_of(clause: str) -> list[str]:
    """The parts of a listed subject: "DPR and BM25 reach" gives both."""
    verb = HAS_VALUE.search(clause)
    listed = re.split(r"[;:()]", clause[: verb.start()])[-1] if verb else ""
    return [part.strip() for part in re.split(r",\s?and\s|,\s|\sand\s", listed) if part.strip()]


def other_of(clause: str, rest: str, *, is_compared: bool) -> str | None:
    """What a value is compared with: behind "outperforms", "than", "over", "compared with", "vs."."""
    beats = _BEATS.search(clause)
    if beats:
        return _side(beats["other"])
    than = (_THAN.search(rest) or _THAN.search(clause)) if is_compared else None
    return _side(_SIDE_END.sub("", than["other"])) if than else None


def _last_phrase(text: str) -> str:
    return re.split(r"[,;:()]", text)[-1].strip()


def _side(printed: str, *, last: bool = False) -> str | None:
    """A name as printed, without its article, of at most `SIDE_WORDS` words; None where nothing is left."""
    words = _ARTICLE.sub("", printed.strip(" ,.;:")).split()
    if not words or words[0][0].isdigit():
        return None
    return " ".join(words[-SIDE_WORDS:] if last else words[:SIDE_WORDS])
