"""Decide the conditionals of a paper: TeX's own, and those of etoolbox, ifthen, xparse and LaTeX that take branches."""

import re
from collections.abc import Callable

from synth.reading.latex_definitions import STRUCTURE
from synth.reading.latex_macro_input import NO_VALUE, TRUE, Macro
from synth.reading.latex_own_counters import OwnCounters
from synth.reading.latex_scanner import find, skip_space
from synth.reading.latex_signature import arguments, given
from synth.reading.latex_tests import holds

_CONDITIONAL = re.compile(r"\\(if[A-Za-z@]*|else|or|fi|newif|unless)(?![A-Za-z@])|\\(?:@[A-Za-z@]*|.)", re.DOTALL)
_NO_CONDITIONAL = frozenset({"iff", "ifthispageodd"})
"""What begins like a conditional of TeX and has no `\\fi`, besides commands that take their branches as arguments."""
_NUMBER = re.compile(r"\s*(-?\d+|\\value\s*\{\w+\}|\\[A-Za-z@]+)\s?")
_OPERAND = re.compile(
    r"\s*(?:\\csname\s*(?P<csname>.*?)\s*\\endcsname|(?P<name>\\(?:[A-Za-z@]+|.))|(?P<char>[^\s{}])|(?P<group>[{}]))",
    re.DOTALL,
)
_RELATION = re.compile(
    r"\s*(?P<left>-?\d+(?:\.\d+)?(?:[a-z]{2})?|\\value\s*\{\w+\}|\\[A-Za-z@]+)\s*(?P<sign>[<=>])\s*"
    r"(?P<right>-?\d+(?:\.\d+)?(?:[a-z]{2})?|\\value\s*\{\w+\}|\\[A-Za-z@]+)[ \n]?"
)
_STRINGS = re.compile(r"\s*\\(?:pdf|pdf@)?strcmp\s*(?=\{)")
_TO_NUMBER = re.compile(r"\s*(?P<sign>[<=>])\s*(?P<right>-?\d+)[ \n]?")
"""What follows two strings that are compared: less, equal or greater is -1, 0 or 1."""
_UNDEFINED = frozenset({"\\undefined", "\\@undefined", "\\relax"})
_EMPTY = Macro((), "")
_POINTS = {"in": 72.27, "cm": 28.45, "mm": 2.845, "pc": 12.0, "em": 10.0, "ex": 4.3}


