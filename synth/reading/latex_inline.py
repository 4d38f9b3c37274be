"""Render a stretch of LaTeX as plain Unicode text: accents, symbols, quotes, formulas, citations, references, units."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from synth.reading.latex_math import render_math
from synth.reading.latex_math_line import LOST
from synth.reading.latex_scanner import RULE, TOKEN, argument, arguments, environment_end, optional
from synth.reading.latex_symbols import ACCENTS, UNITS, accented, symbols
from synth.reading.latex_vocabulary import (
    CITATIONS,
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    IGNORED,
    MATH_ENVIRONMENTS,
    REFERENCES,
    SWALLOWED,
    UNIT_COMMANDS,
)

CITE, CITE_END = "\ue000", "\ue001"
"""Stand around a citation's marker, so that it can be told from brackets that the authors typed."""
FORMULA, FORMULA_END = "\ue003", "\ue004"
"""Stand around a displayed formula."""
_XSPACE = "\ue005"

_DIMENSION = re.compile(
    r"""\s*(?:=\s*|(?=[-\d.]))-?(?:[\d.]+\s*)?
    (?:(?:true\s*)?(?:pt|in|cm|mm|em|ex|sp|bp|pc|mu|fil+)(?![A-Za-z])|\\[A-Za-z]+\d*\s?|(?<=\d)(?=\s|\\))?
    (?:\s*(?:plus|minus|by|height|width|depth)\s*-?[\d.]+\s*\\?[a-z]*)*""",
    re.VERBOSE,
)
_CATCODE = re.compile(r"\s*`?\\?.\s*=?\s*(?:\d+|\\active)?")
_FONT = re.compile(r"\s*\\[A-Za-z]+\s*=?\s*(?:\\?[\w-]+)(?:\s*(?:scaled|at)\s*\S+)?")
_SKIPS = frozenset(
    "vskip hskip kern mkern vglue hglue baselineskip parindent parskip hsize vsize penalty raise".split()
)


