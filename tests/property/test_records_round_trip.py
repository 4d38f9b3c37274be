"""What a record holds survives being written and read, whatever text is in it, and spans always give their text."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from synth.models import Document, Paper, Screened, json_lines, json_text, spanned
from synth.records.csv_cells import unguarded
from synth.records.files import record_files, screening_csv
from tests.examples import checked, claim, document, report, review

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
TEXTS = st.lists(TEXT, min_size=1, max_size=5).map(tuple)


@given(TEXTS)
def test_document_survives_json_and_its_spans_give_their_sentences(texts: tuple[str, ...]) -> None:
    read = document(texts=texts)
    again = Document.model_validate_json(json_text(read))
    assert again == read
    for sentence in again.sections[0].sentences:
        assert spanned(again.text, sentence.spans) == sentence.text


@given(TEXTS)
def test_claim_lines_survive_json_lines(texts: tuple[str, ...]) -> None:
    items = [checked(claim(number, texts=texts)) for number in range(len(texts))]
    files = record_files(report("Does it work?", tuple(items)), items, [], review(), [])
    # A text may hold U+2028, which ends a line for str.splitlines and for no reader of JSON Lines.
    lines = files["claims.jsonl"].decode().removesuffix("\n").split("\n")
    assert [json.loads(line)["text"] for line in lines] == list(texts)


@given(st.lists(TEXT, max_size=5), TEXT)
def test_screening_survives_csv(titles: list[str], reason: str) -> None:
    rows = [Screened(paper_id="1", title=title, decision="skipped", stage="read", reason=reason) for title in titles]
    text = screening_csv(rows)
    # Excel's dialect reads a lone carriage return as a line's end, also where it is quoted.
    if "\r" not in text:
        assert [unguarded(row["title"]) for row in csv.DictReader(io.StringIO(text, newline=""))] == titles


@given(TEXT, TEXTS)
def test_papers_survive_json_lines(title: str, authors: tuple[str, ...]) -> None:
    paper = Paper(paper_id="2001.00001v1", title=title, authors=authors)
    assert Paper.model_validate_json(json_lines([paper])) == paper
