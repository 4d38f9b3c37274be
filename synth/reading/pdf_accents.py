"""Set accents on their letters where a page prints each as a glyph of its own behind the letter: "Universite´ de".

TeX's fonts print them before their letters ("Universit´e"), those of some publishers behind ("Bethle´em", "alle´e");
between two vowels nothing but the rest of the page tells which.
"""

import re
import unicodedata
from collections.abc import Sequence

from synth.reading.pdf_lines import RUN_GAP, GlyphLine, GlyphRun
from synth.reading.pdf_text import is_fragment

_MARKS = {"´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "¸": "\u0327", "`": "\u0300"}
_BEHIND = re.compile(r"[aeiouAEIOUı][´¨ˆ](?=[bdfghjklmpqrtvwx]|[\s,.;]|$)")
_BEFORE = re.compile(r"(?:[bdfghjklmpqrtvwx]|(?<!\S))[´¨ˆ][aeiouAEIOUı]")
_PAIR = re.compile(r"([^\W\d_])([´¨ˆ˜ˇ¸`])( (?=[a-z]))?(?=([a-z]*)([´¨ˆ˜ˇ¸`]?))")


def set_accents(lines: Sequence[GlyphLine]) -> None:
    """Compose letters with the accents behind them, on a page where accents are printed so."""
    for line in lines:
        _close_gaps(line["spans"])
    texts = ["".join(run["text"] for run in line["spans"]) for line in lines]
    marked = [text for text in texts if not text.isascii()]
    behind = sum(len(_BEHIND.findall(text)) for text in marked)
    if behind <= sum(len(_BEFORE.findall(text)) for text in marked):
        return
    for line in lines:
        for run in line["spans"]:
            if not run["text"].isascii() or "`" in run["text"]:
                run["text"] = _PAIR.sub(_composed, run["text"])


def _close_gaps(runs: Sequence[GlyphRun]) -> None:
    """Take out the space that MuPDF sees behind an accent over a letter, where the word goes on: "PRE", "´", " ",
    "VOST".
    """
    for letters, accent, space, after in zip(runs, runs[1:], runs[2:], runs[3:], strict=False):
        is_over = accent["text"] in _MARKS and accent["bbox"][2] <= letters["bbox"][2]
        if is_over and space["text"] == " " and after["bbox"][0] - letters["bbox"][2] < RUN_GAP * after["size"]:
            space["text"] = ""


def _composed(match: re.Match[str]) -> str:
    letter = "i" if match[1] == "ı" else match[1]
    composed = unicodedata.normalize("NFC", letter + _MARKS[match[2]])
    if len(composed) > 1:
        return match[0]
    within = match[3] and (match[5] or is_fragment(match[4]))  # "Fre´ de´ ric", but "Poincare´ map"
    return composed if within else composed + (match[3] or "")
