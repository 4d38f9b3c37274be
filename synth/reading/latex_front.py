"""Find a LaTeX paper's title and authors, whichever class or publisher it was written for."""

import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from synth.language.text import normalise
from synth.reading.latex_commands import names
from synth.reading.latex_front_commands import AUTHORS, COLLABORATIONS, FRONT, SUBTITLES, TITLES
from synth.reading.latex_names import author_names, one_name
from synth.reading.latex_scanner import control_word, next_character
from synth.reading.latex_signature import arguments

_COMMAND = control_word([*TITLES, *SUBTITLES, *AUTHORS, *COLLABORATIONS])
_ANY = control_word(FRONT)
_APART = control_word(names("about titles"), r"\*?")
_BEGIN = "\\begin{document}"
_END_OF_FRONT = re.compile(
    r"\\(?:section|chapter|begin\s*\{(?:abstract|thebibliography|keywords?|IEEEkeywords)\}|tableofcontents|maketitle"
    r"|abstract|head|beginsection|part)(?![A-Za-z])|\bAbstract\b|\bABSTRACT\b"
)
_MAX_COMMANDS = 5_000  # of a title page; a collaboration's has one for each of 3,000 authors
_MAX_TYPED = 500  # code points between \title and \endtitle
_MAX_FRONT = 12_000  # code points of a title page
_SIZES = {"large": 2, "Large": 4, "LARGE": 6, "huge": 8, "Huge": 10, "fontsize": 6}
_SIZE = control_word(_SIZES)
_BOLD = control_word(("bf", "textbf", "bfseries"))
_STYLE = control_word(names("typed styles"))
_LINE = re.compile(
    r"\\\\\*?(?:\s*\[[^\]]*\])?|\\(?:newline|par|vskip[^\n]*|bigskip|medskip|smallskip|vspace\*?\s*\{[^{}]*\})(?![A-Za-z])"
    r"|\n[ \t]*\n|\\(?:begin|end)\s*\{(?:center|flushleft|flushright|titlepage|minipage|spacing|[lL]arge|LARGE|huge)\}"
    r"|(?=\\(?:centerline|leftline)\s*\{)"
)
_NO_TITLE = re.compile(
    r"@|\b(?:draft|preprint|version|submitted|accepted|dated?|revised|contents)\b|^\W*\d", re.IGNORECASE
)
Render = Callable[[str], str]


class LatexFront(NamedTuple):
    """What the paper says of itself; the title is None and the authors are empty where it cannot be told.

    `typed` is whether they stand in the running text, typed by hand.
    """

    title: str | None
    authors: tuple[str, ...]
    typed: bool = False


def read_front(latex: str, render: Render) -> LatexFront:
    """Title and authors from an expanded source; without commands for them, what its first page shows is read."""
    titles: list[str] = []
    subtitles: list[str] = []
    authors: list[str] = []
    collaborations: list[str] = []
    for match in islice(_COMMAND.finditer(latex), _MAX_COMMANDS):
        word = match[1]
        if word in TITLES:
            titles.append(_line(_argument(latex, match, word, TITLES[word]), render))
        elif word in SUBTITLES:
            subtitles.append(_line(arguments(latex, match.end(), "om")[0][1] or "", render))
        elif word in COLLABORATIONS:
            _, first, second = arguments(latex, match.end(), "omg")[0]
            collaborations.append(_line(second or first or "", render).strip("()"))
        elif word != "name" or not authors:
            authors.extend(_authors(latex, match, word, render))
    title = next((each for each in titles if each), None)
    if title is None and not authors:
        return _bare_front(latex, render)
    if title is None:
        title = _bare_front(latex, render).title
    subtitle = next((each for each in subtitles if each), None)
    if title and subtitle and subtitle not in title:
        title = f"{title.rstrip(':.')}: {subtitle}"
    if not authors and title and not collaborations:
        authors.extend(_bare_front(latex, render).authors or _listed_names(latex, render))
    return LatexFront(title, tuple(dict.fromkeys(authors or [each for each in collaborations if each])))


def without_front(latex: str) -> str:
    """The text without the commands of its title page."""
    pieces, at = [], 0
    for match in _ANY.finditer(latex):
        if match.start() >= at and next_character(latex, match.end()) in {"{", "["}:
            pieces.append(latex[at : match.start()])
            at = arguments(latex, match.end(), FRONT[match[1]])[1]
    return " ".join([*pieces, latex[at:]])


