"""Glyph runs of a PDF page -> rows: one visual line of one column each, with its place, size and style."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TypedDict

from synth.language.scripts import FROM_SUBSCRIPTS, FROM_SUPERSCRIPTS, SUBSCRIPTS
from synth.reading.pdf_text import clean


class GlyphRun(TypedDict):
    """A run of glyphs of one font and size, as PyMuPDF's "dict" gives it."""

    text: str
    font: str
    size: float
    flags: int
    origin: tuple[float, float]
    bbox: tuple[float, float, float, float]


class GlyphLine(TypedDict):
    """Glyph runs on one baseline; `dir` is (1, 0) for upright text."""

    bbox: tuple[float, float, float, float]
    dir: tuple[float, float]
    spans: list[GlyphRun]


@dataclass(slots=True)
class Row:
    """One visual line of one column. Lengths are points (1/72 inch), y grows downwards, `page` counts from 1.

    `size` is that of most of its letters, `top_size` of its largest letter (small capitals: "R" 17, "ETRIEVAL" 13.6).
    `lead` is how many characters at its start are bold or italic where the rest is not. `mark` is a footnote's or an
    author's raised mark that it opens with, already taken off `text`. `cells` counts the wide gaps in it, plus one;
    `gaps` are the offsets of the gaps that part names in a list of authors, on the first pages. `spaced` is
    whether the PDF has a space before it and one behind it.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    text: str
    size: float
    top_size: float
    family: str
    bold: bool
    italic: bool
    lead: int
    mark: str
    cells: int = 1
    gaps: tuple[int, ...] = ()
    spaced: tuple[bool, bool] = (False, False)

    @property
    def parts(self) -> list[str]:
        """The text between its gaps."""
        bounds = [0, *self.gaps, len(self.text)]
        return [self.text[start:end].strip() for start, end in pairwise(bounds)]


ITALIC, BOLD = 2, 16  # bits of GlyphRun.flags
SMALLER = 0.86  # of a row's size: from here down a glyph off the baseline is a superscript or subscript
LOWERED = 0.05  # of the size: how far below the baseline an index stands at least
SAME_BASELINE = 0.3  # of the size: fragments whose baselines differ by less are one row
WORD_GAP = 1.3  # of the size: a wider gap parts two cells, or two columns
CELL_GAP = 0.95
NAME_GAP = 0.8  # of the size: names in a row may have no more between them
FRONT_PAGES = 2  # on which names are looked for
RUN_GAP = 0.15  # the thin space of "log x" is 0.17
LETTERSPACED = 0.78  # of the size: single letters with spaces between them are wider on average
MIN_LETTERSPACED, MIN_LETTERSPACED_ALONE = 8, 6
"""Letters of a line that stand apart, from which on they are words of a letterspaced one; where it has no others."""
STRUCK = 0.12  # of the size: what is printed again at this distance is set in bold by doing so
OVERLAP = 4.0  # of the size: an index set below a long exponent begins left of the exponent's end

_PLAIN = "0123456789+-−–abcdefghijklmnoprstuvwxyzβγδφχα"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᵠᵡᵅ"
_RAISE = str.maketrans(_PLAIN, _RAISED)
_INDEX = re.compile(r"[₀₁₂₃₄₅₆₇₈₉]+")
_EXPONENT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+$")
_RAISABLE = re.compile(r"[\d+\-−–,; ]+|\s?[a-zαβγδφχ](?:,\s?(?:[a-zαβγδφχ]|\d{1,2}|[*∗†‡§¶]))*\s?")
_MARK = re.compile(r"(?:\d{1,2}|[*∗†‡§¶‖#]+|[a-z])")
_FAMILY = re.compile(r"(?:[A-Z]{6}\+)?([A-Za-z]{1,8})")
_LETTER = re.compile(r"[^\W_]")  # the marks behind a name, "*†", are in another font
_LETTERSPACED = re.compile("(?:[A-Z] )+[A-Z]")
_SET_APART = re.compile(r" ?[A-ZÀ-ÞĀ-Ž\d,.’'-]{1,2}(?: [A-ZÀ-ÞĀ-Ž\d,.’'-]{1,2})* ?")
_SPACES = re.compile(r"(?<![\s.?!:;,])\s{2,}")
_SECTION_NUMBER = re.compile(r"(?:\d+|[A-Z])(?:\.\d+)*\.?|[IVX]+\.|Appendix [A-Z][.:]?")


def read_rows(lines: Iterable[GlyphLine], page: int) -> tuple[list[Row], list[str]]:
    """The upright rows of a page in the order of its content stream, and the texts that stand rotated on it."""
    rows: list[Row] = []
    rotated: list[str] = []
    for line in lines:
        if line["dir"][0] < 0.99:
            rotated.append(clean("".join(run["text"] for run in line["spans"])))
            continue
        row = _row(line, page)
        if row is None:
            continue
        if not (rows and extend(rows[-1], row)):
            rows.append(row)
    return rows, rotated


def _row(line: GlyphLine, page: int) -> Row | None:
    _close_letters(line["spans"])
    runs = [run for run in line["spans"] if run["text"] != " "]
    if not runs:
        return None
    plain = len(runs) == 1 or len({(run["font"], run["size"]) for run in runs}) == 1  # as most are: nothing to weigh
    main = runs[0] if plain else _main_run(runs)
    size, baseline = main["size"], main["origin"][1]
    mark, lead, top_size = "", 0, size
    gaps: tuple[int, ...] = ()
    if plain:
        text = clean("".join([run["text"] for run in line["spans"]]))
        bold, italic = main["flags"] & BOLD > 0, main["flags"] & ITALIC > 0
    else:
        first, runs = runs[0], line["spans"]
        if first is not main and _is_raised(first, size, baseline) and _MARK.fullmatch(first["text"].strip()):
            mark = first["text"].strip()
            runs = runs[runs.index(first) + 1 :]
        pieces = _spaced(runs, _printed_scripts(runs, size, baseline), size)
        text = clean("".join(pieces))
        bold, italic, lead = _emphasis(runs, pieces)
        top_size = max(run["size"] for run in runs if len(run["text"]) > 1 or run["text"].isalpha() or run is main)
    if not text:
        return None
    if page <= FRONT_PAGES and (len(runs) > 1 or "  " in runs[0]["text"]):
        gaps = _gaps(runs, text, size)
    x0, y0, x1, y1 = line["bbox"]
    family = font_family(main["font"])
    spaced = line["spans"][0]["text"][0].isspace(), line["spans"][-1]["text"][-1].isspace()
    return Row(page, x0, y0, x1, y1, baseline, text, size, top_size, family, bold, italic, lead, mark, 1, gaps, spaced)


def _close_letters(runs: Sequence[GlyphRun]) -> None:
    """Take the spaces out of words in capitals that are letterspaced: "A N N", " ", "D O E ,"."""
    apart = [run for run in runs if " " in run["text"][:3] and _is_set_apart(run["text"])]
    if not apart:
        return
    letters = sum(char.isalpha() for run in apart for char in run["text"])
    words = " ".join(run["text"] for run in runs if run not in apart).split()
    if letters >= (MIN_LETTERSPACED if words else MIN_LETTERSPACED_ALONE) and 2 * letters >= sum(map(len, words)):
        for run in apart:
            run["text"] = run["text"].replace(" ", "")


def _is_set_apart(text: str) -> bool:
    """Whether a run has spaces between its letters, but for few pairs that are kerned: "D I S TA N T"."""
    pieces = text.split()
    return _SET_APART.fullmatch(text) is not None and sum(len(piece) == 1 for piece in pieces) >= 0.7 * len(pieces)


def _gaps(runs: Sequence[GlyphRun], text: str, size: float) -> tuple[int, ...]:
    """The offsets in a line's text of its wide gaps: between its runs, white space not counted as ink, and of several
    spaces within one ("Jo Doe   Ann Roe"), but for those behind the end of a sentence.
    """
    inked = [run for run in runs if not run["text"].isspace()]
    widths: list[int] = []
    letters = 0
    for run, after in zip_longest(inked, inked[1:]):
        *pieces, last = _SPACES.split(run["text"])
        for piece in pieces:
            letters += _inked(piece)
            widths.append(letters)
        letters += _inked(last)
        if after and after["bbox"][0] - run["bbox"][2] > NAME_GAP * size:
            widths.append(letters)
    places = (_behind(text, letters) for letters in dict.fromkeys(widths) if letters)
    return tuple(place for place in places if 0 < place < len(text))


def _inked(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _behind(text: str, letters: int) -> int:
    """The offset in a text behind so many characters that are no white space."""
    for place, char in enumerate(text):
        letters -= not char.isspace()
        if not letters:
            return place + 1
    return len(text)


def _main_run(runs: list[GlyphRun]) -> GlyphRun:
    """The first run in the font and size that most of a line's characters have, indices and exponents left out."""
    largest = max(runs, key=lambda run: run["size"])
    size, baseline = largest["size"], largest["origin"][1]
    lengths: dict[tuple[str, float], int] = {}
    for run in runs:
        if run["size"] >= SMALLER * size or abs(run["origin"][1] - baseline) < 0.1 * size:
            style = (run["font"], run["size"])
            lengths[style] = lengths.get(style, 0) + len(run["text"])
    if len(lengths) == 1:
        return largest
    font_and_size = max(lengths, key=lengths.__getitem__)
    return next(run for run in runs if (run["font"], run["size"]) == font_and_size)


