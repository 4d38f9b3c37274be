"""The words by which records are found."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> list[str]:
    """The distinct words of some texts, sorted: letters and digits, without case and accents."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts)).lower()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return sorted(set(WORD.findall(plain)))
