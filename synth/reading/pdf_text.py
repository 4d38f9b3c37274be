"""Normalise the characters of a PDF, and decide which hyphens at the end of a line belong to the word."""

import re
import unicodedata
from collections import Counter

from synth.language.text import STOP_WORDS, background, stem

_REPLACED = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "ft",
    "\ufb06": "st",
    "\u2010": "-",
    "\u2011": "-",
    "\u00ad": "-",  # a soft hyphen is printed only where a line ends
    "\u2212": "−",
    "\u2217": "*",
    "\uf020": " ",  # spaces of fonts of signs
    "\uf0a0": " ",
}
_CHARACTERS = str.maketrans(_REPLACED)
_ACCENTS = {
    "\u00b4": "\u0301",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u02d8": "\u0306",
    "\u02da": "\u030a",
    "\u00b8": "\u0327",
    "\u02d9": "\u0307",
    "\u02dd": "\u030b",
}
_BEARERS = {
    "\u00b4": "aeiouycnsz",  # on "l" and "r" only behind what bears none: "v´rba", but "Pe´ron"
    "\u02c7": "cdenrstzlCDENRSTZ",
    "\u02dc": "aon",
    "\u00b8": "cst",
    "\u02d9": "zcegi",
}
"""The letters that an accent stands on where those are not the vowels alone."""
_PLAIN_START = re.compile(r"[a-z]+")
_SPACED_ACCENT = re.compile(
    r"([\u00b4\u00a8\u02c6\u02dc\u02c7\u02d8\u02da\u00b8\u02d9\u02dd]) ?([A-Za-z\u0131α-ωϕϵϑΑ-Ω])"
)
_DOTLESS = re.compile("\u0131 ?([\u00b4\u00a8\u02c6])(?! ?[\u0131])")
"""An i that bears the accent behind it: "Dion\u0131\u00b4sio"."""
_GRAVE = re.compile("(?<=[b-df-hj-np-tv-z])`([aeiou])|([aeiou])`(?=[b-df-hj-np-tv-z])")
"""A grave accent beside its vowel within a word: "Man`es", "Matie`re"."""
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TEX_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
_TEX_LIGATURE = re.compile("(?<=[A-Za-z])[\u000b-\u000f]|[\u000b-\u000f](?=[a-z])")
"""Codes of TeX's bitmap fonts, which are given for characters."""
_IDLE_SOFT_HYPHEN = re.compile("(?:(?<!\\S)|(?<=-))\u00ad")
"""Where no word is broken: publishers set one before a compound that is to stay whole, "a \u00adplant-level"."""
_SET_APART = re.compile("(?<=\\b[A-Za-z]) -(?=[a-z]{3})")
"""The hyphen behind a letter that is set as a formula: "d -wave"."""
_LIGATURE_AS_ARROW = re.compile("(?<=[A-Za-z])↵(?=[a-z])")
_CUT_OFF, _HANGUL = re.compile("[\ud400-\ud7ff]"), re.compile("[\uac00-\ud3ff]")
"""Letters of formulas whose codes a program has cut to sixteen bits, which makes syllables of Korean of them."""
_G_OF_FORMULAS = re.compile("(?<=[A-Za-z])д|д(?=[A-Za-z])")
"""A "g" in a font of formulas that has a Cyrillic letter's name."""
_DEGREE = re.compile("(?<=\\d)( ?)[\ufffd◦∘](?= ?[CFK]\\b)")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]")
_HYPHENATED = re.compile(r"[a-zß-ɏ]+(?:-[a-zß-ɏ]+)+")
_PLAIN = re.compile(r"[a-zß-ɏ]{3,}")  # of Latin letters alone: a third of the time that "[^\W\d_]" takes

REPLACEMENT = "\ufffd"
"""Stands for a glyph whose character the PDF does not tell."""