def _is_raised(run: GlyphRun, size: float, baseline: float) -> bool:
    return run["size"] < SMALLER * size and run["origin"][1] < baseline - 0.15 * size


def _is_lowered(run: GlyphRun, size: float, baseline: float) -> bool:
    return run["size"] < SMALLER * size and run["origin"][1] > baseline + LOWERED * size


def _printed_scripts(runs: list[GlyphRun], size: float, baseline: float) -> list[str]:
    """The runs' texts; an index below an exponent stands before it, as it is read: "SO₄²⁻"."""
    pieces = [_printed(run, size, baseline) for run in runs]
    for place, (run, after) in enumerate(pairwise(runs)):
        is_under = after["bbox"][0] < run["bbox"][2] - 0.1 * size
        if is_under and _is_raised(run, size, baseline) and _is_lowered(after, size, baseline):
            pieces[place : place + 2] = stacked("".join(pieces[:place]), pieces[place], pieces[place + 1]), ""
    return pieces


def stacked(before: str, over: str, under: str) -> str:
    """A raised piece with a lowered one below it: an index before the exponent above it, "SO₄²⁻", as it is read; but a
    fraction where they stand behind nothing that they could belong to: "is 1/2".
    """
    numbers = over.translate(FROM_SUPERSCRIPTS), under.translate(FROM_SUBSCRIPTS)
    if all(map(str.isdecimal, numbers)) and not re.search(r"[\w)\]′}]$", before):
        return "/".join(numbers)
    return under + over


