"""Titles, abstracts and names as authors submit them, with TeX in them, become plain Unicode text."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from synth.language.lexicon import words_of
from synth.language.tex import ACCENTS, MATH_ACCENTS, accented, symbols
from synth.language.text import normalise
from synth.models import Paper
from synth.settings import LimitSettings

_SYMBOLS = {
    "micro": "μ", "cdots": "…", "quad": " ", "qquad": " ", "item": " ", "par": " ", "newline": " ", "space": " ",
    "geqslant": "≥", "leqslant": "≤", "P": "P", "S": "S",
}  # fmt: skip
"""What is simpler in running text than in a formula, and letters that names of sets have there."""
_ESCAPED = {
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "!": "",
    "/": "",
    "-": "",
    "\\": " ",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
}
_SILENT = words_of("tex", "silent")
"""Commands that print nothing and take no argument."""

_ARGUMENT_DROPPED = words_of("tex", "argument dropped")
"""Commands whose first argument is not text: "\\href{address}{text}" prints its second."""

_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", strict=True))

_TOKEN = re.compile(r"\\([A-Za-z]+)(\*?)(\s*)|\\(.)|(---?|``|'')|([^\\{}$^_~`'-]+)|(.)", re.DOTALL)

_FORMULA = re.compile(r"\$\$[^$]{1,1000}\$\$|\$[^$]{1,1000}\$")
MAX_TITLE_CHARS = 300
"""Of the title of what is left out, in its row."""
_MARKS = ("\\", "$", "{", "}", "~", "`", "--")
"""What only TeX has, or prints as something else, as it does "''"; most abstracts have none of it."""
_MAX_DEPTH = 50  # of braces; deeper ones are dropped, so that the time stays linear

_Change = Callable[[str], str]


def why_unfit(paper: Paper, limits: LimitSettings) -> str | None:
    """Why what somebody says of a paper is too long to be read, or cannot be written; None where it is neither."""
    if len(paper.abstract) > limits.max_abstract_chars:
        return f"its abstract is longer than {limits.max_abstract_chars:,} characters"
    many = (*paper.authors, *paper.categories, *paper.ids, *paper.open_files)
    texts = (
        paper.paper_id,
        paper.title,
        paper.abstract,
        paper.doi,
        paper.journal_ref,
        paper.comment,
        paper.link,
        *many,
    )
    joined = " ".join(filter(None, texts))
    if len(joined) > limits.max_line_chars:
        return f"longer than {limits.max_line_chars:,} characters"
    try:
        joined.encode()
    except UnicodeEncodeError:  # JSON can hold "\ud800"
        return "has half a character, which no file can hold"
    return None


def plain_text(tex: str) -> str:
    """Text with TeX in it as plain Unicode: accents, symbols and simple formulas resolved, commands gone.

    "Erd\\H{o}s" gives "Erdős", "$O(n^2)$" gives "O(n²)", "\\emph{all} 5\\%" gives "all 5%". What cannot be
    understood is kept as its words. Never raises; the time is linear in the length.
    """
    if not _is_tex(tex):
        return normalise(tex)
    parts: list[str] = []
    end = 0
    position = 0
    while formula := _FORMULA.search(tex, position):
        position = formula.start() + 1
        if _is_formula(tex, formula):
            parts += [_converted(tex[end : formula.start()], math=False), _formula_text(formula[0].strip("$"))]
            position = end = formula.end()
    parts.append(_converted(tex[end:], math=False))
    return normalise("".join(parts))


def _is_tex(text: str) -> bool:
    for mark in _MARKS:  # `any` over a generator takes five times as long
        if mark in text:
            return True
    return "'" in text and "''" in text  # to look for two characters takes five times as long as for one


def _is_formula(tex: str, match: re.Match[str]) -> bool:
    """Whether two dollar signs enclose mathematics and not prices: "from \\$5", "from $5 to $10".

    They do where TeX or one word ("$ n$-particle") stands between them, else by Pandoc's rule: no space within their
    edges, no digit behind.
    """
    if tex[match.start() - 1 : match.start()] == "\\":
        return False
    inside = match[0].strip("$")
    one_word = " " not in inside.strip() and not inside.strip().isdecimal()
    if one_word or any(char in inside for char in "\\^_{<>="):
        return True
    return inside == inside.strip() and not tex[match.end() : match.end() + 1].isdigit()


@dataclass
class _Group:
    """An open brace: what stands in it so far, and what is done to it when it is closed."""

    change: _Change = str
    parts: list[str] = field(default_factory=list)
    pending: list[_Change] = field(default_factory=list)  # for the next character or group
    then: list[_Change] = field(default_factory=list)  # for the group behind this one

    def add(self, text: str) -> None:
        """Add text; a pending change takes its first character, and an accent waits for one that is no space."""
        if self.pending and text.strip():
            text = text.lstrip()
            changes, self.pending = self.pending, []
            first = text[0]
            for change in reversed(changes):
                first = change(first)
            text = first + text[1:]
        self.parts.append(text)

    def opened(self) -> "_Group":
        """The group that a brace opens here: it takes all that was pending."""
        changes, self.pending = self.pending, []

        def change(text: str) -> str:
            for one in reversed(changes):
                text = one(text)
            return text

        return _Group(change, then=[_grouped] if _numerator in changes else [])


@lru_cache(maxsize=10_000)
def _formula_text(tex: str) -> str:
    """The inside of one formula: a field has some, such as "n", again and again."""
    return tex if tex.isalnum() else _converted(tex, math=True)


def _converted(tex: str, *, math: bool) -> str:
    """One stretch of text, or the inside of one formula."""
    if not math and not _is_tex(tex):
        return tex
    groups = [_Group()]
    dropped = 0  # braces opened beyond the depth
    for match in _TOKEN.finditer(tex):
        command, starred, space, escaped, ligature, text, single = match.groups()
        group = groups[-1]
        if command is not None:
            followed = match.end() < len(tex) and tex[match.end()] in "{["
            _add_command(group, command, starred, space, math=math, followed=followed)
        elif escaped is not None:
            _add_escaped(group, escaped, math=math)
        elif ligature is not None:
            group.add(ligature if math else {"---": "—", "--": "–", "``": "“", "''": "”"}[ligature])
        elif text is not None:
            group.add(text)
        elif single == "{" and len(groups) < _MAX_DEPTH:
            groups.append(group.opened())
        elif single == "{":
            dropped += 1
        elif single == "}" and dropped:
            dropped -= 1
        elif single == "}":
            if len(groups) > 1:
                closed = groups.pop()
                groups[-1].parts.append(closed.change("".join(closed.parts)))
                groups[-1].pending += closed.then
        elif math and single in "^_":
            group.pending.append(_raised if single == "^" else _lowered)
        elif single == "~" and (math or _is_tie(tex, match.start())):
            group.add(" ")
        else:
            group.add(single)
    return "".join(part for group in groups for part in group.parts)


def _add_command(group: _Group, command: str, starred: str, space: str, *, math: bool, followed: bool) -> None:
    gap = " " if space else ""
    if command in ACCENTS and not math:
        group.pending.append(_accent(ACCENTS[command]))
    elif command in MATH_ACCENTS:
        group.pending.append(_accent(MATH_ACCENTS[command]))
    elif command in _SILENT:
        group.add(gap if math else "")
    elif command in _ARGUMENT_DROPPED:
        if followed:
            group.pending.append(_nothing)
    elif command in {"frac", "dfrac", "tfrac", "sfrac", "nicefrac"} and followed:
        group.pending.append(_numerator)
    elif command == "sqrt":
        group.pending.append(_root)
    else:
        symbol = _SYMBOLS.get(command) or symbols().get(command, "")
        if symbol and math:
            # "n\log n" and "\beta\leq 3" part their words, "\tau\mu" does not
            parts_words = (len(symbol) > 1 and symbol.isalpha()) or (gap and unicodedata.category(symbol[0]) == "Sm")
            group.add(f" {symbol}{gap}" if parts_words else symbol + gap)
        elif symbol:
            group.add(symbol)
        elif not followed:
            # a command of the paper's own: "We introduce \corpus, a ..." loses its subject without the name
            group.add(command + starred + gap)
        else:
            group.add(gap and " " if not math else "")


def _add_escaped(group: _Group, char: str, *, math: bool) -> None:
    if char in ACCENTS and not math:
        group.pending.append(_accent(ACCENTS[char]))
    else:
        group.add(_ESCAPED.get(char, char))


def _accent(mark: str) -> _Change:
    def change(text: str) -> str:
        return accented(text, mark) if text[:1].strip() else text

    return change


def _scripted(text: str, signs: Mapping[str, str]) -> str:
    """A text in superscripts or subscripts; "" where one of its characters has none."""
    return "".join(signs[char] for char in text) if set(text) <= signs.keys() else ""


def _raised(text: str) -> str:
    text = text.strip()
    return (
        _scripted(text, _SUPERSCRIPTS)
        or {"∘": "°", "′": "′", "*": "*"}.get(text)
        or (f"^{text}" if len(text) <= 1 else f"^({text})")
    )


def _lowered(text: str) -> str:
    text = text.strip()
    return _scripted(text, _SUBSCRIPTS) or (f"_{text}" if text.isalnum() else f"_({text})")


def _numerator(text: str) -> str:
    return f"{_grouped(text)}/"


def _root(text: str) -> str:
    return f"√{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if text.isalnum() else f"({text})"


def _nothing(_: str) -> str:
    return ""


def _is_tie(tex: str, position: int) -> bool:
    """Whether "~" joins words ("Fig.~3") and does not mean "about" (" ~10") or a home page ("/~name")."""
    before, after = tex[position - 1 : position], tex[position + 1 : position + 2]
    return bool(before) and (before.isalnum() or before in ".,;:)}’'") and not after.isspace()
