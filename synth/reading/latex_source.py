"""Make one LaTeX text of a paper's files: the main file found, its inputs followed, encodings and comments undone."""

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from synth.errors import ReadingError

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

_INPUT_ENCODING = re.compile(rb"\\(?:usepackage|inputencoding)\s*(?:\[([\w-]+)\]\s*\{inputenc\}|\{(\w+)\})")

_VERBATIM = r"verbatim|Verbatim|BVerbatim|lstlisting|minted|alltt|comment|filecontents|tcblisting|CJKverbatim"
_COMMENTS = re.compile(
    rf"""
    \\begin\s*\{{(?P<block>(?:{_VERBATIM})\*?)\}} .*? \\end\s*\{{(?P=block)\}}
    | \\(?:verb|lstinline)\*?(?P<mark>[^\sA-Za-z*\[{{]) (?P<verb>[^\n]*?) (?P=mark)
    | \\(?:url|path|href|nolinkurl)\s*\{{(?P<url>[^{{}}\n]*)\}}
    | \\(?s:.)
    | (?P<comment>%[^\n]*(?:\n[ \t]*|$))
    """,
    re.VERBOSE | re.DOTALL,
)
_INPUT = re.compile(
    r"""\\(?:
      (?P<how>input|include|subfile|subfileinclude|@input|InputIfFileExists|loadglsentries)\s*\{\s*"?(?P<braced>[^{}"]*?)"?\s*\}
    | (?:sub)?(?:import|inputfrom|includefrom)\*?\s*\{(?P<folder>[^{}]*)\}\s*\{(?P<file>[^{}]*)\}
    | input\s+(?P<plain>[^\s\\{}%]+)
    )""",
    re.VERBOSE,
)
_PACKAGES = re.compile(r"\\(?:usepackage|RequirePackage)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_BIB_FILES = re.compile(r"\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_CLASS = re.compile(r"\\document(?:class|style)\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}")
_BEGIN = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}|\\bye\b|\\endinput\b")
_STRAY = re.compile("[\0\x1a\ue000-\uf8ff]")  # the renderer marks places with private use characters
_PLAIN_TEX = re.compile(r"\\(?:magnification|bye\b|documentstyle|input\s+amstex|centerline|beginsection|topmatter)")


class LatexSource(NamedTuple):
    """A paper's source as one text.

    `preamble` and `body` are free of comments, with all inputs in place; `styles` are the archive's own packages in the
    order of loading; `bbl` and `bibs` its bibliography files. `document_class` is "" for plain TeX.
    """

    main: str
    document_class: str
    class_options: str
    preamble: str
    body: str
    styles: tuple[str, ...]
    bbl: str | None
    bibs: tuple[str, ...]


def join_source(files: Mapping[str, bytes]) -> LatexSource:
    """The source of the paper that these files hold, by their paths in the archive.

    Raises:
        ReadingError: no file of them is a main file.
    """
    texts = {name: strip_comments(decode(files[name])) for name in sorted(files) if not _is_bibliography(name)}
    main = find_main(texts, frozenset(files))
    if main is None:
        raise ReadingError("no main TeX file among the sources", stage="reading")
    whole = _with_inputs(main, texts | _bbls(files), [_MAX_CHARS])
    begin = _BEGIN.search(whole)
    preamble, body = (whole[: begin.start()], whole[begin.end() :]) if begin else ("", whole)
    end = _END.search(body)
    body = body[: end.start()] if end else body
    declared = _CLASS.search(whole)
    return LatexSource(
        main=main,
        document_class=declared[2].strip() if declared else "",
        class_options=declared[1] or "" if declared else "",
        preamble=preamble,
        body=body,
        styles=_styles(preamble, texts),
        bbl=_bbl(main, files),
        bibs=_bibs(body, files),
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
    return _STRAY.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))


def strip_comments(text: str) -> str:
    """The text without comments and verbatim blocks, as TeX reads it.

    A comment takes its line's end with it, so that "word%" and the next line join. What stands in `\\verb` and in
    addresses is kept, its special characters escaped.
    """
    return _COMMENTS.sub(_uncomment, text)


