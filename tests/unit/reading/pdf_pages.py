"""Make small PDFs for tests: lines of text at given places, in Times, as a typesetter would leave them."""

from collections.abc import Sequence

from synth.reading.pdf_engine import pymupdf  # loaded there without its layout model

ROMAN, BOLD, ITALIC, SANS = "tiro", "tibo", "tiit", "helv"
PITCH = 12.0
_FONT = pymupdf.Font(ROMAN)


class Pages:
    """A document in the making; `y` is the baseline of the next line."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.new_page()

    def new_page(self) -> None:
        self.page = self.document.new_page(width=612, height=792)
        self.y = 80.0

    def lines(
        self, x: float, texts: Sequence[str], *, y: float | None = None, size: float = 10, font: str = ROMAN
    ) -> None:
        """Write lines one below the other from `y`, else from where the last ended."""
        self.y = self.y if y is None else y
        for text in texts:
            self.page.insert_text((x, self.y), text, fontsize=size, fontname=font)
            self.y += PITCH * size / 10

    def paragraph(self, x: float, width: float, text: str, *, y: float | None = None, size: float = 10) -> None:
        """Write a justified paragraph, its words spread to the full width of each line but the last."""
        self.y = self.y if y is None else y
        line: list[str] = []
        for word in text.split():
            if line and _length(" ".join([*line, word]), size) > width:
                self._justified(x, width, line, size)
                line = []
            line.append(word)
        self.lines(x, [" ".join(line)], size=size)

    def _justified(self, x: float, width: float, words: Sequence[str], size: float) -> None:
        gap = (width - sum(_length(word, size) for word in words)) / max(1, len(words) - 1)
        writer = pymupdf.TextWriter(self.page.rect)
        for word in words:
            writer.append((x, self.y), word, font=_FONT, fontsize=size)
            x += _length(word, size) + gap
        writer.write_text(self.page)
        self.y += PITCH * size / 10

    def runs(self, x: float, runs: Sequence[tuple[str, float, float]], *, y: float | None = None) -> None:
        """Write runs of (text, size, rise) one after the other on one line."""
        self.y = self.y if y is None else y
        for text, size, rise in runs:
            self.page.insert_text((x, self.y - rise), text, fontsize=size, fontname=ROMAN)
            x += _length(text, size)
        self.y += PITCH

    def data(self, **options: object) -> bytes:
        return bytes(self.document.tobytes(**options))


def _length(text: str, size: float) -> float:
    return float(pymupdf.get_text_length(text, fontname=ROMAN, fontsize=size))


FILLER = (
    "The retriever scores every passage of the collection against the question and keeps the best ones. "
    "A reader then looks at these passages and marks the span that answers the question. "
    "Both parts are trained on the same pairs of questions and answers. "
)
