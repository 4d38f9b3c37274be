"""Ligatures that a font's encoding names by their letters, "T_h" or "t_t": MuPDF reads the first letter alone."""

import re
from collections.abc import Iterator

from synth.reading.pdf_engine import pymupdf

LOOKED_AT = 2
"""The pages that are looked at to see whether a PDF has such fonts: its text is set in the same ones throughout."""
_DIFFERENCES = re.compile(r"(?P<code>\d+)|/(?P<glyph>[^\s/\[\]<>]+)")
_LIGATURE = re.compile(r"[A-Za-z](?:_[A-Za-z])+")
_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Letters def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{count} beginbfchar
{lines}
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def spell_named_ligatures(pdf: pymupdf.Document) -> None:
    """Give each font that names a ligature by its letters, and has no table of characters, such a table."""
    done: set[int] = set()
    for number in range(len(pdf)):
        if number == LOOKED_AT and not done:
            return
        for xref, *_ in pdf.get_page_fonts(number):
            if xref not in done and pdf.xref_get_key(xref, "ToUnicode")[0] == "null":
                letters = _letters(pdf, xref)
                if any(len(text) > 1 for text in letters.values()):
                    done.add(xref)
                    _set_table(pdf, xref, letters)


def _letters(pdf: pymupdf.Document, font: int) -> dict[int, str]:
    """What the codes of a font stand for, by the names of their glyphs."""
    named = {code: _text_of(glyph) for code, glyph in differences(pdf, font)}
    return {code: text for code, text in named.items() if text}


def _text_of(glyph: str) -> str:
    if _LIGATURE.fullmatch(glyph):
        return glyph.replace("_", "")
    code = pymupdf.glyph_name_to_unicode(glyph)
    return chr(code) if code and code != 0xFFFD else ""


def _set_table(pdf: pymupdf.Document, font: int, letters: dict[int, str]) -> None:
    lines = "\n".join(f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in letters.items())
    table = pdf.get_new_xref()
    pdf.update_object(table, "<<>>")
    pdf.update_stream(table, _MAP.format(count=len(letters), lines=lines).encode("ascii"))
    pdf.xref_set_key(font, "ToUnicode", f"{table} 0 R")


def differences(pdf: pymupdf.Document, font: int) -> Iterator[tuple[int, str]]:
    """The codes and the names in which the encoding of a font differs from its base."""
    kind, value = pdf.xref_get_key(font, "Encoding")
    text = pdf.xref_object(int(value.split()[0]), compressed=True) if kind == "xref" else value
    code = 0
    for match in _DIFFERENCES.finditer(text.partition("/Differences")[2]):
        if match["code"]:
            code = int(match["code"])
        else:
            yield code, match["glyph"]
            code += 1
