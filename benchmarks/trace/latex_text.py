"""LaTeX without its commands, crudely: enough to find a sentence in it, and sharing nothing with synth's own reader."""

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from benchmarks.trace.streams import FIRST_MARK

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*\\([A-Za-z@]+)\s*\}|\\([A-Za-z@]+))\s*(?:\[(\d)\])?\s*(\[[^]]*\])?\s*(?=\{)"
)
_DEF = re.compile(r"\\(?:long\s*)?[gex]?def\s*\\([A-Za-z@]+)\s*((?:#\d)*)\s*(?=\{)")
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*(?:\{([^{}]+)\}|([\w./-]+))")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*(?=\S))?")
_DEAD = re.compile(r"\\iffalse\b.*?\\fi\b|\\begin\{comment\}.*?\\end\{comment\}", re.S)
_MAIN = re.compile(r"\\(?:documentclass|documentstyle|begin\s*\{document\}|magnification|bye\b)")
_ARGUMENT = re.compile(r"#\d")
_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?[ \t]*\n?[ \t]*|\\(.)", re.S)

_FLOATS = re.compile(
    r"(?:figure|table|wrapfigure|wraptable|algorithm|tikzpicture|lstlisting|verbatim|tabularx?|sidewaystable|SCfigure|"
    r"longtable|thebibliography)\*?"
)
_FORMULAS = re.compile(r"(?:equation|align|alignat|eqnarray|displaymath|multline|gather|flalign|math|array|split)\*?")
_WITH_ARGUMENT = {"minipage", "multicols", "adjustwidth", "tabbing"}
_CITES = re.compile(r"\w*cite\w*|\w*ref|shortcite|onlinecite|citenum|bibentry")
_HEADINGS = {"chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6}
_RUN_IN = {"textbf", "textit", "emph", "underline", "textsc", "bf", "it", "em"}
RUN_IN_LEVEL = 7
_ASIDES = {"footnote", "footnotetext", "thanks", "marginpar", "todo", "blfootnote", "footnotemark"}
_NO_TEXT = {
    "label", "vspace", "hspace", "includegraphics", "bibliography", "bibliographystyle", "color", "input", "include",
    "usepackage", "pagestyle", "thispagestyle", "index", "vskip", "hskip", "hypertarget", "phantom", "pagenumbering",
    "setcounter", "addtocounter", "caption", "graphicspath", "fontsize", "selectlanguage", "newtheorem", "rule",
}  # fmt: skip
_TWO_WITHOUT_TEXT = {"setlength", "addtolength", "setcounter", "addtocounter", "newtheorem", "fontsize", "rule"}
_SECOND_IS_TEXT = {"textcolor", "href", "hyperlink", "colorbox", "scalebox", "raisebox", "foreignlanguage", "parbox"}
_LETTERS = {
    "ss": "ß", "ae": "æ", "oe": "œ", "o": "ø", "l": "ł", "aa": "a", "i": "i", "j": "j", "AE": "æ", "OE": "œ", "O": "ø",
    "L": "ł", "AA": "a", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
}  # fmt: skip
FORMULA_COMMAND = re.compile(r"\\([A-Za-z]+)")
PRINTED_NAMES = frozenset(
    "arg cos deg det dim exp gcd hom inf ker lim log ln max min mod Pr sin sup tan argmax argmin".split()
)
_MAX_DEPTH = 12
_MAX_CHARS = 5_000_000


@dataclass(frozen=True)
class Gap:
    """What stands in the text and is none, as typed: "formula", "citation", "reference", "float", "heading" or "label".

    `level` is how deep a heading is, from 1.
    """

    kind: str
    source: str
    level: int = 0


@dataclass
class Detexed:
    """Text with one private character for each gap, chr(FIRST_MARK + its place in `gaps`)."""

    parts: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def add(self, kind: str, source: str, level: int = 0) -> None:
        """Append a gap."""
        self.parts.append(chr(FIRST_MARK + len(self.gaps)))
        self.gaps.append(Gap(kind, source, level))


@dataclass(frozen=True)
class Macro:
    """A command of the paper's own: how many arguments, the default of the first where it is optional, its body."""

    arguments: int
    default: str | None
    body: str


def unpack(data: bytes) -> dict[str, str]:
    """The text files of an e-print by name: a tar archive, packed or not, or a single TeX file."""
    with suppress(OSError, EOFError, zlib.error):
        data = gzip.decompress(data)
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            members = [member for member in archive if member.isfile()]
            return {member.name: _decoded(archive.extractfile(member)) for member in members}
    except tarfile.TarError:
        return {"main.tex": _decoded(io.BytesIO(data))}


def _decoded(file: object) -> str:
    data = file.read() if hasattr(file, "read") else b""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


def detex_all(files: Mapping[str, str]) -> list[Detexed]:
    """Each main file with its inputs and the macros of all files, without commands."""
    clean = {
        str(PurePosixPath(name)): _DEAD.sub(" ", _COMMENT.sub(r"\1", text))
        for name, text in files.items()
        if not name.lower().endswith((".bib", ".bbl", ".bst"))
    }
    macros: dict[str, Macro] = {}
    for text in clean.values():
        macros |= macros_of(text)
    mains = [name for name, text in clean.items() if _MAIN.search(text) and not name.endswith((".sty", ".cls"))]
    texts = [_with_inputs(clean[name], clean, 0) for name in mains]
    return [detex(text.split(r"\end{document}")[0], macros) for text in texts or list(clean.values())]


def _with_inputs(text: str, files: Mapping[str, str], depth: int) -> str:
    if depth > _MAX_DEPTH:
        return text

    def included(match: re.Match[str]) -> str:
        wanted = (match[1] or match[2]).strip()
        for name, content in files.items():
            if name in (wanted, f"{wanted}.tex") or name.endswith((f"/{wanted}", f"/{wanted}.tex")):
                return _with_inputs(content, files, depth + 1)
        return " "

    return _INPUT.sub(included, text)


def macros_of(text: str) -> dict[str, Macro]:
    """The commands that a text defines, by name."""
    macros = {}
    for match in _DEFINITION.finditer(text):
        body, _ = braced(text, match.end())
        default = match[4][1:-1] if match[4] else None
        macros[match[1] or match[2]] = Macro(int(match[3] or 0), default, body)
    for match in _DEF.finditer(text):
        body, _ = braced(text, match.end())
        macros[match[1]] = Macro(len(match[2]) // 2, None, body)
    known = (
        {*_HEADINGS} | _ASIDES | _NO_TEXT | _SECOND_IS_TEXT | {"item", "begin", "end", "par", "ensuremath", "abstract"}
    )
    return {name: macro for name, macro in macros.items() if name not in known and not _CITES.fullmatch(name)}


def braced(text: str, start: int) -> tuple[str, int]:
    """What the brace at `start` holds and the place behind it; a single character or command where there is none."""
    while start < len(text) and text[start] in " \t\n":
        start += 1
    if start >= len(text) or text[start] != "{":
        match = _COMMAND.match(text, start)
        end = match.end() if match else start + 1
        return text[start:end], end
    depth = 0
    for place in range(start, len(text)):
        char = text[place]
        if text[place - 1 : place] == "\\" and text[place - 2 : place] != "\\\\":
            continue
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return text[start + 1 : place], place + 1
    return text[start + 1 :], len(text)


def detex(text: str, macros: Mapping[str, Macro], out: Detexed | None = None, depth: int = 0) -> Detexed:
    """The text without commands and with gaps for what is none; never raises on text that TeX would refuse."""
    out = out if out is not None else Detexed()
    place = 0
    while place < len(text) and len(out.parts) < _MAX_CHARS:
        char = text[place]
        if char == "$":
            place = _formula(text, place, macros, out)
        elif char == "\\":
            place = _command(text, place, macros, out, depth)
        else:
            out.parts.append(" " if char in "{}~" else char)
            place += 1
    return out


def _plain(text: str, macros: Mapping[str, Macro], depth: int) -> str:
    """A heading as text: the letters of its formulas stay."""
    read = detex(text, macros, None, depth + 1)
    letters_of = {FIRST_MARK + place: FORMULA_COMMAND.sub(kept_name, gap.source) for place, gap in enumerate(read.gaps)}
    return read.text.translate(letters_of)


def kept_name(command: re.Match[str]) -> str:
    """What a formula's command prints, if that is its own name."""
    return command[1] if command[1] in PRINTED_NAMES else " "


def _formula(text: str, place: int, macros: Mapping[str, Macro], out: Detexed) -> int:
    fence = "$$" if text.startswith("$$", place) else "$"
    end = text.find(fence, place + len(fence))
    while fence == "$" and end > 0 and text[end - 1] == "\\":
        end = text.find(fence, end + 1)
    if end < 0:
        return place + 1
    out.add("formula", _expanded(text[place + len(fence) : end], macros))
    return end + len(fence)


def _expanded(formula: str, macros: Mapping[str, Macro]) -> str:
    r"""A formula with the bodies of its macros for their names; an argument stays behind the body, "J_{}{VAE}"."""
    for _ in range(4):
        formula = re.sub(
            r"\\([A-Za-z@]+)",
            lambda match: (
                _ARGUMENT.sub("", macros[match[1]].body) if match[1] in macros and len(match[1]) < 500 else match[0]
            ),
            formula,
        )[:10_000]
    return formula


def _command(text: str, place: int, macros: Mapping[str, Macro], out: Detexed, depth: int) -> int:
    match = _COMMAND.match(text, place)
    if match is None:
        return place + 1
    name, end = match[1] or match[2], match.end()
    if name in ("(", "["):
        closing = text.find({"(": "\\)", "[": "\\]"}[name], end)
        closing = closing if closing >= 0 else len(text)
        out.add("formula", _expanded(text[end:closing], macros))
        return closing + 2
    if match[2]:
        out.parts.append(" " if name in "\\ ,;:/\n" else "")
        return _past_option(text, end) if name == "\\" else end
    if name in macros and depth < _MAX_DEPTH:
        return _macro(text, end, name, macros, out, depth)
    if name == "begin":
        return _environment(text, end, macros, out)
    if name in ("newcommand", "renewcommand", "providecommand", "def", "gdef", "DeclareMathOperator"):
        found = _DEFINITION.match(text, place) or _DEF.match(text, place)
        return braced(text, found.end())[1] if found else end
    return _known(text, match.group(), name, end, macros, out, depth)


def _known(text: str, typed: str, name: str, end: int, macros: Mapping[str, Macro], out: Detexed, depth: int) -> int:
    """A command of LaTeX's; one not known loses its name and its options, and keeps what its braces hold."""
    if _CITES.fullmatch(name):
        start = end
        end = _past_option(text, _past_option(text, end))
        keys, end = braced(text, end)
        kind = "reference" if name.endswith("ref") else "citation"
        out.add(kind, text[start:end] if keys else "")
        return end
    if name in _HEADINGS:
        heading, end = braced(text, _past_option(text, end))
        out.add("heading", _plain(heading, macros, depth), _HEADINGS[name])
        return end
    if name in _ASIDES or name in _NO_TEXT:
        end = _past_option(text, end)
        for _ in range(2 if name in _TWO_WITHOUT_TEXT else 1):
            end = braced(text, end)[1] if text[end : end + 1] == "{" else end
        return end
    if name in _SECOND_IS_TEXT:
        return braced(text, _past_option(text, end))[1]
    if name == "item":
        out.parts.append("\n")
        option = _past_option(text, end)
        if option > end:
            out.add("label", text[end:option])
        return option
    if name == "ensuremath":
        formula, end = braced(text, end)
        out.add("formula", _expanded(formula, macros))
        return end
    if name == "par":
        out.parts.append("\n\n")
        return end
    if name in _RUN_IN and _at_paragraph_start(out):
        out.add("heading", _plain(braced(text, end)[0], macros, depth), RUN_IN_LEVEL)
    out.parts.append(_LETTERS.get(name, "" if len(name) == 1 else " "))
    if name in _LETTERS or not typed.endswith("\n"):
        return _past_option(text, end)
    return end


def _at_paragraph_start(out: Detexed) -> bool:
    before = "".join(out.parts[-40:]).rstrip(" ")
    return before.endswith("\n\n") or (bool(before) and ord(before.rstrip()[-1:] or " ") >= FIRST_MARK)


def _macro(text: str, end: int, name: str, macros: Mapping[str, Macro], out: Detexed, depth: int) -> int:
    macro = macros[name]
    given: list[str] = []
    if macro.default is not None:
        option = _past_option(text, end)
        given.append(text[end:option].strip()[1:-1] if option > end else macro.default)
        end = option
    while len(given) < macro.arguments:
        argument, end = braced(text, end)
        given.append(argument)
    body = macro.body
    for number, argument in enumerate(given, start=1):
        body = body.replace(f"#{number}", argument)
    detex(body, {key: value for key, value in macros.items() if key != name}, out, depth + 1)
    return end


def _environment(text: str, end: int, macros: Mapping[str, Macro], out: Detexed) -> int:
    name, end = braced(text, end)
    kind = "float" if _FLOATS.fullmatch(name) else "formula" if _FORMULAS.fullmatch(name) else None
    if kind:
        closing = text.find(f"\\end{{{name}}}", end)
        closing = closing if closing >= 0 else len(text)
        inner = text[end:closing]
        out.add(kind, _expanded(inner, macros) if kind == "formula" else "")
        return closing + len(f"\\end{{{name}}}")
    if name == "abstract":
        out.add("heading", "Abstract", 1)
    end = _past_option(text, end)
    return braced(text, end)[1] if name in _WITH_ARGUMENT else end


def _past_option(text: str, place: int) -> int:
    """Behind a "[...]" that stands here; the same place where there is none."""
    if text[place : place + 1] != "[":
        return place
    depth = 0
    for end in range(place, min(len(text), place + 500)):
        depth += (text[end] in "[{") - (text[end] in "]}")
        if depth == 0:
            return end + 1
    return place
