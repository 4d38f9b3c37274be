"""PDF bytes -> Document: open the file, read it page by page, and put text, sections and spans together.

Pages become rows (pdf_pages, pdf_lines), without furniture (pdf_furniture), then blocks in reading order (pdf_layout);
the blocks flow into sections and paragraphs (pdf_flow), and those into sentences with their spans (here).
"""

from collections.abc import Iterable, Sequence

from synth.models import Document, Section, Sentence, Span
from synth.reading.document_text import DocumentText
from synth.reading.fitness import unfit_reason
from synth.reading.pdf_authors import people_among
from synth.reading.pdf_flow import MAX_ABSTRACT_WORDS, MIN_ABSTRACT_WORDS, Part, PdfParagraph, TextFlow
from synth.reading.pdf_front import PdfFront, read_front
from synth.reading.pdf_furniture import apart_from_notes, classify, in_margins, notes_of_margin, without_furniture
from synth.reading.pdf_headings import ABSTRACT, STRUCTURED, SUMMARY
from synth.reading.pdf_hyphens import close_hyphens
from synth.reading.pdf_layout import Block, Style, blocks_of, in_reading_order, is_two_column, style_of
from synth.reading.pdf_ligatures import spell_ligatures
from synth.reading.pdf_lines import Row
from synth.reading.pdf_pages import notes_of, read_pages
from synth.reading.pdf_readable import check_language, check_text
from synth.reading.pdf_references import Citations, entries_of, label_of
from synth.reading.pdf_running_heads import journal_of_heads
from synth.reading.pdf_tables import find_tables, with_tables, without_tables
from synth.reading.pdf_text import Hyphens
from synth.reading.printed_reference import parse_reference, with_same_authors
from synth.reading.section_roles import section_role
from synth.reading.sentences import split_sentences
from synth.settings import ReadingSettings

HEAD_PAGES = 4  # the first ones, whose running heads may name the journal
MAX_FRAGMENT_WORDS = 8  # a paragraph of no more words that does not end as a sentence does is none
_SPLITTING = frozenset({"body"})


