"""Read what LaTeX numbers outside the running text: floats with their captions and tables, equations, and labels."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from synth.reading.latex_columns import ColumnType, read_columns
from synth.reading.latex_counters import Counters
from synth.reading.latex_keys import key_values
from synth.reading.latex_layout import Caption, Layout, TableBlock
from synth.reading.latex_scanner import argument, environment_end, optional
from synth.reading.latex_signature import arguments
from synth.reading.latex_tables import TABULAR_ENVIRONMENTS

FLOATS = {
    **dict.fromkeys(
        "figure wrapfigure floatingfigure SCfigure sidewaysfigure marginfigure teaserfigure".split(), "figure"
    ),
    **dict.fromkeys("table wraptable SCtable sidewaystable margintable deluxetable splitdeluxetable".split(), "table"),
    **dict.fromkeys("longtable xltabular longtblr talltblr longtabu ltablex floatingtable".split(), "table"),
    **dict.fromkeys("algorithm algorithm2e".split(), "algorithm"),
    "listing": "listing",
    "plate": "plate",
    "scheme": "scheme",
}
"""Environments whose text is captions, and the counter that numbers them."""

NUMBERED_MATH = frozenset("equation eqnarray align gather multline flalign alignat IEEEeqnarray dmath xalignat".split())
"""Environments whose formulas are numbered."""
_NUMBERED = re.compile(rf"\\begin\s*\{{((?:{'|'.join(sorted(NUMBERED_MATH))})\*?)\}}")

_CAPTIONS = {
    "caption": "om", "captionof": "mom", "tablecaption": "om", "topcaption": "om", "bottomcaption": "om",
    "captionabove": "om", "captionbelow": "om", "figcaption": "om", "tabcaption": "om", "subcaption": "om",
    "bicaption": "oom",
}  # fmt: skip
_NOTES = {
    "tablefoot": "m", "tablenotetext": "mm", "tablecomments": "m", "tablerefs": "m", "tabnote": "m", "floatfoot": "om",
    "legend": "m", "tablebib": "m", "tablefoottext": "mm", "tabularnote": "om", "TblrNote": "m",
}  # fmt: skip
_PARTS = {"subfloat": "oom", "subfigure": "oom", "subtable": "oom", "sidesubfloat": "oom", "subcaptionbox": "som"}
_PART_ENVIRONMENTS = frozenset("subfigure subtable subalgorithm subcaptionblock".split())
NOTES = ("footnotetext", "footnotemark", "footnote", "thanks", "Thanks")
_NOTE_ENVIRONMENTS = {"tablenotes": "o", "TableNotes": "o", "footnotesize": "", "figurenotes": "o"}
_NO_TEXT_ENVIRONMENTS = frozenset("tikzpicture pspicture picture algorithmic forest axis verbatim lstlisting".split())
_MARK = re.compile(
    rf"\\(?P<word>{'|'.join([*_CAPTIONS, *_NOTES, *_PARTS, 'label'])})(?![A-Za-z])(?P<star>\*?)"
    r"|\\begin\s*\{(?P<begin>[\w*]+)\}"
)
_FIRST_LABEL = re.compile(r"\s*(?:\[[^\]]*\])?\s*\\label\s*\{([^{}]*)\}")
_PANEL = re.compile(r"\\(?:subfloat|subfigure|subcaptionbox)(?![A-Za-z])|\\begin\s*\{subfigure")
LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")


class _Piece(NamedTuple):
    """A part of a float: a caption, a label, a table or a note; `part` is the number of the panel that it stands in."""

    kind: str
    latex: str
    part: int
    numbered: bool = True
    counter: str = ""
    environment: str = ""


class Numbered:
    """Puts captions and tables into a layout, and into its labels what each label stands for."""

    def __init__(self, layout: Layout, counters: Counters, types: Mapping[str, ColumnType]) -> None:
        self._layout = layout
        self._counters = counters
        self._types = types

    def note_labels(self, latex: str) -> None:
        """Let the labels in a stretch stand for what was numbered last."""
        for label in LABEL.findall(latex):
            self._layout.labels.places[label.strip()] = self._counters.current

    def number_equations(self, inner: str, plain: str, starred: bool) -> None:
        """Count the equations of a display, row by row where its environment does, and note their labels."""
        before = self._counters.current
        rows = [inner] if plain in {"equation", "multline", "dmath"} else re.split(r"\\\\", inner)
        for row in rows:
            tag = re.search(r"\\tag\*?\s*\{([^{}]*)\}", row)
            if tag:
                self._counters.current = ("equation", tag[1].strip("$"))
            elif not starred and "\\nonumber" not in row and "\\notag" not in row and row.strip():
                self._counters.count("equation")
            self.note_labels(row)
        self._counters.current = before

    def read_note(self, word: str, latex: str, at: int) -> int:
        """Count a footnote or its mark, what is numbered in it, and its labels; the place behind its arguments."""
        values, end = arguments(latex, at, "o" if word == "footnotemark" else "om")
        before = self._counters.current
        if word.startswith("footnote") and word != "footnotetext" and values[0] is None:
            self._counters.count("footnote")
            self.note_labels(latex[at:end])
            self._counters.current = before
        self._number_equations_in(latex[at:end])
        return end

    def _number_equations_in(self, latex: str) -> None:
        """Count the equations that stand in a footnote."""
        for match in _NUMBERED.finditer(latex):
            ends = environment_end(latex, match.end(), match[1])
            if ends:
                plain = match[1].rstrip("*")
                self.number_equations(latex[match.end() : ends[0]], plain, plain != match[1])

    def read_float(self, name: str, counter: str, inner: str) -> None:
        """Take the captions, tables, notes and labels of a float; what else it shows is no running text."""
        if name in TABULAR_ENVIRONMENTS:  # longtable: caption and cells in one
            self._read_long_table(name, counter, inner)
            return
        pieces: list[_Piece] = []
        _scan(inner, 0, pieces)
        if counter == "algorithm":  # what is labelled besides are lines
            own = _label_of_caption(pieces)
            pieces = [piece for piece in pieces if piece.kind != "label" or piece is own]
        captions = [piece for piece in pieces if piece.kind == "caption" and not piece.part]
        numbers = self._number_captions(pieces, counter)
        self._note_part_labels(pieces, numbers, counter)
        parts = {piece.part: piece for piece in pieces if piece.kind == "caption" and piece.part}
        tables = [piece for piece in pieces if piece.kind == "table"]
        for place, table in enumerate(tables):
            main = _caption_of(table, place, tables, captions, pieces)
            own = parts.get(table.part)
            caption = " ".join(LABEL.sub("", each.latex).strip() for each in (main, own) if each) or None
            label = numbers.get(id(main)) if main else None
            label = f"{label}{_letter(table.part)}" if label and own else label
            self.read_tabular(table.environment, table.latex, caption, label)
        self._layout.blocks.extend(Caption(piece.latex, "") for piece in pieces if piece.kind == "note")

    def _number_captions(self, pieces: list[_Piece], counter: str) -> dict[int, str]:
        """Count a float's captions and put them into the layout; what each is printed behind, by the piece's id."""
        printed: dict[int, str] = {}
        early: list[str] = []  # labels above the caption, printed as the figure's number
        for piece in pieces:
            if piece.kind == "label" and not piece.part:
                self._layout.labels.places[piece.latex] = self._counters.current
                early.append(piece.latex)
            elif piece.kind == "caption":
                if piece.numbered and not piece.part:
                    kind = piece.counter or counter
                    printed[id(piece)] = f"{kind.capitalize()} {self._counters.count(kind)}"
                    self.note_labels(piece.latex)
                    self._layout.labels.places.update(dict.fromkeys(early, self._counters.current))
                    early.clear()
                self._layout.blocks.append(Caption(LABEL.sub("", piece.latex), printed.get(id(piece), "")))
        return printed

    def _note_part_labels(self, pieces: list[_Piece], numbers: Mapping[int, str], counter: str) -> None:
        """Let the labels of panels stand for the figure's number and a letter."""
        kind, number = self._counters.current if numbers else (counter, "")
        for piece in pieces:
            if piece.part and piece.kind in {"label", "caption"}:
                labels = [piece.latex] if piece.kind == "label" else LABEL.findall(piece.latex)
                self._layout.labels.places.update(dict.fromkeys(labels, (kind, f"{number}{_letter(piece.part)}")))

    def _read_long_table(self, name: str, counter: str, inner: str) -> None:
        option = optional(inner, 0) if "tblr" in name else None
        keys = key_values(option.text) if option else {}
        match = re.search(r"\\(?:caption|tablecaption)(?![A-Za-z])(\*?)", inner)
        latex = keys.get("caption")
        if latex is None and match:
            latex = arguments(inner, match.end(), "om")[0][1] or ""
        label = None
        if latex is not None:
            if match is None or not match[1]:
                label = f"{counter.capitalize()} {self._counters.count(counter)}"
            self._layout.blocks.append(Caption(LABEL.sub("", latex), label or ""))
            if "label" in keys:
                self._layout.labels.places[keys["label"]] = self._counters.current
        self.note_labels(inner)
        inner = re.sub(r"\\(?:caption|tablecaption|label)\*?\s*(?:\[[^\]]*\])?\s*(?=\{)", r"\\phantom", inner)
        notes: list[_Piece] = []
        _scan(inner, 0, notes)
        self.read_tabular(name, inner, LABEL.sub("", latex) if latex else None, label)
        self._layout.blocks.extend(Caption(piece.latex, "") for piece in notes if piece.kind == "note")

    def read_tabular(self, name: str, inner: str, caption: str | None, label: str | None) -> None:
        """Put a table into the layout, without the arguments of its environment."""
        signature, place = TABULAR_ENVIRONMENTS[name]
        inner = re.sub(r"^\s*(?:to|spread)\s*[^{]*", "", inner) if "tabu" in name and "ular" not in name else inner
        values, start = arguments(inner, 0, signature)
        specification = values[place] or ""
        options = specification if "tblr" in name and "=" in specification else ""
        specification = key_values(options).get("colspec", "") if options else specification
        columns = tuple(read_columns(specification, self._types))
        self._layout.blocks.append(TableBlock(inner[start:], caption, label, columns, options))