def _uncomment(match: re.Match[str]) -> str:
    if match["block"]:
        return ""
    if match["verb"] is not None:
        return r"\texttt{" + _escaped(match["verb"]) + "}"
    if match["url"] is not None:
        return match[0].replace("\\%", "%").replace("%", r"\%").replace("\\#", "#").replace("#", r"\#")
    if match["comment"] is None:
        return match[0]
    return "\n" if match["comment"].startswith("%auto-ignore") else ""


def _escaped(verbatim: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(char) or (f"\\{char}" if char in "{}$&#_%" else char) for char in verbatim)


def find_main(texts: Mapping[str, str], names: frozenset[str] = frozenset()) -> str | None:
    """The file that the paper is compiled from: complete, not input by another, and the longest with its inputs.

    `names` are all files of the archive: of two complete papers the one whose bibliography is there is meant.
    A `00README` that names the top-level file, as arXiv allows, decides at once.
    """
    for name in sorted(texts):
        told = re.search(r"^(\S+)\s+toplevelfile|\"?filename\"?:\s*\"?([^\s\"]+)", texts[name], re.MULTILINE)
        if posixpath.basename(name).lower().startswith("00readme") and told and (told[1] or told[2]) in texts:
            return told[1] or told[2]
    candidates = [name for name in texts if not name.lower().endswith((".sty", ".cls", ".def", ".cfg", ".clo"))]
    complete = [name for name in candidates if _CLASS.search(texts[name]) and _BEGIN.search(texts[name])]
    plain = [name for name in candidates if _PLAIN_TEX.search(texts[name])]
    loose = [name for name in candidates if _BEGIN.search(texts[name])]
    pool = complete or loose or plain
    included = {
        found
        for name in candidates
        for found in (_resolve(match, name, texts) for match in _INPUT.finditer(texts[name]))
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
        len(_with_inputs(name, texts, [_MAX_CHARS])),
        stem,
    )


def _with_inputs(name: str, texts: Mapping[str, str], room: list[int], above: tuple[str, ...] = ()) -> str:
    """The file with its inputs in place, but those that it is itself an input of (`above`).

    `room` holds how many characters may still come, over all inputs.
    """
    text = texts[name]
    above = (*above, name)
    room[0] -= len(text) + _INPUT_COST

    def follow(match: re.Match[str]) -> str:
        found = _resolve(match, name, texts)
        if found is None or found in above or len(above) > _MAX_DEPTH or room[0] < 0:
            return " "
        inner = _with_inputs(found, texts, room, above)
        begin, end = _BEGIN.search(inner), _END.search(inner)
        inner = inner[begin.end() if begin else 0 : end.start() if end else len(inner)]
        return f"\n\n{inner}\n\n" if match["how"] == "include" else inner

    return _INPUT.sub(follow, text)


def _resolve(match: re.Match[str], current: str, texts: Mapping[str, str]) -> str | None:
    """The archive's file that an input command names; None where it is not in the archive."""
    wanted = (match["braced"] or match["plain"] or posixpath.join(match["folder"] or "", match["file"] or "")).strip()
    if not wanted or wanted.startswith("/"):
        return None
    by_lower = {name.lower(): name for name in texts}
    for folder in ("", posixpath.dirname(current)):
        path = posixpath.normpath(posixpath.join(folder, wanted))
        for candidate in (path, f"{path}.tex", f"{path}.ltx"):
            if candidate in texts:
                return candidate
            if candidate.lower() in by_lower:
                return by_lower[candidate.lower()]
    return None


def _styles(preamble: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    by_stem = {posixpath.splitext(posixpath.basename(name))[0]: name for name in texts if name.endswith(".sty")}
    wanted = [each.strip() for match in _PACKAGES.finditer(preamble) for each in match[1].split(",")]
    return tuple(texts[by_stem[each]] for each in dict.fromkeys(wanted) if each in by_stem)


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


def _bibs(body: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The .bib files that the paper names, as they are (BibTeX has no comments)."""
    by_stem = {posixpath.basename(name).lower().removesuffix(".bib"): name for name in files if name.endswith(".bib")}
    stems = [posixpath.basename(each).lower() for each in _bib_names(body)]
    return tuple(decode(files[by_stem[stem]]) for stem in dict.fromkeys(stems) if stem in by_stem)


def _bib_names(text: str) -> list[str]:
    """The names, without ".bib", that the text's bibliography commands give."""
    return [each.strip().removesuffix(".bib") for match in _BIB_FILES.finditer(text) for each in match[1].split(",")]