class Conditionals(OwnCounters):
    """Keeps flags and toggles, and tells which branch of a conditional is the paper's."""

    def __init__(self, packages: frozenset[str]) -> None:
        super().__init__()
        self._flags: dict[str, bool] = {}
        self._open_conditionals = 0
        self._loaded = packages

    def _in_formula(self) -> bool:
        """Whether what is written last stands in a formula; `latex_macros` knows."""
        raise NotImplementedError

    def _conditional(self, name: str) -> bool:
        """Do what a command of conditionals asks for; False where it is none."""
        if self._flag(name):
            return True
        if name == "fi" and self._open_conditionals:
            self._open_conditionals -= 1
            return True
        if name in {"else", "or"} and self._open_conditionals:
            self._open_conditionals -= 1
            self._skip_branch(stop_at_else=False)
            return True
        if name in {"fi", "else"}:
            return True
        unless = name == "unless"
        if unless:
            name = self._read_name() or ""
        if not name.startswith("if") or name in _NO_CONDITIONAL:
            return unless
        if name == "ifcase":
            self._choose_case()
        elif self._decide(name) != unless or not self._skip_branch(stop_at_else=True):
            self._open_conditionals += 1
        return True

    def _flag(self, name: str) -> bool:
        """Make or set a flag or a toggle; False where the command does neither."""
        if name == "newif":
            flag = self._read_name()
            if flag and flag.startswith("if"):
                self._flags[flag[2:]] = False
            return True
        stem = name.removesuffix("true") if name.endswith("true") else name.removesuffix("false")
        if stem != name and stem in self._flags:
            self._flags[stem] = name.endswith("true")
            return True
        if name in {"newtoggle", "providetoggle", "newbool", "providebool", "newboolean", "provideboolean"}:
            self._flags.setdefault(self._take("m")[0].strip(), False)
        elif name in {"toggletrue", "togglefalse", "booltrue", "boolfalse"}:
            self._flags[self._take("m")[0].strip()] = name.endswith("true")
        elif name in {"settoggle", "setbool", "setboolean"}:
            flag, value = self._take("mm")
            self._flags[flag.strip()] = self._expanded(value).strip().lower() in {"true", "\\booltrue"}
        else:
            return False
        return True

    def _branch(self, name: str) -> bool:
        """A conditional that takes its branches as arguments: the branch that holds is read on."""
        if _NEEDED.get(name, "") not in {"", *self._loaded}:
            return False
        signature, test = BRANCHES[name]
        values = self._take(signature)
        if name[-1] in "TF" and not name.endswith("TF"):
            branches = [self._take("m")[0], ""] if name[-1] == "T" else ["", self._take("m")[0]]
        elif name in _ONE_BRANCH:
            branches = [self._take("m")[0], ""]
        else:
            branches = self._take("mm")
        self._push(branches[0] if test(self, values) else branches[1])
        return True

    def _decide(self, name: str) -> bool:
        """Whether a conditional of TeX's form holds; those that ask about the engine or a length count as false."""
        if name[2:] in self._flags:
            return self._flags[name[2:]]
        if name == "ifx":
            left, right = self._operand() or "", self._operand() or ""
            if left in _UNDEFINED or right in _UNDEFINED:
                other = right if left in _UNDEFINED else left
                return not (other.startswith("\\") and self._is_defined(other[1:]))
            return bool(left) and self._meaning(left) == self._meaning(right)
        if name == "if":
            return self._same_signs()
        if name == "ifdefined":
            return self._is_defined(self._read_name() or "")
        if name == "ifcsname":
            end = find(self._text, "\\endcsname", self._at)
            if end < 0:
                return False
            wanted = self._expanded(self._text[self._at : end]).strip()
            self._at = end + len("\\endcsname")
            return self._is_defined(wanted)
        if name == "ifmmode":
            return self._in_formula()
        if name == "ifnum" and (compared := _STRINGS.match(self._text, self._at)):
            self._at = compared.end()
            left, right = map(self._expanded, self._take("mm"))
            match = _TO_NUMBER.match(self._text, self._at)
            self._at = match.end() if match else self._at
            return match is not None and _compare((left > right) - (left < right), match["sign"], int(match["right"]))
        if name in {"ifnum", "ifdim"}:
            match = _RELATION.match(self._text, self._at)
            if match is None:
                line_end = self._text.find("\n", self._at)
                self._at = self._at if line_end < 0 else min(line_end, self._at + 60)
                return False
            self._at = match.end()
            read = _points if name == "ifdim" else self._number
            return _compare(read(match["left"]), match["sign"], read(match["right"]))
        if name == "ifodd":
            return bool(self._next_number() % 2)
        return name == "iftrue"

    def _operand(self) -> str | None:
        self._settle()
        match = _OPERAND.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return f"\\{match['csname']}" if match["csname"] is not None else match[0].strip()

    def _meaning(self, operand: str) -> object:
        """What an operand of `\\ifx` stands for: a definition, or else itself."""
        name = operand.removeprefix("\\") if operand.startswith("\\") else ""
        return _EMPTY if name in {"empty", "@empty"} else self._macros.get(name, operand)

    def _is_defined(self, name: str) -> bool:
        from synth.reading.latex_known import is_known

        return name in self._macros or name in STRUCTURE or name[2:] in self._flags or is_known(name)

    def _same_signs(self) -> bool:
        """`\\if`: are the two tokens that follow, expanded, the same sign?"""
        signs: list[str] = []
        for _ in range(2):
            self._settle()
            at = self._at if signs else skip_space(self._text, self._at)
            match = re.compile(r"\\(?:[A-Za-z@]+|.)\s*|.", re.DOTALL).match(self._text, at)
            if match is None:
                return False
            self._at = match.end()
            text = self._expanded(match[0]) if match[0].startswith("\\") else match[0]
            signs.append(text[:1])
            if len(text) > 1 and not text.startswith("\\"):
                self._push(text[1:])
        return signs[0] == signs[1]

    def _choose_case(self) -> None:
        """`\\ifcase`: go past as many `\\or` as the number tells."""
        for _ in range(max(0, self._next_number())):
            if self._skip_branch(stop_at_else=True, stop_at_or=True):
                return
        self._open_conditionals += 1

    def _next_number(self) -> int:
        """The number that follows, in digits or a counter's; 0 where none does."""
        match = _NUMBER.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return (self._number(match[1]) if match else 0) or 0

    def _skip_branch(self, stop_at_else: bool, stop_at_or: bool = False) -> bool:
        """Go past the branch not taken; True where its `\\fi` was reached, False where another branch begins.

        The branch may go on below the body of the macro that it began in.
        """
        depth = 0
        here, below = (self._text, self._at), list(self._below)
        while True:
            for match in _CONDITIONAL.finditer(self._text, self._at):
                word = match[1]
                if word is None or word in _NO_CONDITIONAL or word in {"newif", "unless"} or word in BRANCHES:
                    continue
                if word == "fi":
                    if depth == 0:
                        self._at = match.end()
                        return True
                    depth -= 1
                elif word in {"else", "or"}:
                    if depth == 0 and stop_at_else and (word == "else" or stop_at_or):
                        self._at = match.end()
                        return False
                elif not self._text.startswith("\\newif", max(0, match.start() - 6)):
                    depth += 1
            if not self._below:
                (self._text, self._at), self._below = here, below
                return True  # it never closes: nothing is left out
            self._text, self._at = self._below.pop()

    def _atom(self, name: str, values: list[str]) -> bool:
        """One atom of a test: what it is called, and its arguments."""
        if name in "<=>":
            left, right = (self._number(self._expanded(value)) for value in values)
            return _compare(left, name, right)
        if name in {"boolean", "bool", "togl", "toggle"}:
            return self._flags.get(values[0].strip(), False)
        if name == "equal":
            return self._expanded(values[0]).strip() == self._expanded(values[1]).strip()
        if name in {"isempty", "isblank"}:
            return not self._expanded(values[0]).strip()
        if name in {"isundefined", "isnamedefined"}:
            return self._is_defined(_bare(values[0])) == (name == "isnamedefined")
        if name == "isodd":
            return bool((self._number(self._expanded(values[0])) or 0) % 2)
        command = re.match(r"\s*\\([A-Za-z@]+)", values[0])
        if name == "test" and command and command[1] in BRANCHES:
            signature, test = BRANCHES[command[1]]
            return test(self, given(arguments(values[0], command.end(), signature)[0]))
        return False

    def flag(self, name: str) -> bool:
        """Whether a flag or toggle is set."""
        return self._flags.get(name.strip(), False)

    def defined(self, name: str) -> bool:
        """Whether a command, with or without its backslash, is defined."""
        return self._is_defined(_bare(name))

    def body_of(self, name: str) -> str:
        """The body of a command, "" for none."""
        macro = self._macros.get(_bare(name))
        return macro.body.strip() if macro else ""

    def holds(self, test: str) -> bool:
        """Whether a test of ifthen or etoolbox holds."""
        return holds(test, self._atom)

    def compared(self, left: str, sign: str, right: str) -> bool:
        """Whether two numbers compare so."""
        return self._atom(sign.strip()[:1] or "=", [left, right])

    def loaded(self, package: str) -> bool:
        """Whether a package is loaded."""
        return package.strip() in self._loaded

    def there(self, file: str) -> bool:
        """Whether the archive has a file; `latex_macros` knows."""
        raise NotImplementedError

    def comes_next(self, wanted: str) -> bool:
        """Whether a sign comes next in the text."""
        self._settle()
        at = skip_space(self._text, self._at)
        there = bool(wanted.strip()) and self._text.startswith(wanted.strip(), at)
        self._at = at + 1 if there and wanted == "*" else self._at
        return there

    def tagged(self, tags: str) -> bool:
        """Whether one of the tags is used, as the packages tagging and optional have them."""
        return any(self.flag(f"tag {tag.strip()}") for tag in tags.split(","))


