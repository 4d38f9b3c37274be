"""Expand environments: the paper's own, boxes, theorems stated again, and those that authors switched off."""

import re

from synth.reading.latex_conditionals import Conditionals
from synth.reading.latex_definitions import Environment
from synth.reading.latex_keys import key_values
from synth.reading.latex_macro_input import NO_VALUE, ExpandedText, Macro, substitute
from synth.reading.latex_packages import BOX_ENVIRONMENTS, HIDDEN_ENVIRONMENTS
from synth.reading.latex_scanner import argument, environment_end
from synth.reading.latex_signature import parameters


class Environments(Conditionals):
    """Keeps what environments mean, and goes past those that print nothing."""

    def __init__(self, packages: frozenset[str]) -> None:
        super().__init__(packages)
        self._hidden.update(HIDDEN_ENVIRONMENTS)
        self._learning = False
        self._tabulars = 0  # that are open
        self._lists: dict[str, str] = {}  # of the paper's own: what kind each is
        self._out = ExpandedText()

    def _emit(self, latex: str) -> None:
        self._out.add(latex)

    def _call(self, macro: Macro) -> bool:
        """Read a macro's arguments and go on with its body; `latex_macros` knows how."""
        raise NotImplementedError

    def _environment(self, how: str) -> bool:
        taken = argument(self._text, self._at)
        if taken is None or self._learning:
            return False
        name = taken.text.strip()
        if how == "begin" and name in self._hidden:
            self._at = taken.end
            return self._skip_environment(name)
        if name in self._environments:
            self._at = taken.end
            return self._own_environment(self._environments[name], name, how)
        if name in BOX_ENVIRONMENTS:
            self._at = taken.end
            return self._box(name, how)
        if how == "begin" and name in {"restatable", "restatable*"}:
            self._at = taken.end
            return self._restatable(name)
        self._tabulars += (1 if how == "begin" else -1) if "tab" in name or name == "tblr" else 0
        return False

    def _skip_environment(self, name: str) -> bool:
        ends = environment_end(self._text, self._at, name)
        while ends is None and self._below:
            self._text, self._at = self._below.pop()
            ends = environment_end(self._text, self._at, name)
        self._at = ends[1] if ends else self._at
        return True

    def _own_environment(self, own: Environment, name: str, how: str) -> bool:
        if how == "end":
            return self._call(Macro((), own.end))
        if own.condition and not self._decide(own.condition):
            return self._skip_environment(name)
        if any(parameter.kind == "body" for parameter in own.begin.parameters):
            return self._call_with_body(own, name)
        return self._call(own.begin)

    def _call_with_body(self, own: Environment, name: str) -> bool:
        """An environment that puts its body where it likes, or nowhere."""
        values = self._take_values(own.begin.parameters[:-1])
        ends = environment_end(self._text, self._at, name)
        body = self._text[self._at : ends[0]] if ends else ""
        self._at = ends[1] if ends else self._at
        filled = substitute(own.begin.body, [*(NO_VALUE if each is None else each for each in values), body])
        return self._call(Macro((), filled + own.end))

    def _box(self, name: str, how: str) -> bool:
        title = ""
        if how == "begin":
            for value in self._take(BOX_ENVIRONMENTS[name]):
                title = key_values(value).get("title", title)
        self._push(f"\n\n{title}\n\n" if title else "\n\n")
        return True

    def _restatable(self, name: str) -> bool:
        """A theorem of thmtools that is stated again elsewhere by a command of its own."""
        option, theorem, command = (each or "" for each in self._take("omm"))
        ends = environment_end(self._text, self._at, name)
        if ends is None:
            return True
        body = self._text[self._at : ends[0]]
        self._at = ends[1]
        head = f"[{option}]" if option else ""
        again = re.sub(r"\\label\s*\{[^{}]*\}", "", body)
        self._macros[command.strip()] = Macro(
            parameters("s"), f"\n\n\\begin{{{theorem}*}}{head}{again}\\end{{{theorem}*}}\n\n".replace("#", "##")
        )
        self._push(f"\\begin{{{theorem}}}{head}{body}\\end{{{theorem}}}")
        return True

    def _hide_environment(self, name: str) -> bool:
        """Let an environment's body be printed or not, as the packages comment and versions do."""
        environment = self._take("m")[0].strip()
        if name.startswith("exclude"):
            self._hidden.add(environment)
        else:
            self._hidden.discard(environment)
            self._environments[environment] = Environment(Macro((), ""), "")
        if name == "specialcomment":
            self._take("mm")
        return True

    def _declare_list(self, name: str) -> bool:
        r"""Lists of enumitem: `\newlist{inlist}{enumerate*}{1}`, `\setlist[inlist]{label=(\roman*)}`."""
        if name == "newlist":
            own, kind, _ = (each.strip() for each in self._take("mmm"))
            self._lists[own], names, options = kind, [own], ""
        else:
            given, options = self._take("om")
            names = [each.strip() for each in given.split(",") if each.strip() in self._lists]
        for own in names:
            begin = Macro(parameters("O{}"), f"\\begin{{{self._lists[own]}}}[{options},#1]")
            self._environments[own] = Environment(begin, f"\\end{{{self._lists[own]}}}")
        return True

    def _declare_theorem(self, name: str) -> bool:
        """Theorems of thmtools, tcolorbox and mdframed, declared as LaTeX's own are."""
        if name == "declaretheorem":
            options, names, more = self._take("omo")
            keys = key_values(options or more)
            shared = keys.get("sibling") or keys.get("numberlike") or keys.get("sharecounter")
            within = keys.get("parent") or keys.get("numberwithin") or keys.get("within")
            star = "*" if keys.get("numbered") in {"no", "false"} else ""
            for each in names.split(","):
                title = keys.get("name") or keys.get("title") or each.strip().capitalize()
                like, inside = f"[{shared}]" if shared else "", f"[{within}]" if within else ""
                self._out.add(f"\\newtheorem{star}{{{each.strip()}}}{like}{{{title}}}{inside}")
            return True
        if name == "newtcbtheorem":
            _, theorem, title, _, prefix = self._take("ommmm")
            self._out.add(f"\\newtheorem{{tcb {theorem}}}{{{title}}}")
            begin = f"\\begin{{tcb {theorem}}}[#2]\\label{{{prefix}:#3}}"
            self._environments[theorem] = Environment(Macro(parameters("omm"), begin), f"\\end{{tcb {theorem}}}")
            return True
        theorem, like, title, inside = self._take("smomo" if name != "newmdtheoremenv" else "omomo")[1:]
        self._out.add(f"\\newtheorem{{{theorem}}}" + (f"[{like}]" if like else "") + f"{{{title}}}")
        self._out.add(f"[{inside}]" if inside else "")
        return True

    def _command_box(self, name: str) -> bool:
        if name == "tcolorbox":
            return self._box("tcolorbox", "begin")
        self._push("\n\n")
        return True