@dataclass
class InlineContext:
    """What rendering needs to know of the paper, and where it puts what is no running text.

    `numbers` are the references' numbers by key, `names` how a textual citation calls their authors, `years` their
    years; `labels` what `\\ref` prints, with the counter's name. `footnotes` and `unknown` are filled while rendering.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)


def render_inline(latex: str, context: InlineContext) -> str:
    """A stretch of LaTeX as Unicode text, white space not yet normalised.

    Citations and displayed formulas stand between marks of the private use area (`CITE`, `FORMULA`), and `LOST` where
    a command was left out whose meaning is not known.
    """
    text = _Inline(context).render(latex, 0)
    text = re.sub(r'“([^“”"]{1,300})"', r"“\1”", text)
    text = re.sub(rf"{_XSPACE}(?=[\w(\[“‘$\\{CITE}])", " ", text)
    return text.replace(_XSPACE, "")


_MAX_DEPTH = 40


class _Inline:
    def __init__(self, context: InlineContext) -> None:
        self._context = context

    def render(self, latex: str, depth: int) -> str:
        if depth > _MAX_DEPTH:
            return LOST
        out: list[str] = []
        at = 0
        while at < len(latex):
            token = TOKEN.match(latex, at)
            if token is None:
                break
            at = token.end()
            if token["text"] is not None:
                out.append(_typographic(token["text"]))
            elif token["word"]:
                piece, at = self._word(token["word"], latex, token.start(), at, depth)
                out.append(piece)
            elif token["symbol"]:
                piece, at = self._symbol(token["symbol"], latex, at, depth)
                out.append(piece)
            elif token["special"] == "$":
                piece, at = self._dollar(latex, at, depth)
                out.append(piece)
            elif token["special"] in ("~", "&"):
                out.append(" ")
            elif token["special"] in ("^", "_"):
                out.append(token["special"] if token["special"] == "_" else "")
        return "".join(out)

    def _math(self, latex: str, depth: int, display: bool = False) -> str:
        formula = render_math(latex, lambda inner: self.render(inner, depth + 1), self._context.unknown)
        return f" {FORMULA}{formula}{FORMULA_END} " if display else formula

    def _dollar(self, latex: str, at: int, depth: int) -> tuple[str, int]:
        mark = "$$" if latex.startswith("$", at) else "$"
        at += len(mark) - 1
        end = math_end(latex, at, mark)
        if end < 0:
            return "", at
        return self._math(latex[at:end], depth, mark == "$$"), end + len(mark)

    def _symbol(self, char: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        if char in "([":
            close = latex.find("\\)" if char == "(" else "\\]", at)
            if close < 0:
                return "", at
            return self._math(latex[at:close], depth, char == "["), close + 2
        if char == "\\":
            spacing = optional(latex, at + (latex[at : at + 1] == "*"))
            return " ", spacing.end if spacing else at + (latex[at : at + 1] == "*")
        if char in ACCENTS:
            return self._accent(char, latex, at, depth)
        if char in " ,;:>\n\t~":
            return " ", at
        return (char if char in "%&$#_{}|" else ""), at

    def _accent(self, name: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        taken = argument(latex, at)
        if taken is None:
            return "", at
        return accented(self.render(taken.text, depth + 1), ACCENTS[name]), taken.end

    def _word(self, word: str, latex: str, start: int, at: int, depth: int) -> tuple[str, int]:
        """The text of one command and the place behind it and its arguments."""
        if word in CITATIONS:
            return self._citation(CITATIONS[word], latex, at, depth)
        if word in REFERENCES:
            found, end = arguments(latex, at, "m")
            return self._reference(word, found[0] or ""), end
        if word in {"footnote", "footnotetext", "thanks", "Thanks", "tablefootnote", "blfootnote"}:
            found, end = arguments(latex, at, "om")
            self._context.footnotes.append(found[1] or "")
            return "", end
        if word == "begin":
            return self._environment(latex, at, depth)
        if word == "end":
            return "", arguments(latex, at, "m")[1]
        if word == "xspace":
            return _XSPACE, at
        if word in {"ensuremath", "m@th"}:
            found, end = arguments(latex, at, "m")
            return self._math(found[0] or "", depth), end
        if word in {"url", "nolinkurl", "path", "doi"}:
            found, end = arguments(latex, at, "m")
            return re.sub(r"\\([%#&_~$]?)[A-Za-z]*", r"\1", found[0] or ""), end
        if word == "href":
            found, end = arguments(latex, at, "omm")
            return self.render(found[2] or "", depth + 1), end
        if word in {"texorpdfstring", "foreignlanguage", "bibinfo", "bibfield"}:
            found, end = arguments(latex, at, "mm")
            return self.render((found[0] if word == "texorpdfstring" else found[1]) or "", depth + 1), end
        if word == "enquote":
            found, end = arguments(latex, at, "m")
            return f"“{self.render(found[0] or '', depth + 1)}”", end
        if word in UNIT_COMMANDS:
            return self._quantity(word, latex, at, depth)
        if word in {"textsuperscript", "textsubscript"}:
            return self._script(word, latex, at, depth)
        if word in ACCENTS:
            return self._accent(word, latex, at, depth)
        if word == "frac":
            return self._math(latex[start : arguments(latex, at, "mm")[1]], depth), arguments(latex, at, "mm")[1]
        if word in {"uppercase", "MakeUppercase"}:
            found, end = arguments(latex, at, "m")
            return self.render(found[0] or "", depth + 1).upper(), end
        if word in {"multicolumn", "multirow"} or word in SWALLOWED:
            return "", arguments(latex, at, SWALLOWED[word])[1]
        if word in {"hrule", "vrule"} and (match := RULE.match(latex, at)):
            return " ", match.end()
        if word in {"font", "textfont", "scriptfont", "scriptscriptfont"} and (match := _FONT.match(latex, at)):
            return "", match.end()
        if word == "catcode" and (match := _CATCODE.match(latex, at)):
            return "", match.end()
        if word in _SKIPS and (match := _DIMENSION.match(latex, at)):
            if word in {"kern", "hskip"} and match[0].lstrip().startswith("-"):
                return "", match.end() + latex[match.end() :].startswith(" ")  # a step back; TeX takes the space, too
            return " ", match.end()
        if word in IGNORED:
            match = _DIMENSION.match(latex, at)
            return "", match.end() if match and "=" in match[0] else at
        if word in {"quad", "qquad", "space", "hfill", "newline", "linebreak", "thinspace", "enspace", "enskip"}:
            return " ", at
        symbol = symbols().get(word)
        if symbol is not None:
            return symbol, at
        return self._unknown(word, latex, at)

    def _unknown(self, word: str, latex: str, at: int) -> tuple[str, int]:
        """A command of a package that is not here: what stands in its braces is kept as text."""
        match = _DIMENSION.match(latex, at)
        if match and ("=" in match[0] or re.search(r"\d\s*(?:pt|in|cm|mm|em|ex|truein)", match[0])):
            return "", match.end()
        self._context.unknown[word] = self._context.unknown.get(word, 0) + 1
        option = optional(latex, at)
        if option and latex[option.end : option.end + 1] == "{":
            return "", option.end
        return ("" if latex[at : at + 1] == "{" else LOST), at

    def _environment(self, latex: str, at: int, depth: int) -> tuple[str, int]:
        found, body_start = arguments(latex, at, "m")
        name = (found[0] or "").strip()
        plain = name.rstrip("*")
        if plain in MATH_ENVIRONMENTS or plain in DROPPED_ENVIRONMENTS:
            ends = environment_end(latex, body_start, name)
            if ends is None:
                return LOST, body_start
            if plain in DROPPED_ENVIRONMENTS:
                return " ", ends[1]
            if plain in {"alignat", "xalignat", "IEEEeqnarray"}:
                body_start = arguments(latex, body_start, "om")[1]
            return self._math(latex[body_start : ends[0]], depth, plain != "math"), ends[1]
        return " ", arguments(latex, body_start, ENVIRONMENT_ARGUMENTS.get(name, ""))[1]

    def _citation(self, how: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        found, end = arguments(latex, at, "*oom")
        before, after = (found[1], found[2]) if found[2] is not None else (None, found[1])
        keys = [key.strip() for key in (found[3] or "").split(",") if key.strip()]
        if how == "year":
            return ", ".join(str(self._context.years.get(key, "")) for key in keys), end
        if how == "author":
            return ", ".join(self._context.names.get(key, "") or LOST for key in keys), end
        if how == "author []":
            named = [f"{self._context.names.get(key, '')} {self._marker([key])}".strip() for key in keys]
            return ", ".join(named) + (f" ({self.render(after, depth + 1)})" if after and after.strip() else ""), end
        before_text = self.render(before, depth + 1).strip() if before else ""
        after_text = self.render(after, depth + 1).strip() if after else ""
        return self._marker(keys, before_text, after_text), end

    def _marker(self, keys: list[str], before: str = "", after: str = "") -> str:
        numbers = [str(self._context.numbers[key]) if key in self._context.numbers else "?" for key in keys]
        inside = f"{before} {', '.join(dict.fromkeys(numbers))}".strip() + (f", {after}" if after else "")
        return f"{CITE}[{inside}]{CITE_END}"

    def _reference(self, how: str, keys: str) -> str:
        known = [self._context.labels.get(key.strip()) for key in keys.split(",")]
        if how in {"pageref", "cpageref"} or None in known:
            return f"??{LOST}"
        numbers = [each[1] for each in known if each]
        joined = " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]
        if how == "eqref":
            return f"({joined})"
        if how.lower() in {"autoref", "cref", "fref"}:
            name = known[0][0] if known[0] else ""
            name = name.capitalize() if how[0].isupper() or how == "autoref" else name
            return f"{name}{'s' if len(numbers) > 1 else ''} {joined}".strip()
        return joined

    def _script(self, word: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        found, end = arguments(latex, at, "m")
        text = self.render(found[0] or "", depth + 1).strip()
        if text in {"st", "nd", "rd", "th"} or not text:
            return text, end
        sign = "^" if word == "textsuperscript" else "_"
        # "TUPA\textsubscript{Sparse}", "Ev\textsuperscript{2}R"
        return render_math(f"{sign}{{\\text{{{text}}}}}", lambda inner: inner, {}), end

    def _quantity(self, word: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        found, end = arguments(latex, at, "o" + UNIT_COMMANDS[word])
        values = [each or "" for each in found[1:]]
        if word in {"si", "unit"}:
            return self._unit(values[0], depth), end
        if word == "ang":
            return f"{values[0].replace(';', ' ')}°", end
        unit = self._unit(values[-1], depth) if word not in {"num", "numrange", "numlist"} else ""
        numbers = [_number(each) for each in (values if not unit and "num" in word else values[:-1])]
        return f"{'–'.join(numbers)}{'' if unit == '°' else ' '}{unit}".strip(), end

    def _unit(self, latex: str, depth: int) -> str:
        words = re.findall(r"\\([A-Za-z]+)", latex)
        if not words:
            return self.render(latex.replace(".", "·"), depth + 1).strip()
        prefixes = {"kilo", "mega", "giga", "tera", "peta", "milli", "micro", "nano", "pico", "femto", "centi", "per"}
        text = ""
        for word in words:
            sign = UNITS.get(word) or symbols().get(word, word)
            glued = not text or text.endswith("/") or sign in "/²³" or self._is_prefix(words, word, prefixes)
            text += sign if glued else f" {sign}"
        return text

    @staticmethod
    def _is_prefix(words: list[str], word: str, prefixes: set[str]) -> bool:
        place = words.index(word)
        return place > 0 and words[place - 1] in prefixes


def math_end(latex: str, at: int, mark: str) -> int:
    """The place of the dollar signs that close a formula, outside inner braces; -1 where a paragraph ends before."""
    blank = latex.find("\n\n", at)
    limit = len(latex) if blank < 0 or mark == "$$" else blank
    depth = 0
    first = -1
    for match in re.compile(r"\\.|[{}]|\$\$?", re.DOTALL).finditer(latex, at, limit):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif match[0].startswith("$") and match[0].startswith(mark):
            first = match.start() if first < 0 else first
            if depth <= 0:
                return match.start()
    return first


def _number(text: str) -> str:
    """A number as siunitx sets it: "1e-3" as "1 × 10⁻³", "5+-1" as "5 ± 1"."""
    text = re.sub(r"\\pm|\+-", " ± ", text.strip())
    return re.sub(
        r"[eEdD]([+-]?\d+)$",
        lambda match: " × 10" + match[1].removeprefix("+").translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")),
        text,
    )


def _typographic(text: str) -> str:
    if not any(mark in text for mark in ("``", "''", "--", "`")):
        return text
    for typed, printed in (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("`", "‘")):
        text = text.replace(typed, printed)
    return text
