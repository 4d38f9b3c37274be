"""The words by which records are found; script.js takes those of a search apart in the same way."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> list[str]:
    """The distinct words of some texts, sorted: letters and digits, without case and accents."""
    text = " ".join(texts)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).lower()
        text = "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))
    return sorted(set(WORD.findall(text.lower())))
