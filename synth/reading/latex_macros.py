"""Expand a paper's own macros, environments and conditionals, so that only commands that every paper has are left.

What packages define in a line or two is expanded with them (`latex_packages`), so is what authors switched off or hid.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from synth.reading.latex_acronyms import ACRONYM_COMMANDS, Acronyms
from synth.reading.latex_colour import COLOUR_COMMANDS, Colours
from synth.reading.latex_conditionals import BRANCHES
from synth.reading.latex_definitions import RESTORE
from synth.reading.latex_environments import Environments
from synth.reading.latex_known import is_read_otherwise
from synth.reading.latex_macro_input import ExpandedText, Macro, substitute
from synth.reading.latex_packages import package_commands
from synth.reading.latex_scanner import find, skip_space
from synth.reading.latex_signature import parameters

_CALL = re.compile(r"\\(@*[A-Za-z][A-Za-z@]*)(\*?)|\\(.)", re.DOTALL)
_MAX_ACTIVE = 2_000  # expansions that one call in the paper may cause
_MAX_NESTED = 20  # expansions of an argument that is compared or is a name
_CHARS_PER_EXPANSION = 50  # what an expansion may add on average: bounds `\def\a{\b\b}\def\b{\c\c}...`
_PREFIXES = frozenset("long outer global protected expandafter noexpand protect relax robustify".split())
_AHEAD = re.compile(r"\s*(\\@*[A-Za-z][A-Za-z@]*)\s*\\(else|fi)(?![A-Za-z@])")
"""What `\\expandafter` does first in "\\expandafter\\@secondoftwo\\else": end the branch."""
_THEOREM = re.compile(r"\\(?:new|spnew)theorem\*?\s*\{[^{}]*\}(?:\s*\[[^\]]*\])?\s*\{[^{}]*\}(?:\s*\[[^\]]*\])?")
_CHOICES = {"@firstoftwo": ("mm", 0), "@secondoftwo": ("mm", 1), "@firstofone": ("m", 0), "@gobble": ("m", -1),
            "@gobbletwo": ("mm", -1)}  # fmt: skip
_CODE = re.compile(r"""\s*`?\\?.\s*=\s*(?:\\string\s*)?(?:"[0-9A-F]+|`\\?.|\d+|\\active)""")
_ACTIVE = re.compile(r"\s*\{\s*\\endgroup\s*\\(?:def|let)\s*~\s*\}\s*(?:\{[^{}]*\}|\\[A-Za-z]+)")
_FOR = re.compile(r"\s*(\\[A-Za-z@]+)\s*:=\s*(.*?)\\do(?![A-Za-z@])")
_FORMULA = re.compile(r"\\.|\$\$?|\n[ \t]*\n", re.DOTALL)
Files = Callable[[str, str], str | None]
"""Gives the text of the file that an input command names, by the command and the name."""


class Expansion(NamedTuple):
    """The expanded text, what could not be done, and the keys of the paper's acronyms."""

    text: str
    notes: tuple[str, ...]
    acronyms: frozenset[str] = frozenset()


def expand(
    text: str,
    styles: Iterable[str],
    max_expansions: int,
    packages: Mapping[str, str] | None = None,
    files: Files | None = None,
) -> Expansion:
    """The text with its own macros expanded and its conditionals decided; definitions are taken out.

    `styles` are the texts of the archive's own packages: their definitions count where they need no internals.
    `packages` are those that the paper loads, with their options; `files` gives what it inputs through a macro.
    """
    expander = _Expander(text, max_expansions, packages or {}, files or (lambda command, name: None))
    theorems = [theorem for style in styles for theorem in expander.learn(style)]
    expanded = expander.run("".join(theorems) + text)
    return Expansion(expanded, tuple(expander.notes), expander.acronyms.keys)


