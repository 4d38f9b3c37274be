"""Assemble a document's text from rendered paragraphs, so that every sentence and cell has its span in it."""

import re
from collections.abc import Callable

from synth.language.text import normalise
from synth.models import Section, SectionRole, Sentence, Span, Table
from synth.reading.document_text import DocumentText, written
from synth.reading.fitness import unfit_reason
from synth.reading.latex_layout import TableBlock
from synth.reading.latex_marks import CITE, CITE_END, FORMULA, FORMULA_END, LAST, LOST, NO_BREAK, NUMBERS
from synth.reading.latex_tables import CellGrid, read_tabular
from synth.reading.section_roles import section_role
from synth.reading.sentences import split_sentences

_MAX_FORMULA = 100  # code points of a displayed formula that can still be read in one line
_MARKS = re.compile(f"[{CITE}-{LAST}]")
_SPACE_BEFORE_POINT = re.compile(rf"(?<=[{FORMULA_END}{CITE_END}{LOST}\w)]) +(?=[.,;:?!)](?:\s|$))")
_TERMINAL = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_CAPITALISED = re.compile(r"[^\W\d_a-z][a-z]+\b")
_NUMBERED_HEADING = re.compile(r"(?:§\s*)?(\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+(?=[^\W\d_]{2})(.+)")


class Marked:
    """A normalised paragraph free of marks, with what they told: places of citations, gaps and displayed formulas."""

    def __init__(self, rendered: str) -> None:
        tidy = _SPACE_BEFORE_POINT.sub("", rendered)
        self.citations: list[tuple[int, str]] = []
        self.lost: list[int] = []
        self.unbroken: set[int] = set()
        self.formulas: list[tuple[int, int]] = []
        pieces: list[str] = []
        length = 0
        opened, numbers = 0, ""
        for piece in re.split(f"([{CITE}-{NO_BREAK}]|[{NUMBERS}]+)", tidy):
            if piece == CITE:
                opened, numbers = length, ""
            elif piece == CITE_END:
                self.citations.append((opened, numbers or "".join(pieces)[opened:]))
            elif piece == FORMULA:
                opened = length
            elif piece == FORMULA_END:
                self.formulas.append((opened, length))
            elif piece and piece[0] in NUMBERS:
                numbers = "".join(str(NUMBERS.index(char)) for char in piece)
            elif piece == LOST:
                self.lost.append(length)
            elif piece == NO_BREAK:
                self.unbroken.add(length)
            else:
                if piece.startswith(" ") and (not length or pieces[-1].endswith(" ")):
                    piece = piece[1:]  # a mark stood between two spaces
                if not piece:
                    continue
                pieces.append(piece)
                length += len(piece)
        self.text = "".join(pieces)


def plain(rendered: str) -> str:
    """A rendered stretch as plain text, its marks taken away."""
    return normalise(_MARKS.sub("", rendered))


def _cell_text(rendered: str) -> str:
    """A cell as plain text; what was lost in it stays marked."""
    return normalise(re.sub(f"[{CITE}{CITE_END}{FORMULA}{FORMULA_END}{NO_BREAK}{NUMBERS}]", "", rendered))