def _printed(run: GlyphRun, size: float, baseline: float) -> str:
    """A run's text, raised and lowered numbers in the scripts of Unicode: "10³" must not become "103"."""
    if _is_raised(run, size, baseline):
        return raised(run["text"])
    if _is_lowered(run, size, baseline):
        return lowered(run["text"])
    return run["text"].replace(" ", "") if _is_letterspaced(run) else run["text"]


def _is_letterspaced(run: GlyphRun) -> bool:
    """Whether a run is small capitals between which MuPDF takes a little distance for spaces: "P D A T E"."""
    text = run["text"]
    if text[1:2] != " " or not _LETTERSPACED.fullmatch(text):
        return False
    return run["bbox"][2] - run["bbox"][0] < LETTERSPACED * run["size"] * (len(text) + 1) / 2


def _spaced(runs: Sequence[GlyphRun], pieces: list[str], size: float) -> list[str]:
    """The runs' texts with the spaces that MuPDF leaves out where the font changes: "token |𝑗|as", "|δℓ|satisfies"."""
    for index in range(1, len(runs)):
        gap = runs[index]["bbox"][0] - runs[index - 1]["bbox"][2]
        if gap > RUN_GAP * size and not pieces[index - 1].endswith(" ") and not pieces[index].startswith(" "):
            pieces[index] = f" {pieces[index]}"
    return pieces


def raised(text: str) -> str:
    """Numbers or single letters, "a,1,2", in Unicode superscripts; other text ("4th") as it is."""
    if not _RAISABLE.fullmatch(text):
        return text
    return text.strip().translate(_RAISE) + (" " if text.endswith(" ") else "")


def lowered(text: str) -> str:
    """A number in Unicode subscripts: "CO₂"; other text as it is."""
    return text.translate(SUBSCRIPTS) if text.strip().isdecimal() else text


def _emphasis(runs: list[GlyphRun], pieces: list[str]) -> tuple[bool, bool, int]:
    """Whether all words are bold, whether all are italic, and how many characters at the start alone are either."""
    styles = [run["flags"] & (BOLD | ITALIC) for run in runs]
    worded = {style for style, piece in zip(styles, pieces, strict=True) if len(piece) > 1 and _LETTER.search(piece)}
    bold, italic = all(style & BOLD for style in worded), all(style & ITALIC for style in worded)
    if len(worded) < 2 or bold or italic:
        return bold, italic, 0
    count = 0
    emphasis = 0
    for style, piece in zip(styles, pieces, strict=True):
        if not piece.isspace():
            emphasis = emphasis or style
            if not style & emphasis:
                break
        count += len(piece)
    text = "".join(pieces)
    return False, False, _lead(clean(text[:count]), text[count:], emphasis & BOLD > 0)