def _scan(inner: str, part: int, pieces: list[_Piece]) -> int:
    """Put the parts of a float into `pieces`, in their order; the number of the last panel."""
    at, last = 0, part
    while match := _MARK.search(inner, at):
        at = match.end()
        word, name = match["word"], match["begin"]
        if word == "label":
            found, at = arguments(inner, at, "m")
            pieces.append(_Piece("label", (found[0] or "").strip(), part))
        elif word in _CAPTIONS:
            found, at = arguments(inner, at, _CAPTIONS[word])
            counter = (found[0] or "").strip() if word == "captionof" else "table" if word == "tabcaption" else ""
            counter = "figure" if word == "figcaption" else counter
            if word == "subcaption" and not part:
                last += 1
            in_part = last if word == "subcaption" and not part else part
            pieces.append(_Piece("caption", found[-1] or "", in_part, not match["star"], counter))
        elif word in _NOTES:
            found, at = arguments(inner, at, _NOTES[word])
            pieces.append(_Piece("note", found[-1] or "", part))
        elif word in _PARTS:
            at, last = _scan_part(word, inner, at, last, pieces)
        elif name in TABULAR_ENVIRONMENTS or name in _NO_TEXT_ENVIRONMENTS:
            ends = environment_end(inner, at, name)
            if ends and name in TABULAR_ENVIRONMENTS and _PANEL.search(inner, at, ends[0]):
                continue  # a grid of panels
            if ends and name in TABULAR_ENVIRONMENTS:
                pieces.append(_Piece("table", inner[at : ends[0]], part, environment=name))
                pieces.extend(_Piece("label", label.strip(), part) for label in LABEL.findall(inner, at, ends[0]))
            elif ends and (label := _FIRST_LABEL.match(inner, at)):  # \begin{algorithmic}[1]\label{alg:x}
                pieces.append(_Piece("label", label[1].strip(), part))
            at = ends[1] if ends else at
        elif name in _NOTE_ENVIRONMENTS:
            ends = environment_end(inner, at, name)
            if ends and name != "footnotesize":
                start = arguments(inner, at, _NOTE_ENVIRONMENTS[name])[1]
                notes = re.split(r"\\item(?![A-Za-z])\s*(?:\[[^\]]*\])?", inner[start : ends[0]])
                pieces.extend(_Piece("note", note, part) for note in notes if note.strip())
                at = ends[1]
        elif name.rstrip("*") in _PART_ENVIRONMENTS and not part:
            ends = environment_end(inner, at, name)
            if ends:
                last += 1
                _scan(inner[at : ends[0]], last, pieces)
                at = ends[1]
    return last


