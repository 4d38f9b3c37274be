"""Read tables and captions that stand outside of floats, as `\\captionof`, supertabular and ctable have them."""

from collections.abc import Mapping

from synth.reading.latex_columns import ColumnType, read_columns
from synth.reading.latex_counters import Counters
from synth.reading.latex_floats import LABEL, Numbered
from synth.reading.latex_keys import key_values
from synth.reading.latex_layout import Caption, LatexParagraph, Layout, TableBlock
from synth.reading.latex_scanner import control_word
from synth.reading.latex_signature import arguments
from synth.reading.latex_tables import TABULAR_ENVIRONMENTS

LOOSE = {
    "caption": "om", "captionof": "mom", "tablecaption": "om", "topcaption": "om", "bottomcaption": "om",
    "ctable": "ommm", "tablehead": "m", "tablefirsthead": "m", "tabletail": "m", "tablelasttail": "m",
}  # fmt: skip
"""The commands of tables outside of floats, with what they take."""


_CTABLE_ROWS = {"FL": "\\toprule", "LL": "\\\\ \\bottomrule", "ML": "\\\\ \\midrule", "NN": "\\\\", "tmark": ""}
_CTABLE_ROW = control_word(_CTABLE_ROWS, r"\s*(?:\[[^\]]*\])?")


class Loose(Numbered):
    """Joins a table in the running text with the caption that stands right above or below it."""

    def __init__(self, layout: Layout, counters: Counters, types: Mapping[str, ColumnType]) -> None:
        super().__init__(layout, counters, types)
        self._above: tuple[str, str, int] | None = None  # a caption, its label, and how many blocks stand before it
        self._head = ""

    def read_loose(self, word: str, latex: str, at: int, starred: bool, text_between: bool) -> int:
        """Do what a command outside of floats asks for; `text_between` is whether text stands since the last block."""
        found, end = arguments(latex, at, LOOSE[word])
        given = [value or "" for value in found]
        if word in {"tablehead", "tablefirsthead"}:
            self._head = given[0] if word == "tablefirsthead" or not self._head else self._head
        elif word == "ctable":
            self._ctable(*given)
        elif not word.startswith("tab") or word == "tablecaption":
            counter = given[0].strip() if word == "captionof" else "table" if word != "caption" else ""
            self._caption(LABEL.sub("", given[-1]), counter, starred, text_between)
            self.note_labels(given[-1])
        return end

    def _caption(self, text: str, counter: str, starred: bool, text_between: bool) -> None:
        label = "" if starred or not counter else f"{counter.capitalize()} {self._counters.count(counter)}"
        blocks = self._layout.blocks
        last = blocks[-1] if blocks else None
        if isinstance(last, TableBlock) and last.caption is None and not text_between and counter in {"table", ""}:
            blocks[-1] = last._replace(caption=text, label=label or None)
        else:
            self._above = (text, label, len(blocks) + 1) if counter == "table" else None
        blocks.append(Caption(text, label))

    def read_table(self, name: str, inner: str, text_between: bool) -> None:
        """Put a table of the running text into the layout, under the caption right above it."""
        caption: str | None = None
        label: str | None = None
        if self._above and not text_between:
            since = self._layout.blocks[self._above[2] :]
            if not any(isinstance(block, LatexParagraph | TableBlock) for block in since):
                caption, label = self._above[0], self._above[1] or None
        self._above = None
        if self._head and name.rstrip("*").endswith(("supertabular", "xtabular")):
            start = arguments(inner, 0, TABULAR_ENVIRONMENTS[name][0])[1]
            inner = f"{inner[:start]}{self._head} \\midrule {inner[start:]}"
        self._head = ""
        self.read_tabular(name, inner, caption, label)

    def _ctable(self, option: str, columns: str, notes: str, rows: str) -> None:
        keys = key_values(option)
        rows = _CTABLE_ROW.sub(lambda match: f"{_CTABLE_ROWS[match[1]]} ", rows)
        caption = keys.get("caption")
        label = f"Table {self._counters.count('table')}" if caption else None
        if caption:
            self._layout.blocks.append(Caption(caption, label or ""))
        if "label" in keys:
            self._layout.labels.places[keys["label"]] = self._counters.current
        self._layout.blocks.append(TableBlock(rows, caption, label, tuple(read_columns(columns, self._types))))
        at = 0
        while (place := notes.find("\\tnote", at)) >= 0:
            (_, note), at = arguments(notes, place + len("\\tnote"), "om")
            self._layout.blocks.append(Caption(note or "", ""))