def _lead(head: str, rest: str, bold: bool) -> int:
    """The length of an emphasised start; in italics only where a stop follows, since words and variables are, too."""
    return len(head) if bold or head.endswith((".", ":")) or rest.startswith((".", ":")) else 0


@lru_cache(1024)
def font_family(font: str) -> str:
    """What the styles of one typeface share: "NimbusRo" (not "NimbusMo"), "LinLiber", "CM" for Computer Modern."""
    match = _FAMILY.match(font)
    name = match[1] if match else font
    return name[:2] if name.startswith(("CM", "SF", "LM", "EC")) else name


def _is_numbered_heading(row: Row, next_row: Row) -> bool:
    return _SECTION_NUMBER.fullmatch(row.text) is not None and next_row.text[:1].isalpha()


def _parts_words(row: Row, next_row: Row) -> bool:
    """Whether a space between two fragments is one between words, and none that a formula has: "2000)", "These"."""
    return row.text[-1].isalnum() + (row.text[-1] in ",.;)") > 0 and next_row.text[0].isalpha()


def _struck_again(row: Row, next_row: Row) -> int:
    """How many characters at a fragment's start are the row's end, printed again in their place to be bold."""
    if abs(next_row.baseline - row.baseline) > STRUCK * row.size or next_row.x0 < row.x0 - STRUCK * row.size:
        return 0
    width = (next_row.x1 - next_row.x0) / len(next_row.text)
    about = round((row.x1 - next_row.x0) / width)
    for count in range(min(len(row.text), len(next_row.text), about + 4), 2, -1):
        if row.text.endswith(next_row.text[:count]) and abs(count - about) < 2 + 0.2 * about:
            return count
    return 0


def extend(row: Row, next_row: Row) -> bool:
    """Take the next fragment of the stream into a row where it stands on the same line of the same column."""
    size = row.size
    gap = next_row.x0 - row.x1
    if gap < -size and (again := _struck_again(row, next_row)):
        rest = next_row.text[again:]
        if not rest.strip():
            return True
        gap = 0.2 * size if rest[0] == " " else 0.0
        next_row.text, next_row.x0 = rest.lstrip(), row.x1
    if gap < -OVERLAP * size or gap > 3 * size:
        return False
    if abs(next_row.baseline - row.baseline) > SAME_BASELINE * size:
        # "∑" is followed by its limits and "√" hangs from its top, then the rest of the line goes on.
        small = next_row.size < SMALLER * size and len(next_row.text) < 8
        sign = len(next_row.text) <= 2 and not next_row.text.isalnum()
        if not (
            (small or sign) and -size < gap < 0.5 * size and row.y0 - size < next_row.baseline < row.y1 + 0.5 * size
        ):
            return False
        next_row.text = (raised if next_row.baseline < row.baseline else lowered)(next_row.text)
    elif next_row.size < SMALLER * size and next_row.baseline > row.baseline + LOWERED * size and gap < 0.5 * size:
        next_row.text = lowered(next_row.text)
    elif next_row.x1 < row.x1 - size or (gap > WORD_GAP * size and not _is_numbered_heading(row, next_row)):
        return False
    if (row.bold and not next_row.bold) or (row.italic and not next_row.italic):
        row.lead = _lead(row.text, next_row.text, row.bold) and len(row.text) + (next_row.lead and next_row.lead + 1)
    if len(next_row.text) > 1:
        row.bold, row.italic = row.bold and next_row.bold, row.italic and next_row.italic
    if len(next_row.text) > len(row.text):
        row.size, row.family, row.baseline = next_row.size, next_row.family, next_row.baseline
    row.cells += gap > CELL_GAP * size
    space = " " if gap > 0.1 * size or ((row.spaced[1] or next_row.spaced[0]) and _parts_words(row, next_row)) else ""
    row.spaced = row.spaced[0], next_row.spaced[1]
    if row.page <= FRONT_PAGES:
        start = len(row.text)
        inner = tuple(start + len(space) + len(next_row.mark) + place for place in next_row.gaps)
        row.gaps += (start, *inner) if gap > NAME_GAP * size else inner
    under = _EXPONENT.search(row.text) if gap < -0.1 * size else None
    index = _INDEX.match(next_row.text)
    if under and index:
        before = row.text[: under.start()]
        row.text = f"{before}{stacked(before, under[0], index[0])}{next_row.text[index.end() :]}"
    else:
        row.text = f"{row.text}{space}{next_row.mark}{next_row.text}"
    row.x1 = max(row.x1, next_row.x1)
    row.y0, row.y1 = min(row.y0, next_row.y0), max(row.y1, next_row.y1)
    row.top_size = max(row.top_size, next_row.top_size)
    return True
