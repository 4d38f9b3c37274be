"""Join blocks in reading order into sections and paragraphs, over the floats, notes and page breaks between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from synth.language.lexicon import any_of, words_of
from synth.language.scripts import FROM_SUPERSCRIPTS, SUPERSCRIPTS
from synth.reading.pdf_furniture import fills_column, is_one_line
from synth.reading.pdf_headings import (
    ABSTRACT,
    ENVIRONMENT,
    MAX_ROWS,
    STRUCTURED,
    Headings,
    PdfHeading,
    run_in,
)
from synth.reading.pdf_layout import SIZE_STEP, Block, Style, same_size
from synth.reading.pdf_lines import Row
from synth.reading.pdf_references import begins_list, goes_on_with, is_without_entries
from synth.reading.pdf_text import Hyphens, joint
from synth.reading.pdf_title import is_prose
from synth.reading.section_roles import heads_references
from synth.reading.sentences import split_sentences

_END = re.compile(r"[.!?:;…][\"'”’»)\]⁰-₉¹²³*]*$")
_ITEM = re.compile(r"(?:[•◦▪▫‣■□●○∙➢✓►–—*\ufffd-]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)")
_BULLET = re.compile(r"[•◦▪▫‣■□●○∙➢►–—*-]\s+|\ufffd\s?")
_AWAITS = re.compile(rf"\b(?:{any_of(words_of('text', 'awaiting'))})$")
"""The end of a row that a word must follow: "belongs to the", then "Lamiaceae family" in text set ragged right."""
_GOES_ON = re.compile(r"[a-zß-ÿ(\[“\"‘'\d,;)%$]")
_MARK = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:)\]”\"’']))\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?:,\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})*)(?![\w⁺⁻])"
)
_BEHIND_NUMBER = re.compile(r"(?:(?<=\d)(?<!10)|(?<=%)|(?<=\b[a-z]{2}))([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?=[\s.,;:)]|$)")
"""What may be a mark behind a number, "40¹ carts", and no exponent."""
_KEYWORDS = re.compile(
    r"(?:Index Terms|Key ?words|Subject headings|Unified Astronomy Thesaurus|JEL |CCS Concepts|ACM Reference"
    r"|Keywords and Phrases)\b",
    re.IGNORECASE,
)


_EQUATION_NUMBER = re.compile(r"(?:^|\s+)\((?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})?[a-z]?\)$")

FORMULA = "a displayed formula inside it is left out"
CUT = "its end is missing"
MAX_RUN_IN_ROWS = 3
MIN_ABSTRACT_WORDS, MAX_ABSTRACT_WORDS = 60, 500
MAX_KEYWORDS_ROWS = 5
SHORT = 2.0  # of the size, by which the last row of a paragraph ends before the others
RUN_IN_LEVEL = 4  # LaTeX's paragraph


@dataclass(slots=True)
class PdfParagraph:
    """Running text without a break. `pages` are (offset, page) from which on it stands there; `joints` are
    (offset, reason) across which a sentence must not be quoted; `cut` is why its last sentence must not be, if so.
    `ends` is whether it surely ends where its text does, though no full stop says so. `environment` is "theorem",
    "proof" and the like, where it opens with that word.
    """

    text: str = ""
    pages: list[tuple[int, int]] = field(default_factory=list)
    joints: list[tuple[int, str]] = field(default_factory=list)
    cut: str | None = None
    ends: bool = False
    environment: str | None = None

    def add(self, text: str, page: int, hyphens: Hyphens) -> None:
        """Append a row's text, a hyphen between them undone; a word broken over pages stays on the first page."""
        if not text:
            return
        if not self.text:
            self.text, self.pages = text, [(0, page)]
            return
        self.text, glue = joint(self.text, text, hyphens)
        start = len(self.text) + len(glue)
        self.text += glue + text
        if page != self.pages[-1][1]:
            if not glue:
                space = text.find(" ")
                if space < 0:
                    return
                start += space + 1
            self.pages.append((start, page))


@dataclass(slots=True)
class Part:
    """A heading and the paragraphs up to the next; the heading's title is "" for text before any heading."""

    heading: PdfHeading
    page: int
    paragraphs: list[PdfParagraph] = field(default_factory=list)


