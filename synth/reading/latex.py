"""Read a LaTeX paper: join its source, expand its macros, cut it into blocks, render them, assemble the document."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import dropwhile, takewhile

from synth.errors import ReadingError
from synth.models import Document, Reference, Section, SectionRole, Sentence
from synth.reading.bibliography import Cited, read_bib, read_printed_list
from synth.reading.language import UNDETERMINED, language_of
from synth.reading.latex_blocks import split_blocks
from synth.reading.latex_citations import cited_keys
from synth.reading.latex_document import Assembler, plain
from synth.reading.latex_front import LatexFront, read_front, without_front
from synth.reading.latex_inline import InlineContext, render_inline
from synth.reading.latex_layout import Block, Caption, LatexHeading, LatexParagraph, Layout, ReferenceList, TableBlock
from synth.reading.latex_macros import Expansion, expand
from synth.reading.latex_names import author_names
from synth.reading.latex_publication import read_publication
from synth.reading.latex_quantities import quantity_settings
from synth.reading.latex_references import Labels, label_key
from synth.reading.latex_scanner import environment_end, find
from synth.reading.latex_signature import arguments
from synth.reading.latex_source import LatexSource, join_source
from synth.reading.printed_reference import citation_name, parse_reference
from synth.reading.section_roles import heads_references, section_role
from synth.settings import ReadingSettings

_BEGIN = r"\begin{document}"
_ABSTRACT = re.compile(
    r"(?P<command>\\(?:abstracts?|ABSTRACT))\s*(?=\{)|\\begin\s*\{abstract\}(?P<text>.*?)\\end\s*\{abstract\}",
    re.DOTALL,
)
_ALIAS = re.compile(r"\\defcitealias\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_TARGET = re.compile(r"\\hyper(?:target|def\s*\{\})\s*\{ref-([^{}]*)\}")
"""What pandoc puts before an entry of its list of references."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\bn\.d\.|\bin press\b|forthcoming", re.IGNORECASE)
_LABEL = re.compile(r"\[([^\[\]]{1,20})\]|(\d{1,3})\.\s")
_FORMULA = re.compile(
    r"""\$\$? | \\\[ | \\begin\s*\{(?P<name>(?:thebibliography|tikzpicture|picture|pspicture|algorithmic|references
    |forest|equation|align|eqnarray|gather|multline|displaymath|alignat|flalign)\*?)\}""",
    re.VERBOSE,
)
_NO_TEXT = re.compile(
    r"""\\(?:begin|end|label|ref|eqref|cite\w*|includegraphics|bibliography\w*|input|vspace|hspace|newtheorem)
      \*?\s*(?:\[[^\]]*\])*\s*\{[^{}]*\}
    | \\[A-Za-z@]+\*? | \[[^\[\]\n]*\]""",
    re.VERBOSE,
)


def read_latex(
    files: Mapping[str, bytes], paper_id: str, settings: ReadingSettings, main: str | None = None
) -> Document:
    """The document of a paper's source files, given by their paths in the archive; `main` is its main file, if known.

    Raises:
        ReadingError: there is no main file or no text, the paper is in another language, or so little of the source's
            words came through that its PDF should be read.
    """
    source = join_source(files, main)
    text = f"{source.preamble}{_BEGIN}{source.body}"
    whole = expand(text, source.styles, settings.max_macro_expansions, source.packages, source.file)
    preamble, _, body = whole.text.partition(_BEGIN)
    body = _abstract_above(preamble) + body
    layout = split_blocks(body, source.document_class, preamble)
    cited, labels, broken = _reference_list(layout, source, body)
    context = _context(cited, layout, whole)
    assembler = Assembler(len(cited), labels)
    front = read_front(whole.text, _render_alone)
    front = front if front.title else _front_below_heading(layout, front)
    printed = read_publication(whole.text, source.document_class, source.packages, _render_alone)
    captions, footnotes, title_page = _assemble(layout, assembler, context, front)
    text = assembler.text
    language = language_of(" ".join(each.text for section in assembler.sections for each in section.sentences))
    _check(f"{text} {title_page}", body, language, settings)
    return Document(
        paper_id=paper_id,
        reader="latex",
        text=text,
        sections=tuple(assembler.sections),
        captions=captions,
        footnotes=footnotes,
        tables=tuple(assembler.tables),
        references=tuple(each.reference for each in cited),
        title=front.title,
        authors=front.authors,
        abstract=_abstract(assembler.sections),
        year=printed.year,
        venue=printed.venue,
        doi=printed.doi,
        language=language,
        notes=(*source.notes, *whole.notes, *context.notes, *_notes(context, cited), *broken),
    )


