"""Read what a paper defines: commands, environments, aliases, boxes and theorems of its own."""

import re
from collections.abc import Callable
from typing import NamedTuple

from synth.language.tex import symbols
from synth.reading.latex_commands import names
from synth.reading.latex_keys import key_values
from synth.reading.latex_macro_input import Macro, MacroInput
from synth.reading.latex_scanner import argument, control_word
from synth.reading.latex_signature import Parameter, parameters

STRUCTURE = names("structure")
"""Commands that mean the same in every paper: redefining them changes looks, not words."""

STANDARD_ENVIRONMENTS = names("standard environments")
_SIGNS = frozenset("\\()[]{}%&$#_ ")
"""What stands behind a backslash and means the same in every paper: algorithm2e.sty redefines "\\\\" for itself."""
_LOW_LEVEL = control_word(names("drawing primitives"))
_FONTS = names("replaced fonts")
_HIDES = re.compile(
    r"\\(?:comment|begin\s*\{(?:comment|lrbox)\}|setbox\s*(?:\d+|\\\w+)\s*=?\s*\\[hv]?box\s*\\bgroup|@gobble)"
    r"(?![A-Za-z@])"
)
"""An environment that begins so puts its body where nothing prints it."""
_GROUP = re.compile(
    r"\\(?:(?P<begin>begingroup|bgroup|begin(?=\s*\{))|(?P<end>endgroup|egroup|end(?=\s*\{)))(?![A-Za-z@])|\\.|[{}]",
    re.DOTALL,
)
RESTORE = "synth@restore"
"""A command that we put where a group ends within which the paper redefines one of its own."""
_OPEN_CONDITION = re.compile(r"\\(if[A-Za-z@]*)(?![A-Za-z@])(?!.*\\fi(?![A-Za-z@]))", re.DOTALL)


class Environment(NamedTuple):
    """An environment of the paper's own. `condition` is the open conditional ("ifdraft") that its body hangs on."""

    begin: Macro
    end: str
    condition: str | None = None