def _scan_part(word: str, inner: str, at: int, last: int, pieces: list[_Piece]) -> tuple[int, int]:
    r"""A panel set by a command: `\subfloat[List][Caption\label{fa}]{...}`, `\subcaptionbox{Caption}{...}`."""
    found, end = arguments(inner, at, _PARTS[word])
    if word == "subcaptionbox":
        caption = found[2]
        _, end = arguments(inner, end, "oo")
        content = argument(inner, end) if inner[end : end + 1] == "{" else None
        end = content.end if content else end
        body = content.text if content else ""
    else:
        caption, body = found[1] or found[0], found[2] or ""
        if inner[at : at + 1] not in "[{":  # an old class: "\subfigure a"
            return at, last
    last += 1
    if caption is not None:
        pieces.append(_Piece("caption", caption, last))
    _scan(body, last, pieces)
    return end, last


def _caption_of(
    table: _Piece, place: int, tables: list[_Piece], captions: list[_Piece], pieces: list[_Piece]
) -> _Piece | None:
    """The caption that a table of a float stands under: the only one, or its neighbour on the captions' side."""
    of_tables = [each for each in captions if each.counter == "table"] or captions
    if len(of_tables) <= 1:
        return of_tables[0] if of_tables else None
    if len(of_tables) == len(tables):
        return of_tables[place]
    order = {id(piece): number for number, piece in enumerate(pieces)}
    above = order[id(of_tables[0])] < order[id(tables[0])]
    here = order[id(table)]
    beside = [each for each in of_tables if (order[id(each)] < here) == above]
    return (beside[-1] if above else beside[0]) if beside else None


def _label_of_caption(pieces: list[_Piece]) -> _Piece | None:
    """The label that stands behind the caption, else before it, else the first."""
    places = [place for place, piece in enumerate(pieces) if piece.kind == "caption"]
    beside = [pieces[near] for place in places for near in (place + 1, place - 1) if 0 <= near < len(pieces)]
    return next((piece for piece in [*beside, *pieces] if piece.kind == "label"), None)


def _letter(part: int) -> str:
    return chr(ord("a") + (part - 1) % 26) if part else ""
