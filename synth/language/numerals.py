"""Numbers as printed in running text: digits in every form, suffixes, powers, units, spelled-out numbers.

Numbers that label without measuring are left out: years, citations, "Table 2", "(1)", "3.1.2", "GPT-4", "BM25".
"""

import math
import re
from functools import lru_cache

from synth.language.lexicon import word_list, words_of
from synth.language.scripts import FROM_SUPERSCRIPTS
from synth.models import Number

MAX_DIGITS = 40
"""Longer runs of digits are not measurements; float() would make infinity of 400."""

MIN_ROUNDED = 10.0
"""The least value that can be rounded: "54" can be "54.3", but 1 is not 0.85."""

_DIGIT = re.compile(r"\d")
_CITED = re.compile(
    r"\[\d[\d,;\s–-]{0,80}\]"  # [12, 13]
    r"|\[(?:e\.g\.|see|cf\.)[^\[\]]{0,60}\]|\[\d{1,3}(?:,\s\d+(?:\.\d+){2,})+\]"  # [e.g. 47], [6, 27.3.1]
    r"|\([^()]{0,200}\b(?:19|20)\d\d[a-z]?\b[^()]{0,200}\)"  # (Lewis et al., 2020)
    r"|https?://\S+"
)
_LABELS = words_of("numerals", "labels")
"""Words before a number that is a label ("Table 2"), without a plural's "s"."""
_CONTINUED = re.compile(r"[a-z]?\)?,?\s?(?:and|to|or|[-–,&])?\s?\(?")
"""The separators in "Figures 3, 4 and 5"."""

_NUMERALS = word_list("text", "numerals")
_ONES = _NUMERALS[2:10]
SPELLED: dict[str, int] = {word: value for value, word in enumerate(_NUMERALS) if value > 1}
SPELLED |= {word: 10 * value for value, word in enumerate(word_list("text", "tens"), start=2)}
_RATIOS = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2.0),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling"), 3.0),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled"), 4.0),
    **{f"{word}fold": float(value) for word, value in SPELLED.items() if value <= 10},
    **dict.fromkeys(("half", "halved", "halving"), 0.5),
    **dict.fromkeys(("a third", "one third", "one-third"), 1 / 3),
    **dict.fromkeys(("two thirds", "two-thirds"), 2 / 3),
    **dict.fromkeys(("a quarter", "one quarter"), 0.25),
    **dict.fromkeys(("three quarters", "three-quarters"), 0.75),
    **dict.fromkeys(("an order of magnitude", "one order of magnitude"), 10.0),
}
_ADJECTIVE = re.compile(
    r"(?:double|triple|quadruple)\b(?!\s(?:the|that|those|this|its|their|our|his|her|as|what|in|from|when)\b|\s*(?:[.,;:)]|$))",
    re.IGNORECASE,
)
_MAKES_A_VERB = re.compile(
    r"\b(?:to|can|could|may|might|will|would|must|nearly|almost|about|roughly|than)\s$", re.IGNORECASE
)
"""Without one of these before it, and with a noun behind it, "double" is not a factor: "the double layer"."""
_HINTS = (*_ONES, *word_list("numerals", "hints"))
"""Without any of these a text spells no number; looking for them costs a tenth of what the pattern does."""
_EXPONENTS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "b": 9, "t": 12}

