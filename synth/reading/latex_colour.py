"""Find what authors set in white on white, or too small to be seen."""

import re

from synth.reading.latex_macro_input import MacroInput
from synth.reading.latex_scanner import MAX_ARGUMENT

_NEAR_WHITE = 0.97
_INVISIBLE_PT = 1.5
_SIGNATURES = {
    "textcolor": "omm", "color": "om", "colorbox": "omm", "fcolorbox": "ommm", "definecolor": "ommm",
    "colorlet": "mm", "fontsize": "mm", "pagecolor": "om",
}  # fmt: skip
COLOUR_COMMANDS = frozenset(_SIGNATURES)
_GROUP = re.compile(
    r"\\(?P<how>begin|end)\s*\{[^{}]*\}|\\(?:normalcolor|color|fontsize|normalsize)(?![A-Za-z])|\\.|[{}]", re.DOTALL
)
_SCALES = {"rgb": 1.0, "RGB": 255.0, "gray": 1.0, "Gray": 15.0}


class Colours(MacroInput):
    """A text to read from that knows which colours are white."""

    def __init__(self) -> None:
        super().__init__()
        self._white = {"white"}
        self._dark_pages = False

    def _hide(self, command: str) -> bool:
        """Go past what a colour or a size makes invisible; False where it hides nothing and the command stays."""
        before = self._text, self._at, list(self._below)
        values = self._take(_SIGNATURES[command])
        if command in {"definecolor", "colorlet"}:
            model, colour = values[2:] if command == "definecolor" else ("", values[1])
            name = values[1] if command == "definecolor" else values[0]
            (self._white.add if self._is_white(model, colour) else self._white.discard)(name.strip())
            return True
        if command == "pagecolor":
            self._dark_pages = not self._is_white(*values)
            return True
        if command in {"colorbox", "fcolorbox"} and "white" in values[-1]:
            shown = re.sub(r"\\(?:text)?color\s*\{white\}", "", values[-1])
            self._push(f"{{{shown}}}")  # on a ground of another colour it is seen
            return True
        if self._dark_pages:
            hidden = False
        elif command == "textcolor":
            hidden = self._is_white(values[0], values[1])
        elif command == "color":
            hidden = self._is_white(*values) and self._skip_group()
        else:
            size = re.fullmatch(r"\s*([\d.]+)\s*(?:pt)?\s*", values[0]) if command == "fontsize" else None
            hidden = size is not None and float(size[1]) < _INVISIBLE_PT and self._skip_group()
        if not hidden:
            self._text, self._at, self._below = before
        return hidden

    def _is_white(self, model: str, colour: str) -> bool:
        colour = colour.strip()
        if not model.strip():
            name, _, share = colour.partition("!")
            if name in self._white:
                return share in {"", "100"}
            return name in {"black", "gray"} and share == "0"
        if model.strip() == "HTML":
            return re.fullmatch(r"(?i)(?:f[8-9a-f]){3}", colour) is not None
        numbers = [float(each) for each in re.findall(r"\d+(?:\.\d*)?|\.\d+", colour)]
        if model.strip() == "cmyk":
            return len(numbers) == 4 and max(numbers) <= 1 - _NEAR_WHITE
        scale = _SCALES.get(model.strip())
        return scale is not None and bool(numbers) and min(numbers) >= _NEAR_WHITE * scale

    def _skip_group(self) -> bool:
        """Go to where the group at hand ends or the colour changes; False where neither comes."""
        here = self._text, self._at, list(self._below)
        while True:
            end = _end_of_group(self._text, self._at)
            if end is not None:
                self._at = end
                return True
            if not self._below:
                self._text, self._at, self._below = here
                return False
            self._text, self._at = self._below.pop()


def _end_of_group(text: str, start: int) -> int | None:
    depth = 0
    for match in _GROUP.finditer(text, start, start + MAX_ARGUMENT):
        if match["how"]:
            depth += 1 if match["how"] == "begin" else -1
        elif match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth == 0 and len(match[0]) > 2:
            return match.start()
        if depth < 0:
            return match.start()
    return None
