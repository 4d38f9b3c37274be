"""Write ordinals, numerals and dingbats that LaTeX calculates: "3rd", "twenty-one", "✓"."""

import re

from synth.language.lexicon import word_list
from synth.reading.latex_commands import names
from synth.reading.latex_counters import roman

_ONES = word_list("text", "numerals")
_TENS = word_list("text", "tens")
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
              "twelve": "twelfth"}  # fmt: skip
_DINGBATS = {
    **dict.fromkeys((51, 52), "✓"),
    **dict.fromkeys((53, 54, 55, 56), "✗"),
    **dict.fromkeys((72, 73), "★"),
    108: "●", 110: "■", 115: "▲", 116: "▼", 117: "◆",
    **{172 + number: chr(0x2460 + number) for number in range(10)},
    **{182 + number: chr(0x2776 + number) for number in range(10)},
    **{192 + number: chr(0x2460 + number) for number in range(10)},
    **{202 + number: chr(0x2776 + number) for number in range(10)},
}  # fmt: skip

CALCULATED = names("calculated")
"""The commands that calculate what they print from one argument."""


def calculated(command: str, text: str) -> str | None:
    """What a command prints for its argument; None where that cannot be told."""
    text = text.strip()
    if command in {"textcircled", "circled"}:
        return _circled(text)
    if command == "ionstage" and re.fullmatch(r"[ivxIVX]+", text):
        return text.upper()
    if not text.isdecimal() or len(text) > 9:
        return None
    number = int(text)
    if command == "ionstage":  # AASTeX's \\ion{C}{4}
        return roman(number) if 0 < number < 40 else None
    if command == "nth":
        return f"{text}{_ending(number)}"
    if command == "ding":
        return _DINGBATS.get(number)
    if command == "romannumeral":
        return roman(number).lower() if 0 < number < 100 else None
    words = _words(number)
    if words is None:
        return None
    if "rdinal" in command:
        head, dash, last = words.rpartition("-")
        words = f"{head}{dash}{_IRREGULAR.get(last) or (f'{last[:-1]}ieth' if last.endswith('y') else f'{last}th')}"
    return words[0].upper() + words[1:] if command[0].isupper() else words


def _ending(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _words(number: int) -> str | None:
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    return None


def _circled(text: str) -> str | None:
    if text.isdecimal() and 1 <= int(text) <= 20:
        return chr(0x245F + int(text))
    if len(text) == 1 and text.isascii() and text.isalpha():
        return chr((0x24B6 if text.isupper() else 0x24D0) + ord(text.lower()) - ord("a"))
    return f"({text})" if len(text) == 1 else None