class Definitions(MacroInput):
    """Keeps the commands and environments that a paper defines, as far as they change what is printed."""

    def __init__(self) -> None:
        super().__init__()
        self._macros: dict[str, Macro] = {}
        self._fallbacks: dict[str, Macro] = {}  # commands of packages that the paper does not load by name
        self._environments: dict[str, Environment] = {}
        self._hidden: set[str] = set()  # environments whose body is not printed
        self._replaced: list[tuple[str, Macro]] = []  # what commands meant outside of the groups that are open
        self._global = False  # whether the next definition is to last beyond its group
        self._outside = ("", 0)  # a text, and a place in it that is known to stand in no group

    def _define(self, name: str) -> bool:
        """Read the definition that a command begins; False where it begins none."""
        method = _METHODS.get(name)
        if method is None:
            return False
        method(self, name)
        return True

    def _set(self, name: str, macro: Macro) -> None:
        if name in STRUCTURE or name in _SIGNS:
            return
        if _LOW_LEVEL.search(macro.body) and (name in symbols() or name in _FONTS):
            return  # `\def\Bbb#1{\fam\msbfam#1}` draws what everybody knows by that name
        before = self._macros.get(name)
        if before is not None and before != macro and not self._global:
            self._restore_behind_group(name, before)
        self._global = False
        self._macros[name] = macro

    def _restore_behind_group(self, name: str, before: Macro) -> None:
        """In the body of a paper, let a command mean what it did once the group ends that is open here."""
        if self._text.find("\\begin{document}", self._at) >= 0 or (end := self._group_end()) < 0:
            return
        before_group = self._outside[1] if self._outside[0] is self._text else None
        self._text = f"{self._text[:end]}\\{RESTORE}{{{len(self._replaced)}}}{self._text[end:]}"
        self._outside = (self._text, before_group) if before_group is not None else self._outside
        self._replaced.append((name, before))

    def _group_end(self) -> int:
        """The place where the group ends that is open where we read; -1 where none is.

        A long text is looked through but once, since outside of groups we go on from the last such place.
        """
        text, at = self._outside
        if text is self._text and at <= self._at and _depth(text, at, self._at) == 0:
            end = -1
        else:
            end = _group_end(self._text, self._at)
        if end < 0:
            self._outside = self._text, self._at
        return end

    def _restore(self) -> None:
        place = self._take("m")[0]
        if place.isdecimal() and int(place) < len(self._replaced):  # else a paper's own
            name, before = self._replaced[int(place)]
            self._macros[name] = before

    def _expanded(self, text: str) -> str:
        """A text with the paper's own commands expanded; `latex_macros` knows how."""
        raise NotImplementedError

    def _define_tex(self, how: str) -> None:
        name = self._read_name()
        brace = self._text.find("{", self._at)
        if name is None or brace < 0:
            return
        between = self._text[self._at : brace]
        self._at = brace
        taken = argument(self._text, brace)
        if taken is None:
            return
        self._at = taken.end
        pieces = tuple(re.split(r"#\d", between))
        body = taken.text
        if how[0] in "ex":  # what it holds is expanded now
            body = re.sub(r"\\noexpand\s*", "", body)
            body = self._expanded(body) if len(pieces) == 1 and "\\noexpand" not in taken.text else body
        self._global = self._global or how[0] in "gx"
        self._set(name, Macro(parameters("m" * (len(pieces) - 1)), body, (pieces[0].strip(), *pieces[1:])))

    def _define_command(self, how: str) -> None:
        self._take("s")
        name = self._read_name()
        if name is None:
            return
        count, default, body = self._take_values(parameters("oom"))
        if body is not None and not (how == "providecommand" and name in self._macros):
            self._set(name, Macro(_counted(count, default), body))

    def _define_with_defaults(self, _: str) -> None:
        """`\\newcommandx{\\f}[3][1=a, 3=c]{...}` of xargs."""
        self._take("s")
        name = self._read_name()
        count, defaults, body = self._take("oom")
        given = key_values(defaults)
        each = range(1, 1 + _number(count))
        signature = "".join(f"O{{{given[str(number)]}}}" if str(number) in given else "m" for number in each)
        if name is not None:
            self._set(name, Macro(parameters(signature), body))

    def _define_document_command(self, how: str) -> None:
        name = self._read_name()
        signature, body = self._take("mm")
        if name is not None and not (how.startswith("Provide") and name in self._macros):
            self._set(name, Macro(parameters(signature), body))

    def _define_by_name(self, _: str) -> None:
        name, body = self._take("mm")
        self._set(name.strip(), Macro((), body))

    def _define_alias(self, how: str) -> None:
        name = self._take("m")[0].strip() if how == "cslet" else self._read_name()
        if how in {"let", "glet", "LetLtxMacro"}:
            self._settle()
            match = re.compile(r"\s*=?\s?\{?(\\(?:[A-Za-z@]+|.)|\S)\}?", re.DOTALL).match(self._text, self._at)
            target = match[1] if match else ""
            self._at = match.end() if match else self._at
        else:
            target = self._take("m")[0].strip()
            target = target if target.startswith("\\") else f"\\{target}"
        if not name or not target:
            return
        if target.startswith("\\") and target[1:] in self._macros:
            self._set(name, self._macros[target[1:]])
        elif target != f"\\{name}":
            self._set(name, Macro((), "" if target == "\\relax" else target))

    def _define_operator(self, how: str) -> None:
        self._take("s")
        name = self._read_name()
        if name is None:
            return
        if how == "DeclareMathOperator":
            self._set(name, Macro((), f"\\operatorname{{{self._take('m')[0]}}}"))
        elif how == "DeclarePairedDelimiter":
            left, right = self._take("mm")
            self._set(name, Macro(parameters("som"), f"{left} #3{right} "))
        else:
            count, *others = self._take("ommm" if how == "DeclarePairedDelimiterX" else "ommmmm")
            left, right, body = others if len(others) == 3 else (others[1], others[2], others[4])
            shifted = re.sub(r"#(\d)", lambda match: f"#{int(match[1]) + 2}", body)
            number = _number(count) or 1
            self._set(name, Macro(parameters("so" + "m" * number), f"{left} {shifted}{right} "))

    def _define_series(self, how: str) -> None:
        """Commands that a package makes for a name: footnotes, citations and notes to the authors of a series."""
        if how == "DeclareNewFootnote":
            self._set(f"footnote{self._take('omo')[1].strip()}", Macro((), "\\footnote"))
        elif how == "newcites":
            for name in (each.strip() for each in self._take("mm")[0].split(",")):
                for command in ("cite", "citep", "citet", "nocite", "bibliography", "bibliographystyle"):
                    self._set(f"{command}{name}", Macro((), f"\\{command}"))
        else:
            for name in self._take("mmm")[:2]:
                for kind in ("note", "warning", "error", "fatal"):
                    self._set(f"{name.strip()}{kind}", Macro(parameters("om"), ""))

    def _define_unit(self, how: str) -> None:
        self._take("o")
        name = self._read_name()
        text = self._take("m")[0]
        if name is not None:
            self._set(name, Macro((), text))

    def _define_environment(self, how: str) -> None:
        self._take("s")
        if how.endswith("DocumentEnvironment"):
            name, signature, begin, end = self._take("mmmm")
            wanted = parameters(signature)
        elif how.endswith("Environ"):
            name, count, default, begin = self._take_values(parameters("moom"))  # type: ignore[assignment]
            begin, end = (begin or "").replace("\\BODY", f"#{1 + int(count or 0)}"), ""
            wanted = (*_counted(count, default), Parameter("body"))
            self._take("o")
        else:
            name, count, default, begin, end = self._take_values(parameters("moomm"))  # type: ignore[assignment]
            wanted = _counted(count, default)
        name = (name or "").strip()
        if name and begin is not None and name.rstrip("*") not in STANDARD_ENVIRONMENTS:
            self._set_environment(name, Macro(wanted, begin), end or "")

    def _set_environment(self, name: str, begin: Macro, end: str) -> None:
        self._hidden.discard(name)
        if _HIDES.search(begin.body):
            self._hidden.add(name)
            return
        condition = _OPEN_CONDITION.search(begin.body) if "\\fi" in end else None
        if condition:
            begin = begin._replace(body=begin.body[: condition.start()] + begin.body[condition.end() :])
            end = re.sub(r"\\fi(?![A-Za-z@])", "", end, count=1)
        self._environments[name] = Environment(begin, end, condition[1] if condition else None)

    def _define_box(self, how: str) -> None:
        """A box of tcolorbox or mdframed: a paragraph of its own, under its title where it has one."""
        if how.startswith(("New", "Renew", "Declare", "Provide")):
            name, signature, options = self._take("o m m m")[1:]
            wanted = parameters(signature)
        elif how.endswith("mdenv"):
            options, name = self._take("om")
            wanted = parameters("O{}")
        else:
            _, name, count, default, options = self._take_values(parameters("omoom"))  # type: ignore[assignment]
            wanted = _counted(count, default)
        title = key_values(options or "").get("title", "")
        name = name.strip()
        if how.lower().endswith("tcbox"):  # a box within the line, which takes its text
            text = f"#{len(wanted) + 1}"
            self._set(name.removeprefix("\\"), Macro((*wanted, Parameter("mandatory")), f"{{{text}}}"))
            return
        self._set_environment(name, Macro(wanted, f"\n\n{title}\n\n"), "\n\n")


