"""Write mathematics as one readable line of Unicode: "α = 0.5", "10⁻³", "∑_(i=1)^n x_i", "(a + b)/c"."""

import re
from collections.abc import Callable

from synth.language.tex import MATH_ACCENTS, accented, double_struck
from synth.reading.latex_commands import names
from synth.reading.latex_math_line import (
    LOST,
    Atom,
    attach_script,
    bracketed,
    character_atom,
    grouped,
    joined,
    kind_of,
    named_atom,
    script_text,
    symbol_atoms,
)
from synth.reading.latex_math_vocabulary import FONTS, IGNORED, SIGNATURES, SWALLOWED, TEXTS
from synth.reading.latex_scanner import RULE, Argument, argument, environment_end, optional, skip_space
from synth.reading.latex_signature import arguments

_TOKEN = re.compile(
    r"""
      \\(?P<word>[A-Za-z@]+)\*?\s*
    | \\(?P<symbol>.)
    | (?P<number>\d+(?:(?:\{,\}|,)\d{3}(?!\d))*(?:\.\d+)*|\.\d+)
    | (?P<space>[\s~&]+)
    | (?P<char>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIMENSION = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:true)?\s*(?:pt|em|ex|mu|cm|mm|in|sp|bp|pc|\\[A-Za-z]+)?")
_SPACES = names("math spaces")
_DELIMITED_ENVIRONMENTS = {
    "pmatrix": "()",
    "bmatrix": "[]",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
    "Bmatrix": "{}",
    "cases": "{}",
    "dcases": "{}",
}
_EQUATION_NUMBER = re.compile(r"\\l?eqno(?![A-Za-z]).*", re.DOTALL)
_BOUNDS = re.compile(r"\s*\{\s*(\+\s*[\d.]+)\s*\\\\\s*(-\s*[\d.]+)\s*\}")
_CD_ARROW = re.compile(r"@>[^>@]*>[^>@]*>")  # amscd's "@>\\rho>>"
_MAX_DEPTH = 30


def render_math(latex: str, render_text: Callable[[str], str], unknown: dict[str, int]) -> str:
    """A formula, without its dollar signs, as one line of Unicode.

    `render_text` renders what stands in `\\text`; `unknown` counts the commands that are left out.
    """
    latex = _EQUATION_NUMBER.sub("", latex) if "eqno" in latex else latex
    latex = _CD_ARROW.sub(r"\\to ", latex) if "@" in latex else latex
    return _Formula(render_text, unknown).render(latex, 0).strip()


class _Formula:
    def __init__(self, render_text: Callable[[str], str], unknown: dict[str, int]) -> None:
        self._render_text = render_text
        self._unknown = unknown
        self._open: list[str] = []

    def render(self, latex: str, depth: int) -> str:
        return joined(self._atoms(latex, depth))

    def _atoms(self, latex: str, depth: int) -> list[Atom]:
        if depth > _MAX_DEPTH:
            return [Atom(LOST, "ordinary")]
        over = _split_over(latex)
        if over is not None:
            return [self._over(*over, depth)]
        atoms: list[Atom] = []
        at = 0
        while at < len(latex):
            token = _TOKEN.match(latex, at)
            if token is None:
                break
            at = token.end()
            if token["word"]:
                at = self._word(token["word"], latex, at, atoms, depth)
            elif token["symbol"]:
                atoms.extend(symbol_atoms(token["symbol"]))
            elif token["number"]:
                atoms.append(Atom(token["number"].replace("{,}", ","), "ordinary"))
            elif token["space"]:
                if "~" in token["space"]:
                    atoms.append(Atom(" ", "space"))
            elif token["char"] in "^_":
                operand = _operand(latex, at)
                at = operand.end
                attach_script(atoms, token["char"], self.render(operand.text, depth + 1))
            elif token["char"] == "{":
                group = argument(latex, at - 1)
                at = group.end if group else at
                inner = self._atoms(group.text, depth + 1) if group else []
                atoms.extend(inner if len(inner) == 1 and inner[0].kind != "punctuation" else grouped(inner))
            elif token["char"] not in "}$#":
                atoms.append(character_atom(token["char"]))
        return atoms

    def _word(self, word: str, latex: str, at: int, atoms: list[Atom], depth: int) -> int:
        """Set one command, its arguments beginning at `at`; returns the place behind them."""
        if word in IGNORED:
            return self._delimiter(word, latex, at, atoms) if word in {"left", "right"} else at
        if word in _SPACES:
            if word.endswith(("skip", "kern")) and (match := _DIMENSION.match(latex, at)) and word != "enskip":
                if "-" in match[0]:
                    return match.end()  # a step back parts nothing: "Me\kern -0.1em V" is MeV
                at = match.end()
            atoms.append(Atom(" ", "space"))
            return at
        if word in {"vrule", "hrule"} and (rule := RULE.match(latex, at)):
            return rule.end()
        if word in SWALLOWED:
            return arguments(latex, at, SWALLOWED[word])[1]
        if word == "begin":
            return self._environment(latex, at, atoms, depth)
        if word == "end":
            return arguments(latex, at, "m")[1]
        if word in TEXTS or word in SIGNATURES:
            found, end = arguments(latex, at, SIGNATURES.get(word, "om"))
            text = self._render_text(f"\\{word}{latex[at:end]}" if word in SIGNATURES else found[1] or "")
            atoms.append(Atom(text, "text"))
            return end
        if word in {"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "flatfrac"}:
            upper = _operand(latex, at)
            lower = _operand(latex, upper.end)
            atoms.append(self._over("/", upper.text, lower.text, depth))
            return lower.end
        if word in {"binom", "dbinom", "tbinom"}:
            (upper_text, lower_text), end = arguments(latex, at, "mm")
            atoms.append(self._over("choose", upper_text or "", lower_text or "", depth))
            return end
        if word == "sqrt":
            index = optional(latex, at)
            operand = _operand(latex, index.end if index else at)
            root = f"√{bracketed(self.render(operand.text, depth + 1))}"
            sign = script_text("^", self.render(index.text, depth + 1)).removeprefix("^") if index else ""
            atoms.append(Atom(sign + root, "ordinary"))
            return operand.end
        if word in {"mathbb", "Bbb", "mathds", "mathbbm", "bb"}:
            operand = _operand(latex, at)
            atoms.append(Atom(double_struck(self.render(operand.text, depth + 1)), "ordinary"))
            return operand.end
        if word in {"operatorname", "mathop", "mathbin", "mathrel"}:
            operand = _operand(latex, at)
            name = self.render(operand.text, depth + 1).strip()
            atoms.append(Atom(name, kind_of(name) if len(name) == 1 and kind_of(name) != "ordinary" else "operator"))
            return operand.end
        if word == "substack" and (bounds := _BOUNDS.match(latex, at)):  # "0.28\\substack{+0.04 \\\\ -0.05}"
            attach_script(atoms, "^", self.render(bounds[1], depth + 1))
            attach_script(atoms, "_", self.render(bounds[2], depth + 1))
            return bounds.end()
        if word in FONTS:
            operand = _operand(latex, at)
            atoms.extend(grouped(self._atoms(operand.text.replace("\\\\", ", "), depth + 1)))
            return operand.end
        if word in MATH_ACCENTS:
            operand = _operand(latex, at)
            base = self.render(operand.text, depth + 1)
            atoms.append(Atom(accented(base, MATH_ACCENTS[word]) if 0 < len(base) <= 3 else base, "ordinary"))
            return operand.end
        if word in {"overset", "underset", "stackrel"}:
            (_, base_text), end = arguments(latex, at, "mm")
            inner = self._atoms(base_text or "", depth + 1)
            atoms.extend(inner if len(inner) == 1 else grouped(inner))
            return end
        if word in {"xrightarrow", "xleftarrow"}:
            _, end = arguments(latex, at, "om")
            atoms.append(Atom("→" if word == "xrightarrow" else "←", "relation"))
            return end
        if word in {"pmod", "bmod", "mod", "pod"}:
            if word == "bmod":
                atoms.append(Atom("mod", "binary"))
                return at
            modulus = _operand(latex, at)
            atoms.append(Atom(f" (mod {self.render(modulus.text, depth + 1)})", "text"))
            return modulus.end
        if word == "not":
            operand = _operand(latex, at)
            base = self.render(operand.text, depth + 1).strip()
            atoms.append(Atom(accented(base, "\u0338"), "relation"))
            return operand.end
        if word in {"cases", "matrix", "pmatrix", "bordermatrix"}:  # plain TeX's, with an argument
            operand = _operand(latex, at)
            sides = {"cases": "{}", "matrix": "  "}.get(word, "()")
            rows_text = self._rows(operand.text, depth, 1 if word == "cases" else 99)
            atoms.append(Atom(f"{sides[0]}{rows_text}{sides[1]}".strip(), "ordinary"))
            return operand.end
        if word == "root" and (match := re.compile(r"(.{1,20}?)\\of(?![A-Za-z])").match(latex, at)):
            operand = _operand(latex, match.end())
            sign = script_text("^", self.render(match[1], depth + 1).strip()).removeprefix("^")
            atoms.append(Atom(f"{sign}√{bracketed(self.render(operand.text, depth + 1))}", "ordinary"))
            return operand.end
        if word in {"eqalignno", "leqalignno"}:
            operand = _operand(latex, at)
            rows = [re.sub(r"^([^&]*&[^&]*)&.*", r"\1", row, flags=re.DOTALL) for row in operand.text.split("\\cr")]
            atoms.extend(self._atoms(" \\\\ ".join(rows), depth + 1))
            return operand.end
        atom = named_atom(word)
        if atom.text == LOST:
            self._unknown[word] = self._unknown.get(word, 0) + 1
        atoms.append(atom)
        return at

    def _delimiter(self, word: str, latex: str, at: int, atoms: list[Atom]) -> int:
        """Go past what `\\left` or `\\right` has not to print; "\\left\\{ ... \\right." gets its brace closed."""
        invisible = latex[at : at + 1] == "."
        if word == "left":
            self._open.append(latex[at : at + 2])
        elif self._open and self._open.pop() == "\\{" and invisible:
            atoms.append(Atom("}", "close"))
        return at + invisible

    def _rows(self, latex: str, depth: int, text_after: int = 99) -> str:
        """Rows of cells on one line: "a b; c d"; cells from number `text_after` on are text."""
        rows = []
        for row in re.split(r"\\\\(?:\[[^\]]*\])?|\\cr(?![A-Za-z])", latex):
            cells = [
                self.render(cell, depth + 1) if place < text_after else self._render_text(cell)
                for place, cell in enumerate(row.split("&"))
            ]
            rows.append(" ".join(" ".join(cells).split()).rstrip(",;"))
        return "; ".join(row for row in rows if row)

    def _over(self, how: str, upper: str, lower: str, depth: int) -> Atom:
        above, below = self.render(upper, depth + 1).strip(), self.render(lower, depth + 1).strip()
        if how != "/":
            return Atom(f"({above} choose {below})" if how == "choose" else f"({above}; {below})", "ordinary")
        return Atom(f"{bracketed(above)}/{bracketed(below)}", "ordinary")

    def _environment(self, latex: str, at: int, atoms: list[Atom], depth: int) -> int:
        name = argument(latex, at)
        if name is None:
            return at
        ends = environment_end(latex, name.end, name.text)
        if ends is None:
            return name.end
        start = name.end
        if name.text.rstrip("*") in {"array", "alignedat", "alignat"}:
            start = arguments(latex, start, "om")[1]
        body = latex[start : ends[0]]
        if name.text.rstrip("*") in {"aligned", "split", "gathered", "alignedat", "align", "equation", "alignat"}:
            atoms.extend(self._atoms(body, depth + 1))
            return ends[1]
        sides = _DELIMITED_ENVIRONMENTS.get(name.text.rstrip("*"), "  ")
        atoms.append(Atom(f"{sides[0]}{self._rows(body, depth)}{sides[1]}".strip(), "ordinary"))
        return ends[1]


def _operand(latex: str, at: int) -> Argument:
    """What a command or a script applies to: a group, or one token together with its own arguments."""
    at = skip_space(latex, at)
    taken = argument(latex, at)
    if taken is None:
        return Argument("", at)
    name = taken.text[1:] if latex[at] == "\\" else ""
    takes = 2 if name in {"frac", "dfrac", "tfrac", "binom"} else 1 if name in _WITH_OPERAND else 0
    end = taken.end
    for _ in range(takes):
        more = argument(latex, end)
        end = more.end if more else end
    return Argument(latex[at:end], end) if takes else taken


_STRUCK = {"mathbb", "mathbbm", "Bbb"}
_WITH_OPERAND = (FONTS | TEXTS | set(MATH_ACCENTS) | _STRUCK | {"sqrt", "operatorname"}) - {"substack"}


def _split_over(latex: str) -> tuple[str, str, str] | None:
    """(sign, above, below) of plain TeX's `a \\over b` that stands outside all braces."""
    if "\\over" not in latex and "\\choose" not in latex and "\\atop" not in latex:
        return None
    depth = 0
    for match in re.finditer(r"\\(over|choose|atop)(?![A-Za-z])|\\.|[{}]", latex, re.DOTALL):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif match[1] and depth == 0:
            return ("/" if match[1] == "over" else match[1]), latex[: match.start()], latex[match.end() :]
    return None
