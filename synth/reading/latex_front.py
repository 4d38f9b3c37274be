"""Find a LaTeX paper's title and authors."""

import re
from collections.abc import Callable
from typing import NamedTuple

from synth.reading.latex_scanner import arguments
from synth.reading.printed_reference import split_authors
from synth.text import normalise

_TITLE = re.compile(r"\\(?:title|icmltitle|Title)(?![A-Za-z])")
_AUTHOR = re.compile(r"\\(?:author|Author|icmlauthor)(?![A-Za-z])")
_SEPARATOR = re.compile(r"\\(?:and|And|AND|AuthorAND|quad|qquad)(?![A-Za-z])")
_APART = re.compile(
    r"\\(?:thanks|Thanks|footnote|footnotemark|footnotetext|inst|fnmsep|email|orcid|orcidID|affiliation|affil|altaffilmark"
    r"|altaffiltext|textsuperscript|corref|fnref|address|vspace|hspace|IEEEauthorblockA|institute|thanksref)(?![A-Za-z])\*?"
)
_NO_NAME = re.compile(
    r"@|\d|\b(?:Universit|Institut|Department|Dept|Laborator|School|College|Center|Centre|Inc\b|Research|Google|Microsoft"
    r"|Facebook|Academy|Faculty|Anonymous|Equal|USA|China|Corp|Ltd|Group|Team|Foundation|Hospital|Street|Labs?\b)",
    re.IGNORECASE,
)


class Front(NamedTuple):
    """What the paper says of itself; the title is None and the authors are empty where it cannot be told."""

    title: str | None
    authors: tuple[str, ...]


def read_front(latex: str, render: Callable[[str], str]) -> Front:
    """Title and authors from an expanded source; in plain TeX the first two centred lines are read."""
    titles = [text for match in _TITLE.finditer(latex) if (text := _argument(latex, match, "title"))]
    title = next((each for each in (_line(text, render) for text in titles) if each), None)
    authors: list[str] = []
    for match in _AUTHOR.finditer(latex):
        authors.extend(_names(_argument(latex, match, "author"), render))
    if title is None and not authors:
        return _centred_front(latex, render)
    return Front(title, tuple(dict.fromkeys(authors)))


def _centred_front(latex: str, render: Callable[[str], str]) -> Front:
    """Title and authors from what stands centred on the first page: first bold lines, then names."""
    begin = latex.rfind("\\begin{document}") + 1
    block = re.search(r"\\begin\s*\{center\}(.*?)\\end\s*\{center\}", latex[begin : begin + 4000], re.DOTALL)
    if block:
        lines = re.split(r"\\\\(?:\[[^\]]*\])?", block[1])
    else:
        lines = re.findall(r"\\centerline\s*\{((?:[^{}]|\{[^{}]*\})*)\}", latex[:20_000])[:3]
    bold = 0
    while (
        bold < len(lines) and re.search(r"\\(?:bf|textbf|bfseries|Large|LARGE)\b", lines[bold]) and (block or not bold)
    ):
        bold += 1
    title = normalise(" ".join(_line(line, render) for line in lines[:bold]))
    names = [name for line in lines[bold:] for name in _names(line, render)]
    return Front(title or None, tuple(dict.fromkeys(names)))


def _argument(latex: str, match: re.Match[str], word: str) -> str:
    """The argument of `\\title[short]{...}`, or what AMS-TeX writes between `\\title` and `\\endtitle`."""
    closing = latex.find(f"\\end{word}", match.end())
    if 0 <= closing < match.end() + 500 and latex[match.end() : match.end() + 1] != "{":
        return latex[match.end() : closing]
    return arguments(latex, match.end(), "om")[0][1] or ""


def _line(latex: str, render: Callable[[str], str]) -> str:
    return normalise(render(_without_notes(latex))).strip(" *∗†")


def _without_notes(latex: str) -> str:
    while match := _APART.search(latex):
        pattern = "o" if match[0].startswith("\\footnotemark") else "om"
        end = arguments(latex, match.end(), pattern)[1]
        latex = latex[: match.start()] + " " + latex[max(end, match.end()) :]
    return latex


def _names(latex: str, render: Callable[[str], str]) -> list[str]:
    """The names of an author block: for each author the first line, the rest being where they work."""
    names: list[str] = []
    latex = re.sub(r"\$[^$]*\$", " ", _without_notes(latex))
    for block in _SEPARATOR.split(latex):
        for line in re.split(r"\\\\(?:\[[^\]]*\])?", block):
            text = re.sub(r"[*∗†‡§¶^{}]", " ", normalise(render(line)))
            found = () if _NO_NAME.search(text) else split_authors(text)
            if found:
                names.extend(name for name in found if " " in name)
                if len(found) == 1:
                    break
            elif names:
                break
    return names
