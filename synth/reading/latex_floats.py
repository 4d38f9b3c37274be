"""Read what LaTeX numbers outside the running text: floats with their captions and tables, equations, and labels."""

import re

from synth.reading.latex_counters import Counters
from synth.reading.latex_layout import Caption, Layout, TableBlock
from synth.reading.latex_scanner import arguments, environment_end
from synth.reading.latex_tables import TABULAR_ENVIRONMENTS

FLOATS = {
    "figure": "figure",
    "table": "table",
    "wrapfigure": "figure",
    "wraptable": "table",
    "floatingfigure": "figure",
    "SCfigure": "figure",
    "SCtable": "table",
    "sidewaystable": "table",
    "sidewaysfigure": "figure",
    "marginfigure": "figure",
    "margintable": "table",
    "algorithm": "algorithm",
    "algorithm2e": "algorithm",
    "listing": "listing",
    "deluxetable": "table",
    "longtable": "table",
    "teaserfigure": "figure",
    "plate": "plate",
}
"""Environments whose text is captions, and the counter that numbers them."""


class Numbered:
    """Puts captions and tables into a layout, and into its labels what each label stands for."""

    def __init__(self, layout: Layout, counters: Counters) -> None:
        self._layout = layout
        self._counters = counters

    def note_labels(self, latex: str) -> None:
        """Let the labels in a stretch stand for what was numbered last."""
        for label in re.findall(r"\\label\s*\{([^{}]*)\}", latex):
            self._layout.labels[label.strip()] = self._counters.current

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

    def read_float(self, name: str, counter: str, inner: str) -> None:
        """Take the captions, tables and labels of a float; what else it shows is no running text."""
        printed = ""
        number = ""
        captions: list[str] = []
        early: list[str] = []  # labels of parts of the figure, printed as the figure's number
        for match in re.finditer(r"\\(caption|captionof|label|tablecaption)(?![A-Za-z])(\*?)", inner):
            if match[1] == "label":
                found, _ = arguments(inner, match.end(), "m")
                self._layout.labels[(found[0] or "").strip()] = self._counters.current
                early.append((found[0] or "").strip())
                continue
            found, _ = arguments(inner, match.end(), "mom" if match[1] == "captionof" else "om")
            counter = found[0].strip() if match[1] == "captionof" and found[0] else counter
            number = self._counters.count(counter)
            printed = f"{counter.capitalize()} {number}"
            text = re.sub(r"\\label\s*\{[^{}]*\}", "", found[-1] or "")
            self.note_labels(found[-1] or "")
            self._layout.labels.update(dict.fromkeys(early, self._counters.current))
            early.clear()
            captions.append(text)
            self._layout.blocks.append(Caption(text, printed))
        caption = captions[0] if len(captions) == 1 else None
        if name in TABULAR_ENVIRONMENTS:  # longtable: caption and cells in one
            inner = re.sub(r"\\(?:caption|tablecaption|label)\s*(?:\[[^\]]*\])?\s*(?=\{)", r"\\phantom", inner)
            self.read_tabular(name, inner, caption, printed or None)
            return
        for tabular in re.finditer(r"\\begin\s*\{(\w+\*?)\}", inner):
            if tabular[1] in TABULAR_ENVIRONMENTS and not self._is_nested(inner, tabular.start()):
                ends = environment_end(inner, tabular.end(), tabular[1])
                if ends:
                    self.read_tabular(tabular[1], inner[tabular.end() : ends[0]], caption, printed or None)

    @staticmethod
    def _is_nested(latex: str, place: int) -> bool:
        """Whether a tabular that begins here stands in a cell of another."""
        names = "|".join(re.escape(name) for name in TABULAR_ENVIRONMENTS)
        before = latex[:place]
        return len(re.findall(rf"\\begin\s*\{{(?:{names})\}}", before)) > len(
            re.findall(rf"\\end\s*\{{(?:{names})\}}", before)
        )

    def read_tabular(self, name: str, inner: str, caption: str | None, label: str | None) -> None:
        """Put a tabular into the layout, without the arguments of its environment."""
        start = arguments(inner, 0, TABULAR_ENVIRONMENTS[name])[1]
        self._layout.blocks.append(TableBlock(inner[start:], caption, label))
