"""Read BibTeX: entries with their @strings resolved, names parsed, identifiers from whichever field has them.

bibtexparser splits the text; a broken entry costs itself alone. Values stay LaTeX: the caller provides a renderer.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from synth.language.dates import year_in
from synth.language.identifiers import doi_in_field, find_arxiv_id
from synth.language.lexicon import word_list
from synth.language.text import normalise
from synth.models.csl import is_suffix
from synth.models.paper import ARXIV_ID

Render = Callable[[str], str]

MAX_CHARS = 40_000_000
"""Of all .bib files of one paper; the ACL Anthology's, which some papers include, has 30 million."""
MAX_NAMED = 5  # of the broken entries

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # broken entries are reported in `Bibliography.notes`

_MONTHS = {name[:3].lower(): name for name in word_list("text", "months")}
_PIECE = re.compile(r'\s*(?:(?P<open>[{"])|(?P<bare>[^\s{}"#]+))')
_JOINT = re.compile(r"\s*#")
_FIELD = re.compile(r"\s*([A-Za-z][\w:.+-]*)\s*=")
_MARK = re.compile(r'\\.|[{}"]', re.DOTALL)
_NAME_MARK = re.compile(r"\\.|[{}]|(?<=\s)(?P<and>and\s+)", re.DOTALL | re.IGNORECASE)
_SPACED_ACCENT = re.compile(r"\\([uvHckrdbt])\s+(\\?[A-Za-z])")  # "\v Sebek" is one word
_SPACED_LETTER = re.compile(r"\\(aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j)\s+(?=[^\W\d_])")
_OTHERS = re.compile(
    r"(?:(?:^|(?:^|\s)and\s+)\{?others|(?:^|\s)(?:and\s+)?\{?et\.?\s+al\.?)\}?\s*$", re.IGNORECASE
)  # "and others", as BibTeX has it, and "and {et al.}", as Mendeley and ADS write it
_IDENTIFYING = ("eprint", "url", "journal", "note", "doi", "volume", "howpublished", "number")
_INHERITED = ("year", "date", "booktitle", "publisher", "editor", "series", "volume")
_NO_BREAK_SPACE = "\u00a0"


class BibEntry(NamedTuple):
    """An entry as written: its type and field names in lower case, the values still LaTeX."""

    key: str
    kind: str
    fields: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of these fields that has a value; "" where none has."""
        return next((value for name in names if (value := self.fields.get(name))), "")


class Bibliography(NamedTuple):
    """The entries of .bib files by their keys, in their order, and notes on those that are broken."""

    entries: Mapping[str, BibEntry]
    notes: tuple[str, ...] = ()


def read_bibtex(bibs: Iterable[str]) -> Bibliography:
    """All entries; of several with one key the first counts, as in BibTeX. @strings apply to later files, too."""
    from bibtexparser.model import Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    strings = dict(_MONTHS)
    entries: dict[str, BibEntry] = {}
    broken: list[str] = []
    left, cut = MAX_CHARS, False
    for bib in bibs:
        cut = cut or len(bib) > left
        bib, left = bib[:left], left - min(left, len(bib))
        for block in Splitter(bib).split().blocks:
            if isinstance(block, ParsingFailedBlock):
                inner = block.ignore_error_block  # a double, or an entry with one field twice, is whole
                if inner is None:
                    broken.append(_key_of(block.raw or ""))
                    continue
                block = inner
            if isinstance(block, String):
                strings[block.key.lower()] = _value(block.value, strings)[0]
            elif isinstance(block, Entry):
                fields: dict[str, str] = {}
                for field in block.fields:
                    for name, value in _fields(field.key, field.value, strings):
                        fields.setdefault(name.lower(), value)
                entries.setdefault(block.key, BibEntry(block.key, block.entry_type.lower(), fields))
    by_lower_case = {key.lower(): entry for key, entry in entries.items()}
    whole = {key: _with_parent(entry, by_lower_case) for key, entry in entries.items()}
    return Bibliography(whole, tuple(_notes(broken, cut)))


def names_of(entry: BibEntry, render: Render) -> tuple[tuple[str, ...], bool]:
    """The names of the authors as `joined_name` gives them, in order, and whether "and others" follows them."""
    value = _SPACED_LETTER.sub(r"{\\\1}", _SPACED_ACCENT.sub(r"\\\1{\2}", entry.get("author")))
    others = _OTHERS.search(value)
    written = _split_names(value[: others.start()] if others else value)
    names = (_name(each, render) for each in written)
    return tuple(filter(None, names)), others is not None


def year_of(entry: BibEntry) -> int | None:
    """The year, or that of the date: "{2016}", "2024-03-05"; None for "n.d." and "in press"."""
    return year_in(entry.get("year")) or year_in(entry.get("date"))


def arxiv_id_of(entry: BibEntry) -> str | None:
    """The arXiv identifier in whichever field it is: eprint, url, "arXiv:1803.03324 [cs]" as journal or number."""
    eprint = entry.get("eprint").strip()
    if ARXIV_ID.fullmatch(eprint):
        return eprint
    archived = "arXiv:" if "arxiv" in entry.get("archiveprefix", "eprinttype").lower() else ""
    return find_arxiv_id(archived + _everything(entry))


def doi_of(entry: BibEntry) -> str | None:
    """The DOI without an address before it and without LaTeX's escapes within: "10.1234/frog_19_a"."""
    return doi_in_field(re.sub(r"\{?\\([_%#&<>])(?:\{\}|\})?", r"\1", entry.get("doi") or _everything(entry)))


