"""The words by which records are found; script.js takes those of a search apart in the same way."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
MAYBE_MARK = re.compile("[\u0300-\U0010ffff]")


def words_of(*texts: str) -> list[str]:
    """The distinct words of some texts, sorted: letters and digits, without case and accents."""
    text = " ".join(texts)
    if not text.isascii():
        text = MAYBE_MARK.sub(_without_mark, unicodedata.normalize("NFKD", text).lower())
    return sorted(set(WORD.findall(text.lower())))


def _without_mark(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found[0]).startswith("M") else found[0]
