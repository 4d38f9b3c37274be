r"""Number the items of lists as LaTeX and enumitem do: what `\ref` prints of an item ("2", "(i)", "1a")."""

import re
from dataclasses import dataclass

from synth.reading.latex_commands import names
from synth.reading.latex_counters import STYLES
from synth.reading.latex_keys import key_values

LISTS = names("lists")
_COUNTER = re.compile(r"\\(alph|Alph|roman|Roman|arabic)\s*(?:\*|\{[^{}]*\})")
_SHORT = re.compile(r"(?<![A-Za-z\\])([aAiI1])(?![A-Za-z])")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)\s*|[{}$]", re.DOTALL)
_SHORT_STYLES = {"a": "alph", "A": "Alph", "i": "roman", "I": "Roman", "1": "arabic"}
_PLACE = "\0"


@dataclass
class List:
    """A list: the style in which its items count ("" for none), what `\\ref` prints around that, and the count."""

    style: str
    form: str = _PLACE
    count: int = 0

    @property
    def reference(self) -> str:
        """What `\\ref` prints of the item at hand."""
        return self.form.replace(_PLACE, STYLES[self.style](self.count))


def open_list(environment: str, option: str, above: list[List], keeps_form: bool) -> List:
    """The list that an environment with this option begins, inside of those `above`.

    `keeps_form` is whether a short label ("(i)") is printed by `\\ref`, too: enumitem's is, enumerate's is not.
    """
    if "enum" not in environment:
        return List("")
    keys = key_values(option)
    label = keys.get("ref") or keys.get("label")
    if label and (counter := _COUNTER.search(label)):
        form = f"{label[: counter.start()]}{_PLACE}{label[counter.end() :]}"
        return List(counter[1], _COMMAND.sub("", form))
    if short := _SHORT.search(_COMMAND.sub(" ", option)):
        text = _COMMAND.sub(" ", option)
        form = f"{text[: short.start()]}{_PLACE}{text[short.end() :]}".strip()
        return List(_SHORT_STYLES[short[1]], form if keeps_form else _PLACE)
    if counter := _COUNTER.search(option):
        return List(counter[1])
    outer = next((each for each in reversed(above) if each.style), None)
    return List("alph", f"{outer.reference}{_PLACE}") if outer and not option else List("arabic")


def stands_apart(label: str, latex: str, at: int) -> bool:
    """Whether an item's label is no part of its sentence: "[Fast] The fast mode", but not "[UCCA] is a scheme"."""
    ends = re.search(r"[.:;,?!–—-][\s}]*$", label)
    return ends is None and re.compile(r"\s*(?:\\[A-Za-z]+\s*|[{(`“])*[A-Z0-9$]").match(latex, at) is not None
