r"""Write chemical formulas as mhchem and chemformula print them: `\ce{SO4^2-}` is "SO₄²⁻"."""

import re
from collections.abc import Callable

from synth.language.scripts import SUBSCRIPTS, SUPERSCRIPTS

CHEMISTRY = {"ce": "m", "ch": "om", "cf": "m", "cee": "m", "chemformula": "m", "isotope": "oom", "nuclide": "oom"}
"""The commands, and what each takes."""

_ARROWS = {
    "->": "→", "<-": "←", "<->": "↔", "<=>": "⇌", "<-->": "⇄", "<=>>": "⇌", "<<=>": "⇌", "-->": "→",
}  # fmt: skip
_TOKEN = re.compile(
    r"""
      (?P<arrow><=>>|<<=>|<=>|<-->|<->|-->|->|<-)\s*(?:\[(?P<over>[^\]]*)\])?\s*(?:\[[^\]]*\])?
    | \$(?P<math>[^$]*)\$
    | \\(?P<command>[A-Za-z]+|.)\s*(?:\{(?P<argument>[^{}]*)\})?
    | (?P<script>[\^_])(?P<value>\{(?:[^{}]|\{[^{}]*\})*\}|\$[^$]*\$|[0-9.]*[+−-]?[0-9]*|.)
    | (?P<plus>\s+\+\s+)
    | (?P<gas>\s+(?:\^|v)(?=\s|$))
    | (?P<word>[A-Za-z)\]}]+)(?P<count>\d+(?:\.\d+)?)?(?P<charge>[+-](?=$|[\s)\]]|\W))?
    | (?P<amount>(?:(?<=^)|(?<=\s)|(?<=\())\d+(?:[./]\d+)?\s*(?=[A-Za-z(\[]))
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def read_formula(command: str, values: list[str | None], render: Callable[[str], str]) -> str:
    """What a command prints of a formula; `render` gives the text of what is LaTeX in it."""
    if command in {"isotope", "nuclide"}:
        mass, atoms, name = (value or "" for value in values)
        return f"{_raised(mass, render)}{_lowered(atoms, render)}{render(name)}"
    return " ".join(_formula(values[-1] or "", render).split())


def _formula(latex: str, render: Callable[[str], str]) -> str:
    out = ""
    for token in _TOKEN.finditer(latex):
        if token["arrow"]:
            over = f"[{_formula(token['over'], render)}]" if token["over"] else ""
            out += f" {_ARROWS.get(token['arrow'], '→')}{over} "
        elif token["math"] is not None:
            out += render(f"${token['math']}$")
        elif token["command"]:
            out += render(
                f"\\{token['command']}" + (f"{{{token['argument']}}}" if token["argument"] is not None else " ")
            )
        elif token["script"]:
            value = token["value"].strip("{}$ ")
            out += _raised(value, render) if token["script"] == "^" else _lowered(value, render)
        elif token["plus"]:
            out += " + "
        elif token["gas"]:
            out += " ↑" if "^" in token["gas"] else " ↓"
        elif token["word"]:
            out += (
                token["word"]
                + (token["count"] or "").translate(SUBSCRIPTS)
                + (token["charge"] or "").translate(SUPERSCRIPTS)
            )
        elif token["amount"]:
            out += f"{token['amount'].strip()} " if out or len(token["amount"].strip()) else ""
        else:
            out += {"*": "·", "#": "≡", "{": "", "}": ""}.get(token["other"], token["other"])
    return out


def _raised(text: str, render: Callable[[str], str]) -> str:
    text = render(text) if "\\" in text else text
    return (
        text.translate(SUPERSCRIPTS)
        if re.fullmatch(r"[0-9+−n-]*", text)
        else f"^({text})"
        if len(text) > 1
        else f"^{text}"
    )


def _lowered(text: str, render: Callable[[str], str]) -> str:
    text = render(text) if "\\" in text else text
    return text.translate(SUBSCRIPTS) if re.fullmatch(r"[0-9+=()−aehijklmnoprstuvx-]*", text) else f"_{text}"