def clean(text: str) -> str:
    """One line of a PDF in Unicode form NFC, ligatures spelled out, white space single, unknown glyphs as U+FFFD.

    Old TeX fonts print an accent as a glyph of its own before its letter, "na¨ıve", "Poincar´e", "↦" as "↦→", and "ff"
    as an arrow: "di↵erent". A glyph without a character is the degree sign where only that can stand: "31.5 \ufffdC".
    """
    if not text.isprintable():  # as nearly all text is: no need to look at each character
        text = _INVISIBLE.sub("", _TEX_LIGATURE.sub(lambda code: _TEX_LIGATURES[ord(code[0]) - 11], text))
    text = " ".join(text.split())
    if "`" in text:
        text = _GRAVE.sub(lambda found: unicodedata.normalize("NFC", f"{found[1] or found[2]}\u0300"), text)
    if " -" in text:
        text = _SET_APART.sub("-", text)
    if text.isascii():
        return text
    if _CUT_OFF.search(text) and not _HANGUL.search(text):
        text = _CUT_OFF.sub(lambda letter: chr(ord(letter[0]) + 0x10000), text)
    text = _G_OF_FORMULAS.sub("g", _IDLE_SOFT_HYPHEN.sub("", text))
    text = _DOTLESS.sub(lambda found: unicodedata.normalize("NFC", f"i{_ACCENTS[found[1]]}"), text)
    text = _SPACED_ACCENT.sub(_composed, text.translate(_CHARACTERS))
    text = _PRIVATE.sub(REPLACEMENT, text).replace("↦→", "↦").replace("↪→", "↪")
    text = _DEGREE.sub(r"\1°", _LIGATURE_AS_ARROW.sub("ff", text))
    return unicodedata.normalize("NFC", text)


def _composed(match: re.Match[str]) -> str:
    letter = {"\u0131": "i"}.get(match[2], match[2])
    before = match.string[match.start() - 1 : match.start()].lower()
    if match[1] == "\u00b4" and before == "n" and match.string[match.end() - 1 :].startswith("sk"):
        return f"\u0301{match[0][1:]}"  # Polish "-ński": "Lutyn´ska"
    if match[1] == "˚" and before and (before.isdigit() or before == "˚"):
        return match[0]  # a mark behind a name: "Walker1˚˚ Alice"
    bearers, apart = _BEARERS.get(match[1], "aeiouy"), match[0][1:2] == " "
    if before and before in bearers and (letter.lower() not in bearers or apart):  # behind its letter: "Jose´ N."
        return f"{_ACCENTS[match[1]]}{'' if apart and _is_within_a_word(match) else match[0][1:-1]}{match[2]}"
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])


def _is_within_a_word(match: re.Match[str]) -> bool:
    """Whether the space behind an accent parts a word, "Fre´ de´ ric", and not two, "Poincare´ map"."""
    word = _PLAIN_START.match(match.string, match.end() - 1)
    if word is None:
        return False
    return is_fragment(word[0]) or match.string[word.end() : word.end() + 1] in _ACCENTS


def is_fragment(word: str) -> bool:
    """Whether some letters in lower case are hardly a word by themselves: "ric" behind "Frédé"."""
    return background()[1].get(stem(word), 0) < COMMON and word not in STOP_WORDS


COMMON = 200
"""In how many abstracts of the background a word stands that is one by itself."""
SLIPS = 200  # times as often as a slip of the pen stand the words that it joins