def _authors(latex: str, match: re.Match[str], word: str, render: Render) -> list[str]:
    """The authors that a command names: one with its affiliation behind it, or a block of them."""
    if word == "name":  # spconf's and interspeech's; else a word of the paper's own
        before_text = latex.find("\\maketitle", match.end()) > 0 and latex[match.end() : match.end() + 1] == "{"
        return author_names(arguments(latex, match.end(), "m")[0][0] or "", render) if before_text else []
    if word.endswith("authors") and set(AUTHORS[word]) == {"m"}:  # apa6: \fiveauthors{...}{...}
        values = arguments(latex, match.end(), AUTHORS[word])[0]
        return [name for value in values for name in author_names(value or "", render)]
    if word == "Author":
        values = arguments(latex, match.end(), AUTHORS[word])[0]
        if values[3]:  # Copernicus: \Author[1][a@b.c]{Ann}{Bee}
            return [name] if (name := one_name(f"{values[2]} {values[3]}", render)) else []
        return author_names(values[2] or "", render)
    text = _argument(latex, match, word, "som" if word == "author" else "om" if word != "icmlauthor" else "m")
    names = author_names(text, render)
    if not names and (name := one_name(text, render)) and "\\\\" not in text:
        names = [name]  # one word, as some have it
    return names


def _argument(latex: str, match: re.Match[str], word: str, signature: str) -> str:
    """The argument of `\\title[short]{...}`, or what AMS-TeX writes between `\\title` and `\\endtitle`.

    One that is as long as a title page, or holds the command again, was never closed, and is none.
    """
    closing = latex.find(f"\\end{word}", match.end(), match.end() + _MAX_TYPED)
    if closing >= 0 and latex[match.end() : match.end() + 1] != "{":
        return latex[match.end() : closing]
    text = arguments(latex, match.end(), signature)[0][-1] or ""
    return text if len(text) <= _MAX_FRONT and not re.search(rf"\\{word}(?![A-Za-z])", text) else ""


def _line(latex: str, render: Render) -> str:
    return normalise(render(_without_notes(latex))).strip(" *∗†‡§¶")


def _without_notes(latex: str) -> str:
    while match := _APART.search(latex):
        end = arguments(latex, match.end(), "o" if match[1] == "footnotemark" else "om")[1]
        latex = latex[: match.start()] + " " + latex[max(end, match.end()) :]
    return latex


def _listed_names(latex: str, render: Render) -> list[str]:
    """The first line of the first page that lists several names."""
    found = (author_names(line, render) for line in _first_page(latex))
    return next((names for names in found if len(names) > 1), [])


def _first_page(latex: str) -> list[str]:
    """The lines of the first page, up to the abstract or the first section."""
    begin = latex.rfind(_BEGIN)
    page = latex[begin + len(_BEGIN) if begin >= 0 else 0 :][:_MAX_FRONT].lstrip()
    page = re.sub(r"^\s*\\maketitle", "", page)
    end = _END_OF_FRONT.search(page)
    page = page[: end.start()] if end else page[:3000]
    page = re.sub(r"\\(textbf|MakeUppercase)\s*\\newline", r"\\\1", page)  # PLOS: {\Large\textbf\newline{Title}}
    return [line for line in _LINE.split(page) if line.strip()]


def _bare_front(latex: str, render: Render) -> LatexFront:
    """Title and authors as a first page typed by hand shows them: first big or bold lines, then names."""
    lines = _first_page(latex)
    title, place = _title_lines(lines, render)
    joined = normalise(" ".join(title))
    names = _names_below(lines[place:], render) if title else []
    return LatexFront(joined if 0 < len(joined.split()) <= 50 else None, tuple(dict.fromkeys(names)), True)


def _title_lines(lines: list[str], render: Render) -> tuple[list[str], int]:
    """The first lines in the biggest type, bold ones before others, and the place behind them."""
    looks, carried, depth = [], 0, 0
    for line in lines:
        own = max([0, *(_SIZES[match] for match in _SIZE.findall(line))]) + (_BOLD.search(line) is not None)
        looks.append(max(own, carried if depth > 0 else 0))
        depth += line.count("{") - line.count("}")
        carried = looks[-1]
    texts = [_line(line, render) for line in lines]
    fit = [
        0 if _NO_TITLE.search(text) or len(text.split()) < 2 else look for text, look in zip(texts, looks, strict=True)
    ]
    biggest = max(fit, default=0)
    if not biggest:
        return [], 0
    first = fit.index(biggest)
    last = first
    while last + 1 < len(lines) and looks[last + 1] == biggest and not author_names(lines[last + 1], render):
        last += 1
    return [text for text in texts[first : last + 1] if text], last + 1


def _names_below(lines: list[str], render: Render) -> list[str]:
    """The names in the first lines that hold some, and in those of the same style further down the page."""
    names: list[str] = []
    style: list[str] | None = None
    going_on = True
    for line in lines:
        own_style = _STYLE.findall(line)
        if style and not going_on and own_style != style:
            continue
        found = author_names(line, render) if not style or own_style == style else []
        if found and (going_on or style):
            style = own_style if style is None else style
            names.extend(found)
        elif names:
            going_on = False
    return names
