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
UNSIZED, LEAST_HEIGHT = 0.5, 4.0  # points: the bitmaps of old TeX have a size of 0.1, whatever their height
LETTER_WIDTH = 0.47  # of the size: what a letter of English is wide on average, white space included
ASCENT, DESCENT = 0.72, 0.22  # of the size

_ACCENTS = {"ˆ", "˜"}
_TABLES = {"CMEX": _OMX, "CMSY": {0x37: "↦"}, "CMMI": {0x2C: "↪"}}
"""Characters by font and code; the pieces that tall brackets are built of (CMEX 0x30 to 0x43) stay unknown."""


def text_of(page: pymupdf.Page) -> pymupdf.TextPage:
    """The text and the paint of a page."""
    return page.get_textpage(flags=_FLAGS)


def painted(text: pymupdf.TextPage) -> list[dict[str, Any]]:
    """The blocks of text and of paint of a page, as PyMuPDF's "dict" gives them, in the order of its content stream."""
    blocks = cast(list[dict[str, Any]], text.extractDICT()["blocks"])
    unsized: dict[str, list[dict[str, Any]]] = {}
    for block in blocks:
        for line in block.get("lines", ()):
            for run in line["spans"]:
                if run["size"] < UNSIZED and run["bbox"][3] - run["bbox"][1] > LEAST_HEIGHT:
                    unsized.setdefault(run["font"], []).append(line)
                    break
    for font, lines in unsized.items():
        _give_size(font, lines)
    return blocks


def _give_size(font: str, lines: Sequence[dict[str, Any]]) -> None:
    """Set the size of a font of bitmaps that tells none, by how wide its letters are, and the heights that go by it."""
    runs = [run for line in lines for run in line["spans"] if run["font"] == font]
    letters = sum(len(run["text"]) for run in runs)
    size = sum(run["bbox"][2] - run["bbox"][0] for run in runs) / letters / LETTER_WIDTH
    for run in runs:
        (x0, _, x1, _), y = run["bbox"], run["origin"][1]
        run["size"], run["bbox"] = size, (x0, y - ASCENT * size, x1, y + DESCENT * size)
    for line in lines:
        boxes = [run["bbox"] for run in line["spans"]]
        x0, _, x1, _ = line["bbox"]
        line["bbox"] = (x0, min(box[1] for box in boxes), x1, max(box[3] for box in boxes))


def name_glyphs(lines: Sequence[dict[str, Any]], page: pymupdf.Page) -> list[GlyphLine]:
    """The lines of a page with the glyphs named that its PDF gives no character for, where TeX's encodings tell."""
    unknown = [run for line in lines for run in line["spans"] if REPLACEMENT in run["text"] and _table(run["font"])]
    if unknown:
        codes = codes_of(page)
        for run in unknown:
            run["text"] = _named(run["text"], codes.get(run["origin"], ""), _table(run["font"]))
        for line, after in pairwise(lines):
            _carry_accent(line, after)
    return cast(list[GlyphLine], lines)


def codes_of(page: pymupdf.Page) -> dict[tuple[float, float], str]:
    """The text of each line of a page from each of its runs on, by the origin of the run.

    Glyphs without a character have their codes there, and begin runs of their own.
    """
    codes: dict[tuple[float, float], str] = {}
    for block in page.get_text("dict", flags=_CODES)["blocks"]:
        for line in block["lines"]:
            rest = ""
            for run in reversed(line["spans"]):
                rest = run["text"] + rest
                codes[run["origin"]] = rest
    return codes


def with_codes(text: str, codes: str) -> list[tuple[str, str]]:
    """The characters of a run, each with the code of its glyph; none where the codes belong to another text."""
    pairs = list(zip(text, codes, strict=False))
    fits = len(pairs) == len(text) and all(char in (code, REPLACEMENT) for char, code in pairs)
    return pairs if fits else []


def _named(text: str, codes: str, table: dict[int, str]) -> str:
    """A run's text with the unknown glyphs named by their codes."""
    pairs = with_codes(text, codes)
    return "".join(table.get(ord(code), char) if char == REPLACEMENT else char for char, code in pairs) or text


def _table(font: str) -> dict[int, str]:
    return _TABLES.get(font.rpartition("+")[2][:4], {})


def _carry_accent(line: dict[str, Any], after: dict[str, Any]) -> None:
    """Set a wide accent before the letter that it stands over where MuPDF parted the two: "processes ˜|X"."""
    last, first = line["spans"][-1], after["spans"][0]
    if last["text"].strip() in _ACCENTS and abs(last["bbox"][0] - after["bbox"][0]) < last["size"]:
        first["text"] = last["text"].strip() + first["text"].lstrip()
        last["text"] = " "