class Assembler:
    """Collects sections, captions, footnotes and tables, and the text that they stand on."""

    def __init__(self, known_references: int, labels: dict[str, int]) -> None:
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self._known = known_references
        self._labels = labels
        self._text = DocumentText()
        self._heading: tuple[str, str | None, int, SectionRole] = ("", None, 1, "other")
        self._sentences: list[Sentence] = []
        self._paragraphs = 0
        self._asides = 0
        self._pending: tuple[str, str | None] | None = None
        self._roles: list[tuple[int, SectionRole]] = []

    @property
    def text(self) -> str:
        """The document's text so far: paragraphs, separated by blank lines."""
        return str(self._text)

    @property
    def heading(self) -> str:
        """The heading that paragraphs now go under."""
        return self._heading[0]

    def open_section(self, heading: str, number: str | None, level: int, role: SectionRole | None = None) -> None:
        """Begin a section; a role that its heading does not tell is that of the section above it."""
        self.close_section()
        match = _NUMBERED_HEADING.fullmatch(heading) if number is None else None
        if match and (match[1].isdigit() or "." in match[1] or re.fullmatch(r"[IVX]{1,4}|[A-H]", match[1])):
            number, heading = match[1], match[2]
        resolved = role or section_role(heading)
        self._roles = [(above, each) for above, each in self._roles if above < level]
        above = self._roles[-1][1] if self._roles else "other"
        if resolved == "other" or above == "abstract":  # "Background" in an abstract is of the abstract
            resolved = above
        if resolved == "other" or level < 4:
            self._roles.append((level, resolved))
        self._heading = (heading, number, level, resolved)
        if heading:
            self._text.add(f"{number} {heading}" if number else heading)

    def close_section(self) -> None:
        """End the section at hand; one without a heading and without text leaves nothing behind."""
        self._settle()
        heading, number, level, role = self._heading
        if heading or self._sentences:
            section = Section(heading=heading, number=number, level=level, role=role, sentences=tuple(self._sentences))
            self.sections.append(section)
        self._heading = ("", None, 1, "other")
        self._sentences = []
        self._paragraphs = 0

    def add_paragraph(self, rendered: str, environment: str | None) -> None:
        """Add running text; what goes on in lower case continues the paragraph before, over a float or a formula."""
        text = normalise(rendered).rstrip(" □∎■")
        opening = _MARKS.sub("", text).lstrip()
        if not opening:
            return
        heading, _, level, _ = self._heading
        if level >= 4 and not self._paragraphs and not self._pending and opening[0].islower():
            text = f"{heading} {text}"  # "\\paragraph{UCCA} is a scheme": the heading is the sentence's subject
        if self._pending and self._pending[1] == environment and self._continues(self._pending[0], text):
            self._pending = (f"{self._pending[0]} {text}", environment)
            return
        self._settle()
        self._pending = (text, environment)

    @staticmethod
    def _continues(before: str, after: str) -> bool:
        opening = _MARKS.sub("", after[:40]).lstrip(" (“\"'")
        if after.startswith(FORMULA):
            return True
        if not opening[:1].islower():
            return False
        return _TERMINAL.search(_MARKS.sub("", before[-40:]).rstrip()) is None or before.endswith(FORMULA_END)

    def _settle(self) -> None:
        if self._pending is None:
            return
        (text, environment), self._pending = self._pending, None
        self._paragraphs += 1
        self._sentences.extend(self._cut(text, self._paragraphs, environment))

    def aside(self, rendered: str) -> tuple[Sentence, ...]:
        """The sentences of a caption or footnote, a paragraph; its text stands behind what was added so far."""
        self._settle()
        self._asides += 1
        text = normalise(rendered)
        return tuple(self._cut(text, self._asides, None)) if _MARKS.sub("", text).strip() else ()

    def add_table(self, block: TableBlock, caption: str, render: Callable[[str], str]) -> str | None:
        """Add a table, one line of the text a row, cells separated by " | "; one without two cells is layout.

        One that is not certain stays text: the reason is given back.
        """
        grid = read_tabular(block.latex, lambda cell: _cell_text(render(cell)), block.columns, block.options)
        return self.add_grid(grid, caption, block.label)

    def add_grid(self, grid: CellGrid, caption: str, label: str | None) -> str | None:
        """Add a table whose cells are known, likewise."""
        self._settle()
        if sum(bool(cell.text) for row in grid.rows for cell in row) < 2 or len(grid.rows[0]) < 2:
            return None
        rows, text = written(grid.rows, self._text.length)
        self._text.add(text)
        if not grid.doubt:
            self.tables.append(Table(caption=caption, label=label, header_rows=grid.header_rows, rows=rows))
        return grid.doubt

    def _cut(self, rendered: str, paragraph: int, environment: str | None) -> list[Sentence]:
        marked = Marked(rendered)
        base = self._text.add(marked.text)
        return [
            Sentence(
                text=marked.text[start:end],
                spans=(Span(None, base + start, base + end),),
                paragraph=paragraph,
                citations=self._citations(marked, start, end),
                environment=environment,
                unfit=_unfit(marked, start, end),
            )
            for start, end in _sentences(marked)
        ]

    def _citations(self, marked: Marked, start: int, end: int) -> tuple[int, ...]:
        numbers: list[int] = []
        for place, marker in marked.citations:
            if start <= place < end:
                for part in marker.strip("[]").split("; "):  # "[see 3, 4, p. 2; 7]"
                    head = re.match(r"[^\d]*((?:\d+(?:, )?)+)", part)
                    numbers.extend(int(each) for each in re.findall(r"\d+", head[1])) if head else None
        for bracket in re.finditer(r"\[([^\[\]]{1,60})\]", marked.text[start:end]) if self._labels else ():
            numbers.extend(self._labels[each] for each in re.split(r"[,;]\s*", bracket[1]) if each in self._labels)
        return tuple(number for number in dict.fromkeys(numbers) if 0 < number <= self._known)


def _sentences(marked: Marked) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; a full stop that ends none joins two of them."""
    found: list[tuple[int, int]] = []
    for start, end in split_sentences(marked.text):
        joins = found and any(found[-1][1] <= place <= start for place in marked.unbroken)
        found[-1:] = [(found[-1][0], end)] if joins else [*found[-1:], (start, end)]
    return [piece for each in found for piece in _parted_at_formulas(marked, *each)]


def _parted_at_formulas(marked: Marked, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence without the displayed formulas that stand between two sentences, though no full stop says so: behind
    the end of one, or at the begin of a paragraph, and before a capital.
    """
    for opened, closed in marked.formulas:
        if not start <= opened < closed < end:
            continue
        before, behind = marked.text[start:opened].rstrip(), marked.text[closed:end].lstrip()
        if (not before or _TERMINAL.search(before)) and _CAPITALISED.match(behind):
            head = [(start, start + len(before))] if before else []
            middle = end - len(marked.text[closed:end].lstrip())
            return [*head, (opened, closed), *_parted_at_formulas(marked, middle, end)]
    return [(start, end)]


def _unfit(marked: Marked, start: int, end: int) -> str | None:
    """Why a sentence must not be quoted: something of it was lost, or a formula stands in it that no line can hold."""
    if any(start <= place <= end for place in marked.lost):
        return "holds a command that is not understood"
    for formula_start, formula_end in marked.formulas:
        if start <= formula_start < end and formula_end - formula_start > _MAX_FORMULA:
            return "holds a long displayed formula"
    return unfit_reason(marked.text[start:end], ends_paragraph=end == len(marked.text))