class _Expander(Environments, Colours):
    """Copies what it reads to its output, but for what is the paper's own to define and to call."""

    def __init__(self, text: str, max_expansions: int, packages: Mapping[str, str], files: Files) -> None:
        super().__init__(frozenset(packages))
        own, self._fallbacks = package_commands(frozenset(packages))
        self._macros.update(own)
        self._flags["@tempswa"] = False
        self._flags["@todonotes@disabled"] = "disable" in packages.get("todonotes", "")
        self._flags.update({f"tag {each.strip()}": True for each in packages.get("optional", "").split(",")})
        self.notes: list[str] = []
        self.acronyms = Acronyms(text)
        self._files = files
        self._name = ""
        self._left = max_expansions
        self._chars_left = max_expansions * _CHARS_PER_EXPANSION
        self._active = 0
        self._nested = 0

    def learn(self, style: str) -> list[str]:
        """Take over a package's definitions that use no internal command ("@") and redefine no structure.

        Nothing is expanded meanwhile: floatfig.sty redefines `\\end` by itself (math/0303001). A class redefines no
        command that is read here. The theorems declared are given back.
        """
        before = dict(self._macros)
        self._learning = True
        text = self.run(style)
        self._learning = False
        is_class = re.search(r"\\(?:ProvidesClass|LoadClass)(?![A-Za-z])", style) is not None
        for name, macro in list(self._macros.items()):
            if before.get(name) != macro and ("@" in name + macro.body or is_read_otherwise(name, is_class)):
                self._macros.pop(name)
        self._macros = {**before, **self._macros}
        self._environments = {
            name: each for name, each in self._environments.items() if "@" not in each.begin.body + each.end
        }
        return [match[0] for match in _THEOREM.finditer(text) if "@" not in match[0]]

    def run(self, text: str) -> str:
        """Expand a text from its begin to its end."""
        self._text, self._at, self._below, self._open_conditionals = text, 0, [], 0
        self._out = ExpandedText()
        self._go()
        return self._out.text()

    def _go(self) -> None:
        out = self._out
        while True:
            call = _CALL.search(self._text, self._at)
            if call is None:
                out.add(self._text[self._at :])
                if not self._below:
                    self._at = len(self._text)
                    return
                self._text, self._at = self._below.pop()
                self._active = self._active if self._below else 0
                continue
            out.add(self._text[self._at : call.start()])
            self._at = call.end() - len(call[2] or "")  # a star may belong to what follows
            name = call[1] or call[3]
            if not self._handle(name):
                out.add(f"\\{name}")

    def _expanded(self, text: str) -> str:
        if "\\" not in text:
            return text
        if self._nested > _MAX_NESTED:
            return ""
        kept = self._text, self._at, self._below, self._out, self._active
        self._text, self._at, self._below, self._out = text, 0, [], ExpandedText()
        self._nested += 1
        self._go()
        self._nested -= 1
        result = self._out.text()
        self._text, self._at, self._below, self._out, self._active = kept
        return result

    def _in_formula(self) -> bool:
        inside = False
        for match in _FORMULA.finditer(self._out.text()[-3000:]):
            inside = match[0] in {"\\(", "\\["} or (not inside if match[0][0] == "$" else inside)
            if match[0] in {"\\)", "\\]"} or match[0][0] == "\n":
                inside = False
        return inside

    def _handle(self, name: str) -> bool:
        """Do what a control sequence asks for, if it is ours to do; False leaves it in the text."""
        if name in self._macros and not self._learning:
            self._name = name
            return self._call(self._macros[name])
        if name in _PREFIXES:
            return self._prefix(name)
        if name == "string":  # floatfig.sty prints the name of the very macro that it stands in
            self._read_name()
            return True
        if name in {"begin", "end"}:
            return self._environment(name)
        if name == RESTORE:
            self._restore()
            return True
        if self._define(name):
            return True
        if name in BRANCHES and name[2:] not in self._flags:
            return not self._learning and self._branch(name)
        if self._conditional(name):
            self._at = skip_space(self._text, self._at)
            return True
        if self._learning:
            return False
        if name in _HANDLERS:
            return _HANDLERS[name](self, name)
        if self._count(name):
            return True
        return name in self._fallbacks and self._call(self._fallbacks[name])

    def _prefix(self, name: str) -> bool:
        self._global = self._global or name == "global"
        ahead = _AHEAD.match(self._text, self._at) if name == "expandafter" else None
        if ahead and self._open_conditionals:
            self._at = ahead.end()
            self._conditional(ahead[2])
            self._push(f"{ahead[1]} ")
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
            self._fallbacks = {}
            self._environments.clear()
        self._macros.pop(self._name, None)
        self._out.back_to_mark()
        self._text, self._at = self._below[0] if self._below else ("", 0)
        self._below = []
        self._active = 0

    def _named(self, name: str) -> bool:
        if name == "csname":
            end = find(self._text, "\\endcsname", self._at)
            if end < 0:
                return True
            wanted, self._at = self._text[self._at : end], end + len("\\endcsname")
        else:
            wanted = self._take("m")[0]
        wanted = self._expanded(wanted).strip()
        if wanted in self._macros:
            return self._call(self._macros[wanted])
        if name != "csname" or re.fullmatch(r"[A-Za-z]+", wanted):
            self._push(f"\\{wanted} ")
        return True

    def _choose(self, name: str) -> bool:
        signature, number = _CHOICES[name]
        values = self._take(signature)
        if number >= 0:
            self._push(values[number])
        return True

    def _comment(self, name: str) -> bool:
        end = find(self._text, "\\endcomment", self._at)
        if end < 0 or self._text[self._at : self._at + 1] == "{":
            return name in self._fallbacks and self._call(self._fallbacks[name])
        self._at = end + len("\\endcomment")
        return True

    def _acronym(self, name: str) -> bool:
        signature = self.acronyms.is_definition(name)
        if signature:
            self.acronyms.learn(name, self._take_values(parameters(signature)))
            return True
        before = self._text, self._at, list(self._below)
        printed = self.acronyms.print(name, self._take)
        if printed is None:
            self._text, self._at, self._below = before
            return False
        self._push(printed)
        return True

    def _colour(self, name: str) -> bool:
        """Leave out what is set in white; in a table it may stand on a dark ground, which the table knows."""
        return not self._tabulars and self._hide(name)

    def _loop(self, name: str) -> bool:
        """Go through a list: `\\forcsvlist{\\item}{a,b}`, `\\@for\\x:=a,b\\do{...}`."""
        if name == "forcsvlist":
            command, given = self._take("mm")
            self._push(" ".join(f"{command} {each.strip()}" for each in given.split(",")))
            return True
        match = _FOR.match(self._text, self._at)
        if match is None:
            return False
        self._at = match.end()
        body = self._take("m")[0]
        values = self._expanded(match[2]).split(",")
        self._push("".join(f"\\def{match[1]}{{{each.strip()}}}{body}" for each in values))
        return True

    def _code(self, name: str) -> bool:
        """Go past what changes the meaning of characters: "\\lccode`\\~=`\\|"."""
        match = (_ACTIVE if name == "lowercase" else _CODE).match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match is not None

    def there(self, file: str) -> bool:
        """Whether the archive has a file."""
        return self._files("IfFileExists", file.strip()) is not None

    def _input(self, name: str) -> bool:
        values = self._take("mm" if "import" in name or "from" in name else "m")
        wanted = self._expanded("/".join(values)).strip()
        text = self._files(name, wanted)
        if text is None:
            self.notes.append(f"the input “{wanted}” is not in the source")
        else:
            self._push(text)
        return True


