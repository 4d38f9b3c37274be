"""Render a stretch of LaTeX as plain Unicode text: accents, symbols, quotes, formulas, citations, references, units."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from synth.language.scripts import SUBSCRIPTS
from synth.language.tex import ACCENTS, accented, symbols
from synth.reading.latex_acronyms import ACRONYM_COMMANDS
from synth.reading.latex_chemistry import CHEMISTRY, read_formula
from synth.reading.latex_citations import CITATIONS, CitedWorks, read_citation
from synth.reading.latex_commands import names
from synth.reading.latex_marks import CITE, CITE_END, FORMULA, FORMULA_END, LOST, NO_BREAK, NUMBERS, XSPACE
from synth.reading.latex_math import render_math
from synth.reading.latex_ordinals import CALCULATED, calculated
from synth.reading.latex_quantities import QUANTITIES, read_quantity
from synth.reading.latex_references import REFERENCES, Labels, read_reference
from synth.reading.latex_scanner import (
    MAX_ARGUMENT,
    RULE,
    TOKEN,
    argument,
    environment_end,
    find,
    next_character,
    optional,
)
from synth.reading.latex_signature import arguments, given
from synth.reading.latex_vocabulary import (
    DROPPED_ENVIRONMENTS,
    ENVIRONMENT_ARGUMENTS,
    IGNORED,
    MATH_ENVIRONMENTS,
    SPACES,
    SWALLOWED,
    UNFIT,
)

__all__ = ["CITE", "CITE_END", "FORMULA", "FORMULA_END", "InlineContext", "math_end", "render_inline"]

_DIMENSION = re.compile(
    r"""\s*(?:=\s*|(?:to|spread)\s*(?=[\d.\\])|(?=[-\d.]))-?(?:[\d.]+\s*)?
    (?:(?:true\s*)?(?:pt|in|cm|mm|em|ex|sp|bp|pc|mu|fil+)(?![A-Za-z])|\\[A-Za-z]+\d*\s?|(?<=\d)(?=\s|\\))?
    (?:\s*(?:plus|minus|by|height|width|depth)\s*-?[\d.]+\s*\\?[a-z]*)*""",
    re.VERBOSE,
)
_KEY = re.compile(r"[\w.+-]*[\w+-][:_/][\w:./+-]*\w|[\w-]+\.(?:tex|txt|csv|dat|pdf|png|eps|jpg)|[a-z]+\d{2,4}[a-z]*")
"""What looks like a key: "sec:intro", "tab_results", "numbers/n.txt", "smith2020"."""
_NODE = re.compile(
    r"\s*(?:\[[^\]]*\])?\s*\{?\s*\\node\s*(?P<options>(?:\[[^\]]*\])?)\s*(?:\([^()]*\))?\s*\{(?P<text>[^{}]{0,40})\}\s*;(?:\s*\})?"
)
_CATCODE = re.compile(r"\s*`?\\?.\s*=?\s*(?:\d+|\\active)?")
_FONT = re.compile(r"\s*\\[A-Za-z]+\s*=?\s*(?:\\?[\w-]+)(?:\s*(?:scaled|at)\s*\S+)?")
_OPTIONS = re.compile(r"\s*[\w -]+=\s*[\w\\.-]+\s*(?:,\s*[\w -]+=\s*[\w\\.-]+\s*)*")
_NOTED = re.compile(r"[^\W_]|[.,;:!?)]")
_NO_WIDTH = re.compile(r"\s*(?:-|0*\.?0*\s*[a-z])")  # a step back, or none
_SKIPS = names("skips")


@dataclass
class InlineContext(CitedWorks):
    """What rendering needs to know of the paper, and where it puts what is no running text.

    `labels` are what `\\ref` prints; `keys` are those of acronyms; `quantities` is how numbers and units are set.
    `footnotes`, `unknown` and `notes` are filled while rendering.
    """

    labels: Labels = field(default_factory=Labels)
    keys: frozenset[str] = frozenset()
    quantities: Mapping[str, str] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def is_key(self, text: str) -> bool:
        """Whether a command's argument is a key, not words: of a label, a citation, an acronym, a file."""
        parts = [part.strip() for part in text.split(",")]
        return all(
            part in self.numbers or part in self.labels.places or part in self.keys or _KEY.fullmatch(part)
            for part in parts
        )