_PRINTED = re.compile(
    r"""(?=[\d.$€£+−-])
    (?<![\w.@^)])(?<![^\W\d_][-‐‑−+])(?<![\w)]/)       # not part of "BM25", "v1.2", "GPT-4", "R/3", "w(i)1"
    (?:(?P<currency>[$€£])\s?)?
    (?P<sign>(?<![\w)\]%])[-−+])?
    (?P<digits>\d{1,3}(?:[,\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)
      |(?<!\d,\s)\d{1,3},\s\d{3}(?=\s(?!was\b|has\b|does\b|gives\b|yields\b|is\b)[a-z]+s\b)  # "33, 600 samples"
      |\d+(?:\.\d+)?|\.\d+)
    (?P<power>[eE][+−-]?\d+(?!\w)
      |\s?[×·*]\s?10(?:\^\{?\s?[+−-]?\s?\d+\}?|[−-]\d{1,3}(?!\d)|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
      |(?<=10)(?:\^\{?\s?[+−-]?\s?\d+\}?|−\d{1,3}(?!\d)|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?
    (?:(?P<scale>[kKMBT])(?!\w)
      |[ \u00a0\u202f\u2009-]?(?P<word>(?i:hundred|thousand|million|billion|trillion))s?\b)?""",
    re.VERBOSE,
)
_SPELLED_OUT = re.compile(
    rf"\b(?i:(?P<ratio>{'|'.join(sorted(_RATIOS, key=len, reverse=True))})(?!-)"
    rf"|(?P<spelled>(?:{'|'.join(SPELLED)})(?:-(?:one|{'|'.join(_ONES)})\b)?)"
    r"(?:[ -](?P<word>hundred|thousand|million|billion|trillion))?)(?![^\W_])"
)
_MEASURED = (
    r"(?:[mµμun]?s|secs?|seconds?|milliseconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?"
    r"|[KMGTkP]i?B|bytes?|bits?|[KMGTP]?FLOP[sS]?|[TGP]Flops|(?:[Pp]eta|[Tt]era|[Gg]iga)(?:flops?|FLOPS)|[TGMk]bps"
    r"|[kMGT]?Hz|[kMG]?W|[kM]Wh|[kmMGT]?eV|dB|°C|°|[kcmnµμ]m|[kmµμ]?g|[mµμ]L|[mµμn]M)"
)
_SPACE = r"[ \u00a0\u2009\u200a\u202f]"
_WORD = r"[^\W\d_]{2,24}"
_UNIT = re.compile(
    rf"(?P<points>{_SPACE}?-?(?:%|percentage|percent|absolute|[A-Z][\w@-]{{1,12}})? ?-?points?\b"
    rf"|{_SPACE}?(?:pp|pts?)\b)"
    rf"|(?P<percent>{_SPACE}?%|[ -]?per ?cent\b)"
    r"|(?P<orders> orders? of magnitude)"
    rf"|(?P<factor>{_SPACE}?[x×](?!\w)(?!\s?\d)|[ -]?fold\b(?![ -]cross)|[ -]times\b)"
    rf"|(?:{_SPACE}|-)?(?P<measured>{_MEASURED})\b(?!-)"
    rf"|-(?P<hyphenated>{_WORD})"
    rf"|[ \u00a0](?P<following>{_WORD}(?:[-’']{_WORD})*(?: {_WORD}(?:-{_WORD})*){{0,2}})"
)
_NAMED_UNITS = {"points": "points", "percent": "%", "orders": "magnitude", "factor": "x"}
_UNCOUNTABLE = words_of("numerals", "uncountable")
_STOP = words_of("numerals", "ends")
_FACTOR_OF = re.compile(r"\bfactors? of (?:about |over |up to )?$")
_OPERATED = re.compile(r"[−·*=][^\W\d]|,\s?(?:\.\s?\.|…|⋯)")
"""Behind a number in a formula: "1−β", "1, ..., n"."""
_CONDITION = re.compile(r"(?<![A-Za-z])(?![pP]\b)[^\W\d](?:_\S{1,4})?\s?[<>≤≥≠]\s?$")
"""A variable of one letter against a bound: "for all n > 0"; "p < 0.05" measures."""
_CELL_OPENING = re.compile(r"^\s*(?:[<>≤≥~≈∼=]\s?|[*†‡§⋆∗•])+")
_CELL_CLOSING = re.compile(
    r"(?:\s?(?:[*†‡§¶⋆∗★▲△↑↓•]|\^\(?[^\W\d_]{1,2}(?![^\W_])\)?|\^\(?[*†‡§⋆∗,]+\)?)"  # "48.7⋆", "93.3^a"
    r"|\s?(?:±|\+/-)\s?[\d.,]+\s?%?|_?\s?\([^()]{0,40}\)|\s?\[[^\[\]]{0,40}\]"  # "± 0.1", "(0.2)", "[45.1, 47.0]"
    r"|\^\(?±?\d+\.\d+\)?|_±?[\d.]+)*\s*"  # a margin set high or low; "2^10" is no value with a mark
)
MAX_CELL = 120
"""A longer cell is prose."""
_VERSIONED = words_of("numerals", "versioned")
"""After these even a decimal is a version: "GPT 3.5"."""
_MEASURES = words_of("numerals", "measures")
"""Capitalised words after which a whole number may be a measurement."""
_BEFORE_YEAR = words_of("numerals", "before a year")


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that measure or count, in order, each with its unit. Any text is accepted."""
    matches: list[re.Match[str]] = []
    bare = text
    if _DIGIT.search(text):
        if "[" in text or "(" in text or "http" in text:
            bare = _CITED.sub(lambda match: " " * len(match[0]), text)
        matches = _unlabelled(bare)
    folded = text.lower()
    if any(hint in folded for hint in _HINTS):
        spelled = (match for match in _SPELLED_OUT.finditer(bare) if not _has_label(bare, match.start()))
        matches += [match for match in spelled if not _is_adjective(bare, match.start())]
        matches.sort(key=lambda match: match.start())
    read = (_number(bare, match) for match in matches)
    return tuple(number for number in read if number is not None)


@lru_cache(maxsize=10_000)
def cell_number(text: str) -> Number | None:
    """The one value in a table's cell, with its unit; None where it has none, or more than one.

    A bound before it, and footnote marks, a margin of error and brackets behind it, are not part of the value:
    "48.7⋆", "0.43 (0.2)", "90.4 ± 0.1", "<1.7". A year or a version is a value here: the header shows what it is.
    """
    bare = _CELL_OPENING.sub(lambda match: " " * len(match[0]), text[:MAX_CELL])
    match = _PRINTED.match(bare, len(bare) - len(bare.lstrip()))
    if match is None or len(match["digits"]) > MAX_DIGITS:
        return None
    value, step, decimals = _printed_value(match)
    unit, length = _unit(bare, match)
    end = match.end() + length
    if text[match.end() : match.end() + 1] == "-":  # "3-channel"
        return None
    if not _CELL_CLOSING.fullmatch(bare, end) or not math.isfinite(value) or not math.isfinite(step):
        return None
    return _as_number(text, match.start(), end, value, step, decimals, unit)


def same_value(one: Number, other: Number) -> bool:
    """Whether two numbers print the same value: equal, a percentage and its share, or one a rounding of the other."""
    for unit_one, unit_other in ((1.0, 1.0), (0.01, 1.0), (1.0, 0.01)):
        if (
            (unit_one != 1.0 and one.unit != "%")
            or (unit_other != 1.0 and other.unit != "%")
            or (unit_one != unit_other and one.unit == other.unit)
        ):
            continue
        left, right = one.value * unit_one, other.value * unit_other
        rounds = one.decimals != other.decimals and abs(left) >= MIN_ROUNDED
        slack = max(one.tolerance * unit_one, other.tolerance * unit_other) if rounds else 0.0
        if abs(left - right) <= max(slack, 1e-9 * abs(left)):
            return True
    return False


def is_measured_unit(unit: str) -> bool:
    """Whether a unit is one of measure ("ms", "GB"), not what is counted ("questions")."""
    return re.fullmatch(_MEASURED, unit) is not None


def _unlabelled(text: str) -> list[re.Match[str]]:
    """The printed numbers that are not the name of a table, a section or the like, or of the next ones in a list."""
    found = []
    labelled_to = -1
    for match in _PRINTED.finditer(text):
        continued = labelled_to >= 0 and _CONTINUED.fullmatch(text, labelled_to, match.start())
        measures = text[match.end() : match.end() + 2].strip()[:1] in tuple("%±×")  # "the model 78 ± 4% of the time"
        if (continued or _has_label(text, match.start())) and not measures:
            labelled_to = match.end()
        else:
            labelled_to = -1
            found.append(match)
    return found


def _is_adjective(text: str, start: int) -> bool:
    return bool(_ADJECTIVE.match(text, start)) and not _MAKES_A_VERB.search(text[max(0, start - 12) : start])


def _has_label(text: str, start: int) -> bool:
    word = _word_before(text, start).lower().strip("(.")
    return word in _LABELS or word.removesuffix("s") in _LABELS or text[start - 1 : start] in {"§", "#"}


def _word_before(text: str, start: int) -> str:
    """The characters before an offset, back to a space; "" at the beginning or where no word precedes the space."""
    words = text[max(0, start - 42) : start].rsplit(None, 1)
    return words[-1].lstrip("([“\"'") if words else ""


def _number(text: str, match: re.Match[str]) -> Number | None:
    """The number of one match with its unit, or None where it is not a measurement."""
    printed = match.re is _PRINTED
    if printed and len(match["digits"]) > MAX_DIGITS:
        return None
    value, step, decimals = _printed_value(match) if printed else _spelled_value(match)
    if not math.isfinite(value) or not math.isfinite(step):
        return None
    unit, length = _unit(text, match)
    if printed and (_is_formula(text, match, length) or _is_name_or_year(text, match, unit, value)):
        return None
    if unit == "magnitude":  # "two orders of magnitude" are a factor of 100
        value, step, unit = 10.0 ** max(-300.0, min(value, 300.0)), 0.0, "x"
    if not printed and not (match[0][1:].islower() or match[0].isupper()):
        return None  # "ZeRO"
    return _as_number(text, match.start(), match.end() + length, value, step, decimals, unit)


def _as_number(text: str, start: int, end: int, value: float, step: float, decimals: int, unit: str) -> Number:
    tolerance = step / 2
    return Number(
        text=text[start:end], value=value, decimals=decimals, tolerance=tolerance, unit=unit, start=start, end=end
    )


def _spelled_value(match: re.Match[str]) -> tuple[float, float, int]:
    """(value, 0, 0) of "twenty-one million", "half", "an order of magnitude"."""
    if match["ratio"]:
        return _RATIOS[match["ratio"].lower()], 0.0, 0
    tens, _, ones = match["spelled"].lower().partition("-")
    exponent = _EXPONENTS[match["word"].lower()] if match["word"] else 0
    return (SPELLED[tens] + (SPELLED.get(ones, 1) if ones else 0)) * 10.0**exponent, 0.0, 0


def _printed_value(match: re.Match[str]) -> tuple[float, float, int]:
    """(value, step of the last printed place, decimals) of digits with sign, power and suffix; may be infinite."""
    digits = re.sub(r"[,\s]", "", match["digits"])
    decimals = len(digits.partition(".")[2])
    suffix = (match["scale"] or match["word"] or "").lower()
    exponent = _EXPONENTS[suffix] if suffix else 0
    if match["power"]:
        exponent += _power(match["power"])
        if digits == "10" and match["power"][0] in "^−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹":  # "10^-3": ten is the base
            digits = "1"
    sign = "-" if match["sign"] in ("-", "−") else ""
    return float(f"{sign}{digits}e{exponent}") + 0.0, float(f"1e{exponent - decimals}"), decimals


def _power(printed: str) -> int:
    """The exponent of "e-3", " × 10^-3", "^{5}" or "−3", within what `float` can read."""
    raised = re.sub(r"^\s?[×·*]\s?10", "", printed).translate(FROM_SUPERSCRIPTS)
    sign, digits = re.findall(r"([+−-]?)\s?(\d+)\}?$", raised)[0]
    return min(int(digits[:5]), 9999) * (-1 if sign in ("-", "−") else 1)


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    """(unit, how many characters behind the number it takes)."""
    printed = match.re is _PRINTED
    if not printed and match["ratio"]:
        return "x", 0
    before = text[max(0, match.start() - 24) : match.start()]
    nothing = "x" if "actor" in before and _FACTOR_OF.search(before) else ""
    if printed and match["currency"]:
        nothing = match["currency"]
    found = _UNIT.match(text, match.end())
    kind = found.lastgroup if found else None
    if found is None or kind is None:
        return nothing, 0
    if kind in _NAMED_UNITS:
        return _NAMED_UNITS[kind], len(found[0])
    if kind == "measured":
        return found[kind], len(found[0])
    if kind == "hyphenated":
        return found[kind].lower(), len(found[0])
    if nothing:
        return nothing, 0
    for word in re.finditer(r"[\w’'-]+", found[0]):
        if word[0].lower() in _STOP:
            break
        if word[0][-1] == "s" and word[0][-2] not in "sui" and word[0] not in _UNCOUNTABLE:
            return word[0].lower(), word.end()
    return "", 0


def _is_formula(text: str, match: re.Match[str], unit_length: int) -> bool:
    """Whether a match belongs to a formula, list mark or longer name: "4πR", "n > 0", "(1)", "3.1.2", "2WikiMQA"."""
    start, end = match.span()
    follows = text[end : end + 2]
    if not unit_length and (follows[:1].isalpha() or follows[:1] in set("_^⊥⁰¹²³⁴⁵⁶⁷⁸⁹⁻")):
        return True
    if _OPERATED.match(text, end):
        return True
    if text[start - 1 : start] in {"-", "‐", "‑"} and _word_before(text, start)[:1].isalpha():  # "Llama-2-70B"
        return True
    if follows[:1] == "." and (follows[1:].isdigit() or not text[:start].strip()):  # "3.1.2", or "1. We ..."
        return True
    if follows[:1] == ")" and len(match[0]) < 3 and match[0].isdigit() and _opens_item(text, start):
        return True
    before = text[max(0, start - 12) : start]
    return any(char in before for char in "<>≤≥≠") and _CONDITION.search(before) is not None


def _opens_item(text: str, start: int) -> bool:
    """Whether a list mark can be here: at the beginning, behind a space, or behind "(" in such a position."""
    before = text[max(0, start - 2) : start]
    return not before or before[-1].isspace() or (before[-1] == "(" and (len(before) < 2 or before[0].isspace()))


def _is_name_or_year(text: str, match: re.Match[str], unit: str, value: float) -> bool:
    """Whether a match is a version, a model's size or a year: "Llama 2 70B", "WMT 2014", "in 2018 models"."""
    word = _word_before(text, match.start()) if text[match.start() - 1 : match.start()].isspace() else ""
    at = match.start() - len(word) - 1
    opens = not word or not text[:at].strip() or text[max(0, at - 2) : at].strip()[-1:] in {".", "!", "?", ":"}
    capital = word[:1].isupper() and word[-1:].isalnum() and not opens
    if len(match["digits"]) == 4 and 1900 <= value <= 2099 and not match["scale"]:
        return not unit or word.lower() in _BEFORE_YEAR or capital
    if match["scale"] and (capital or (word[:1].isdigit() and word[-1:].isalnum())):
        return True
    if word.lower().removesuffix("s") in _VERSIONED:
        return True
    return capital and not unit and not match["power"] and "." not in match["digits"] and word not in _MEASURES
