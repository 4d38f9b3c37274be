r"""Write numbers with units as siunitx prints them: `\SIlist{10;20;40}{\kelvin}` is "10, 20 and 40 K"."""

import re
from collections.abc import Callable, Mapping

from synth.language.phrasing import listed
from synth.language.scripts import SUPERSCRIPTS
from synth.language.tex import symbols
from synth.reading.latex_commands import names, printed, signatures
from synth.reading.latex_keys import key_values
from synth.reading.latex_scanner import control_word
from synth.reading.latex_signature import arguments

QUANTITIES = signatures("quantities")
"""The commands of siunitx and the like, and what each takes."""

_SETUP = control_word({"sisetup", "npthousandsep"})
_UNCERTAIN = re.compile(r"(\d*(?:\.(\d+))?)\((\d+)\)(.*)")
_PREFIXES = names("unit prefixes")
_POWERS = frozenset({"tothe", "raiseto", "of"})
_UNIT_PIECE = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*(?P<group>\{(?:[^{}]|\{[^{}]*\})*\})?|\^(?P<power>\{[^{}]*\}|\d)|(?P<text>[^\\^]+)"
)
UNITS = printed("units")
"""Units and prefixes of siunitx, by the command's name."""


def quantity_settings(latex: str) -> dict[str, str]:
    r"""What a paper sets for its quantities, by `\sisetup` and `\npthousandsep`."""
    found: dict[str, str] = {}
    for match in _SETUP.finditer(latex):
        value = arguments(latex, match.end(), "m")[0][0] or ""
        found |= key_values(value) if match[1] == "sisetup" else {"thousands": value.strip()}
    return found


def read_quantity(
    command: str, latex: str, at: int, render: Callable[[str], str], settings: Mapping[str, str]
) -> tuple[str, int]:
    """What a command prints whose arguments begin at `at`, and the place behind them; `render` gives plain text."""
    values, end = arguments(latex, at, QUANTITIES[command])
    option, *given = [(value or "").strip() for value in values]
    if command == "numprint":  # \numprint[m]{2431}
        number = re.sub(r"\d{5,}|\d{4}(?!\d)", lambda match: _grouped(match[0], settings), given[0])
        return f"{_number(number, render)} {render(option)}".strip(), end
    settings = {**settings, **key_values(option)}
    if command in {"si", "unit"}:
        return _unit_alone(option, given, render), end
    if command == "ang":
        return _angle(given[0]), end
    if command == "DTMdate":
        return given[0], end
    unit = "" if "num" in command else _unit(given[-1], render)
    numbers = given if "num" in command else given[:1] if command == "SI" else given[:-1]
    if "range" in command:
        return _range([_number(each, render) for each in numbers], unit, settings, render), end
    if _separates(settings) and (parts := _UNCERTAIN.fullmatch(numbers[0].replace(" ", ""))):
        text = _separated(parts)
        text = typeset_power(f"({text}){parts[4]}") if unit or parts[4] else text
    elif "list" in command:
        text = listed([_number(each, render) for each in numbers[0].split(";") if each.strip()])
    else:
        text = " × ".join(_number(each, render) for each in re.split(r"\s*(?<![\\A-Za-z])x(?![A-Za-z])\s*", numbers[0]))
    return f"{text}{'' if unit in {'°', ''} else ' '}{unit}".strip(), end


def _grouped(digits: str, settings: Mapping[str, str]) -> str:
    """A whole number with commas between its thousands, where the paper asks for them."""
    return f"{int(digits):,}" if settings.get("thousands") == "," else digits


def _range(numbers: list[str], unit: str, settings: Mapping[str, str], render: Callable[[str], str]) -> str:
    """A range as siunitx sets it, its unit behind both ends unless it is asked for but once: "10 K to 40 K"."""
    phrase = " ".join(["", *render(settings.get("range-phrase", " to ")).split(), ""])
    phrase = phrase.strip() if phrase.strip() in {"–", "-", "—"} else phrase
    space = "" if unit in {"°", ""} else " "
    once = settings.get("range-units", "repeat") != "repeat" or phrase == "–"
    return f"{phrase.join(numbers)}{space}{unit}" if once else phrase.join(f"{each}{space}{unit}" for each in numbers)


