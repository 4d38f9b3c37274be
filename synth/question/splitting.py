"""A text is split into the question, the phrase before it, and a second question if there is one."""

import re
import unicodedata
from typing import NamedTuple

from synth.question import frames

_END = re.compile(r"(?<=[?!？])\s*|(?<=[a-z\d)”\"]{2}\.)\s+(?=[A-Z])|(?<=[:;])\s+|\s[–—-]{1,2}\s|--")
_VERSUS = re.compile(r"\b(vs?)\.(?= )", re.I)
"""The point of an abbreviation, which ends no sentence."""
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")


class SplitQuestion(NamedTuple):
    """The question that is answered, the phrase before it ("Nasal fractures: ..."), and a second question."""

    first: str
    about: str = ""
    other: str = ""


def split_question(text: str) -> SplitQuestion:
    """The first question of a text, without preamble and brackets, and the second one where there is one."""
    plain = _VERSUS.sub(r"\1", " ".join(_BRACKETS.sub(" ", text).split()) or text)
    parts = [part.strip() for part in _END.split(plain) if part and any(map(str.isalnum, part))] or [plain]
    asked = [n for n, part in enumerate(parts) if _is_question(part) or (n and frames.PRELUDE.match(bare(part)))]
    leading = frames.LEADING_SETTING.match(parts[0])
    if leading and 0 not in asked:
        asked.insert(0, 0)
    if len(parts) == 2 and 0 not in asked and parts[0].endswith(":") and frames.TWO.fullmatch(bare(parts[1])):
        return SplitQuestion(parts[1], parts[0].strip(" :"))  # "Decline of X: A or B?"
    if not asked:
        return SplitQuestion(plain if len(parts) > 1 and not plain.count(". ") else parts[0])
    first = parts[asked[0]]
    about = (
        parts[asked[0] - 1].strip(" :;.")
        if asked[0] and plain.find(first) and parts[asked[0] - 1].endswith((":", "?", ".", ";"))
        else ""
    )
    if re.match(r"(?:which|what|who)\b[^:]*:$", first, re.I) and asked[0] + 1 < len(parts):
        first = f"{first} {parts[asked[0] + 1]}"  # "What works better for insomnia: CBT or medication?"
    other = bare(parts[asked[1]]) if len(asked) > 1 else ""
    if plain.find(f"{about}. ") >= 0 and not re.search(r"\b(?:it|they|this|these|them)\b", first, re.I):
        about = ""  # a sentence of its own: "My mother has had knee pain for years."
    second = frames.SECOND.search(first, 8)
    if second and not re.match(r"(?:which|what|who)\b[^,]*$", first[: second.start()].split(" ")[0] + " x", re.I):
        first, other = first[: second.start()], bare(first[second.end() :]) or other
    return SplitQuestion(first, about, other)


def _is_question(part: str) -> bool:
    """Whether a sentence begins as a question does, possibly after "please tell me whether"."""
    plain = bare(part)
    return bool(frames.ASKED.match(plain) or frames.ASKED.match(frames.PRELUDE.sub("", plain, count=1)))


def bare(text: str) -> str:
    """The text without quotes, brackets, emoji and final punctuation: "RAG (augmented)? 🚀"."""
    visible = "".join(
        " " if unicodedata.category(char) in {"So", "Ps", "Pe", "Pi", "Pf"} and char != "’" else char for char in text
    )
    is_quoted = re.search(r"(?<!\w)'\w", visible)
    closing = r"'(?!\w)" if is_quoted else r"(?<!s)'(?!\w)"  # else an apostrophe may stand there: "pupils' scores"
    quotes = rf"(?<!\w)'|{closing}"
    return " ".join(re.sub(rf"[?!;:？！；：。\"<>|\\]|\.(?=\s|$)|{quotes}", " ", visible).split())
