"""Papers made of one table or of a few sentences, and what the audit finds in them."""

from synth.audit.derivation import agrees
from synth.audit.find import find_derivations
from synth.models import Cell, Derivation, Document, Section, Sentence, Span, Table


def with_table(rows: str, caption: str = "Results.") -> Document:
    """A paper whose one table has a line a row, cells parted by bars, the first line being the header."""
    cells, text = [], ""
    for line in rows.strip().splitlines():
        row = []
        for printed in (cell.strip() for cell in line.split("|")):
            row.append(Cell(text=printed, span=Span(None, len(text), len(text) + len(printed))))
            text += f"{printed} "
        cells.append(tuple(row))
    table = Table(caption=caption, label="Table 1", rows=tuple(cells))
    return Document(paper_id="2001.00001v1", reader="latex", text=text, tables=(table,))


def with_text(*texts: str) -> Document:
    """A paper of these sentences."""
    text, sentences = "", []
    for number, printed in enumerate(texts, start=1):
        sentences.append(
            Sentence(text=printed, spans=(Span(1, len(text), len(text) + len(printed)),), paragraph=number)
        )
        text += f"{printed} "
    section = Section(heading="Results", number="4", role="result", sentences=tuple(sentences))
    return Document(paper_id="2001.00001v1", reader="pdf", text=text, sections=(section,), pages=1)


def judged(document: Document) -> list[tuple[str, str, str]]:
    """(kind, reported, verdict) of each number found; the verdict is what the sandbox comes to as well."""
    return [(one.kind, one.reported.text, verdict(one)) for one in find_derivations(document)]


def verdict(derivation: Derivation) -> str:
    """What becomes of a derivation: it holds, it is charged, or it is doubted."""
    return "holds" if agrees(derivation) else "doubted" if derivation.doubt else "charged"