def _separates(settings: Mapping[str, str]) -> bool:
    separate = settings.get("separate-uncertainty", "false") != "false"
    return separate or settings.get("uncertainty-mode") == "separate"


def _separated(parts: re.Match[str]) -> str:
    """ "21.4(6)" with its uncertainty apart: "21.4 ± 0.6"."""
    value, decimals, digits, _ = parts.groups()
    places = len(decimals or "")
    return f"{value} ± {int(digits) / 10**places:.{places}f}"


def _unit_alone(option: str, given: list[str], render: Callable[[str], str]) -> str:
    if len(given) > 1 and given[1]:  # SIunits: \unit{5}{\kilo\metre}
        return f"{_number(given[0], render)} {_unit(given[1], render)}"
    unit = _unit(given[0], render)
    return f"{_number(option, render)} {unit}" if option and "=" not in option else unit  # units: \unit[5]{km}


def _angle(text: str) -> str:
    parts = text.split(";")
    if len(parts) == 1:
        return f"{text}°"
    return "".join(f"{part.strip()}{sign}" for part, sign in zip(parts, "°′″", strict=False) if part.strip())


def _number(text: str, render: Callable[[str], str]) -> str:
    """A number as siunitx sets it: "1e-3" as "1 × 10⁻³", "5+-1" as "5 ± 1"."""
    text = re.sub(r"\\pm|\+-", " ± ", text.strip())
    text = typeset_power(text)
    return " ".join(render(text).split()) if "\\" in text or "$" in text else " ".join(text.split())


def typeset_power(text: str) -> str:
    """A number with its exponent as printed: "2.5e3" as "2.5 × 10³"."""
    return re.sub(
        r"(\d|\))?\s*[eEdD]\s*([+-]?\d+)$",
        lambda match: (
            (f"{match[1]} × " if match[1] else "") + "10" + match[2].removeprefix("+").translate(SUPERSCRIPTS)
        ),
        text,
    )


def _unit(latex: str, render: Callable[[str], str]) -> str:
    r"""A unit by its words (`\kilo\metre\per\second\squared`) or as typed ("km/h", "m.s^{-2}")."""
    text, glued, prefixed, inverse = "", True, "", False
    for piece in _UNIT_PIECE.finditer(latex):
        word = piece["word"]
        if piece["power"]:
            text += piece["power"].strip("{}").translate(SUPERSCRIPTS)
            continue
        if piece["text"] is not None:
            typed = render(piece["text"].replace(".", "·").replace("~", " ")).strip(" {}")
            if typed:
                text += typed if glued or typed[0] == ")" else f" {typed}"
                glued = typed[-1] == "("
            continue
        if piece["group"] and word not in UNITS and word not in _POWERS:  # "\gram(\ce{SO2})", "\mathrm{yr}"
            typed = render(f"\\{word}{piece['group']}").strip()
            text, glued = text + (typed if glued else f" {typed}"), False
            continue
        if word in _POWERS:
            value = (piece["group"] or "")[1:-1]
            if word == "raiseto":
                prefixed = value.translate(SUPERSCRIPTS)
            else:
                text += value.translate(SUPERSCRIPTS) if word == "tothe" else f" ({render(value).strip()})"
            continue
        if word in {"squared", "cubed"}:
            text = f"{text[:-2]}⁻{UNITS[word]}" if text.endswith("⁻¹") else text + UNITS[word]
            continue
        if word in {"square", "cubic"}:
            prefixed = UNITS[word]
            continue
        if word == "per":
            text, glued, inverse = (f"{text}/" if text else ""), True, not text
            continue
        sign = UNITS.get(word) or symbols().get(word, word)
        text += sign if glued else f" {sign}"
        glued = word in _PREFIXES
        if not glued:
            text, prefixed = text + (f"⁻{prefixed or '¹'}" if inverse else prefixed), ""
    return text.strip()
