"""Entries of the reference list, set by citeproc-py in the style templates/csl/references.csl.

The processor gets text and gives text, and puts no character of it in danger: italics, links and ends come back as
Unicode noncharacters, which no text may bring along, and only then does each run of text become LaTeX or HTML.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from synth.errors import RenderingError
from synth.models.csl import DOI, CslItem, csl_item
from synth.models.report import ReportReference
from synth.rendering.escaping import Tex, escape_latex, escape_url
from synth.rendering.text_content import TextRun
from synth.template_folders import STYLE, template_folders

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

READ_AS = {
    "latex": "Read from its LaTeX source.",
    "jats": "Read from its full text in JATS.",
    "pdf": "Read from its PDF.",
    "abstract": "Only its abstract could be read.",
}

ITALIC, UPRIGHT, PAGE_LINK, DOI_LINK, UNLINK, ENDED, GAP = map(chr, range(0xFDD0, 0xFDD7))
"""Unicode noncharacters, none of which a CslItem holds; ENDED stands behind a text that ends as a sentence does."""

WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
"""A text without what stands at its ends: only there does citeproc look, for a second full stop or space."""
GAPS = re.compile(f"{GAP}([0-9]+){GAP}")

MARKERS = re.compile(f"([{ITALIC}-{UNLINK}])")
SECOND_STOP = re.compile(rf"{ENDED}([{ITALIC}-{UNLINK}]*)\.?")
"""Behind "Is it?" and "Phys. Lett." a style's own full stop is one too many."""


def format_references(
    references: Sequence[ReportReference], *, sample: bool, max_authors: int, templates: Path | None = None
) -> dict[int, tuple[TextRun, ...]]:
    """The entries by number. `max_authors` are named, then "et al."; all of them stand in references.bib.
    The style is csl/references.csl of `templates`, else of synth's own folder.

    Raises RenderingError where the style is missing or is no CSL.
    """
    if not references:
        return {}
    style, verbatim = _style(max_authors, templates)
    entries: dict[int, tuple[TextRun, ...]] = {}
    for reference in references:
        digest = (TextRun("Digest of: "),) if sample or reference.paper.is_digest else ()
        item = csl_item(reference)
        runs = _runs(_formatted(style, item, max_authors, verbatim=verbatim), item)
        entries[reference.number] = (*digest, *runs, TextRun(" " + READ_AS[reference.kind]))
    return entries


def entry_tex(runs: Sequence[TextRun]) -> Tex:
    """An entry as LaTeX, its links as `\\href`."""
    return Tex("".join(_run_tex(run) for run in runs))


def _run_tex(run: TextRun) -> str:
    tex = rf"\emph{{{escape_latex(run.text)}}}" if run.italic else escape_latex(run.text)
    address = escape_url(run.address) if run.address else None
    return rf"\href{{{address}}}{{{tex}}}" if address else tex


def _style(max_authors: int, templates: Path | None) -> tuple["CitationStylesStyle", bool]:
    """The style, and whether it is synth's own, which prints every text as it is and of a date the year."""
    *own, path = (folder / STYLE for folder in template_folders("csl", templates))
    theirs = next((style for style in own if style.is_file()), None)
    path = theirs or path
    return _read_style(path, path.stat().st_mtime_ns, max_authors), theirs is None


@lru_cache(maxsize=8)
def _read_style(path: Path, changed_ns: int, max_authors: int) -> "CitationStylesStyle":
    from citeproc import CitationStylesStyle
    from lxml.etree import XMLSyntaxError

    try:
        style = CitationStylesStyle(str(path), validate=False)
    except (XMLSyntaxError, ValueError, AttributeError) as error:
        raise RenderingError(f"is no citation style: {error}", item=str(path), stage="typeset") from error
    style.root.set("et-al-min", str(max_authors + 1))
    style.root.set("et-al-use-first", str(max_authors))
    return style


def _formatted(style: "CitationStylesStyle", item: CslItem, max_authors: int, *, verbatim: bool) -> str:
    """One entry as text with markers; empty where the style has nothing to say of it.

    citeproc takes 1.4 ms for an entry, and the records of a site have thousands. A style that prints every text as it
    is (`verbatim`) is therefore asked once for all entries of one shape, with gaps in the place of their words.
    """
    words: list[str] = []

    def gap(found: re.Match[str]) -> str:
        words.append(found[0])
        return f"{GAP}{len(words) - 1}{GAP}"

    def put(text: str) -> str:
        return WORDS.sub(gap, text) if verbatim else text

    texts = {
        "title": _sentence(put(item.title)),
        "container_title": _sentence(put(item.container_title or "")),
        "publisher": put(item.publisher or ""),
        "section": put(item.section or ""),
        "number": _link(PAGE_LINK, put(item.number or "")),
        "URL": _link(PAGE_LINK, put(item.url or "")),
        "DOI": _link(DOI_LINK, put(item.doi or "")),
    }
    named = item.author[: max_authors + 1]
    names = (
        tuple((part, put(text)) for part, text in name.model_dump(by_alias=True).items() if text) for name in named
    )
    day = item.issued.date_parts[0] if item.issued else ()
    entry = _set(style, item.type, tuple(texts.items()), tuple(names), day[:1] if verbatim else day)
    return GAPS.sub(lambda found: words[int(found[1])], entry)


@lru_cache(maxsize=10_000)
def _set(
    style: "CitationStylesStyle",
    kind: str,
    texts: tuple[tuple[str, str], ...],
    names: tuple[tuple[tuple[str, str], ...], ...],
    day: tuple[int, ...],
) -> str:
    """An entry by citeproc, whose own reader of CSL-JSON is not used: it takes `<span>` for markup."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source import BibliographySource, Date, Name, Reference
    from citeproc.string import String

    fields: dict[str, object] = {name: String(text) for name, text in texts if text}
    if names:
        fields["author"] = [Name(**dict(parts)) for parts in names]
    if day:
        fields["issued"] = Date(**dict(zip(("year", "month", "day"), day, strict=False)))
    source = BibliographySource()
    source.add(Reference("entry", kind, **fields))
    bibliography = CitationStylesBibliography(style, source, FORMATTER)
    bibliography.register(Citation([CitationItem("entry")]))
    return "".join(str(entry) for entry in bibliography.bibliography())


def _sentence(text: str) -> str:
    return text + (ENDED if text.endswith((".", "?", "!", "…")) else "")


def _link(marker: str, text: str) -> str:
    return f"{marker}{text}{UNLINK}" if text else ""


def _runs(formatted: str, item: CslItem) -> tuple[TextRun, ...]:
    """The text between the markers, each stretch with what they say of it."""
    doi = item.doi or ""
    addresses = {PAGE_LINK: item.url, DOI_LINK: f"https://doi.org/{doi}" if DOI.fullmatch(doi) else None}
    runs: list[TextRun] = []
    italic, address = False, None
    for piece in MARKERS.split(SECOND_STOP.sub(r"\1", formatted)):
        if piece in (ITALIC, UPRIGHT):
            italic = piece == ITALIC
        elif piece in addresses or piece == UNLINK:
            address = addresses.get(piece)
        elif piece:
            runs.append(TextRun(piece, italic, address))
    return tuple(runs)


def _italic(text: object) -> str:
    return f"{ITALIC}{text}{UPRIGHT}"


FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_italic,
    Oblique=_italic,
    Bold=str,
    Light=str,
    Underline=str,
    Superscript=str,
    Subscript=str,
    SmallCaps=str,
)
"""A formatter as citeproc-py takes it: a module, or what has its names."""
