"""Whether the pages of a PDF hold text that can be read, in the language that is asked for; else the true reason."""

import re
from collections.abc import Sequence

from synth.reading.language import language_of
from synth.reading.pdf_lines import Row
from synth.reading.pdf_pages import Page, refusal
from synth.reading.pdf_text import REPLACEMENT
from synth.settings import ReadingSettings

MAX_UNKNOWN = 0.3  # of the characters: above it the fonts do not tell what their glyphs mean
MAX_EMPTY = 0.6  # of the pages, all of them images: a few printed pages before a scan are not the paper
WHOLE_PAPER = 2000  # words: a paper of so many has only figures behind it, however many

_UNREADABLE = "no readable text: its fonts do not tell which characters their glyphs are"
_WORD_OR_NUMBER = re.compile(r"[^\w\s]*(?:[^\W\d_]+(?:[-'’.][^\W\d_]+)*|[\d.,:–-]+)[^\w\s]*")
_LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
    "ja": "Japanese",
    "ar": "Arabic",
    "la": "Latin",
    "und": "a language that was not recognised",
}


def check_text(pages: Sequence[Page], kept: Sequence[Sequence[Row]], paper_id: str, settings: ReadingSettings) -> None:
    """Refuse a paper whose rows, furniture left out, are no text: `kept` has those of each page.

    Raises:
        ReadingError: images instead of text, too few words, or glyphs whose characters the PDF does not tell.
    """
    rows = [row for page_rows in kept for row in page_rows]
    words = sum(row.text.count(" ") + 1 for row in rows)
    images = sum(page.is_drawn or not page_rows for page, page_rows in zip(pages, kept, strict=True))
    is_scan = len(pages) > 4 and images > MAX_EMPTY * len(pages) and words < WHOLE_PAPER
    if words < settings.min_words or is_scan:
        counts = f"words {words}, pages {len(pages)}"
        if not images and words:
            raise refusal(paper_id, f"no text layer to speak of: {counts}; at least {settings.min_words} wanted")
        if words >= settings.min_words:
            count = len(pages) - images
            raise refusal(paper_id, f"a text layer on {count} of {len(pages)} pages only; scanned images perhaps")
        heads = " but running heads" if any(page.rows for page in pages) and not words else ""
        raise refusal(paper_id, f"no text layer{heads}: {counts}; scanned images perhaps")
    characters = sum(len(row.text) for row in rows)
    if sum(row.text.count(REPLACEMENT) for row in rows) > MAX_UNKNOWN * characters:
        raise refusal(paper_id, _UNREADABLE)


def check_language(text: str, paper_id: str, settings: ReadingSettings) -> str:
    """The language of a paper's running text.

    Raises:
        ReadingError: it is not `settings.language`.
    """
    language = language_of(text)
    if language != settings.language and _is_gibberish(text):
        raise refusal(paper_id, _UNREADABLE)
    if language != settings.language:
        raise refusal(paper_id, f"in {_named(language)}, the report is in {_named(settings.language)}")
    return language


def _is_gibberish(text: str) -> bool:
    """Whether most of what stands between spaces has signs among its letters: "øê{è" in a font that tells nothing."""
    pieces = text.split()
    return 2 * sum(_WORD_OR_NUMBER.fullmatch(piece) is not None for piece in pieces) < len(pieces)


def _named(language: str) -> str:
    return _LANGUAGES.get(language, f"the language {language!r}")