def _front_below_heading(layout: Layout, front: LatexFront) -> LatexFront:
    """The front matter of a paper that has its title as its first heading, and its authors below it."""
    headings = [index for index, block in enumerate(layout.blocks) if isinstance(block, LatexHeading)][:2]
    title = _heading_text(layout.blocks[headings[0]]) if len(headings) == 2 else ""
    if len(title.split()) < 4 or section_role(title) != "other":
        return front
    below = [block.latex for block in layout.blocks[headings[0] : headings[1]] if isinstance(block, LatexParagraph)]
    names = next((found for latex in below if len(found := author_names(latex, _render_alone)) > 1), [])
    return LatexFront(title, front.authors or tuple(names))


def _abstract(sections: Iterable[Section]) -> str:
    """The text of the abstract, all of its parts."""
    before = dropwhile(lambda section: section.role != "abstract", sections)
    parts = takewhile(lambda section: section.role == "abstract", before)
    return " ".join(sentence.text for section in parts for sentence in section.sentences)


def _abstract_above(preamble: str) -> str:
    """The abstract that stands above the begin of the document, as the classes of psychology have it."""
    match = _ABSTRACT.search(preamble)
    found = (
        arguments(preamble, match.end(), "m")[0][0] if match and match["command"] else match["text"] if match else None
    )
    return f"\\begin{{abstract}}{found}\\end{{abstract}}\n" if found else ""


def _reference_list(
    layout: Layout, source: LatexSource, body: str
) -> tuple[list[Cited], dict[str, int], tuple[str, ...]]:
    """The reference list, from the source's best place for it; numbers by the labels of a hand-made one; notes."""
    keys = cited_keys(body)
    cited: list[Cited] = []
    for block in layout.blocks:
        if isinstance(block, ReferenceList):
            cited.extend(read_printed_list(block.latex, _render_alone))
    if not cited and source.bbl:
        cited = read_printed_list(source.bbl, _render_alone)
    labels: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    if not cited and source.bibs:
        cited, notes = read_bib(source.bibs, keys, _render_alone)
    elif not cited:
        cited, labels = _by_hand(layout)
    known = {each.reference.key for each in cited}
    missing = [key for key in dict.fromkeys(keys) if key not in known and key != "*"] if cited or keys else []
    cited.extend(Cited(Reference(text=f"{key} (not in the source's bibliography)", key=key), "") for key in missing)
    return cited, labels, notes


def _render_alone(latex: str) -> str:
    return plain(render_inline(latex, InlineContext()))


def _by_hand(layout: Layout) -> tuple[list[Cited], dict[str, int]]:
    """A reference list written as paragraphs below a heading "References"; it leaves the layout's running text."""
    places = [index for index, block in enumerate(layout.blocks) if heads_references(_heading_text(block))]
    if not places:
        return [], {}
    end = next(
        (
            index
            for index in range(places[-1] + 1, len(layout.blocks))
            if isinstance(layout.blocks[index], LatexHeading)
        ),
        len(layout.blocks),
    )
    below = [block.latex for block in layout.blocks[places[-1] + 1 : end] if isinstance(block, LatexParagraph)]
    below = [latex for latex in below if _render_alone(latex)]
    texts = [_render_alone(latex) for latex in below]
    labelled = bool(texts) and _LABEL.match(texts[0]) is not None
    targeted = bool(below) and all(_TARGET.search(latex) for latex in below)
    if not (labelled or targeted) and sum(_YEAR.search(text) is not None for text in texts) < max(3, 0.6 * len(texts)):
        return [], {}
    cited: list[Cited] = []
    labels: dict[str, int] = {}
    for latex, text in zip(below, texts, strict=True):
        label, target = _LABEL.match(text), _TARGET.search(latex)
        key = (label[1] or label[2]).strip() if label else target[1] if target else None
        if labelled and label is None:
            continue
        reference = parse_reference(text, key)
        cited.append(Cited(reference, citation_name(reference.authors)))
        if label and key:
            labels[key] = len(cited)
    if cited:
        del layout.blocks[places[-1] : end]
    return cited, labels


def _heading_text(block: Block) -> str:
    return _render_alone(block.latex) if isinstance(block, LatexHeading) else ""


def _context(cited: Iterable[Cited], layout: Layout, whole: Expansion) -> InlineContext:
    numbered = [(each.reference.key or "", number, each) for number, each in enumerate(cited, 1)]
    return InlineContext(
        numbers={key: number for key, number, _ in numbered},
        names={key: each.name.replace(" & ", " and ") for key, _, each in numbered},
        years={key: each.reference.year for key, _, each in numbered if each.reference.year},
        titles={key: each.reference.title for key, _, each in numbered if each.reference.title},
        aliases={match[1].strip(): match[2] for match in _ALIAS.finditer(whole.text)},
        labels=Labels(
            {label_key(label): place for label, place in layout.labels.places.items()},
            {label_key(label): title for label, title in layout.labels.titles.items()},
            layout.labels.names,
            layout.labels.capital,
            layout.labels.formats,
        ),
        keys=whole.acronyms,
        quantities=quantity_settings(whole.text),
    )


