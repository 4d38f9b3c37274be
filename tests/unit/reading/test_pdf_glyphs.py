from pathlib import Path

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import name_glyphs, painted, text_of
from synth.reading.pdf_text import clean


def texts(path: Path, page: int) -> list[str]:
    with pymupdf.open(path) as pdf:
        lines = [line for block in painted(text_of(pdf[page - 1])) for line in block.get("lines", ())]
        return [clean("".join(run["text"] for run in line["spans"])) for line in name_glyphs(lines, pdf[page - 1])]


def test_lines_of_name_the_glyphs_of_tex_mathematics(shared_data: Path) -> None:
    lines = texts(shared_data / "arxiv_pdfs" / "pdfs" / "1412.6980v9.pdf", 2)
    assert "estimates m̂t and v̂t. See section 3 for more details." in lines
    assert not any("\ufffd" in line for line in lines)


def test_lines_of_a_page_without_mathematics_are_as_printed(shared_data: Path) -> None:
    lines = texts(shared_data / "arxiv_pdfs" / "pdfs" / "2005.11401v4.pdf", 1)
    assert "Retrieval-Augmented Generation for" in lines


def test_clean_sets_accents_over_letters_and_arrows_as_one_sign() -> None:
    assert clean("the estimates ˆm and ˜ϵ, z ↦→f(z), K ↪→V") == "the estimates m̂ and ϵ̃, z ↦f(z), K ↪V"
