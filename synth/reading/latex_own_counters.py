"""Count what a paper counts itself: counters of its own, and what it changes of LaTeX's."""

import re

from synth.reading.latex_arithmetic import decimal_value, integer_value
from synth.reading.latex_commands import names
from synth.reading.latex_counters import STYLES
from synth.reading.latex_definitions import Definitions
from synth.reading.latex_macro_input import Macro

_NUMEXPR = re.compile(r"\s*\\numexpr(?![A-Za-z])(.*?)(?:\\relax(?![A-Za-z])\s?|(?=[}$\n]))")
_CURRENT_LABEL = re.compile(r"\s*\\@currentlabel\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
LOST_VALUE = "synth@value"
"""What stands for a number that is not calculated: a command that nobody knows."""
_STANDARD = names("standard counters")
"""LaTeX's own counters, whose numbers are counted with the text that they stand in."""


class OwnCounters(Definitions):
    """Keeps the values of counters; those of LaTeX's own stay in the text as well, for whom it concerns."""

    def __init__(self) -> None:
        super().__init__()
        self._counters: dict[str, int] = {}
        self._own_counters: set[str] = set()

    def _emit(self, latex: str) -> None:
        """Write to the output what is not to be expanded again; `latex_environments` knows where."""
        raise NotImplementedError

    def _count(self, name: str) -> bool:
        """Do what a command of counters asks for; False where it is none."""
        if name in STYLES:
            return self._print_counter(name)
        if name.startswith("the") and name[3:] in self._own_counters:
            self._push(str(self._counters.get(name[3:], 0)))
        elif name in {"def", "edef", "protected@edef"} and (label := _CURRENT_LABEL.match(self._text, self._at)):
            self._at = label.end()
            self._emit(f"\\refstepcounter{{label={self._expanded(label[1]).strip()}}}")
        elif name in {"the", "number"} and (match := _NUMEXPR.match(self._text, self._at)):
            self._at = match.end()
            self._push(integer_value(self._expanded(match[1])) or f"\\{LOST_VALUE} ")
        elif name in {"inteval", "fpeval"}:
            value = (integer_value if name == "inteval" else decimal_value)(self._expanded(self._take("m")[0]))
            self._push(value or f"\\{LOST_VALUE} ")
        elif name == "newcounter":
            counter = self._take("mo")[0].strip()
            self._own_counters.add(counter)
            self._counters[counter] = 0
        elif name in {"setcounter", "addtocounter"}:
            counter, value = (each.strip() for each in self._take("mm"))
            number = self._number(self._expanded(value)) or 0
            self._counters[counter] = number + (self._counters.get(counter, 0) if name[0] == "a" else 0)
            self._emit("" if counter in self._own_counters else f"\\{name}{{{counter}}}{{{number}}}")
        elif name in {"stepcounter", "refstepcounter"}:
            counter = self._take("m")[0].strip()
            self._counters[counter] = self._counters.get(counter, 0) + 1
            if name == "refstepcounter" and counter in self._own_counters:
                printed = self._expanded(f"\\the{counter} ").strip()
                self._emit(f"\\refstepcounter{{{counter}={printed}}}")
        else:
            return False
        return True

    def _print_counter(self, style: str) -> bool:
        match = re.compile(r"\s*\{(\w+)\}").match(self._text, self._at)
        if match is None or match[1] not in self._own_counters:
            return False
        self._at = match.end()
        self._push(STYLES[style](self._counters.get(match[1], 0)))
        return True

    def _set(self, name: str, macro: Macro) -> None:
        if name.startswith("the") and name[3:] in _STANDARD:
            if not macro.parameters:
                self._emit(f"\\renewcommand{{\\{name}}}{{{macro.body}}}")
            return
        super()._set(name, macro)

    def _number(self, text: str) -> int | None:
        """The number that a text stands for: digits, a counter's value, or a command that is defined as a number."""
        text = text.strip()
        value = re.fullmatch(r"\\value\s*\{(\w+)\}|\\(?:c@)?([A-Za-z@]+)", text)
        if value and (value[1] or value[2]) in self._counters:
            return self._counters[value[1] or value[2]]
        if value and value[2] in self._macros:
            text = self._macros[value[2]].body.strip()
        return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None
