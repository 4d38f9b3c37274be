"""The kind of a question, by its first words and what was read in it."""

import re

from synth.models import QuestionKind
from synth.question import frames
from synth.question.frame import Frame
from synth.question.main_clause import AUXILIARIES


def mood_of(body: str, is_yes_no: bool) -> str:
    """The form of a question: how_much, which, how, open, whether, or bare where the text is not a question.

    `is_yes_no`: the text was introduced as a yes-no question ("is there evidence that").
    """
    low = body.lower()
    if frames.HOW_MUCH.match(body) or any(pattern.fullmatch(body) for pattern in frames.MEASURES):
        return "how_much"
    if re.match(
        r"(?:which|who)\b|what (?!is the (?:effect|impact|role|relation)|are the (?:effects|impacts|difference))", low
    ) and not re.match(r"\w+ (?:role|effect|impact|influence|part)s?\b", low):
        return (
            "which"
            if re.match(
                r"(?:which|who)\b|what (?:is|are) (?:the |an? )?(?:best|worst|most|optimal|\w+est)\b|what (?!is|"
                r"are|do|does|did|can)\w+",
                low,
            )
            else "open"
        )
    if re.match(r"(?:how|why|when|where)\b", low):
        return "how"
    first = low.split()[0].replace("’", "'").removesuffix("n't")
    return "whether" if first in AUXILIARIES or is_yes_no else "bare"


def kind_of(frame: Frame, mood: str) -> QuestionKind:
    """The kind of a question, as records name it, from its form and what was read in it."""
    if frame.compares or (len(frame.subjects) > 1 and mood in {"whether", "bare"}):
        return "comparison"
    if mood == "how_much":
        return "how_much"
    if mood == "which":
        return "which"
    acts = frame.asks != "whether" and (frame.sign != 0 or bool(frame.outcomes))
    if mood == "how":
        return "effect" if acts and frame.sign == 0 and frame.subjects and frame.outcomes else "how"
    if mood == "whether":
        return "effect" if acts else "whether"
    return "effect" if acts and frame.outcomes else "open"


def without_interrogative(body: str, mood: str) -> str:
    """The clause behind "how", "why" and the like."""
    return re.sub(
        r"^(?:by how much|how (?:much|many|far|often|strongly|well)|to what (?:extent|degree)|how|why|when|"
        r"where|what)\s",
        "", body, flags=re.I,
    ) if mood in {"how", "how_much", "open"} else body  # fmt: skip
