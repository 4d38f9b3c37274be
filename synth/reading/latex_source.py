"""Make one LaTeX text of a paper's files: the main file found, its inputs followed, encodings and comments undone."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from synth.errors import ReadingError
from synth.reading.latex_commands import names
from synth.reading.latex_keys import key_values

_MAX_DEPTH = 20
_MAX_CHARS = 10_000_000  # of the joined source: files that input each other over and over are no paper
_INPUT_COST = 500  # code points that following an input counts for, however short the file is

_ENCODINGS = {
    "latin1": "iso-8859-1",
    "latin2": "iso-8859-2",
    "latin3": "iso-8859-3",
    "latin4": "iso-8859-4",
    "latin5": "iso-8859-9",
    "latin9": "iso-8859-15",
    "ansinew": "cp1252",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1252": "cp1252",
    "cp866": "cp866",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "applemac": "mac-roman",
}


_VERBATIM = "verbatim|Verbatim|BVerbatim|LVerbatim|lstlisting|minted|alltt|comment|filecontents|tcblisting|CJKverbatim"
_COMMENTS = re.compile(
    rf"""
    \\begin\s*\{{(?P<block>(?:{_VERBATIM})\*?)\}} .*? \\end\s*\{{(?P=block)\}}
    | \\(?:verb|lstinline|Verb|mintinline\s*\{{\w+\}})\*?(?:\[[^\]\n]*\])?
      (?P<mark>[^\sA-Za-z*\[{{]) (?P<verb>[^\n]*?) (?P=mark)
    | \\(?:lstinline(?:\[[^\]\n]*\])?|Verb|mintinline(?:\[[^\]\n]*\])?\{{\w+\}})\{{(?P<code>[^{{}}\n]*)\}}
    | \\(?:url|path|href|nolinkurl)\s*\{{(?P<url>[^{{}}\n]*)\}}
    | \\(?s:.)
    | (?P<comment>%[^\n]*(?:\n[ \t]*|$))
    """,
    re.VERBOSE | re.DOTALL,
)
_FILE_CONTENTS = re.compile(
    r"\\begin\s*\{filecontents\*?\}(?:\[[^\]]*\])?\s*\{([^{}]+)\}[^\n]*\n(.*?)\\end\s*\{filecontents\*?\}", re.DOTALL
)
_LISTING = re.compile(r"\\begin\s*\{lstlisting\*?\}\s*\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\]")
_INPUT = re.compile(
    r"""\\(?:
      (?P<how>input|include|subfile|subfileinclude|@input|InputIfFileExists|loadglsentries)
      \s*(?:\[[^\]]*\])?\s*\{\s*"?(?P<braced>[^{}"\\#]*?)"?\s*\}
    | (?:sub)?(?:import|inputfrom|includefrom)\*?\s*\{(?P<folder>[^{}\\#]*)\}\s*\{(?P<file>[^{}\\#]*)\}
    | input\s+(?P<plain>[^\s\\{}%#]+)
    )""",
    re.VERBOSE,
)
"""What inputs a file by its name; where a macro makes the name, expansion follows it (`LatexSource.file`)."""
_INCLUDED_ONLY = re.compile(r"\\includeonly\s*\{([^{}]*)\}")
_OF_TEX = names("files of TeX")
"""Files that every TeX has: a paper that inputs one lacks nothing."""
_PACKAGES = re.compile(r"\\(?:usepackage|RequirePackage)\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}")
_BIB_FILES = re.compile(r"\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_CLASS = re.compile(r"\\document(?:class|style)\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}")
_BEGIN = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}|\\bye\b|\\endinput\b")
_STRAY = re.compile("[\0\x1a\ue000-\uf8ff]")  # the renderer marks places with private use characters
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SHORT_VERB = re.compile(r"\\(?:Define|Make|lstMake)Short(?:Verb|Inline)\*?(?:\[[^\]]*\])?\s*\{?\\?([|!+\"/@])\}?")
_OWN_VERBATIM = re.compile(r"\\(?:DefineVerbatimEnvironment|lstnewenvironment|newminted)\s*\{(\w+)\}")
_VERBATIM_OF_TOOLS = ("Sinput", "Soutput", "Highlighting")
"""What knitr and pandoc set code in."""
_URL_COMMAND = re.compile(r"\\DeclareUrlCommand\s*\{?\\([A-Za-z]+)\}?")
_OVERLAY = re.compile(r"(\\(?:begin\s*\{\w+\*?\}|[A-Za-z]+\*?)(?:\[[^\]\n]*\])?)<[^<>{}\n]{1,40}>")
"""Where a beamer's slides show something: "\\alert<2>{...}"."""
_CHAPTER = re.compile(r"\\(?:chapter|(?:sub)?section)\s*\*?\s*[{\[]")
_SUFFIXES = (".tex", ".ltx", ".latex", ".txt", ".inc")
_PLAIN_TEX = re.compile(r"\\(?:magnification|bye\b|documentstyle|input\s+amstex|centerline|beginsection|topmatter)")


class LatexSource(NamedTuple):
    """A paper's source as one text.

    `preamble` and `body` are free of comments, with all inputs in place; `styles` are the archive's own packages in the
    order of loading; `bbl` and `bibs` its bibliography files. `document_class` is "" for plain TeX. `packages` are all
    that it loads, its class among them, with their options. `file` gives the text that an input command asks for.
    `notes` tell what is missing of the source.
    """

    main: str
    document_class: str
    preamble: str
    body: str
    styles: tuple[str, ...]
    bbl: str | None
    bibs: tuple[str, ...]
    packages: Mapping[str, str]
    file: Callable[[str, str], str | None]
    notes: tuple[str, ...]


def join_source(files: Mapping[str, bytes], main: str | None = None) -> LatexSource:
    """The source of the paper that these files hold, by their paths in the archive; `main` is its main file, if known.

    Raises:
        ReadingError: no file of them is a main file.
    """
    files = {**_embedded(files), **files}
    texts = {name: strip_comments(decode(files[name])) for name in sorted(files) if not _is_bibliography(name)}
    main = main if main in texts else find_main(texts, frozenset(files))
    if main is None:
        raise ReadingError("no main TeX file among the sources", stage="reading")
    inputs = _Inputs(texts | _bbls(files))
    whole = inputs.text(main)
    begin = _BEGIN.search(whole)
    preamble, body = (whole[: begin.start()], whole[begin.end() :]) if begin else ("", whole)
    end = _END.search(body)
    declared = _CLASS.search(whole)
    name, options = (declared[2].strip(), declared[1] or "") if declared else ("", "")
    if name == "beamer":
        body = _OVERLAY.sub(r"\1", body)
    notes = [f"the input “{name}” is not in the source" for name in inputs.missing]
    if begin and not end:
        notes.append("the source has no \\end{document}: it may be cut off")
    styles = _styles(preamble, name, texts)
    return LatexSource(
        main=main,
        document_class=name,
        preamble=preamble,
        body=body[: end.start()] if end else body,
        styles=styles,
        bbl=_bbl(main, files),
        bibs=_bibs(whole, files),
        packages=_packages(preamble, styles) | {name: options},
        file=lambda command, wanted: inputs.named(wanted, main, command),
        notes=tuple(notes),
    )


def decode(content: bytes) -> str:
    """Text of a TeX file: UTF-8, else the encoding that it declares, else Windows-1252; lines end in a newline."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            declared = re.search(
                rb"\\(?:usepackage|inputencoding)\s*(?:\[([\w-]+)\]\s*\{inputenc\}|\{(\w+)\})", content
            )
            option = (declared[1] or declared[2] or b"").decode("ascii", "replace") if declared else ""
            text = content.decode(_ENCODINGS.get(option.lower(), "cp1252"), errors="replace")
    text = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _STRAY.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))


def strip_comments(text: str) -> str:
    """The text without comments and verbatim blocks, as TeX reads it.

    A comment takes its line's end with it, so that "word%" and the next line join. What stands in `\\verb` and in
    addresses is kept, its special characters escaped.
    """
    for match in _SHORT_VERB.finditer(text):
        mark = re.escape(match[1])
        at = text.index(match[0]) + len(match[0])
        text = text[:at] + re.sub(
            rf"(?<!verb)(?<!verb\*){mark}([^\n]*?){mark}", lambda short: f"\\verb{short[0]}", text[at:]
        )
    code = "|".join(dict.fromkeys((*_OWN_VERBATIM.findall(text), *_VERBATIM_OF_TOOLS)))
    text = re.sub(rf"\\begin\s*\{{({code})\}}.*?\\end\s*\{{\1\}}", "", text, flags=re.DOTALL)
    if addresses := "|".join(dict.fromkeys(_URL_COMMAND.findall(text))):
        text = re.sub(rf"\\(?:{addresses})(?=\s*\{{)", r"\\path", text)
    return _COMMENTS.sub(_uncomment, text)


def _uncomment(match: re.Match[str]) -> str:
    if match["block"]:
        return _caption_of_listing(match[0])
    if match["verb"] is not None or match["code"] is not None:
        return r"\texttt{" + _escaped(match["verb"] or match["code"] or "") + "}"
    if match["url"] is not None:
        return re.sub(r"\\?([%#])", r"\\\1", match[0])
    if match["comment"] is None:
        return match[0]
    return "\n" if match["comment"].startswith("%auto-ignore") else ""


def _embedded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a paper writes itself, as it is compiled, by their names: its bibliography, say."""
    return {
        match[1].strip(): match[2].encode()
        for name, data in files.items()
        if name.lower().endswith(_SUFFIXES) and b"{filecontents" in data
        for match in _FILE_CONTENTS.finditer(decode(data))
    }


def _caption_of_listing(block: str) -> str:
    """The caption and the label that a listing has among its options; "" for any other verbatim block."""
    options = _LISTING.match(block)
    keys = key_values(options[1]) if options else {}
    label = f"\\label{{{keys['label']}}}" if "label" in keys else ""
    return f"\n\n\\captionof{{lstlisting}}{{{keys['caption']}}}{label}\n\n" if "caption" in keys else ""


def _escaped(verbatim: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    text = "".join(special.get(char) or (f"\\{char}" if char in "{}$&#_%" else char) for char in verbatim)
    return re.sub(r"-(?=-)", "-{}", text)


def find_main(texts: Mapping[str, str], names: frozenset[str] = frozenset()) -> str | None:
    """The file that the paper is compiled from: complete, not input by another, and the longest with its inputs.

    `names` are all files of the archive: of two complete papers the one whose bibliography is there is meant.
    A `00README` that names the top-level file, as arXiv allows, decides at once. A chapter that stands alone will do.
    """
    for name in sorted(texts):
        named = re.search(r"^(\S+)\s+toplevelfile|\"?filename\"?:\s*\"?([^\s\"]+)", texts[name], re.MULTILINE)
        if posixpath.basename(name).lower().startswith("00readme") and named and (named[1] or named[2]) in texts:
            return named[1] or named[2]
    candidates = [name for name in texts if not name.lower().endswith((".sty", ".cls", ".def", ".cfg", ".clo"))]
    complete = [name for name in candidates if _CLASS.search(texts[name]) and _BEGIN.search(texts[name])]
    plain = [name for name in candidates if _PLAIN_TEX.search(texts[name])]
    loose = [name for name in candidates if _BEGIN.search(texts[name])]
    chapters = [name for name in candidates if _CHAPTER.search(texts[name])]
    pool = complete or loose or plain or chapters
    included = {
        found
        for name in candidates
        for found in (_find(_wanted(match), name, texts) for match in _INPUT.finditer(texts[name]))
        if found and found != name
    }
    pool = [name for name in pool if name not in included] or pool
    return max(pool, key=lambda name: _main_rank(name, texts, names), default=None)


def _main_rank(name: str, texts: Mapping[str, str], names: frozenset[str]) -> tuple[bool, bool, bool, bool, int, str]:
    """How likely this is the paper and not its supplement, a figure or a response letter; larger is likelier."""
    text = texts[name]
    declared = _CLASS.search(text)
    stem = posixpath.splitext(posixpath.basename(name))[0].lower()
    return (
        not (declared and declared[2].strip() in {"standalone", "subfiles", "letter", "beamer"}),
        not re.search(r"supp|appendix|response|rebuttal|cover|poster|slides|old|draft|diff", stem),
        "\\title" in text or "\\begin{abstract}" in text,
        f"{posixpath.splitext(name)[0]}.bbl" in names or any(f"{each}.bib" in names for each in _bib_names(text)),
        len(_Inputs(texts).text(name)),
        stem,
    )


class _Inputs:
    """The files of an archive, read with what they input; how many characters may still come is counted over all."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.missing: list[str] = []
        self._texts = texts
        self._room = _MAX_CHARS

    def text(self, name: str, above: tuple[str, ...] = (), only: frozenset[str] | None = None) -> str:
        """The file with its inputs in place, but those that it is itself an input of (`above`).

        `only` are the files that `\\includeonly` names: what else is included is switched off.
        """
        text = self._texts[name]
        above = (*above, name)
        self._room -= len(text) + _INPUT_COST
        chosen = _INCLUDED_ONLY.search(text)
        only = frozenset(each.strip() for each in chosen[1].split(",")) if chosen else only

        def follow(match: re.Match[str]) -> str:
            wanted = _wanted(match)
            if match["how"] == "include" and only is not None and wanted not in only:
                return " "
            found = _find(wanted, name, self._texts)
            if found is None:
                self._miss(wanted)
            if found is None or found in above or len(above) > _MAX_DEPTH or self._room < 0:
                return " "
            inner = _body(self.text(found, above, only))
            return f"\n\n{inner}\n\n" if match["how"] == "include" else inner

        return _INPUT.sub(follow, text)

    def named(self, wanted: str, main: str, command: str) -> str | None:
        """The text of the file that a macro inputs; None where it is not in the archive."""
        found = _find(wanted, main, self._texts)
        if found is None or found == main or self._room < 0:
            return None
        inner = _body(self.text(found, (main,)))
        return f"\n\n{inner}\n\n" if command == "include" else inner

    def _miss(self, wanted: str) -> None:
        if wanted and wanted.lower().removesuffix(".tex") not in _OF_TEX and wanted not in self.missing:
            self.missing.append(wanted)


def _body(text: str) -> str:
    """What a file that is input gives: of a paper of its own what stands in its document."""
    begin, end = _BEGIN.search(text), _END.search(text)
    return text[begin.end() if begin else 0 : end.start() if end else len(text)]


def _wanted(match: re.Match[str]) -> str:
    return (match["braced"] or match["plain"] or posixpath.join(match["folder"] or "", match["file"] or "")).strip()


def _find(wanted: str, current: str, texts: Mapping[str, str]) -> str | None:
    """The archive's file that an input command names in the file `current`; None where it is not in the archive.

    Where no path leads to it, the only file of that name is meant: authors move files and forget their paths.
    """
    if not wanted:
        return None
    by_lower = {name.lower(): name for name in texts}
    for folder in ("", posixpath.dirname(current)):
        path = posixpath.normpath(posixpath.join(folder, wanted.lstrip("/")))
        for candidate in (path, *(f"{path}{suffix}" for suffix in _SUFFIXES)):
            if candidate in texts:
                return candidate
            if candidate.lower() in by_lower:
                return by_lower[candidate.lower()]
    stem = posixpath.basename(wanted).lower()
    named = [
        name for name in texts if posixpath.basename(name).lower() in {stem, *(f"{stem}{each}" for each in _SUFFIXES)}
    ]
    return named[0] if len(named) == 1 else None


def _packages(preamble: str, styles: Iterable[str]) -> dict[str, str]:
    """The packages that a paper and its own styles load, with their options."""
    found: dict[str, str] = {}
    for text in (*styles, preamble):
        for match in _PACKAGES.finditer(text):
            found.update({each.strip(): match[1] or "" for each in match[2].split(",")})
    return found


def _styles(preamble: str, document_class: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The archive's own packages, and its class, that the paper loads."""
    by_name = {posixpath.basename(name): name for name in texts if name.endswith((".sty", ".cls"))}
    wanted = [
        f"{posixpath.basename(each.strip())}.sty"
        for match in _PACKAGES.finditer(preamble)
        for each in match[2].split(",")
    ]
    wanted.insert(0, f"{document_class}.cls")
    return tuple(texts[by_name[each]] for each in dict.fromkeys(wanted) if each in by_name)


def _is_bibliography(name: str) -> bool:
    return name.lower().endswith((".bbl", ".bib"))


def _bbls(files: Mapping[str, bytes]) -> dict[str, str]:
    """The .bbl files as texts: some papers `\\input` theirs (math/0504298)."""
    return {name: strip_comments(decode(files[name])) for name in sorted(files) if name.lower().endswith(".bbl")}


def _bbl(main: str, files: Mapping[str, bytes]) -> str | None:
    bbls = _bbls(files)
    own = posixpath.splitext(main)[0] + ".bbl"
    if own in bbls:
        return bbls[own]
    return max(bbls.values(), key=len) if bbls else None


def _bibs(whole: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The .bib files that the paper names, as they are (BibTeX has no comments)."""
    by_stem = {posixpath.basename(name).lower().removesuffix(".bib"): name for name in files if name.endswith(".bib")}
    stems = [posixpath.basename(each).lower() for each in _bib_names(whole)]
    return tuple(decode(files[by_stem[stem]]) for stem in dict.fromkeys(stems) if stem in by_stem)


def _bib_names(text: str) -> list[str]:
    """The names, without ".bib", that the text's bibliography commands give."""
    return [each.strip().removesuffix(".bib") for match in _BIB_FILES.finditer(text) for each in match[1].split(",")]