def _assemble(
    layout: Layout, assembler: Assembler, context: InlineContext, front: LatexFront
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...], str]:
    """Render all blocks: running text first, then tables, captions and footnotes.

    Returns captions, footnotes, and what is left of a title page typed by hand.
    """

    def render(latex: str) -> str:
        return render_inline(latex, context)

    title_page: list[str] = []
    has_abstract = any(isinstance(block, LatexHeading) and block.kind == "abstract" for block in layout.blocks)
    for block in layout.blocks:
        if isinstance(block, LatexHeading):
            role: SectionRole | None = "abstract" if block.kind == "abstract" else None
            assembler.open_section(plain(render(block.latex)).rstrip(".:"), block.number, block.level, role)
        elif isinstance(block, LatexParagraph):
            rendered = render(block.latex)
            if front.typed and not assembler.sections and not assembler.heading and _is_title_page(rendered, front):
                title_page.append(plain(rendered))
                continue
            opening = None if has_abstract else re.match(r"\s*Abstract[.:—–-]*\s+(?=\S)", rendered, re.IGNORECASE)
            if not has_abstract and re.search(r"\babstract[.:]?\s*$", rendered[-40:], re.IGNORECASE):
                has_abstract = True  # the title page, typed by hand, ends so
                assembler.open_section("Abstract", None, 1, "abstract")
            elif opening:
                has_abstract = True
                assembler.open_section("Abstract", None, 1, "abstract")
                assembler.add_paragraph(rendered[opening.end() :], block.environment)
                assembler.open_section("", None, 1)
            else:
                assembler.add_paragraph(rendered, block.environment)
    assembler.close_section()
    for block in layout.blocks:
        if isinstance(block, TableBlock):
            doubt = assembler.add_table(block, plain(render(block.caption or "")), render)
            if doubt:
                context.notes.append(f"{block.label or 'a table'} is left as text: {doubt}")
    captions = [
        sentence
        for block in layout.blocks
        if isinstance(block, Caption)
        for sentence in assembler.aside(render(block.latex))
    ]
    footnotes: list[Sentence] = []
    for latex in context.footnotes:  # rendering one may add another
        footnotes.extend(assembler.aside(render(latex)))
    return tuple(captions), tuple(footnotes), " ".join(title_page)


def _is_title_page(rendered: str, front: LatexFront) -> bool:
    """Whether a paragraph is of a title page typed by hand: it holds the title or an author and little else."""
    text = plain(rendered)
    named = [each for each in (front.title or "", *front.authors) if each and each in text]
    return bool(named) and len(text) < 3 * sum(map(len, named)) + 400


def _check(text: str, body: str, language: str, settings: ReadingSettings) -> None:
    """Refuse a paper that came through badly or is in another language."""
    if language == UNDETERMINED:
        raise ReadingError("the LaTeX source holds no running text", stage="reading")
    source = Counter(re.findall(r"[A-Za-z]{3,}", _NO_TEXT.sub(" ", _without_formulas(without_front(body)))))
    kept = Counter(re.findall(r"[A-Za-z]{3,}", text))
    share = (source & kept).total() / max(1, source.total())
    if share < settings.min_source_share:
        raise ReadingError(f"the LaTeX source yields {share:.0%} of its words", stage="reading")
    if language != settings.language:
        raise ReadingError(f"the paper is in the language “{language}”, not “{settings.language}”", stage="reading")


def _without_formulas(latex: str) -> str:
    """The text without formulas, drawings and lists of references, as far as they close."""
    pieces: list[str] = []
    at = 0
    while opening := _FORMULA.search(latex, at):
        if opening["name"]:
            ends = environment_end(latex, opening.end(), opening["name"])
        else:
            mark = opening[0].replace("[", "]")
            closing = find(latex, mark, opening.end())
            ends = (closing, closing + len(mark)) if closing >= 0 else None
        pieces.append(latex[at : opening.start()])
        at = ends[1] if ends else opening.end()
    return " ".join([*pieces, latex[at:]])


def _notes(context: InlineContext, cited: list[Cited]) -> list[str]:
    notes: list[str] = []
    if context.unknown:
        names = sorted(context.unknown, key=lambda name: (-context.unknown[name], name))
        notes.append("commands left out: " + ", ".join(f"\\{name}" for name in names[:20]))
    missing = sum(each.reference.text.endswith("(not in the source's bibliography)") for each in cited)
    if missing:
        works = "cited work is" if missing == 1 else "cited works are"
        notes.append(f"{missing} {works} not in the source's bibliography")
    return notes