def _everything(entry: BibEntry) -> str:
    return " ".join(entry.get(name) for name in _IDENTIFYING)


def _key_of(raw: str) -> str:
    match = re.match(r"@\s*\w+\s*[{(]\s*([^\s,={}\"]{1,60})", raw)
    return match[1] if match else "one without a key"


def _notes(broken: list[str], cut: bool) -> Iterable[str]:
    if broken:
        named = ", ".join(broken[:MAX_NAMED]) + (", ..." if len(broken) > MAX_NAMED else "")
        yield f"entries of the .bib files that are broken and left out: {len(broken)} ({named})"
    if cut:
        yield f"of the .bib files only the first {MAX_CHARS:,} characters were read"


def _with_parent(entry: BibEntry, entries: Mapping[str, BibEntry]) -> BibEntry:
    """An entry with what it inherits from its crossref, as in BibTeX: year, book, publisher."""
    parent = entries.get(entry.get("crossref").lower())
    if parent is None or parent is entry:
        return entry
    inherited = {name: parent.get(name) for name in _INHERITED if parent.get(name)}
    if entry.kind in {"inproceedings", "incollection", "inbook"} and parent.get("title"):
        inherited.setdefault("booktitle", parent.get("title"))
    return entry._replace(fields={**inherited, **entry.fields})


def _fields(name: str, raw: str, strings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A field, and those behind it that a forgotten comma leaves in its value: "title = {A} year = 2001"."""
    while True:
        value, at = _value(raw, strings)
        yield name, value
        following = _FIELD.match(raw, at)
        if following is None:
            return
        name, raw = following[1], raw[following.end() :]


def _value(raw: str, strings: Mapping[str, str]) -> tuple[str, int]:
    """A value without its braces or quotation marks, and the offset behind it: groups, quoted texts, numbers and
    @strings, joined by "#"."""
    pieces: list[str] = []
    at = 0
    while match := _PIECE.match(raw, at):
        if match["open"]:
            close = _closing(raw, match.end(), "}" if match["open"] == "{" else '"')
            pieces.append(raw[match.end() : close])
            at = close + 1
        else:
            pieces.append(strings.get(match["bare"].lower(), match["bare"]))
            at = match.end()
        joint = _JOINT.match(raw, at)
        if joint is None:
            break
        at = joint.end()
    return " ".join("".join(pieces).split()), at


def _closing(text: str, at: int, mark: str) -> int:
    depth = 0
    for match in _MARK.finditer(text, at):
        if depth == 0 and match[0] == mark:
            return match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return len(text)


def _split_names(names: str) -> list[str]:
    """Names that " and " separates outside of braces; bibtexparser's own loses the accent of "and \\v{S}ebek"."""
    pieces, depth, start = [], 0, 0
    for match in _NAME_MARK.finditer(names):
        depth = max(0, depth + {"{": 1, "}": -1}.get(match[0], 0))
        if depth == 0 and match["and"]:
            pieces.append(names[start : match.start()])
            start = match.end()
    return [piece.strip() for piece in [*pieces, names[start:]] if piece.strip()]


def joined_name(given: str, particle: str, family: str, suffix: str) -> str:
    """A name of four parts, the given name first: "Fields W. Cobb Jr.", as `synth.models.csl.csl_name` reads it.

    No-break spaces stand within a family name of several words, to which a particle with a capital belongs.
    """
    if particle != particle.lower():  # "Drummond de Andrade, Carlos"
        particle, family = "", f"{particle} {family}"
    return " ".join(filter(None, (given, particle, family.replace(" ", _NO_BREAK_SPACE), suffix)))


def _name(written: str, render: Render) -> str:
    """A name in any of BibTeX's forms: "{\\O}rn, Kosta", "{The Owl Society}", "Webb, Jr., A.", "Webb III, Tom"."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    parts = parse_single_name_into_parts(written, strict=False)
    given, particle, family, suffix = (
        normalise(render(" ".join(words))) for words in (parts.first, parts.von, parts.last, parts.jr)
    )
    whole = not (given or particle or suffix) and len(parts.last) == 1 and " " in family
    *words, last = family.split(" ")
    if words and is_suffix(last) and not (suffix or whole):
        family, suffix = " ".join(words), last
    return joined_name(given, particle, family, suffix)
