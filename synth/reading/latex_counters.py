"""Count as LaTeX does: what sections, theorems, floats, equations and list items are numbered."""

import re
from collections.abc import Callable

from synth.reading.latex_commands import names

LEVELS = {
    "part": 0,
    "chapter": 1,
    "section": 1,
    "head": 1,
    "heading": 1,
    "beginsection": 1,
    "specialhead": 1,
    "specialsection": 1,
    "subsection": 2,
    "subhead": 2,
    "subheading": 2,
    "subsubsection": 3,
    "subsubhead": 3,
    "paragraph": 4,
    "subparagraph": 5,
}
"""Level of each heading command, from 1; with chapters, a section is one lower (`Counters.level`)."""

THEOREMS = {
    **{name: name.capitalize() for name in names("theorems")},
    "proof": "Proof",
    "thm": "Theorem",
    "lem": "Lemma",
    "prop": "Proposition",
    "cor": "Corollary",
    "defn": "Definition",
    "rem": "Remark",
    "demo": "Proof",
}
"""Theorem-like environments that styles define, with the name they print."""

_FLOATS = {"figure": "figure", "table": "table", "algorithm": "algorithm", "equation": "equation"}


class Counters:
    """The counters of one paper; `current` is what a `\\label` refers to now: (the counter's name, its number)."""

    def __init__(self, document_class: str, has_chapters: bool) -> None:
        self._roman = document_class.lower().startswith(("revtex", "ieeetran"))
        self._chapters = has_chapters
        self._values: dict[str, int] = {}
        self._parts: list[int] = [0] * 7
        self._appendix = False
        self._shared: dict[str, str] = {}  # theorem environment -> the one whose counter it shares
        self._within: dict[str, str] = {}  # counter -> the heading command that resets it
        self._resets: dict[str, str] = {}  # the same for counters whose number does not show it
        self._forms: dict[str, str] = {}  # counter -> what its number is printed as: "S\\arabic{figure}"
        self._parent, self._children = "", 0  # the number of an equation in parts, and how many it has
        self.theorems = dict(THEOREMS)
        if has_chapters:
            self._within = dict.fromkeys(("figure", "table", "equation"), "chapter")
        self.current: tuple[str, str] = ("section", "")

    def level(self, command: str) -> int:
        """The level of a heading command in this paper, from 1."""
        level = LEVELS[command]
        return level + 1 if self._chapters and command != "chapter" and level else max(1, level)

    def begin_appendix(self) -> None:
        """From here on the top level counts in letters."""
        self._appendix = True
        self._parts = [0] * 7

    def heading(self, command: str) -> str | None:
        """Count a heading; its number as printed, None where LaTeX prints none (paragraphs)."""
        level = self.level(command)
        if level > (4 if self._chapters else 3) or command == "part":
            return None
        if level - self._chapters > self._values.get("secnumdepth", level):
            return None
        self._parts[level] += 1
        self._parts[level + 1 :] = [0] * (len(self._parts) - level - 1)
        for counter, parent in (self._within | self._resets).items():
            if parent not in LEVELS or self.level(parent) >= level:
                self._values[counter] = 0
        number = self._printed(level)
        self.current = ("appendix" if self._appendix else "section", number)
        return number.rsplit(" ", 1)[-1] if self._roman else number

    def _printed(self, level: int) -> str:
        numbers = list(self._parts[1 : level + 1])
        while len(numbers) > 1 and numbers[0] == 0:
            numbers.pop(0)
        first = letter(numbers[0]) if self._appendix else roman(numbers[0]) if self._roman else str(numbers[0])
        if "section" in self._forms and not self._chapters:
            first = self._formed("section", numbers[0])
            return ".".join([first, *map(str, numbers[1:])])
        if self._roman and not self._appendix:
            return " ".join([first, *[letter(value) for value in numbers[1:2]], *map(str, numbers[2:])])
        return ".".join([first, *map(str, numbers[1:])])

    def declare_theorem(self, name: str, shared: str | None, printed: str, within: str | None) -> None:
        """Take note of a `\\newtheorem`."""
        self.theorems[name] = printed or name
        if shared:
            self._shared[name] = shared
        if within:
            self._within[name] = within

    def number_within(self, counter: str, parent: str) -> None:
        """Take note of `\\numberwithin{equation}{section}`."""
        self._within[counter] = parent

    def put(self, counter: str, value: int, add: bool = False) -> None:
        """Take note of `\\setcounter` or `\\addtocounter`."""
        if counter in LEVELS:
            level = self.level(counter)
            self._parts[level] = max(0, value + (self._parts[level] if add else 0))
        else:
            self._values[counter] = value + (self._values.get(counter, 0) if add else 0)

    def form(self, counter: str, latex: str) -> None:
        """Take note of `\\renewcommand{\\thefigure}{S\\arabic{figure}}`."""
        if counter in LEVELS or counter in _FLOATS:
            self._forms[counter] = latex

    def _formed(self, counter: str, value: int) -> str:
        def number(match: re.Match[str]) -> str:
            if match[1]:
                return self._printed(self.level(match[1])) if match[1] in LEVELS and match[1] != counter else ""
            own = (match[3] or match[4]) == counter
            return STYLES[match[2]](value if own else self._value(match[3] or match[4]))

        form = re.sub(r"\\(?:number|the)\s*\\value(?=\s*\{)", r"\\arabic", self._forms[counter])
        text = re.sub(r"\\the(\w+)|\\@?(arabic|roman|Roman|alph|Alph)\s*(?:\{(\w+)\}|\\c@(\w+))", number, form)
        return re.sub(r"\\[A-Za-z@]+\*?\s*|[{}$\s]", "", text)

    def _value(self, counter: str) -> int:
        return self._parts[self.level(counter)] if counter in LEVELS else self._values.get(counter, 0)

    def reset_by(self, counter: str, parent: str) -> None:
        """Take note of `\\@addtoreset{figure}{section}`."""
        self._resets[counter] = parent

    def theorem(self, name: str) -> str:
        """Count a theorem-like environment; its number as printed."""
        counter = name.rstrip("*")
        for _ in range(5):
            counter = self._shared.get(counter, counter)
        return self._count(counter, self.kind(name.rstrip("*")))

    def kind(self, counter: str) -> str:
        """What labels call a counter: a theorem's is the name that it prints, "hypothesis" for "hypo"."""
        return re.sub(r"\W", "", self.theorems.get(counter, counter)).lower()

    def count(self, counter: str) -> str:
        """Count a figure, table, algorithm, equation or footnote; its number as printed."""
        if counter == "equation" and self._parent:
            self._children += 1
            self.current = ("equation", f"{self._parent}{letter(self._children).lower()}")
            return self.current[1]
        return self._count(counter, _FLOATS.get(counter, counter))

    def begin_parts(self) -> None:
        """From here on equations are parts of one: "3a"."""
        self._parent, self._children = self.count("equation"), 0

    def end_parts(self) -> None:
        """The equations that follow count as before."""
        self._parent = ""

    def _count(self, counter: str, printed: str) -> str:
        self._values[counter] = self._values.get(counter, 0) + 1
        number = str(self._values[counter])
        if counter in self._forms:
            self.current = (printed, self._formed(counter, self._values[counter]))
            return self.current[1]
        parent = self._within.get(counter)
        if parent in LEVELS and any(self._parts):
            number = f"{self._printed(self.level(parent))}.{number}"
        elif parent in self._values:
            number = f"{self._values[parent]}.{number}"
        self.current = (printed, number)
        return number


def roman(value: int) -> str:
    """A number from 1 in Roman numerals."""
    out = ""
    for size, sign in ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            out += sign
            value -= size
    return out or "0"


def letter(value: int) -> str:
    """A number from 1 as a capital letter."""
    return chr(ord("A") + (value - 1) % 26) if value > 0 else "0"


STYLES: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "roman": lambda value: roman(value).lower(),
    "Roman": roman,
    "alph": lambda value: letter(value).lower(),
    "Alph": letter,
}
"""What LaTeX's commands print of a counter's value."""
