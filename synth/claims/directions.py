"""The direction of a sentence between a subject and its comparator."""

from synth.language.direction_models import direction
from synth.language.masking import SidePhrases
from synth.models.direction import Direction


def read_direction(
    sentence: str, subject: str, comparator: str | None = None, outcome: str | None = None, context: str = ""
) -> Direction:
    """Whether a sentence states that the subject is better than the comparator, and that the outcome is higher with it.

    `context` is the text before the sentence; it is read where the sentence itself names neither side.
    """
    return direction(sentence, SidePhrases(subject, comparator or "", outcome or ""), context)
