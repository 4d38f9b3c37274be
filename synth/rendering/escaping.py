"""Text becomes LaTeX that prints exactly that text: nothing in it is ever a command.

The result needs three commands of the report's preamble (`templates/latex/partials/characters.tex.j2`):
`\\glyphs{FILE}{...}` sets a stretch in another font, `\\noglyph{HEX}` stands for a character that no font has, and
`\\rtl{...}` sets a right-to-left stretch, in which `\\ltr{...}` holds numbers.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote, urlsplit

from synth.errors import RenderingError
from synth.language.lexicon import words_of
from synth.rendering.coverage import font_for, fonts


class Tex(str):
    """A string that is LaTeX already and is not escaped again."""

    __slots__ = ()


BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a long word may break. It cannot come from outside: all zero-width characters are dropped first."""

LONG_WORD = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]{25,}")
"""A word too long for a table cell: "$\\mathcal{O}(n\\log^2n/\\varepsilon^{2})$". Thai, Khmer, Burmese, Chinese,
Japanese and Korean, which break without spaces, are left to TeX's own rules."""

GOOD_BREAK = re.compile(r"([/_,;:=+&|)}\].?!-])(?=[^\W_])")
JOINED_NAMES = re.compile(r"(?<=[a-z]{3})(?=[A-Z][A-Za-z])")
"""Where a name joined of several may break: 2Wiki|Multihop|QA, FeverousOpen|Domain, but not ImageNet."""
_LONG_NAME = re.compile(r"[^\W_]{13,}")
MAX_UNBROKEN = 16

IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
"""Characters without a glyph that are not of the categories Cc and Cf: joiners, fillers, variation selectors."""

LIGATURE = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)")
"""Pairs that TeX's fonts turn into one other character: `--`, ``` `` ```, `''`, `,,`, `<<`, `>>`, ``?` ``, ``!` ``."""

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "[": "{[}",  # at the start of a table cell it would be the optional argument of \\
    "]": "{]}",
    "*": "{*}",  # likewise \\*
    BREAK: r"\allowbreak{}",
}
_SPECIALS = str.maketrans(SPECIAL)

COMMAND = re.compile(r"\\((?:begin|end)\{[^}]*\}|[A-Za-z@]+|.|$)|(\^\^)", re.DOTALL)
"""A command, an environment with its name; or `^^5c`, by which TeX reads a backslash where none stands."""

COMMANDS = words_of("latex_printed", "commands") | words_of("latex_printed", "symbols")


def escape_latex(text: str) -> Tex:
    """LaTeX that prints a text literally: safe in running text, headings, captions, cells, notes and bookmarks.

    White space becomes single spaces; control and zero-width characters are dropped; an unpaired surrogate becomes
    U+FFFD; a character that the text font lacks comes from the first font that has it (`coverage`).
    """
    visible = _LONG_NAME.sub(lambda name: JOINED_NAMES.sub(BREAK, name[0]), _visible(text))
    visible = LONG_WORD.sub(lambda word: _with_breaks(word[0]), visible)
    if visible.isascii():
        return Tex(_escape_run(visible))
    clusters = list(_clusters(visible))
    return Tex("".join(_directed(clusters)))


def check_commands(tex: Tex) -> None:
    r"""Refuse LaTeX made of a value that holds another command than synth writes: \input, \special, \write ...

    Escaping lets none through; TeX, which is not sealed on every machine, does not depend on that alone. Raises
    RenderingError.
    """
    for found in COMMAND.finditer(tex):
        if found[1] not in COMMANDS:
            message = f"a text became the LaTeX command {found[0]}, and is not typeset"
            raise RenderingError(message, stage="rendering", remedy="this is a fault of synth: please report it")


def escape_url(address: str) -> Tex | None:
    r"""The first argument of \href for an http or https address; None for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:  # "http://[" is no address
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    encoded = quote(address.encode("utf-8", "replace"), safe="/:?=&+,;@.-_~#%!$*()")
    return Tex(re.sub(r"[%#&_~$]", r"\\\g<0>", encoded))


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", re.sub("[\ud800-\udfff]", "\ufffd", text))
    shown = (char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"})
    return re.sub(r"\s+", " ", IGNORABLE.sub("", "".join(shown)))


def _with_breaks(word: str) -> str:
    """A long word with places to break: behind punctuation, and anywhere after 16 characters without one."""
    pieces: list[str] = []
    unbroken = 0
    for cluster in _clusters(GOOD_BREAK.sub(rf"\1{BREAK}", word)):
        unbroken = 0 if cluster == BREAK else unbroken + 1
        if unbroken > MAX_UNBROKEN:
            pieces.append(BREAK)
            unbroken = 1
        pieces.append(cluster)
    return "".join(pieces)


def _clusters(text: str) -> Iterator[str]:
    """Each character together with the combining marks that follow it, which must come from the same font."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or unicodedata.category(text[index])[0] != "M":
            yield text[start:index]
            start = index


def _directed(clusters: list[str]) -> Iterator[str]:
    """LaTeX of clusters, each stretch from the first to the last right-to-left letter set from right to left."""
    strong = [_direction(cluster) for cluster in clusters]
    position = 0
    while position < len(clusters):
        end = position + 1
        if strong[position] == "R":
            following = position
            while following < len(clusters) and strong[following] != "L":
                end = following + 1 if strong[following] == "R" else end
                following += 1
            yield rf"\rtl{{{_escape_rtl(clusters[position:end])}}}"
        else:
            while end < len(clusters) and strong[end] != "R":
                end += 1
            yield _escape_clusters(clusters[position:end])
        position = end


def _direction(cluster: str) -> str:
    bidi = unicodedata.bidirectional(cluster[0])
    return {"AL": "R", "R": "R", "L": "L", "EN": "number", "AN": "number"}.get(bidi, "neutral")


def _escape_rtl(clusters: list[str]) -> str:
    pieces = []
    for is_number, group in groupby(clusters, key=lambda cluster: _direction(cluster) == "number"):
        escaped = _escape_clusters(list(group))
        pieces.append(rf"\ltr{{{escaped}}}" if is_number else escaped)
    return "".join(pieces)


def _escape_clusters(clusters: list[str]) -> str:
    return "".join(_escape_in_font(file, "".join(group)) for file, group in groupby(clusters, key=_font_file))


def _font_file(cluster: str) -> str | None:
    """The font of a cluster: "" for the text font, None where no font has it."""
    if cluster == BREAK or cluster.isascii():
        return ""
    font = font_for(cluster)
    if font is None:
        return None
    return "" if font is fonts()[0] else font.file


def _escape_in_font(file: str | None, run: str) -> str:
    if file is None:
        return "".join(_escape_unshown(char) for char in run)
    return rf"\glyphs{{{file}}}{{{_escape_run(run)}}}" if file else _escape_run(run)


def _escape_unshown(char: str) -> str:
    """A character whose cluster no font has: alone it may still have one."""
    file = _font_file(char)
    return rf"\noglyph{{{ord(char):X}}}" if file is None else _escape_in_font(file, char)


def _escape_run(run: str) -> str:
    return LIGATURE.sub(r"\g<0>{}", run.translate(_SPECIALS))
