"""Words that every form of the report uses: of stances, dates and places."""

from datetime import date

from synth.language.lexicon import word_list
from synth.models.evidence import Passage, Stance

STANCES: dict[Stance, str] = {
    "supports": "For it",
    "contradicts": "Against it",
    "silent": "Nearest passage, which does not settle it",
}
SAMPLE_NOTICE = (
    "Every paper in this report is a digest of a real paper: a summary in other words, written for the sample library "
    "of synth. Quotations are from the digests and not from the papers."
)


def long_date(day: date) -> str:
    """A date in words, "21 November 2026"."""
    months = word_list("text", "months")
    return f"{day.day} {months[day.month - 1]} {day.year}"


def passage_locator(passage: Passage) -> str:
    """Where a passage stands: its section and, where it has pages, its page."""
    return f"{passage.section}, p. {passage.page}" if passage.page else passage.section


def struck_reason(reason: str) -> str:
    """What stands below a claim that was struck through."""
    return f"Struck through: {reason.rstrip('.')}."
