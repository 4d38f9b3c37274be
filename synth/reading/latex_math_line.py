"""Set the atoms of a formula in one line, spaced as TeX would: what each sign is, scripts, brackets, joints."""

import re
from typing import Literal, NamedTuple

from synth.language.scripts import SUBSCRIPTS, SUPERSCRIPTS
from synth.language.tex import symbols
from synth.reading.latex_marks import LOST as LOST
from synth.reading.latex_math_vocabulary import BIG, BINARIES, CLOSING, FUNCTIONS, OPENING, RELATIONS

Kind = Literal["ordinary", "operator", "relation", "binary", "open", "close", "punctuation", "text", "space", "break"]


class Atom(NamedTuple):
    """A piece of a formula: its text and, as in TeX, its kind, which tells the spaces around it."""

    text: str
    kind: Kind


def symbol_atoms(char: str) -> list[Atom]:
    """What a backslash and a sign set: "\\," a space, "\\{" a brace."""
    if char in ",;:> \n":
        return [Atom(" ", "space")]
    if char == "\\":
        return [Atom("", "break")]
    if char in "{}":
        return [Atom(char, "open" if char == "{" else "close")]
    if char == "|":
        return [Atom("‖", "ordinary")]
    return [Atom(char, "ordinary")] if char in "%$#&_" else []


def character_atom(char: str) -> Atom:
    """A character as it is typed, "-" as the minus sign."""
    if char == "-":
        return Atom("−", "binary")
    if char == "'":
        return Atom("′", "close")
    if char in ",;":
        return Atom(char, "punctuation")
    return Atom(char, kind_of(char))


def named_atom(word: str) -> Atom:
    """What a command without arguments sets; LOST where that is not known."""
    text = word if word in FUNCTIONS else symbols().get(word)
    if text is None:
        return Atom(LOST, "ordinary")
    if word == "colon":
        return Atom(":", "punctuation")
    if word == "backslash":
        return Atom("∖", "binary")  # a quotient or a difference of sets
    if word == "mid":
        return Atom("|", "relation")
    if word in FUNCTIONS or text in BIG:
        return Atom(text, "operator")
    return Atom(text, "ordinary" if word in {"vert", "lvert", "rvert", "prime"} else kind_of(text))


def kind_of(char: str) -> Kind:
    """A sign's kind, as TeX has it."""
    if char in RELATIONS:
        return "relation"
    if char in BINARIES:
        return "binary"
    if char in OPENING:
        return "open"
    return "close" if char in CLOSING else "ordinary"


def grouped(atoms: list[Atom]) -> list[Atom]:
    """The atoms as one, as braces make them; none of none."""
    text = joined(atoms)
    return [Atom(text, "ordinary")] if text else []


def attach_script(atoms: list[Atom], sign: str, script: str) -> None:
    """Put a script behind the last atom."""
    while atoms and atoms[-1].kind in {"space", "break"}:
        atoms.pop()
    base = atoms.pop() if atoms else Atom("", "ordinary")
    kind: Kind = "operator" if base.kind == "operator" else "ordinary" if base.kind == "open" else base.kind
    atoms.append(Atom(base.text + script_text(sign, script.strip()), kind))


def script_text(sign: str, text: str) -> str:
    """A superscript or subscript in line: "⁻³", "²", "₀", "_i", "^(i+1)"; `sign` is "^" or "_"."""
    if not text or not sign:
        return text
    if sign == "_" and text.isdecimal():
        return text.translate(SUBSCRIPTS)
    if sign == "^":
        if set(text) <= set("′*†‡°") or text in {"∗", "th", "st", "nd", "rd"}:
            return text.replace("∗", "*")
        if text == "∘":
            return "°"
        if re.fullmatch(r"[+−-]?\d+|n|\d?[+−]", text.replace(" ", "")):
            return text.replace(" ", "").translate(SUPERSCRIPTS)
    return f"{sign}{text}" if re.fullmatch(r"[^\W_]+′*|\W", text) else f"{sign}({_tight(text)})"


def _tight(text: str) -> str:
    """A formula without the spaces that only please the eye, for scripts: "i=1", "i,j"; words keep theirs."""
    return re.sub(r"(?<=\W) | (?=\W)", "", text)


def bracketed(text: str) -> str:
    """The text, in round brackets where it is more than one thing."""
    return text if re.fullmatch(r"[\w.,′]+|\W?|[^\W_]+[⁰-⁹]*|\(.[^()]*\)", text) else f"({text})"


def joined(atoms: list[Atom]) -> str:
    """The atoms in one line, with spaces as TeX would set them; rows that do not go on are set apart by semicolons."""
    out = ""
    previous: Kind | None = None
    broken = False
    for atom in atoms:
        kind = atom.kind
        if kind in {"space", "break"}:
            out += " "
            broken = broken or kind == "break"
            continue
        if broken and kind not in {"relation", "binary", "punctuation"} and previous in {"ordinary", "close", "text"}:
            out = f"{out.rstrip()}; " if out.rstrip()[-1:] not in ".,;:" else out
        broken = False
        if kind == "binary" and previous in {None, "relation", "binary", "open", "punctuation", "operator"}:
            out += atom.text if previous != "operator" else f" {atom.text}"
            kind = "open"  # a sign: what follows stands close to it
        elif kind == "relation" and previous in {None, "open"}:
            out += f"{atom.text} " if previous is None else atom.text
        elif kind == "relation" and previous == "relation":
            out = f"{out.rstrip()}{atom.text} "  # ":=", "=>"
        elif kind in {"relation", "binary"}:
            out = f"{out.rstrip()} {atom.text} "
        elif kind == "punctuation":
            out = f"{out.rstrip()}{atom.text} "
        else:
            out += (" " if _needs_space(previous, atom, out) else "") + atom.text
        previous = kind
    return re.sub(r" {2,}", " ", out)


def _needs_space(previous: Kind | None, atom: Atom, out: str) -> bool:
    if atom.text[:1] == "{" and previous in {"ordinary", "operator", "close", "text"}:
        return True  # "max {0, 1}": without the space it looks like TeX that was left over
    if previous == "operator":
        return atom.kind in {"ordinary", "operator"}
    if atom.kind == "operator":
        return previous in {"ordinary", "close"}
    if atom.kind == "ordinary" and previous == "ordinary":
        return re.search(r"[_^](?:\w+|\([^()]*\))$", out) is not None and atom.text[:1].isalnum()
    return False
