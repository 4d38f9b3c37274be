"""Get the lines of a PDF page, with the glyphs of TeX's mathematics fonts that the PDF gives no character for.

pdfTeX names the glyphs of CMEX "summationdisplay" or "parenleftbig", which no list of characters knows. Their codes are
fixed by TeX's encodings: OMX (CMEX), OMS (CMSY) and OML (CMMI); The TeXbook, appendix F.
"""

from itertools import pairwise
from typing import Any, cast

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_lines import GlyphLine
from synth.reading.pdf_text import REPLACEMENT

# White space kept, ligatures spelled out, glyphs without a character as U+FFFD, no images (the default decodes them).
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_CODES = _FLAGS | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE

_OMX = {
    **dict(enumerate("()[]⌊⌋⌈⌉{}⟨⟩|‖/\\")),
    **dict(enumerate("()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\", start=0x10)),
    **dict(enumerate("⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}√√√√√", start=0x44)),
}
_ACCENTS = {"ˆ", "˜"}
_TABLES = {"CMEX": _OMX, "CMSY": {0x37: "↦"}, "CMMI": {0x2C: "↪"}}
"""Characters by font and code; the pieces that tall brackets are built of (CMEX 0x30 to 0x43) stay unknown."""


def lines_of(page: pymupdf.Page) -> list[GlyphLine]:
    """The lines of a page in the order of its content stream."""
    lines = _lines(page, "dict", _FLAGS)
    if not any(REPLACEMENT in run["text"] and _table(run["font"]) for line in lines for run in line["spans"]):
        return cast(list[GlyphLine], lines)
    codes: dict[tuple[float, float], int] = {}
    for char in _table_chars(page):
        codes.setdefault(char["origin"], ord(char["c"]))  # "↦" is a bar without width, then "→" at the same place
    lines = _lines(page, "rawdict", _FLAGS)
    for line in lines:
        for run in line["spans"]:
            table = _table(run["font"])
            run["text"] = "".join(
                table.get(codes.get(char["origin"], -1), REPLACEMENT) if char["c"] == REPLACEMENT else char["c"]
                for char in run.pop("chars")
            )
    for line, after in pairwise(lines):
        _carry_accent(line, after)
    return cast(list[GlyphLine], lines)


def _lines(page: pymupdf.Page, form: str, flags: int) -> list[dict[str, Any]]:
    return [line for block in page.get_text(form, flags=flags)["blocks"] for line in block["lines"]]


def _table_chars(page: pymupdf.Page) -> list[dict[str, Any]]:
    runs = [run for line in _lines(page, "rawdict", _CODES) for run in line["spans"]]
    return [char for run in runs if _table(run["font"]) for char in run["chars"]]


def _table(font: str) -> dict[int, str]:
    return _TABLES.get(font.rpartition("+")[2][:4], {})


def _carry_accent(line: dict[str, Any], after: dict[str, Any]) -> None:
    """Set a wide accent before the letter that it stands over where MuPDF parted the two: "processes ˜|X"."""
    last, first = line["spans"][-1], after["spans"][0]
    if last["text"].strip() in _ACCENTS and abs(last["bbox"][0] - after["bbox"][0]) < last["size"]:
        first["text"] = last["text"].strip() + first["text"].lstrip()
        last["text"] = " "
