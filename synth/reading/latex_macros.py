"""Expand a paper's own macros, environments and conditionals, so that only LaTeX's own commands are left."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from synth.reading.latex_macro_input import Macro, MacroInput, Output, substitute
from synth.reading.latex_scanner import argument, arguments, skip_space
from synth.reading.latex_symbols import symbols

_CALL = re.compile(r"\\([A-Za-z@]+)(\*?)|\\(.)", re.DOTALL)
_CONDITIONAL = re.compile(r"\\(if[A-Za-z@]*|else|or|fi|newif)(?![A-Za-z@])")
_NO_CONDITIONAL = frozenset({"iff", "ifthenelse", "ifstrequal", "ifblank", "ifdefempty", "ifstrempty", "ifbool"})
_MAX_ACTIVE = 2_000  # expansions that one call in the paper may cause
_CHARS_PER_EXPANSION = 50  # what an expansion may add on average: bounds `\def\a{\b\b}\def\b{\c\c}...`

STRUCTURE = frozenset(
    """
    begin end document documentclass usepackage input include section subsection subsubsection paragraph subparagraph
    chapter part appendix title author date maketitle abstract caption label ref eqref pageref autoref cref Cref cite
    citet citep citealt citealp citeauthor citeyear citeyearpar parencite textcite footnote footnotemark footnotetext
    thanks item bibitem bibliography bibliographystyle newblock includegraphics url href newtheorem multicolumn
    multirow textbf textit emph texttt mathrm mathbf mathcal mathbb text SI si num hline cline par and affiliation
    footnotesize small large Large huge centering today vspace hspace rule verb ensuremath xspace
    """.split()
)
"""Commands that mean the same in every paper: redefining them changes looks, not words."""

_STANDARD_ENVIRONMENTS = frozenset(
    """
    abstract document figure table equation align eqnarray gather multline itemize enumerate description center quote
    quotation verse tabular array proof theorem lemma proposition corollary definition remark example conjecture
    thebibliography appendix
    """.split()
)
_DEFINING = frozenset("def gdef edef xdef".split())
_COMMANDS = frozenset(
    """
    newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd NewDocumentCommand
    RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand
    """.split()
)
_LOW_LEVEL = re.compile(
    r"\\(?:fam|mathchoice|vcenter|vbox|hrule|vrule|mathchar|mathaccent|halign|raise|lower|kern|ooalign|font|char)(?![A-Za-z])"
)
_FONTS = frozenset("Bbb mathbb frak goth bold cal mathcal bm boldsymbol mathfrak mathscr frac".split())
_PREFIXES = frozenset("long outer global protected expandafter noexpand protect relax".split())


class Expansion(NamedTuple):
    """The expanded text, and what could not be done."""

    text: str
    notes: tuple[str, ...]


def expand(text: str, styles: Iterable[str], max_expansions: int) -> Expansion:
    """The text with its own macros expanded and its conditionals decided; definitions are taken out.

    `styles` are the texts of the archive's own packages: their definitions count where they need no internals.
    """
    expander = _Expander(max_expansions)
    for style in styles:
        expander.learn(style)
    return Expansion(expander.run(text), tuple(expander.notes))


class _Expander(MacroInput):
    """Copies what it reads to its output, but for what is the paper's own to define and to call."""

    def __init__(self, max_expansions: int) -> None:
        super().__init__()
        self.notes: list[str] = []
        self._macros: dict[str, Macro] = {}
        self._environments: dict[str, tuple[Macro, str]] = {}
        self._flags: dict[str, bool] = {}
        self._learning = False
        self._name = ""
        self._left = max_expansions
        self._chars_left = max_expansions * _CHARS_PER_EXPANSION
        self._active = 0
        self._open_conditionals = 0
        self._out = Output()

    def learn(self, style: str) -> None:
        """Take over a package's definitions that use no internal command ("@") and redefine no structure.

        Nothing is expanded meanwhile: floatfig.sty redefines `\\end` by itself (math/0303003).
        """
        self._learning = True
        self.run(style)
        self._learning = False
        self._macros = {name: macro for name, macro in self._macros.items() if "@" not in name + macro.body}
        self._environments = {
            name: pair for name, pair in self._environments.items() if "@" not in pair[0].body + pair[1]
        }

    def run(self, text: str) -> str:
        """Expand a text from its begin to its end."""
        self._text, self._at, self._below, self._open_conditionals = text, 0, [], 0
        self._out = out = Output()
        while True:
            call = _CALL.search(self._text, self._at)
            if call is None:
                out.add(self._text[self._at :])
                if not self._below:
                    return out.text()
                self._text, self._at = self._below.pop()
                self._active = self._active if self._below else 0
                continue
            out.add(self._text[self._at : call.start()])
            self._at = call.end() - len(call[2] or "")  # a star may belong to what follows
            name = call[1] or call[3]
            if not self._handle(name):
                out.add(f"\\{name}")

    def _handle(self, name: str) -> bool:
        """Do what a control sequence asks for, if it is ours to do; False leaves it in the text."""
        if name in self._macros and not self._learning:
            self._name = name
            return self._call(self._macros[name])
        if name in _PREFIXES:
            return True
        if name == "string":  # floatfig.sty prints the name of the very macro that it stands in
            self._read_name()
            return True
        if name in _DEFINING:
            return self._define_tex()
        if name in _COMMANDS:
            return self._define_command(name)
        if name == "let":
            return self._define_alias()
        if name in {"newenvironment", "renewenvironment"}:
            return self._define_environment()
        if name in {"DeclareMathOperator", "DeclarePairedDelimiter"}:
            return self._define_operator(name)
        if name in {"begin", "end"}:
            return self._environment(name)
        if name == "csname":
            return self._named()
        if not self._conditional(name):
            return False
        self._at = skip_space(self._text, self._at)
        return True

    def _call(self, macro: Macro) -> bool:
        values = self._values(macro)
        if values is None:
            return True
        if not self._active:
            self._out.mark()
        self._active += 1
        self._left -= 1
        body = substitute(macro.body, values)
        self._chars_left -= len(body)
        if self._left < 0 or self._chars_left < 0 or self._active > _MAX_ACTIVE:
            self._give_up()
            return True
        self._push(body)
        return True

    def _give_up(self) -> None:
        """Drop what a runaway call still has to say, and the macro that it was at; the paper goes on behind it."""
        note = "a macro that calls itself without end was left out"
        if note not in self.notes:
            self.notes.append(note)
        if self._left < 0 or self._chars_left < 0:
            self._macros.clear()
            self._environments.clear()
        self._macros.pop(self._name, None)
        self._out.back_to_mark()
        self._text, self._at = self._below[0] if self._below else ("", 0)
        self._below = []
        self._active = 0

    def _define_tex(self) -> bool:
        name = self._read_name()
        brace = self._text.find("{", self._at)
        if name is None or brace < 0:
            return True
        parameters = self._text[self._at : brace]
        self._at = brace
        taken = argument(self._text, brace)
        if taken is None:
            return True
        self._at = taken.end
        pieces = tuple(re.split(r"#\d", parameters))
        delimiters = (pieces[0].strip(), *pieces[1:])
        self._set(name, Macro("m" * (len(pieces) - 1), "", taken.text, delimiters))
        return True

    def _define_command(self, how: str) -> bool:
        self._at += self._text.startswith("*", self._at)
        name = self._read_name()
        if name is None:
            return True
        if how.endswith("DocumentCommand"):
            found, self._at = arguments(self._text, self._at, "mm")
            kinds = re.findall(r"[mosO*r]", re.sub(r"(?<=[OoD])\{[^{}]*\}", "", found[0] or ""))
            default = re.search(r"O\{([^{}]*)\}", found[0] or "")
            pattern = "".join({"s": "*", "O": "o"}.get(kind, kind) for kind in kinds)
            self._set(name, Macro(pattern, default[1] if default else "", found[1] or ""))
            return True
        found, self._at = arguments(self._text, self._at, "oom")
        count, default_value, body = found
        if body is None:
            return True
        number = int(count) if count and count.strip().isdecimal() else 0
        pattern = "o" + "m" * (number - 1) if default_value is not None else "m" * number
        if how == "providecommand" and name in self._macros:
            return True
        self._set(name, Macro(pattern, default_value or "", body))
        return True

    def _define_alias(self) -> bool:
        name = self._read_name()
        match = re.compile(r"\s*=?\s?(\\(?:[A-Za-z@]+|.)|\S)", re.DOTALL).match(self._text, self._at)
        if name is None or match is None:
            return True
        self._at = match.end()
        target = match[1]
        if target.startswith("\\") and target[1:] in self._macros:
            self._set(name, self._macros[target[1:]])
        elif target != f"\\{name}":
            self._set(name, Macro("", "", "" if target == "\\relax" else target))
        return True

    def _define_environment(self) -> bool:
        self._at += self._text.startswith("*", self._at)
        found, self._at = arguments(self._text, self._at, "moomm")
        name, count, default, begin, end = found
        if name and begin is not None and name.strip().rstrip("*") not in _STANDARD_ENVIRONMENTS:
            number = int(count) if count and count.strip().isdecimal() else 0
            pattern = "o" + "m" * (number - 1) if default is not None else "m" * number
            self._environments[name] = (Macro(pattern, default or "", begin), end or "")
        return True

    def _define_operator(self, how: str) -> bool:
        starred = self._text.startswith("*", self._at)
        self._at += starred
        name = self._read_name()
        if name is None:
            return True
        if how == "DeclarePairedDelimiter":
            found, self._at = arguments(self._text, self._at, "mm")
            self._set(name, Macro("*om", "", f"{found[0]} #3{found[1]} "))
            return True
        found, self._at = arguments(self._text, self._at, "m")
        self._set(name, Macro("", "", f"\\operatorname{{{found[0] or ''}}}"))
        return True

    def _set(self, name: str, macro: Macro) -> None:
        if name in STRUCTURE or name.startswith("the"):
            return
        if _LOW_LEVEL.search(macro.body) and (name in symbols() or name in _FONTS):
            return  # `\\def\\Bbb#1{\\fam\\msbfam#1}` draws what everybody knows by that name
        self._macros[name] = macro

    def _environment(self, how: str) -> bool:
        taken = argument(self._text, self._at)
        if taken is None or taken.text not in self._environments:
            return False
        self._at = taken.end
        begin, end = self._environments[taken.text]
        return self._call(begin if how == "begin" else Macro("", "", end))

    def _named(self) -> bool:
        end = self._text.find("\\endcsname", self._at)
        if end >= 0:
            name = self._text[self._at : end].strip()
            self._at = end + len("\\endcsname")
            if name in self._macros:
                return self._call(self._macros[name])
        return True

    def _conditional(self, name: str) -> bool:
        if name == "newif":
            flag = self._read_name()
            if flag and flag.startswith("if"):
                self._flags[flag[2:]] = False
            return True
        if name.endswith(("true", "false")) and name.removesuffix("true").removesuffix("false") in self._flags:
            self._flags[name.removesuffix("true").removesuffix("false")] = name.endswith("true")
            return True
        if name == "ifthenelse":
            return self._if_then_else()
        if name == "fi" and self._open_conditionals:
            self._open_conditionals -= 1
            return True
        if name in {"else", "or"} and self._open_conditionals:
            self._open_conditionals -= 1
            self._skip_branch(stop_at_else=False)
            return True
        if name in {"fi", "else"}:
            return True
        if not name.startswith("if") or name in _NO_CONDITIONAL:
            return False
        if self._decide(name) or not self._skip_branch(stop_at_else=True):
            self._open_conditionals += 1
        return True

    def _decide(self, name: str) -> bool:
        """Whether a conditional holds; those that ask about the engine or a length count as false."""
        if name[2:] in self._flags:
            return self._flags[name[2:]]
        if name == "ifx":
            match = re.compile(r"\s*(\\[A-Za-z@]+|\S)\s*(\\[A-Za-z@]+|\S)").match(self._text, self._at)
            if match is None:
                return False
            self._at = match.end()
            left, right = (self._macros.get(each.removeprefix("\\"), each) for each in match.groups())
            return left == right
        if name == "ifdefined":
            return (self._read_name() or "") in self._macros
        if name in {"ifnum", "ifdim", "ifcase"}:
            match = re.compile(r"\s*(-?\d+)\s*([<=>])\s*(-?\d+)[ \n]?").match(self._text, self._at)
            if match is None:
                line_end = self._text.find("\n", self._at)
                self._at = self._at if line_end < 0 else min(line_end, self._at + 60)
                return False
            self._at = match.end()
            left_number, right_number = int(match[1]), int(match[3])
            return {"<": left_number < right_number, "=": left_number == right_number}.get(
                match[2], left_number > right_number
            )
        return name == "iftrue"

    def _skip_branch(self, stop_at_else: bool) -> bool:
        """Go past the branch not taken; True where its `\\fi` was reached, False where an `\\else` branch begins."""
        depth = 0
        for match in _CONDITIONAL.finditer(self._text, self._at):
            word = match[1]
            if word in _NO_CONDITIONAL or word == "newif":
                continue
            if word == "fi":
                if depth == 0:
                    self._at = match.end()
                    return True
                depth -= 1
            elif word == "else":
                if depth == 0 and stop_at_else:
                    self._at = match.end()
                    return False
            elif word != "or":
                depth += 1
        return True  # it never closes: nothing is left out

    def _if_then_else(self) -> bool:
        self._settle()
        found, self._at = arguments(self._text, self._at, "mmm")
        test, yes, no = (each or "" for each in found)
        boolean = re.fullmatch(r"\s*\\boolean\s*\{(\w+)\}\s*", test)
        equal = re.fullmatch(r"\s*\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*", test)
        holds = (boolean is not None and self._flags.get(boolean[1], False)) or (
            equal is not None and equal[1] == equal[2]
        )
        self._push(yes if holds else no)
        return True
