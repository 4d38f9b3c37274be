"""Read a full text in JATS, the XML of journals (https://jats.nlm.nih.gov/archiving/tag-library/1.3/)."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from synth.errors import ReadingError
from synth.language.identifiers import find_arxiv_id, find_doi
from synth.language.text import normalise
from synth.models import Document, Reference, Section, SectionRole, Sentence
from synth.reading.document_text import RawCell
from synth.reading.language import UNDETERMINED, language_of
from synth.reading.latex_document import Assembler, plain
from synth.reading.latex_marks import CITE, CITE_END, FORMULA, FORMULA_END, LOST, NUMBERS
from synth.reading.latex_tables import CellGrid
from synth.settings import ReadingSettings

MAX_DEPTH = 200
"""Elements within each other; real articles stay below 30."""
MAX_SPAN, MAX_CELLS = 200, 50_000
"""Columns or rows that one cell takes, and cells of one table."""
_ASIDE = frozenset({"fig", "fig-group", "table-wrap", "table-wrap-group", "fn", "supplementary-material", "media"})
"""What stands aside from running text."""
_BLOCKS = frozenset({"p", "disp-quote", "boxed-text", "list", "list-item", "def-list", "def-item", "def", "statement"})
_SILENT = frozenset({"tex-math", "annotation", "annotation-xml", "graphic", "inline-graphic", "object-id", "label"})
"""What prints nothing in its place, or the same again in another notation."""
_VENUES = ("journal-title", "journal-id[@journal-id-type='nlm-ta']")
"""A journal by its title, else by its abbreviation: 4 of 122 articles of PLOS have that alone."""
_ROLES: dict[str, SectionRole] = {"ack": "acknowledgement", "app": "appendix"}


def read_jats(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    """A Document with sections, tables of cells, captions, footnotes and references.

    Raises:
        ReadingError: it is no article in JATS, has no text, or is in another language than `settings.language`.
    """
    article = _article(data, paper_id)
    meta = article.find("front/article-meta")
    meta = Element("article-meta") if meta is None else meta
    references, numbers = _references(article)
    assembler = Assembler(len(references), {})
    reader = _JatsReader(assembler, numbers)
    for abstract in meta.iterfind("abstract"):
        if abstract.get("abstract-type") is None:
            reader.section(abstract, "Abstract", 1, "abstract")
    body = article.find("body")
    for block in () if body is None else body:
        reader.block(block, 1)
    for part in article.iterfind("back/*"):
        reader.back(part)
    assembler.close_section()
    reader.asides(article)
    text = assembler.text
    sentences = [sentence for section in assembler.sections for sentence in section.sentences]
    if not sentences:
        raise ReadingError("an article in JATS without text", item=paper_id, stage="reading")
    language = language_of(" ".join(sentence.text for sentence in sentences))
    if language not in {settings.language, UNDETERMINED}:
        raise ReadingError(f"in another language ({language})", item=paper_id, stage="reading")
    return Document(
        paper_id=paper_id,
        reader="jats",
        text=text,
        sections=tuple(assembler.sections),
        captions=tuple(reader.captions),
        footnotes=tuple(reader.footnotes),
        tables=tuple(assembler.tables),
        references=references,
        title=_text(meta.find("title-group/article-title")) or None,
        authors=tuple(_names(meta.iterfind("contrib-group/contrib[@contrib-type='author']"))),
        abstract=_abstract(assembler.sections),
        year=_year(meta),
        venue=next(filter(None, (_text(article.find(f"front/journal-meta//{tag}")) for tag in _VENUES)), None),
        doi=find_doi(meta.findtext("article-id[@pub-id-type='doi']", "")),
        language=settings.language,
        notes=tuple(reader.notes) if body is not None else (*reader.notes, "no body: its abstract alone was read"),
    )


class _JatsReader:
    """Gives the elements of an article to an assembler, and notes what stands aside."""

    def __init__(self, assembler: Assembler, numbers: dict[str, int]) -> None:
        self._assembler = assembler
        self._numbers = numbers
        self.captions: list[Sentence] = []
        self.footnotes: list[Sentence] = []
        self.notes: list[str] = []

    def section(self, element: Element, heading: str, level: int, role: SectionRole | None = None) -> None:
        """A section with all that is in it."""
        number = normalise(_text(element.find("label"))).rstrip(".") or None
        self._assembler.open_section(heading, number, level, role)
        for child in element:
            if child.tag not in ("title", "label"):
                self.block(child, level + 1)

    def block(self, element: Element, level: int) -> None:
        """A section, a paragraph, or what holds paragraphs."""
        if element.tag == "sec":
            self.section(element, _text(element.find("title")), level)
        elif element.tag == "p":
            self._assembler.add_paragraph(self._running(element), None)
            for nested in _nested(element):
                self.block(nested, level)
        elif element.tag == "disp-formula":
            self._assembler.add_paragraph(self._running(element), None)
        elif element.tag in _BLOCKS:
            for child in element:
                self.block(child, level)

    def back(self, element: Element) -> None:
        """Acknowledgements and appendices; lists of references and notes are read elsewhere."""
        parts = element.iterfind("app") if element.tag == "app-group" else [element]
        for part in parts:
            if part.tag in _ROLES or part.tag == "sec":
                heading = _text(part.find("title")) or ("Acknowledgements" if part.tag == "ack" else "")
                self.section(part, heading, 1, _ROLES.get(part.tag))

    def asides(self, article: Element) -> None:
        """Captions, footnotes and tables, in order."""
        for element in _each(article, ("fig", "table-wrap", "fn")):
            if element.tag == "fn":
                self.footnotes += self._assembler.aside(self._all(element.iterfind("p")))
                continue
            label = normalise(_text(element.find("label"))).rstrip(".:")
            caption = element.find("caption")
            rendered = self._all(caption if caption is not None else ())
            self.captions += self._assembler.aside(f"{label}. {rendered}" if label else rendered)
            for table in element.iterfind(".//table"):
                doubt = self._assembler.add_grid(_grid(table), plain(f"{label}. {rendered}"), element.get("id"))
                self.notes += [f"{label or 'a table'} is left as text: {doubt}"] if doubt else []

    def _all(self, elements: Iterable[Element]) -> str:
        return " ".join(filter(None, map(self._running, elements)))

    def _running(self, element: Element) -> str:
        """The text of an element with the marks of citations and formulas; what stands aside is left out."""
        pieces = [element.text or ""]
        for child in element:
            pieces += [self._inline(child), child.tail or ""]
        return "".join(pieces)

    def _inline(self, element: Element) -> str:
        if element.tag in _ASIDE or element.tag in _BLOCKS or element.tag in _SILENT:
            return ""
        if element.tag == "xref" and element.get("ref-type") == "bibr":
            named = [self._numbers[each] for each in (element.get("rid") or "").split() if each in self._numbers]
            marks = "; ".join("".join(NUMBERS[int(digit)] for digit in str(number)) for number in named[:1])
            return f"{CITE}{marks}{self._running(element)}{CITE_END}"
        if element.tag == "xref" and element.get("ref-type") == "fn":
            return ""
        if element.tag in ("disp-formula", "inline-formula"):
            printed = normalise(self._running(element)) or LOST
            return f"{FORMULA} {printed} {FORMULA_END}" if element.tag == "disp-formula" else printed
        if element.tag == "break":
            return " "
        return self._running(element)


def _article(data: bytes, paper_id: str) -> Element:
    """The root of an article, without namespaces and characters of private use. Raises ReadingError."""
    if b"<!ENTITY" in data[:65_536]:
        raise ReadingError("XML that declares entities of its own", item=paper_id, stage="reading")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ReadingError("XML that is broken off or not well-formed", item=paper_id, stage="reading") from error
    level = [root]
    for _ in range(MAX_DEPTH):
        for element in level:
            element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            element.text, element.tail = _plain(element.text or ""), _plain(element.tail or "")
        level = [child for element in level for child in element]
    if level:
        raise ReadingError("XML that is nested too deeply", item=paper_id, stage="reading")
    if root.tag != "article":
        raise ReadingError("not an article in JATS", item=paper_id, stage="reading")
    return root


def _each(element: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    return (each for each in element.iter() if each.tag in tags)


def _nested(paragraph: Element) -> Iterator[Element]:
    """Lists and quotations within a paragraph."""
    return (child for child in paragraph if child.tag in _BLOCKS)


def _text(element: Element | None) -> str:
    """All text of an element, without notes and what prints the same again."""
    return "" if element is None else normalise("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    yield " " if element.tag == "break" else element.text or ""
    for child in element:
        if child.tag not in _ASIDE and child.tag not in _SILENT and child.get("ref-type") != "fn":
            yield from _pieces(child)
        yield child.tail or ""


def _plain(rendered: str) -> str:
    return "".join(char for char in rendered if not "\ue000" <= char <= "\uf8ff")


def _abstract(sections: Iterable[Section]) -> str:
    parts = (section for section in sections if section.role == "abstract")
    return " ".join(sentence.text for section in parts for sentence in section.sentences)


def _names(contributors: Iterable[Element]) -> Iterator[str]:
    """Given name first; a group by its own name."""
    for contributor in contributors:
        name = contributor.find("name")
        parts = [_text(name.find(tag)) for tag in ("given-names", "surname", "suffix")] if name is not None else []
        printed = " ".join(filter(None, parts)) or _text(contributor.find("collab"))
        if printed:
            yield printed


def _year(meta: Element) -> int | None:
    """The earliest year of publication."""
    years = (each.text or "" for each in meta.iterfind("pub-date/year"))
    return min((int(year) for year in years if year.isascii() and year.isdecimal() and len(year) == 4), default=None)


def _references(article: Element) -> tuple[tuple[Reference, ...], dict[str, int]]:
    """The reference list, and the number of each by its id."""
    found: list[Reference] = []
    numbers: dict[str, int] = {}
    for entry in article.iterfind("back//ref"):
        cited = next((child for child in entry if "citation" in child.tag), None)
        if cited is None:
            continue
        year = _text(cited.find("year"))[:4]
        text = _printed(cited)
        found.append(
            Reference(
                text=text,
                key=entry.get("id"),
                title=_text(cited.find("article-title")) or None,
                authors=tuple(_people(cited)),
                year=int(year) if year.isascii() and year.isdecimal() else None,
                arxiv_id=find_arxiv_id(text),
                doi=find_doi(cited.findtext("pub-id[@pub-id-type='doi']", "") or text),
            )
        )
        numbers[entry.get("id") or ""] = len(found)
    return tuple(found), numbers


def _printed(cited: Element) -> str:
    """An entry as it is printed; one of parts alone, with commas between them."""
    parts = [normalise(part) for part in _cited_parts(cited)]
    mixed = any((child.tail or "").strip(" \n") for child in cited)
    return normalise(" ".join(parts)).replace(" ,", ",").replace(" .", ".") if mixed else ", ".join(filter(None, parts))


def _cited_parts(cited: Element) -> Iterator[str]:
    yield cited.text or ""
    for child in cited:
        people = list(_each(child, ("name", "string-name")))
        named = (
            " ".join(filter(None, (_text(each.find(tag)) for tag in ("surname", "given-names")))) for each in people
        )
        yield ", ".join(name or _text(each) for name, each in zip(named, people, strict=True)) or _text(child)
        yield child.tail or ""


def _people(cited: Element) -> Iterator[str]:
    for name in _each(cited, ("name", "string-name")):
        parts = filter(None, (_text(name.find(tag)) for tag in ("given-names", "surname")))
        yield " ".join(parts) or _text(name)


def _grid(table: Element) -> CellGrid:
    """The rows of a table with spanning cells repeated; one with too many cells is uncertain."""
    rows = list(_each(table, ("tr",)))
    header = sum(1 for row in _each(table, ("thead",)) for _ in row.iterfind("tr"))
    placed: dict[tuple[int, int], RawCell] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in placed:
                column += 1
            wide, high = (_span(cell, name) for name in ("colspan", "rowspan"))
            if len(placed) + wide * high > MAX_CELLS:
                return CellGrid(header, (), "it has too many cells")
            for down in range(min(high, len(rows) - number)):
                for right in range(wide):
                    placed[number + down, column + right] = RawCell(_text(cell), repeats=bool(down or right))
            column += wide
    width = max((column + 1 for _, column in placed), default=0)
    blank = RawCell("")
    filled = (tuple(placed.get((row, column), blank) for column in range(width)) for row in range(len(rows)))
    return CellGrid(header or 1, tuple(filled))


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "1")
    return min(MAX_SPAN, max(1, int(text))) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