class Hyphens:
    """Whether a word broken at a hyphen keeps it, by the other words of the same paper, then those of science.

    "compa-|rable" is "comparable"; "cross-|encoder" is "cross-encoder" where the paper prints that within a line, and
    "long-|range" is never "longrange", a word that nobody uses.
    """

    def __init__(self, lines: list[str]) -> None:
        text = "\n".join(lines).lower()
        # A line's last word may be broken itself, and would vouch for its own first half.
        self._whole = Counter(_PLAIN.findall(text))
        compounds = " ".join(word for word in text.split() if "-" in word)
        self._hyphenated = Counter(_HYPHENATED.findall(compounds))
        self._documents, self._background = background()

    def keeps(self, left: str, right: str) -> bool:
        """Whether `left` + "-" + `right` is the word, and not `left` + `right`; both halves as printed."""
        head, tail = left.lower(), right.lower()
        joined, hyphenated = self._whole[head + tail], self._hyphenated[f"{head}-{tail}"]
        if joined or hyphenated:
            return hyphenated > joined
        if len(left) == 1:
            return True  # no word is broken behind its first letter: "d-wave"
        if "-" in left or (right[:1].isupper() and not left.isupper()):
            last = head.rpartition("-")[2]
            return not self._known(last + tail) or self._is_slip(last, tail)  # "state-of-|the-art"
        if self._known(head + tail) and not self._is_slip(head, tail):
            return self._background.get(stem(f"{head}-{tail}"), 0) > self._background.get(stem(head + tail), 0)
        return self._known(f"{head}-{tail}") or (self._known(tail) and self._known(head) and len(head) > 2)

    def joins(self, left: str, right: str) -> bool:
        """Whether two halves are one word and no two: "colo - nies", but "size - one"."""
        head, tail = left.lower(), right.lower()
        apart = self._known(head) and self._known(tail)
        return self._whole[head + tail] > 0 or (self._known(head + tail) and not apart)

    def _is_slip(self, head: str, tail: str) -> bool:
        """Whether two words written as one are far rarer than either: "stateof" stands in 15 abstracts, as a slip."""
        seldom = min(self._frequency(head), self._frequency(tail))
        return head + tail not in STOP_WORDS and self._frequency(head + tail) * SLIPS < seldom

    def _frequency(self, word: str) -> int:
        """In how many abstracts a word stands; stop words stand in all of them."""
        return self._background.get(stem(word), 0) if word not in STOP_WORDS else self._documents

    def _known(self, word: str) -> bool:
        return word in STOP_WORDS or stem(word) in self._background


LONGEST_WORD = 60
_BROKEN = re.compile(r"([^\W\d_][^\W_]*(?:-[^\W_]+)*)-$")
_BROKEN_WIDE = re.compile(r"([^\W\d_]+) -$")
"""A broken word whose hyphen some journals set apart: "colo -", then "nies"."""
_NUMBERED = re.compile(r"\d-$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[./?=&_-]$")
"""A broken address: "https://data.", "https://doi.org/"."""
_CONTINUES = re.compile(r"[^\W\d_]+")


def joint(left: str, right: str, hyphens: Hyphens) -> tuple[str, str]:
    """(left, glue) such that left + glue + `right` reads on: "compa-" and "rable" give ("compa", "")."""
    word = max(left.rfind(" ") + 1, len(left) - LONGEST_WORD)
    if left.endswith(("/", ".", "-", "_", "=", "?", "&")) and _ADDRESS.search(left, word):
        return left, " " if left[-1] == "." and right[:1].isupper() else ""
    broken = _BROKEN.search(left, word) if left.endswith("-") else None
    if not broken:
        wide = _BROKEN_WIDE.search(left, max(0, len(left) - LONGEST_WORD)) if left.endswith(" -") else None
        follows = _CONTINUES.match(right)
        if wide and follows and hyphens.joins(wide[1], follows[0]):
            return left[:-2], ""
        return left, "" if left.endswith(("-", "–", "—", "/")) and not left.endswith((" -", " –", " —")) else " "
    follows = _CONTINUES.match(right)
    if follows and _NUMBERED.search(left):
        return left, " " if follows[0].lower() in {"and", "or", "to"} else ""  # "α2-|integrin", "GPT-4-|based"
    if not follows:
        return left, "" if right[:1].isdigit() else " "  # "GPT-|3.5" but "pre- (and post-)"
    if follows[0].lower() in {"and", "or", "to"}:
        return left, "" if right[follows.end() :].startswith("-") else " "  # "end-|to-end", "pre-|and post-training"
    if hyphens.keeps(broken[1], follows[0]):
        return left, ""
    return left[:-1], ""
