r"""Number the items of lists as LaTeX and enumitem do: what `\ref` prints of an item ("2", "(i)", "1a")."""

import re
from dataclasses import dataclass

from synth.reading.latex_commands import names
from synth.reading.latex_counters import STYLES
from synth.reading.latex_keys import key_values
from synth.reading.latex_scanner import optional

LISTS = names("lists")
_INLINE = names("inline lists")
_COUNTER = re.compile(r"\\(alph|Alph|roman|Roman|arabic)\s*(?:\*|\{[^{}]*\})")
_SHORT = re.compile(r"(?<![A-Za-z\\])([aAiI1])(?![A-Za-z])")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)\s*|[{}$]", re.DOTALL)
_SHORT_STYLES = {"a": "alph", "A": "Alph", "i": "roman", "I": "Roman", "1": "arabic"}
_PLACE = "\0"


@dataclass
class List:
    """A list: the style in which its items count ("" for none), what `\\ref` prints around that, and the count.

    Of a list in the line, `label` is what stands before its items, `joints` what stands between two of them and between
    the last two, `end` what stands behind the last; `label` is None for a list of its own lines.
    """

    style: str
    form: str = _PLACE
    count: int = 0
    label: str | None = None
    joints: tuple[str, str] = ("", "")
    end: str = ""

    @property
    def reference(self) -> str:
        """What `\\ref` prints of the item at hand."""
        return self.form.replace(_PLACE, STYLES[self.style](self.count)) if self.style else ""

    def close(self, pieces: list[str]) -> None:
        """Put what stands between the last two items of a list in the line where another joint was written."""
        last = max((place for place, text in enumerate(pieces) if text == self.joints[0]), default=-1)
        if last >= 0:
            pieces[last] = self.joints[1]
        pieces.append(self.end)


def open_list(environment: str, option: str, above: list[List], keeps_form: bool) -> List:
    """The list that an environment with this option begins, inside of those `above`.

    `keeps_form` is whether a short label ("(i)") is printed by `\\ref`, too: enumitem's is, enumerate's is not.
    """
    keys = key_values(option)
    opened = _opened(environment, option, keys, above, keeps_form)
    if environment in _INLINE:
        joint = keys.get("itemjoin", "")
        last = keys.get("itemjoin*", joint)
        opened.joints = joint and f"{joint} ", last and f"{last} "
        opened.end = keys.get("after", "")
        short = _SHORT.search(_COMMAND.sub(" ", option))
        opened.label = f"{_PLACE}."
        if "label" in keys and (counter := _COUNTER.search(keys["label"])):
            opened.label = f"{keys['label'][: counter.start()]}{_PLACE}{keys['label'][counter.end() :]}"
        elif short and "=" not in option:
            text = _COMMAND.sub(" ", option)
            opened.label = f"{text[: short.start()]}{_PLACE}{text[short.end() :]}".strip()
    return opened


def _opened(environment: str, option: str, keys: dict[str, str], above: list[List], keeps_form: bool) -> List:
    if "enum" not in environment:
        return List("")
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


def inline_item(here: List, latex: str, at: int) -> tuple[list[str], int]:
    """What begins an item of a list in the line, its label last ("(i) "), and the place behind it."""
    joint = [here.joints[0]] if here.count else []
    here.count += 1
    option = optional(latex, at)
    if option is not None:
        return [*joint, f"{option.text} " if option.text.strip() else ""], option.end
    label = (here.label or "").replace(_PLACE, STYLES[here.style](here.count)) if here.style else ""
    return [*joint, f"{label} " if label else ""], at


def stands_apart(label: str, latex: str, at: int) -> bool:
    """Whether an item's label is no part of its sentence: "[Fast] The fast mode", but not "[UCCA] is a scheme"."""
    ends = re.search(r"[.:;,?!–—-][\s}]*$", label)
    return ends is None and re.compile(r"\s*(?:\\[A-Za-z]+\s*|[{(`“])*[A-Z0-9$]").match(latex, at) is not None