def render_inline(latex: str, context: InlineContext) -> str:
    """A stretch of LaTeX as Unicode text, white space not yet normalised.

    Citations and displayed formulas stand between marks of the private use area (`CITE`, `FORMULA`), and `LOST` where
    a command was left out whose meaning is not known.
    """
    text = _Inline(context).render(latex, 0)
    text = re.sub(r'“([^“”"]{1,300})"', r"“\1”", text)
    text = re.sub(rf"\.{XSPACE}\.(?!\.)", ".", text)
    text = re.sub(rf"{XSPACE}(?=[\w(\[“‘$\\{CITE}])", " ", text)
    return text.replace(XSPACE, "")


_CASES: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("uppercase", "MakeUppercase", "MakeTextUppercase"), str.upper),
    **dict.fromkeys(("lowercase", "MakeLowercase", "MakeTextLowercase"), str.lower),
    **dict.fromkeys(("makefirstuc", "xmakefirstuc"), lambda text: text[:1].upper() + text[1:]),
    **dict.fromkeys(
        ("capitalisewords", "xcapitalisewords"), lambda text: re.sub(r"(?<!\S)\w", lambda m: m[0].upper(), text)
    ),
}
_MAX_DEPTH = 40
_MAX_GROUPS = 9
_FOOTNOTES = frozenset("footnote footnotetext thanks Thanks tablefootnote blfootnote endnote endnotetext".split())


