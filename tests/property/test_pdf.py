import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from synth.reading.pdf_flow import PdfParagraph
from synth.reading.pdf_text import Hyphens, clean, joint

HYPHENS = Hyphens(["a cross-encoder and a bi-encoder"])
words = st.text(alphabet="abcdefghij-", min_size=1, max_size=8).filter(lambda word: word.strip("-"))
rows = st.lists(words, min_size=1, max_size=6).map(" ".join)


@given(st.text(max_size=80))
def test_clean_leaves_text_that_it_leaves_alone(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == " ".join(once.split())
    assert not any(unicodedata.category(char) == "Cc" for char in once)


@given(rows, rows)
def test_joint_loses_no_letter(left: str, right: str) -> None:
    head, glue = joint(left, right, HYPHENS)
    assert (head + glue + right).replace("-", "").replace(" ", "") == (left + right).replace("-", "").replace(" ", "")
    assert glue in {"", " "}


@given(st.lists(st.tuples(rows, st.integers(0, 1)), min_size=1, max_size=12))
def test_paragraph_pages_part_the_text_at_spaces(steps: list[tuple[str, int]]) -> None:
    paragraph = PdfParagraph()
    page = 1
    for text, turned in steps:
        page += turned
        paragraph.add(text, page, HYPHENS)
    offsets = [offset for offset, _ in paragraph.pages]
    numbers = [number for _, number in paragraph.pages]
    assert offsets == sorted(set(offsets))
    assert numbers == sorted(set(numbers))
    assert offsets[0] == 0
    assert all(paragraph.text[offset - 1] == " " for offset in offsets[1:])