def _step(mark: re.Match[str]) -> int:
    """How much deeper in groups the text behind a mark of `_GROUP` is than that before it."""
    return (mark[0] == "{" or mark["begin"] is not None) - (mark[0] == "}" or mark["end"] is not None)


def _depth(text: str, start: int, end: int) -> int:
    return sum(map(_step, _GROUP.finditer(text, start, end)))


def _group_end(text: str, at: int) -> int:
    """The place where the group ends that is open at a place of a text; -1 where none is."""
    depth = 0
    for match in _GROUP.finditer(text, at):
        depth += _step(match)
        if depth < 0:
            return match.start() if "document" not in text[match.end() : match.end() + 10] else -1
    return -1


def _number(count: str | None) -> int:
    """How many arguments a definition says that there are: TeX knows nine; 0 where it says nothing else."""
    return int(count) if count and re.fullmatch(r"\s*[1-9]\s*", count) else 0


def _counted(count: str | None, default: str | None) -> tuple[Parameter, ...]:
    """The arguments of LaTeX's own definitions: so many, the first with a default where one is given."""
    number = _number(count)
    first = (Parameter("delimited", "[", "]", default),) if default is not None and number else ()
    return (*first, *parameters("m" * (number - len(first))))


_METHODS: dict[str, Callable[[Definitions, str], None]] = {
    **dict.fromkeys("def gdef edef xdef".split(), Definitions._define_tex),
    **dict.fromkeys(
        """
        newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd providerobustcmd
        """.split(),
        Definitions._define_command,
    ),
    **dict.fromkeys("newcommandx renewcommandx providecommandx".split(), Definitions._define_with_defaults),
    **{
        f"{how}{kind}DocumentCommand": Definitions._define_document_command
        for how in ("New", "Renew", "Provide", "Declare")
        for kind in ("", "Expandable")
    },
    **dict.fromkeys("csdef csgdef csedef csxdef @namedef".split(), Definitions._define_by_name),
    **dict.fromkeys("let glet LetLtxMacro cslet letcs".split(), Definitions._define_alias),
    **dict.fromkeys(
        "DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiterX DeclarePairedDelimiterXPP".split(),
        Definitions._define_operator,
    ),
    **dict.fromkeys("DeclareNewFootnote newcites FXRegisterAuthor".split(), Definitions._define_series),
    **dict.fromkeys("DeclareSIUnit newunit addunit".split(), Definitions._define_unit),
    **dict.fromkeys(
        """
        newenvironment renewenvironment provideenvironment NewEnviron RenewEnviron NewDocumentEnvironment
        RenewDocumentEnvironment ProvideDocumentEnvironment DeclareDocumentEnvironment
        """.split(),
        Definitions._define_environment,
    ),
    **dict.fromkeys(names("box definitions"), Definitions._define_box),
}
"""The commands that define something, and how each is read."""