class _Inline:
    def __init__(self, context: InlineContext) -> None:
        self._context = context
        self._quotes = 0

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
                if token["symbol"] == "@" and out and out[-1].endswith("."):
                    out.append(NO_BREAK)
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
            close = find(latex, "\\)" if char == "(" else "\\]", at)
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

        def render(inner: str) -> str:
            return self.render(inner, depth + 1)

        context = self._context
        if word in CITATIONS:
            return read_citation(word, latex, at, context, render)
        if word in REFERENCES:
            return read_reference(word, latex, start, at, context.labels, render)
        if word in QUANTITIES:
            return read_quantity(word, latex, at, render, context.quantities)
        if word in CHEMISTRY:
            values, end = arguments(latex, at, CHEMISTRY[word])
            return read_formula(word, values, render), end
        if word in CALCULATED:
            found, end = arguments(latex, at, "om")
            text = calculated(word, render(found[1] or ""))
            return (text if text is not None else self._lost(word, [found[1] or ""], depth)), end
        if word in _FOOTNOTES:
            found, end = arguments(latex, at, "om")
            context.footnotes.append(found[1] or "")
            return "", end
        if word == "begin":
            return self._environment(latex, at, depth)
        if word == "end":
            return "", arguments(latex, at, "m")[1]
        if word == "xspace":
            return XSPACE, at
        if word in {"ensuremath", "m@th"}:
            found, end = arguments(latex, at, "m")
            return self._math(found[0] or "", depth), end
        if word in {"url", "nolinkurl", "path", "doi"}:
            found, end = arguments(latex, at, "m")
            return _address(found[0] or "", word == "path"), end
        if word == "href":
            found, end = arguments(latex, at, "omm")
            return render(found[2] or ""), end
        if word in {"texorpdfstring", "bibinfo", "bibfield"}:
            found, end = arguments(latex, at, "mm")
            return render((found[0] if word == "texorpdfstring" else found[1]) or ""), end
        if word == "enquote":
            found, end = arguments(latex, at, "m")
            return self._quoted(found[0] or "", depth), end
        if word == "hyperlink":  # pandoc's citations: \hyperlink{ref-abe2011}{Abe, 2011}
            found, end = arguments(latex, at, "mm")
            number = context.numbers.get((found[0] or "").removeprefix("ref-"))
            text = render(found[1] or "")
            return (
                f"{CITE}{''.join(NUMBERS[int(digit)] for digit in str(number))}{text}{CITE_END}" if number else text
            ), end
        if word in {"textsuperscript", "textsubscript"}:
            return self._script(word, latex, at, depth)
        if word in ACCENTS:
            return self._accent(word, latex, at, depth)
        if word == "frac":
            return self._math(latex[start : arguments(latex, at, "mm")[1]], depth), arguments(latex, at, "mm")[1]
        if word in _CASES:
            found, end = arguments(latex, at, "m")
            return _CASES[word](render(found[0] or "")), end
        if word == "iupac":  # "|" allows a break
            found, end = arguments(latex, at, "m")
            return render((found[0] or "").replace("|", "")), end
        if word == "tikz":
            return self._drawing(latex, at, depth)
        if word in UNFIT:
            found, end = arguments(latex, at, UNFIT[word])
            return self._lost(word, given(found), depth), end
        if word in SWALLOWED:
            return "", arguments(latex, at, SWALLOWED[word])[1]
        return self._layout(word, latex, at) or self._unknown(word, latex, start, at, depth)

    def _layout(self, word: str, latex: str, at: int) -> tuple[str, int] | None:
        """What a command of layout leaves, or a sign; None where it is neither."""
        if word == "hspace":
            found, end = arguments(latex, at, "sm")
            return ("" if _NO_WIDTH.match(found[1] or "") else " "), end
        if word in {"hrule", "vrule"} and (match := RULE.match(latex, at)):
            return " ", match.end()
        if word in {"font", "textfont", "scriptfont", "scriptscriptfont"} and (match := _FONT.match(latex, at)):
            return "", match.end()
        if word == "vadjust" and (match := re.compile(r"\s*(?:pre)?\s*(?=\{)").match(latex, at)):
            return "", arguments(latex, match.end(), "m")[1]
        if word == "catcode" and (match := _CATCODE.match(latex, at)):
            return "", match.end()
        if word in _SKIPS and (match := _DIMENSION.match(latex, at)):
            if word in {"kern", "hskip"} and match[0].lstrip().startswith("-"):
                return "", match.end() + latex[match.end() :].startswith(" ")  # a step back; TeX takes the space, too
            return ("" if word == "kern" and _NO_WIDTH.match(match[0]) else " "), match.end()
        if word in IGNORED:
            match = _DIMENSION.match(latex, at)
            return "", match.end() if match and ("=" in match[0] or word.endswith("box")) else at
        if word in SPACES:
            return " ", arguments(latex, at, "o")[1] if word == "linebreak" else at
        symbol = symbols().get(word)
        return (symbol, at) if symbol is not None else None

    def _unknown(self, word: str, latex: str, start: int, at: int, depth: int) -> tuple[str, int]:
        """A command of a package that is not here: of one that takes a group the words are kept, and nothing is glued.

        Several groups, an option, or a key where words would be: what it prints cannot be told. Right behind a word it
        may be a note.
        """
        match = _DIMENSION.match(latex, at)
        if match and ("=" in match[0] or re.search(r"\d\s*(?:pt|in|cm|mm|em|ex|truein)", match[0])):
            return "", match.end()
        if re.fullmatch(r"fa[A-Z]\w+|ai[A-Z]\w+", word):  # icons
            return "", arguments(latex, at, "om" if latex[at : at + 1] in "[{" else "")[1]
        self._context.unknown[word] = self._context.unknown.get(word, 0) + 1
        option, end = None, at
        if latex[at : at + 1] == "[" and (option := optional(latex, at)):
            end = option.end
        groups: list[str] = []
        while next_character(latex, end) == "{" and len(groups) < _MAX_GROUPS:
            taken = argument(latex, end)
            if taken is None:
                break
            groups.append(taken.text)
            end = taken.end
        is_key = word in ACRONYM_COMMANDS or (len(groups) == 1 and self._context.is_key(groups[0]))
        if len(groups) == 1 and option is None and _OPTIONS.fullmatch(groups[0]):
            return "", end  # "\\thisfloatsetup{capposition=beside}"
        goes_on = latex[end : end + 1] == "[" or _NOTED.search(latex, max(0, start - 1), start) is not None
        if len(groups) == 1 and groups[0].strip() and option is None and not (is_key or goes_on):
            return "", at
        if not groups:
            return LOST, at
        return self._lost(word, groups, depth), end

    def _lost(self, word: str, groups: list[str], depth: int) -> str:
        """The words of a command that cannot be quoted, marked so."""
        if word in UNFIT:
            self._context.unknown[word] = self._context.unknown.get(word, 0) + 1
        return f"{LOST}{' '.join(self.render(group, depth + 1) for group in groups)}{LOST}"

    def _drawing(self, latex: str, at: int, depth: int) -> tuple[str, int]:
        """A drawing in the line: the text of a lone node, as in "\\tikz{\\node[shape=circle] {3};}", else lost."""
        node = _NODE.match(latex, at)
        if node:
            text = self.render(node["text"], depth + 1).strip()
            return (calculated("circled", text) or text if "circle" in node["options"] else text), node.end()
        _, at = arguments(latex, at, "o")
        end = find(latex, ";", at)
        group = argument(latex, at) if latex[at : at + 1] == "{" else None
        return LOST, group.end if group else end + 1 if end >= 0 else at

    def _quoted(self, latex: str, depth: int) -> str:
        """A quotation in double marks, one inside it in single ones."""
        self._quotes += 1
        text = self.render(latex, depth + 1)
        self._quotes -= 1
        return f"‘{text}’" if self._quotes % 2 else f"“{text}”"

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

    def _script(self, word: str, latex: str, at: int, depth: int) -> tuple[str, int]:
        found, end = arguments(latex, at, "m")
        text = self.render(found[0] or "", depth + 1).strip()
        if text in {"st", "nd", "rd", "th"} or not text:
            return text, end
        if text in {
            ",",
            ";",
        }:  # between the marks of two footnotes: "rate\\footnote{...}\\textsuperscript{,}\\footnote{...}"
            return "", end
        sign = "^" if word == "textsuperscript" else "_"
        if sign == "_" and text.isdecimal():  # "CO\\textsubscript{2}"
            return text.translate(SUBSCRIPTS), end
        # "TUPA\textsubscript{Sparse}", "Ev\textsuperscript{2}R"
        return render_math(f"{sign}{{\\text{{{text}}}}}", lambda inner: inner, {}), end


def _address(latex: str, is_path: bool) -> str:
    """An address as it is printed, without the backslashes that protect its signs; a path may have its own."""
    latex = re.sub(r"\\(?:textasciitilde|sim)\s*(?:\{\})?", "~", latex)
    latex = re.sub(r"\\([%#&_~${}^])", r"\1", latex)
    return latex if is_path else re.sub(r"\\[A-Za-z]+\s*", "", latex)


def math_end(latex: str, at: int, mark: str) -> int:
    """The place of the dollar signs that close a formula, outside inner braces; -1 where a paragraph ends before."""
    most = min(len(latex), at + MAX_ARGUMENT)
    blank = latex.find("\n\n", at, most) if mark == "$" else -1
    limit = most if blank < 0 else blank
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


def _typographic(text: str) -> str:
    if not any(mark in text for mark in ("``", "''", "--", "`")):
        return text
    text = re.sub(r"([?!])`(?!`)", lambda match: "¿" if match[1] == "?" else "¡", text)
    for typed, printed in (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("`", "‘")):
        text = text.replace(typed, printed)
    return text
