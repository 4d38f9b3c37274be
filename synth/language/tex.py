"""The symbol commands and accents of TeX in Unicode."""

import unicodedata
from functools import cache

from synth.language.lexicon import pairs_of


def _combining(section: str) -> dict[str, str]:
    return {name: chr(int(code, 16)) for name, code in pairs_of("tex", section).items()}


ACCENTS = _combining("accents")
"""Combining characters of the text accents, by the command's name."""

MATH_ACCENTS = _combining("math accents")
"""The same of the accents of mathematics."""

_DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙", "E": "𝔼"}


@cache
def symbols() -> dict[str, str]:
    """The Unicode text of every symbol command that takes no argument, by its name: pylatexenc's table and our own."""
    from pylatexenc.latex2text import get_default_latex_context_db

    table: dict[str, str] = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        text = spec.simplify_repl
        if isinstance(text, str) and text.strip() and "%" not in text and spec.macroname != "today":
            table.setdefault(spec.macroname, text)
    greek = {name: text for name, text in table.items() if len(text) == 1 and "Α" <= text <= "ϖ"}
    upright = {f"{kind}{name}": text for name, text in greek.items() for kind in ("text", "up")}
    return table | upright | pairs_of("tex", "symbols")


def accented(base: str, accent: str) -> str:
    """The letter with the accent, composed where Unicode has it; a dotless i or j gets its dot back first."""
    base = base.replace("ı", "i").replace("ȷ", "j") or " "
    return unicodedata.normalize("NFC", base[0] + accent + base[1:])


def double_struck(text: str) -> str:
    """Blackboard bold where the letter is common ("ℝ"), else the letter itself."""
    return "".join(_DOUBLE_STRUCK.get(char, char) for char in text)
