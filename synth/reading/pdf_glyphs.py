"""Get the lines of a PDF page, with the glyphs of TeX's mathematics fonts that the PDF gives no character for.

pdfTeX names the glyphs of CMEX "summationdisplay" or "parenleftbig", which no list of characters knows. Their codes are
fixed by TeX's encodings: OMX (CMEX), OMS (CMSY) and OML (CMMI); The TeXbook, appendix F.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, cast

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_lines import GlyphLine
from synth.reading.pdf_text import REPLACEMENT

# White space kept, ligatures spelled out, glyphs without a character as U+FFFD, no images (the default decodes them).
# What is painted between the texts tells which of them is hidden; it takes a fiftieth of the time of the texts.
_TEXTS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_FLAGS = _TEXTS | pymupdf.TEXT_COLLECT_VECTORS
_CODES = _TEXTS | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE

_OMX = {
    **dict(enumerate("()[]⌊⌋⌈⌉{}⟨⟩|‖/\\")),
    **dict(enumerate("()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\", start=0x10)),
    **dict(enumerate("⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}√√√√√", start=0x44)),
}
_ACCENTS = {"ˆ", "˜"}
_TABLES = {"CMEX": _OMX, "CMSY": {0x37: "↦"}, "CMMI": {0x2C: "↪"}}
"""Characters by font and code; the pieces that tall brackets are built of (CMEX 0x30 to 0x43) stay unknown."""


def text_of(page: pymupdf.Page) -> pymupdf.TextPage:
    """The text and the paint of a page."""
    return page.get_textpage(flags=_FLAGS)


def painted(text: pymupdf.TextPage) -> list[dict[str, Any]]:
    """The blocks of text and of paint of a page, as PyMuPDF's "dict" gives them, in the order of its content stream."""
    return cast(list[dict[str, Any]], text.extractDICT()["blocks"])


def name_glyphs(lines: Sequence[dict[str, Any]], page: pymupdf.Page) -> list[GlyphLine]:
    """The lines of a page with the glyphs named that its PDF gives no character for, where TeX's encodings tell."""
    unknown = [run for line in lines for run in line["spans"] if REPLACEMENT in run["text"] and _table(run["font"])]
    if unknown:
        texts = page.get_text("dict", flags=_CODES)["blocks"]
        codes = {run["origin"]: run["text"] for block in texts for line in block["lines"] for run in line["spans"]}
        for run in unknown:
            run["text"] = _named(run["text"], codes.get(run["origin"], ""), _table(run["font"]))
        for line, after in pairwise(lines):
            _carry_accent(line, after)
    return cast(list[GlyphLine], lines)


def _named(text: str, codes: str, table: dict[int, str]) -> str:
    """A run's text with the unknown glyphs named by their codes, which stand at the same places of `codes`."""
    if len(text) != len(codes):
        return text
    return "".join(
        table.get(ord(code), char) if char == REPLACEMENT else char for char, code in zip(text, codes, strict=True)
    )


def _table(font: str) -> dict[int, str]:
    return _TABLES.get(font.rpartition("+")[2][:4], {})


def _carry_accent(line: dict[str, Any], after: dict[str, Any]) -> None:
    """Set a wide accent before the letter that it stands over where MuPDF parted the two: "processes ˜|X"."""
    last, first = line["spans"][-1], after["spans"][0]
    if last["text"].strip() in _ACCENTS and abs(last["bbox"][0] - after["bbox"][0]) < last["size"]:
        first["text"] = last["text"].strip() + first["text"].lstrip()
        last["text"] = " "