def read_pdf(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    """Read a PDF into a Document.

    Raises:
        ReadingError: not a PDF, damaged, encrypted, without pages, without a text layer, too long, or in another
            language than `settings.language`.
    """
    read, known_title = read_pages(data, paper_id, settings)
    pages = without_furniture([page.rows for page in read], [page.height for page in read])
    pages = close_hyphens(spell_ligatures(pages))
    check_text(read, pages, paper_id, settings)
    rows = [row for page_rows in pages for row in page_rows]
    style = style_of(rows)
    body = " ".join(row.text for row in rows if abs(row.size - style.size) < 1)
    language = check_language(body[:20_000], paper_id, settings)
    hyphens = Hyphens([row.text for row in rows])
    tables = find_tables(read, pages, style, hyphens)
    blocks = _blocks(without_tables(pages, tables), style)
    front = read_front(blocks, read, style, known_title, hyphens)
    flow = TextFlow(style, hyphens)
    for page_blocks in blocks:
        flow.page([block for block in page_blocks if id(block) not in front.blocks])
    flow.close()
    document = _document(paper_id, flow, front, language)
    heads = in_margins([page.rows for page in read[:HEAD_PAGES]], [page.height for page in read[:HEAD_PAGES]])
    venue = document.venue or journal_of_heads(heads, [one.text for one in document.references], document.title or "")
    document = document.model_copy(update={"pages": len(read), "notes": notes_of(read, pages), "venue": venue})
    return with_tables(document, tables)


def _blocks(pages: Sequence[list[Row]], style: Style) -> list[list[Block]]:
    """The blocks of each page in reading order, with their kinds."""
    two_columns = is_two_column(pages, style)
    ordered = []
    for page_rows in pages:
        rows, notes = apart_from_notes(page_rows, style)
        blocks = blocks_of(rows, style, two_columns)
        classify(blocks, style)
        ordered.append([*in_reading_order(blocks, _SPLITTING), *notes_of_margin(notes, style)])
    return ordered


def _document(paper_id: str, flow: TextFlow, front: PdfFront, language: str) -> Document:
    entries = entries_of(flow.references, flow.hyphens)
    references = tuple(with_same_authors(map(parse_reference, entries)))
    citations = Citations(references, [label_of(entry) for entry in entries])
    text = DocumentText()
    if front.title:
        text.add(front.title)
    sections = tuple(_section(part, text, citations) for part in flow.parts)
    captions = tuple(
        sentence
        for number, paragraph in enumerate(flow.captions, start=1)
        for sentence in _sentences(paragraph, number, text, citations)
    )
    footnotes = tuple(sentence for paragraph in flow.footnotes for sentence in _whole(paragraph, text))
    for reference in references:
        text.add(reference.text)
    sections = _with_abstract(sections)
    abstract = " ".join(s.text for section in sections if section.role == "abstract" for s in section.sentences)
    return Document(
        paper_id=paper_id,
        reader="pdf",
        text=str(text),
        sections=tuple(section for section in sections if section.heading or section.sentences),
        captions=captions,
        footnotes=footnotes,
        references=references,
        title=front.title,
        authors=people_among(front.authors, str(text)),
        abstract=abstract,
        year=front.imprint.year,
        venue=front.imprint.venue,
        doi=front.imprint.doi,
        stamp=front.stamp,
        language=language,
    )


def _with_abstract(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections; those before the introduction are the abstract, if they are together as long as one.

    They have the headings of a structured abstract, or "Summary" or none where nothing is headed "Abstract".
    """
    start = next((place for place, section in enumerate(sections) if section.role == "introduction"), 0)
    named = any(section.role == "abstract" and section.sentences for section in sections)
    front = {
        place: section.model_copy(update={"role": "abstract"})
        for place, section in enumerate(sections[:start])
        if section.sentences and (STRUCTURED.fullmatch(section.heading) or (not named and _may_be_abstract(section)))
    }
    words = sum(sentence.text.count(" ") + 1 for section in front.values() for sentence in section.sentences)
    if not MIN_ABSTRACT_WORDS <= words <= MAX_ABSTRACT_WORDS:
        return sections
    return tuple(front.get(place, section) for place, section in enumerate(sections))


def _may_be_abstract(section: Section) -> bool:
    return not section.heading or SUMMARY.fullmatch(section.heading) is not None


def _section(part: Part, text: DocumentText, citations: Citations) -> Section:
    heading = part.heading
    if heading.title:
        text.add(f"{heading.number} {heading.title}" if heading.number else heading.title)
    sentences = tuple(
        sentence
        for number, paragraph in enumerate(part.paragraphs, start=1)
        for sentence in _sentences(paragraph, number, text, citations)
    )
    role = section_role(heading.title)
    return Section(
        heading=heading.title,
        number=heading.number,
        level=heading.level,
        role="other" if role == "abstract" and not ABSTRACT.fullmatch(heading.title) else role,
        sentences=sentences,
    )


def _sentences(paragraph: PdfParagraph, number: int, text: DocumentText, citations: Citations) -> Iterable[Sentence]:
    offset = text.add(paragraph.text)
    bounds = split_sentences(paragraph.text)
    for index, (start, end) in enumerate(bounds):
        printed = paragraph.text[start:end]
        unfit = next((reason for joint, reason in paragraph.joints if start < joint < end), None)
        ends = paragraph.ends and 0 < index == len(bounds) - 1  # alone it may be keywords
        if unfit is None and index == len(bounds) - 1 and not ends:
            unfit = paragraph.cut
            if unfit and len(bounds) == 1 and printed.count(" ") < MAX_FRAGMENT_WORDS:
                return  # "(b) grocery cart (CORRECT)", "Ours w/o Question-awareness:": no sentence, only text
        spans = _spans(paragraph, start, end, offset)
        yield Sentence(
            text=printed
            if len(spans) == 1
            else " ".join(str(paragraph.text[s.start - offset : s.end - offset]) for s in spans),
            spans=spans,
            paragraph=number,
            citations=citations.of(printed),
            environment=paragraph.environment,
            unfit=unfit or unfit_reason(printed, ends),
        )


def _whole(paragraph: PdfParagraph, text: DocumentText) -> Iterable[Sentence]:
    if paragraph.text:
        offset = text.add(paragraph.text)
        spans = _spans(paragraph, 0, len(paragraph.text), offset)
        yield Sentence(text=paragraph.text, spans=spans, paragraph=1)


def _spans(paragraph: PdfParagraph, start: int, end: int, offset: int) -> tuple[Span, ...]:
    """One span for each page that text[start:end] of a paragraph stands on; the paragraph begins at `offset`."""
    if len(paragraph.pages) == 1:
        return (Span(paragraph.pages[0][1], start + offset, end + offset),)
    ends = [begin for begin, _ in paragraph.pages[1:]] + [len(paragraph.text) + 1]
    spans: list[Span] = []
    for (begin, page), stop in zip(paragraph.pages, ends, strict=True):
        left, right = max(begin, start), min(stop - 1, end)
        if left < right:
            spans.append(Span(page, left + offset, right + offset))
    return tuple(spans)