_Handler = Callable[[_Expander, str], bool]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(("csname", "csuse", "@nameuse"), _Expander._named),
    **dict.fromkeys(_CHOICES, _Expander._choose),
    **dict.fromkeys(
        "excludecomment excludeversion includecomment includeversion specialcomment".split(),
        _Expander._hide_environment,
    ),
    "comment": _Expander._comment,
    **dict.fromkeys(("forcsvlist", "@for"), _Expander._loop),
    **dict.fromkeys(ACRONYM_COMMANDS, _Expander._acronym),
    **dict.fromkeys(COLOUR_COMMANDS, _Expander._colour),
    **dict.fromkeys(
        "input include subfile subfileinclude import subimport inputfrom includefrom".split(), _Expander._input
    ),
    **dict.fromkeys("declaretheorem newtcbtheorem newmdtheoremenv newshadetheorem".split(), _Expander._declare_theorem),
    **dict.fromkeys(("newlist", "setlist"), _Expander._declare_list),
    **dict.fromkeys(("tcolorbox", "endtcolorbox"), _Expander._command_box),
    **dict.fromkeys("mathcode lccode uccode sfcode delcode lowercase".split(), _Expander._code),
    **dict.fromkeys(("BooleanTrue", "BooleanFalse"), lambda _, __: True),
}