def _bare(name: str) -> str:
    return name.strip().removeprefix("\\").strip()


def _points(length: str) -> float | None:
    """A length in points; None for one that is not written in numbers."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)([a-z]{2})", length)
    return float(match[1]) * _POINTS.get(match[2], 1) if match else None


def _compare(left: float | None, sign: str, right: float | None) -> bool:
    if left is None or right is None:
        return False
    return {"<": left < right, "=": left == right, ">": left > right}.get(sign, False)


def _is_absent(value: str) -> bool:
    return value.strip() in {NO_VALUE, ""}


_Test = Callable[[Conditionals, list[str]], bool]
_TESTS: dict[str, tuple[str, _Test]] = {
    "iftoggle": ("m", lambda it, args: it.flag(args[0])),
    "nottoggle": ("m", lambda it, args: not it.flag(args[0])),
    "ifbool": ("m", lambda it, args: it.flag(args[0])),
    "notbool": ("m", lambda it, args: not it.flag(args[0])),
    "ifdef": ("m", lambda it, args: it.defined(args[0])),
    "ifundef": ("m", lambda it, args: not it.defined(args[0])),
    "ifcsdef": ("m", lambda it, args: it.defined(args[0])),
    "ifcsundef": ("m", lambda it, args: not it.defined(args[0])),
    "@ifundefined": ("m", lambda it, args: not it.defined(args[0])),
    "ifdefempty": ("m", lambda it, args: not it.body_of(args[0])),
    "ifcsempty": ("m", lambda it, args: not it.body_of(args[0])),
    "ifdefvoid": ("m", lambda it, args: not it.body_of(args[0])),
    "ifcsvoid": ("m", lambda it, args: not it.body_of(args[0])),
    "ifdefstring": ("mm", lambda it, args: it.body_of(args[0]) == args[1].strip()),
    "ifcsstring": ("mm", lambda it, args: it.body_of(args[0]) == args[1].strip()),
    "ifdefstrequal": ("mm", lambda it, args: it.body_of(args[0]) == it.body_of(args[1])),
    "ifdefequal": ("mm", lambda it, args: it.body_of(args[0]) == it.body_of(args[1])),
    "ifstrequal": ("mm", lambda it, args: args[0].strip() == args[1].strip()),
    "ifblank": ("m", lambda it, args: not args[0].strip()),
    "notblank": ("m", lambda it, args: bool(args[0].strip())),
    "ifstrempty": ("m", lambda it, args: not args[0]),
    "ifempty": ("m", lambda it, args: not args[0].strip()),
    "@ifmtarg": ("m", lambda it, args: not args[0].strip()),
    "@ifnotmtarg": ("m", lambda it, args: bool(args[0].strip())),
    "ifSubfilesClassLoaded": ("", lambda it, args: False),
    "ifnumcomp": ("mmm", lambda it, args: it.compared(*args)),
    "ifnumequal": ("mm", lambda it, args: it.compared(args[0], "=", args[1])),
    "ifnumgreater": ("mm", lambda it, args: it.compared(args[0], ">", args[1])),
    "ifnumless": ("mm", lambda it, args: it.compared(args[0], "<", args[1])),
    "ifnumodd": ("m", lambda it, args: it.holds(f"\\isodd{{{args[0]}}}")),
    "ifboolexpr": ("m", lambda it, args: it.holds(args[0])),
    "ifboolexpe": ("m", lambda it, args: it.holds(args[0])),
    "ifthenelse": ("m", lambda it, args: it.holds(args[0])),
    "@ifpackageloaded": ("m", lambda it, args: it.loaded(args[0])),
    "@ifclassloaded": ("m", lambda it, args: it.loaded(args[0])),
    "@ifpackagewith": ("mm", lambda it, args: False),
    "IfPackageLoadedTF": ("m", lambda it, args: it.loaded(args[0])),
    "IfClassLoadedTF": ("m", lambda it, args: it.loaded(args[0])),
    "IfFileExists": ("m", lambda it, args: it.there(args[0])),
    "@ifnextchar": ("m", lambda it, args: it.comes_next(args[0])),
    "@ifstar": ("", lambda it, args: it.comes_next("*")),
    "ifdraft": ("", lambda it, args: it.loaded("draft")),
    "ifoptiondraft": ("", lambda it, args: it.loaded("draft")),
    "ifoptionfinal": ("", lambda it, args: not it.loaded("draft")),
    "iftagged": ("m", lambda it, args: it.tagged(args[0])),
    "tagged": ("m", lambda it, args: it.tagged(args[0])),
    "untagged": ("m", lambda it, args: not it.tagged(args[0])),
    "opt": ("m", lambda it, args: it.tagged(args[0])),
}
_DOCUMENT_TESTS: dict[str, tuple[str, _Test]] = {
    "IfNoValue": ("m", lambda it, args: _is_absent(args[0])),
    "IfValue": ("m", lambda it, args: not _is_absent(args[0])),
    "IfBlank": ("m", lambda it, args: _is_absent(args[0])),
    "IfBoolean": ("m", lambda it, args: args[0].strip() == TRUE.strip()),
}
_NEEDED = {"opt": "optional", "tagged": "tagging", "untagged": "tagging", "iftagged": "tagging", "ifdraft": "ifdraft"}
"""The package that a name needs, which elsewhere means something else."""
_ONE_BRANCH = frozenset({"@ifnotmtarg", "tagged", "untagged", "opt"})
BRANCHES = {
    **_TESTS,
    **{f"{name}{ending}": test for name, test in _DOCUMENT_TESTS.items() for ending in ("TF", "T", "F")},
}
"""The conditionals that take their branches as arguments: the signature of what is asked, and whether it holds."""