@dataclass(slots=True)
class TextFlow:
    """Takes the blocks of a document in reading order, and gives its parts, captions, footnotes and references."""

    style: Style
    hyphens: Hyphens
    parts: list[Part] = field(default_factory=list)
    captions: list[PdfParagraph] = field(default_factory=list)
    footnotes: list[PdfParagraph] = field(default_factory=list)
    references: list[Block] = field(default_factory=list)
    _headings: Headings = field(init=False)
    _unheaded: list[Block] = field(default_factory=list)
    _open: PdfParagraph | None = None
    _last: tuple[Block, Row] | None = None
    _formula: bool = False
    _displayed: bool = False
    _lines: frozenset[int] = frozenset()
    _in_references: bool = False
    _in_abstract: bool = False
    _abstract: Block | None = None
    _keywords: bool = False
    _structure: set[str] = field(default_factory=set)
    _marks: frozenset[str] = frozenset()
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._headings = Headings(self.style)

    def page(self, blocks: Sequence[Block]) -> None:
        """Take the blocks of the next page, front matter left out."""
        self._marks = frozenset(row.mark for block in blocks if block.kind == "footnote" for row in block.rows)
        self._used = set()
        self._lines = frozenset(id(block) for block in blocks if is_one_line(block, blocks, self.style))
        for block in blocks:
            self._take(block)

    def close(self) -> None:
        """End the last paragraph, and take a list that begins with "[1]", as in physics letters, without a heading."""
        self._end()
        if not self.references:
            self.references = [block for block in self._unheaded if same_size(block.first, self._unheaded[0].first)]

    def _take(self, block: Block) -> None:
        if block.kind == "footnote" and (begins_list(block) or goes_on_with(self._unheaded, block)):
            block.kind = "small"
        if block.kind == "caption":
            self.captions.append(self._alone(block))
        elif block.kind == "footnote":
            self.footnotes.extend(self._notes(block))
        elif (heading := self._heading(block)) is not None:
            self._end()
            if self._is_part_of_abstract(heading, block):
                return
            self._in_references = heads_references(heading.title)
            self._in_abstract = ABSTRACT.fullmatch(heading.title) is not None
            self._abstract, self._keywords = None, False
            self.parts.append(Part(heading, block.first.page))
        elif self._in_references:
            self.references.append(block)
        elif block.kind == "small" and self._is_abstract(block):
            self._running(block)
        elif block.kind == "small" and not self.references and self._is_in_list(block):
            self._unheaded.append(block)
        elif block.kind == "abstract":
            if not self._in_abstract:
                self._begin_abstract(block.first.page)
            self._running(block)
        elif block.kind == "formula" and self._is_below(block):
            self._display(block)
        elif block.kind == "body" or (block.kind == "small" and self._is_in_smaller_type(block)):
            self._running(block)
        elif block.kind == "small" and len(block.rows) > 1 and is_prose(block):
            self.footnotes.extend(self._notes(block))  # of a box, a table or a figure

    def _is_in_list(self, block: Block) -> bool:
        return begins_list(block) or (bool(self._unheaded) and not is_without_entries(block))

    def _is_abstract(self, block: Block) -> bool:
        """Whether a block in another size than the running text's belongs to the abstract that is open."""
        if not self._in_abstract:
            return ABSTRACT.match(block.text) is not None and not self.parts
        return self._last is None or same_size(block.first, self._last[1])

    def _is_in_smaller_type(self, block: Block) -> bool:
        """Whether a block is running text in another size, as some journals set their methods: below a heading, or
        behind other text in that size.
        """
        if self._in_abstract or not self.parts or not fills_column(block, self.style):
            return False
        if self._last is not None:
            return same_size(self._last[1], block.first)
        return not self.parts[-1].paragraphs and len(block.rows) > 2

    def _is_below(self, block: Block) -> bool:
        """Whether a block stands below the running text's last row, and not in a float elsewhere."""
        if self._last is None:
            return False
        last_block, last = self._last
        same_column = last.page == block.first.page and last_block.column == block.column
        return same_column and 0 < block.first.y1 - last.y0 < 6 * self.style.pitch

    def _display(self, block: Block) -> None:
        """Read on with a formula set in one line; a taller one, or one over several lines, leaves a gap."""
        if self._finished() or self._formula or self._displayed or id(block) not in self._lines:
            self._formula = True
            return
        assert self._open is not None
        text = " ".join(filter(None, (_EQUATION_NUMBER.sub("", row.text) for row in block.rows)))
        self._open.add(text, block.first.page, self.hyphens)
        self._displayed = True

    def _heading(self, block: Block) -> PdfHeading | None:
        if len(block.rows) > MAX_ROWS:
            return None
        finished = self._finished() or self._in_references
        return self._headings.read(block, self._alone(block).text, finished, self._in_references)

    def _alone(self, block: Block) -> PdfParagraph:
        paragraph = PdfParagraph()
        for row in block.rows:
            paragraph.add(row.text, row.page, self.hyphens)
        return paragraph

    def _notes(self, block: Block) -> list[PdfParagraph]:
        notes: list[PdfParagraph] = []
        for row in block.rows:
            if row.mark or not notes:
                notes.append(PdfParagraph())
            notes[-1].add(row.text, row.page, self.hyphens)
        return notes

    def _running(self, block: Block) -> None:
        if _KEYWORDS.match(block.first.text):
            self._keywords = self._in_abstract
            return
        if self._in_abstract and self._is_behind_abstract(block):
            self._end()
            self._in_abstract = False
            self.parts.append(Part(PdfHeading("", None, 1), block.first.page))
        elif self._in_abstract and self._abstract is None:
            self._abstract = block
        begins = not self.parts and ABSTRACT.match(block.first.text) is not None
        rows = self._without_keywords(block.rows) if self._in_abstract or begins else block.rows
        bold = next((index for index, row in enumerate(rows) if not row.bold), 0)
        if 0 < bold <= MAX_RUN_IN_ROWS and run_in(rows[bold]):
            # A heading run in over several rows: "Our models generalize to labelers that did not produce any train-|ing
            # data. We also ...", all of it bold up to "data."
            rows = [_with_head(rows[:bold], rows[bold], self.hyphens), *rows[bold + 1 :]]
        for index, row in enumerate(rows):
            self._row(row, block, index)

    def _without_keywords(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of an abstract up to its keywords, which may stand right below it: "Index Terms—Testing, REST"."""
        for place in range(max(1, len(rows) - MAX_KEYWORDS_ROWS), len(rows)):
            if rows[place].text[0].isupper() and _KEYWORDS.match(rows[place].text):
                self._keywords = True
                return rows[:place]
        return rows

    def _row(self, row: Row, block: Block, index: int) -> None:
        text = row.mark.translate(SUPERSCRIPTS) + row.text if row.mark else row.text
        head = run_in(row) if index == 0 or self._finished() else 0
        if self._open is not None and (head or not self._continues(row, block, index)):
            self._end()
        environment = None
        opening = ABSTRACT.match(text) if not self.parts or (self._in_abstract and index == 0) else None
        if opening and self.parts and opening[0].rstrip()[-1] in ".:—":
            text = text[opening.end() :]  # a second one: "General Abstract—..."
        elif opening and not self.parts and (row.lead or text[opening.end() - 1] in ".:—–-|】] "):
            self._begin_abstract(row.page)
            self._abstract = block
            text = text[opening.end() :]
        elif self._open is None and head:
            named = ENVIRONMENT.match(text)
            if named:
                environment = named[1].lower()
            elif self._in_abstract and STRUCTURED.fullmatch(text[:head]):
                pass  # "Methods: We studied ..." in an abstract
            else:
                self.parts.append(Part(self._headings.read_run_in(text[:head], row, RUN_IN_LEVEL), row.page))
            text = text[head:].lstrip()
        if self._open is None:
            self._begin(row.page)
            text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        assert self._open is not None
        self._open.environment = self._open.environment or environment
        if self._formula:
            self._open.joints.append((len(self._open.text), FORMULA))
            self._formula = False
        self._displayed = False
        if self._marks and not text.isascii():
            text = _BEHIND_NUMBER.sub(self._unmarked, _MARK.sub(self._unmarked, text))
        self._open.add(text, row.page, self.hyphens)
        self._last = (block, row)

    def _is_part_of_abstract(self, heading: PdfHeading, block: Block) -> bool:
        """Whether a heading parts an abstract ("Methods"), and the text has not begun yet: once each, in its size."""
        word = heading.title.lower().strip(" .:")
        if not self._in_abstract or heading.number or not STRUCTURED.fullmatch(word) or word in self._structure:
            return False
        if self._abstract is not None and not self._structure:
            return False  # "Introduction" behind an abstract without parts
        if self._abstract is not None and block.first.top_size > self._abstract.first.top_size + SIZE_STEP:
            return False
        self._structure.add(word)
        return block.kind == "abstract" or self._abstract is None or self._abstract.first.page == block.first.page

    def _is_behind_abstract(self, block: Block) -> bool:
        """Whether an abstract has ended before a block, though no heading says so.

        What follows it is set otherwise, or stands behind the keywords, on the next page, or after too many words.
        """
        abstract = self._abstract
        if abstract is None:
            return False
        left = min(row.x0 for row in abstract.rows) - min(row.x0 for row in block.rows)
        right = max(row.x1 for row in block.rows) - max(row.x1 for row in abstract.rows)
        wider = min(left, right) > 0.8 * self.style.size and len(abstract.rows) > 2
        kinds = (abstract.kind == "abstract") != (block.kind == "abstract")
        columns = (abstract.column == 0) != (block.column == 0)
        if self._keywords or columns or wider or not same_size(block.first, abstract.first):
            return True
        if kinds and self._finished():
            return True
        words = sum(paragraph.text.count(" ") for paragraph in self.parts[-1].paragraphs)
        if not self._finished() or words < MIN_ABSTRACT_WORDS:
            return False
        looks = (abstract.last.bold, abstract.last.italic) != (block.last.bold, block.last.italic)
        return looks or words > MAX_ABSTRACT_WORDS or block.first.page != abstract.first.page

    def _unmarked(self, match: re.Match[str]) -> str:
        """Nothing for a mark whose footnote stands on the same page; else what is printed, which may be a citation, or
        an exponent behind a number where the footnote has its mark elsewhere.
        """
        marks = match[1].translate(FROM_SUPERSCRIPTS).replace(" ", "").split(",")
        if not self._marks.issuperset(marks) or (match.re is _BEHIND_NUMBER and self._used.issuperset(marks)):
            return match[0]
        self._used.update(marks)
        return ""

    def _begin_abstract(self, page: int) -> None:
        self.parts.append(Part(PdfHeading("Abstract", None, 1), page))
        self._in_abstract = True
        self._abstract, self._keywords = None, False

    def _begin(self, page: int) -> None:
        if not self.parts:
            self.parts.append(Part(PdfHeading("", None, 1), page))
        self._open = PdfParagraph()
        self.parts[-1].paragraphs.append(self._open)

    def _end(self) -> None:
        if self._open is not None and not self._finished():
            in_formula = self._formula or self._displayed
            self._open.cut = "it ends in a displayed formula" if in_formula else CUT
            self._open.ends = self._in_abstract and not in_formula and self._falls_short()
        self._open, self._formula, self._displayed, self._last = None, False, False, None

    def _falls_short(self) -> bool:
        """Whether the last row ends well before the edge of its column, as the last one of a paragraph does."""
        if self._last is None:
            return False
        block, row = self._last
        return row.x1 < block.edge - SHORT * self.style.size

    def _finished(self) -> bool:
        return self._open is None or _END.search(self._open.text, max(0, len(self._open.text) - 9)) is not None

    def _continues(self, row: Row, block: Block, index: int) -> bool:
        """Whether a row goes on with the open paragraph."""
        if self._last is None:
            return True
        last_block, last = self._last
        size = self.style.size
        full = last.x1 > last_block.edge - 2 * size
        item = _ITEM.match(row.text) is not None and (self._finished() or not full or row.x0 < last.x0 - 0.5 * size)
        if item or not same_size(row, last):
            return False
        lower = _GOES_ON.match(row.text) is not None
        if self._formula or self._displayed:
            return lower and (not self._finished() or row.text[0].islower())
        if not self._finished():
            return lower or full or last.text.endswith("-") or (index > 0 and _AWAITS.search(last.text) is not None)
        if row.text[0].islower():
            return full and (index > 0 or not _is_over(self._open.text if self._open else ""))
        indented = row.x0 > (block.left if index == 0 else last.x0) + 0.6 * size
        return full and not indented and (index > 0 or last_block.column != block.column or last.page != row.page)


def _is_over(text: str) -> bool:
    """Whether a text ends with a sentence, and not with "et al." or "Fig.", as what goes on in lower case may."""
    return len(split_sentences(f"{text} The end.")) > len(split_sentences(text)) if text[-1:] in ".?!" else False


def _with_head(head: Sequence[Row], row: Row, hyphens: Hyphens) -> Row:
    """A row with the bold rows before it put in front of its bold lead."""
    paragraph = PdfParagraph()
    for part in (*head, row):
        paragraph.add(part.text, part.page, hyphens)
    return replace(row, text=paragraph.text, lead=len(paragraph.text) - len(row.text) + row.lead)
