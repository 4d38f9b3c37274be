"""Take the names of authors out of `\\author`: names in lists, grids and blocks, with marks and addresses."""

import re
from collections.abc import Callable

from synth.language.authors import DEGREE, PARTICLE, TITLES
from synth.language.text import normalise
from synth.models.csl import is_suffix
from synth.reading.latex_commands import signatures
from synth.reading.latex_scanner import argument, control_word
from synth.reading.latex_signature import arguments

_APART = signatures("about authors")
_MARKS = frozenset(
    "textsuperscript inst sup supit IEEEauthorrefmark altaffilmark authorrefmark footnotemark affmark".split()
)
_ADDRESSES = frozenset("texttt email Email ead url eads mailto".split())
_DROPPED = control_word(_APART, r"\*?")
_ELSEWHERE = control_word(("affiliations", "emails", "affils"))
"""From here on AAAI's and IJCAI's block tells where the authors work."""
_SEPARATOR = re.compile(r"\\(?:and|And|AND|AuthorAND|ANDA|newauthor|alignauthor|authorcr|nextauthor)(?![A-Za-z])")
_WITHIN_LINE = re.compile(
    r"\\(?:quad|qquad|hfill|enspace|hskip[^\\&]{0,20}|hspace\*?\s*\{[^{}]*\})(?![A-Za-z])"
    r"|(?<!\\)&|(?:\\[ ;]\s*){2,}|~{2,}"
)
_LINE = re.compile(
    r"\\\\\*?(?:\[[^\]]*\])?|\\(?:newline|par|linebreak|skiplinehalf|tabularnewline|cr)(?![A-Za-z])|\n[ \t]*\n"
)
_LAYOUT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\]]*\])?(?:\s*\{(?:[^{}]|\{[^{}]*\})*\})?")
_LEADING_MARK = re.compile(
    r"[\s{]*(?:\\(?:small|footnotesize|normalsize|it|sl|large|em|rm|textit|normalfont)\b[\s{]*)*"
    r"(?:\$\s*\{?\s*\}?\s*\^|\\(?:textsuperscript|inst|sup|affmark|IEEEauthorrefmark|altaffilmark)\b|\^|\d|\\textbf\s*\{\d|\(\d)"
)
_BEHIND_MARK = re.compile(r"\^\s+(?=[^\W\d_a-z][\w.])")  # "Dave MacMahon$^8$ Jason Manley": a comma was forgotten
_MATHS = re.compile(r"(?<!\\)\$[^$]*\$|\\\(.*?\\\)", re.DOTALL)
_INSTITUTION = re.compile(
    r"""@|\d|https?: | \b(?:Universi|Univ\b|Institut|Istituto|Department|Departamento|D[ée]partement|Dept|Laborato
    |Labs?\b|School|College|Colegio|Center\b|Centre\b|Centro\b|Inc\b|LLC\b|GmbH|Corp|Ltd|Research\b|Google|Microsoft|Facebook
    |DeepMind|OpenAI|Academ|Facult|Fakult|Anonym|Equal|USA\b|U\.S\.A|China\b|Group\b|Team\b|Foundation|Hospital
    |Polytech|Politec|[ÉE]cole|Observator|Division\b|Programme?\b|Ministry|Bank\b|CNRS|INRIA|MIT\b|Museum|Clinic\b
    |Technolog|Sciences?\b|Submitted|Authors\b|Corresponding|contribut|Email|E-mail|Company|Consortium|Hugging\ Face
    |Limited\b|Campus|Affiliation|Informatics|Networks?\b|Systems\b|Solutions\b|Engineering|Mathemati|Physics
    |AI\b|Studios?\b|Council|Agency|Federal|National\b|International\b|Medical|Medicine|State\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTRY = re.compile(
    r"(?:UK|U\.K\.|United Kingdom|England|Scotland|Germany|France|Italy|Spain|Japan|(?:South |Republic of )?Korea|India"
    r"|Canada|Australia|Israel|Switzerland|(?:The )?Netherlands|Sweden|Brazil|Singapore|Taiwan|Hong Kong|Poland|Austria"
    r"|Belgium|Denmark|Norway|Finland|Ireland|Portugal|Greece|Turkey|Russia|Iran|Mexico|Chile|Argentina|Vietnam"
    r"|(?:New York|San Francisco|Los Angeles|California|London|Paris|Beijing|Tokyo|Berlin|Boston|Seattle))"
)
_DEGREES = re.compile(
    rf"(?:{DEGREE}|dr|prof|ieee|osa|acm|as[cm]e|(?:senior |student |graduate student |life )?(?:member|fellow))\.?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:,|\band)[\s}]*$")
_DEGREE_BEHIND = re.compile(rf"(?<=\S)(\s+\S+)\s+(?:{DEGREE}|Dr)\.?$")
_WORD = r"[^\W\d_a-z][\w’'‘`ʼ.-]*|(?:d|l|o|al|el)[’'-][^\W\d_a-z][\w’'-]*"
_PERSON = re.compile(rf"(?:(?:{_WORD}|{PARTICLE})\s+){{1,6}}(?:{_WORD})(?:\s+(?:Jr|Sr|II|III|IV)\.?)?")
_INITIALED = re.compile(r"[^\W\d_a-z]\.")
_NO_PERSON = re.compile(r"\bcollaborations?\b|\bconsortium\b|\bet al\b|\bothers\b|\bfor the\b", re.IGNORECASE)
Render = Callable[[str], str]


def author_names(latex: str, render: Render) -> list[str]:
    """The names in an author block; where they work, their marks, notes and addresses are left out."""
    for read in (_named_apart, _given_and_family, _in_name_blocks):
        names = read(latex, render)
        if names:
            return names
    latex = _ELSEWHERE.split(_unpacked(latex), maxsplit=1)[0]
    names = []
    for block in _SEPARATOR.split(latex):
        names.extend(_of_block(block, render))
    return names


def one_name(latex: str, render: Render) -> str:
    """The name in a command that takes one author, "" for an institution or nothing."""
    return _clean(_plain(latex, render))


def _named_apart(latex: str, render: Render) -> list[str]:
    r"""JMLR's `\Name{Ann Bee} \Email{...}` and `\name Ann Bee \email ...`."""
    names = [argument(latex, match.end()) for match in re.finditer(r"\\Name(?![A-Za-z])", latex)]
    if not names and re.search(r"\\name(?![A-Za-z])", latex):
        pieces = re.split(r"\\name(?![A-Za-z])", latex)[1:]
        heads = [re.split(r"\\(?:email|addr|AND|and|\\)", piece, maxsplit=1)[0] for piece in pieces]
        return [name for head in heads for name in _of_line(head, render)]
    return [name for taken in names if taken for name in [_clean(_plain(taken.text, render))] if name]


def _given_and_family(latex: str, render: Render) -> list[str]:
    r"""Springer Nature's `\fnm{Ann} \spfx{van} \sur{Bee}`."""
    if not re.search(r"\\sur\s*\{", latex):
        return []
    parts = re.findall(r"\\(?:pfx|fnm|spfx|sur|sfx)\s*(\{(?:[^{}]|\{[^{}]*\})*\})", latex)
    return [normalise(" ".join(_plain(part[1:-1], render) for part in parts))]


def _in_name_blocks(latex: str, render: Render) -> list[str]:
    r"""IEEE's `\IEEEauthorblockN{A. Bee, C. Dee}`."""
    names: list[str] = []
    latex = re.sub(r"\d+\s*\\textsuperscript\s*\{(?:st|nd|rd|th)\}", " ", latex)
    for match in re.finditer(r"\\IEEEauthorblockN(?![A-Za-z])", latex):
        taken = argument(latex, match.end())
        for line in _LINE.split(_unpacked(taken.text)) if taken else ():
            names.extend(_of_line(line, render))
    return names


def _unpacked(latex: str) -> str:
    """The block without notes and without the environments that only lay it out."""
    while match := _DROPPED.search(latex):
        end = arguments(latex, match.end(), _APART[match[1]])[1]
        mark = " ^ " if match[1] in _MARKS else " @ " if match[1] in _ADDRESSES else " "
        latex = f"{latex[: match.start()]}{mark}{latex[max(end, match.end()) :]}"
    return _LAYOUT.sub(" ", latex)


def _of_block(block: str, render: Render) -> list[str]:
    """The names of a block: its first lines that hold some, the others telling where the authors work."""
    names: list[str] = []
    listed = False
    for line in _LINE.split(block):
        if _LEADING_MARK.match(line) and names:
            break
        found = [] if _LEADING_MARK.match(line) else _of_line(line, render)
        if not found:
            plain = _plain(line, render)
            if names and all(_DEGREES.fullmatch(part.strip()) for part in plain.split(",")):
                continue  # "Member, ASCE"
            if plain and (names or _INSTITUTION.search(plain)):
                break
            continue
        if names and (not (listed or len(found) > 1) or _is_mixed(line, render)):
            break  # "Ann Bee \\ New York", "Moss House & University Y"
        listed = listed or len(found) > 1 or _GOES_ON.search(line) is not None
        names.extend(found)
    return names


def _is_mixed(line: str, render: Render) -> bool:
    """Whether one of a line's cells is an institution, so that the others are where people work, too."""
    return any(_INSTITUTION.search(_plain(cell, render)) for cell in _WITHIN_LINE.split(line))


def _of_line(line: str, render: Render) -> list[str]:
    names: list[str] = []
    for cell in _WITHIN_LINE.split(line):
        text = _plain(cell, render)
        if not text:
            continue
        for part in re.split(r"\s*[,;]\s*(?:and\s+|AND\s+|&\s*)?|\s+(?:and|AND|&)\s+|^(?:and|AND)\s+", text):
            if names and is_suffix(part):
                names[-1] = f"{names[-1]} {part}"
                continue
            name = _clean(part)
            if part.lower() in {"", "and", "&"} or _DEGREES.fullmatch(part) or _NO_PERSON.search(part):
                continue
            if not name or _COUNTRY.fullmatch(part) or not _PERSON.fullmatch(name):
                return names
            if len(names) > 1 and all(map(_INITIALED.match, names)) and not _INITIALED.match(name):
                return names  # "E. Sundt, M. Rossi, Ridge Ring": where they work
            names.append(name)
    return names


def _plain(latex: str, render: Render) -> str:
    marked = _MATHS.sub(" ^ ", _unpacked(latex))
    text = render(_BEHIND_MARK.sub(", ", marked))
    text = re.sub(r"\(\W*\)|\^\S*|[*∗†‡§¶‖♯♭✉☆★¹²³⁴-⁹{}]+", " ", normalise(text))
    return re.sub(r"\s+([,;])", r"\1", normalise(text)).strip(" ,;:.") + (
        "." if re.search(r"\b[A-Z]\.\s*$", text) else ""
    )


def _clean(name: str) -> str:
    """A name without titles before and degrees behind it; "" where it is none."""
    name = TITLES.sub("", name.strip(" ,;"))
    head, *others = re.split(r",\s*", name)
    kept = [head, *(part for part in others if is_suffix(part))]
    name = _DEGREE_BEHIND.sub(r"\1", " ".join(kept))
    if name.isupper() and max(len(word) for word in name.split()) > 2:
        name = re.sub(r"[^\W\d_]{3,}", lambda match: match[0].capitalize(), name)
    return (
        ""
        if not re.search(r"[^\W\d_]", name) or re.match(r"[IVX]{2,}\.\s", name) or _INSTITUTION.search(name)
        else name
    )
