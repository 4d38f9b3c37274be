from datetime import date

import pytest

from synth.errors import ReadingError
from synth.models import ArxivStamp, Document
from synth.reading.pdf import read_pdf
from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_furniture import stamp_in
from synth.settings import ReadingSettings
from tests.unit.reading.pdf_pages import BOLD, FILLER, ITALIC, SANS, Pages


def read(pages: Pages) -> Document:
    return read_pdf(pages.data(), "local:0123456789ab", ReadingSettings())


def texts(document: Document) -> list[str]:
    return [sentence.text for section in document.sections for sentence in section.sentences]


def body(document: Document) -> str:
    return " ".join(texts(document))


def paper(title: str = "Reading passages with two retrievers", pages: Pages | None = None) -> Pages:
    pages = pages or Pages()
    pages.lines(150, [title], y=90, size=16, font=BOLD)
    pages.lines(220, ["Ada Byron, Emmy Noether"], y=115)
    pages.lines(290, ["Abstract"], y=150, size=12, font=BOLD)
    pages.paragraph(144, 324, "We study how passages are read. " + FILLER, y=170)
    pages.lines(108, ["1 Introduction"], y=260, size=12, font=BOLD)
    pages.paragraph(108, 396, FILLER * 4, y=285)
    return pages


def test_read_pdf_tells_title_authors_and_abstract() -> None:
    document = read(paper())
    assert document.title == "Reading passages with two retrievers"
    assert document.authors == ("Ada Byron", "Emmy Noether")
    assert document.abstract.startswith("We study how passages are read. The retriever scores")
    assert [(section.number, section.heading, section.role) for section in document.sections] == [
        (None, "Abstract", "abstract"),
        ("1", "Introduction", "introduction"),
    ]
    assert document.reader == "pdf"
    assert document.pages == 1


def test_read_pdf_goes_on_with_a_title_past_the_kind_of_article_beside_it() -> None:
    pages = Pages()
    pages.lines(160, ["Beyond the first frog: estimating how many", "ponds matter for the song of"], y=80, size=16)
    pages.lines(41, ["LETTER"], y=81, size=13)
    pages.lines(160, ["tree frogs"], y=128, size=16)
    pages.lines(160, ["Abstract"], y=170, size=12, font=BOLD)
    pages.paragraph(160, 340, "We study how frogs sing. " + FILLER * 4, y=190)
    title = "Beyond the first frog: estimating how many ponds matter for the song of tree frogs"
    assert read(pages).title == title


def test_read_pdf_ends_a_title_in_capitals_where_names_follow_in_its_own_type() -> None:
    pages = Pages()
    pages.lines(200, ["ESTIMATING THE POWER OF EMPLOYERS", "Ada K. Byron", "Emmy Noether"], y=90, size=12)
    pages.lines(290, ["Abstract"], y=170, size=12, font=BOLD)
    pages.paragraph(108, 396, "We study how wages are set. " + FILLER * 4, y=190)
    document = read(pages)
    assert document.title == "ESTIMATING THE POWER OF EMPLOYERS"
    assert document.authors == ("Ada K. Byron", "Emmy Noether")


def test_read_pdf_joins_small_capitals_of_a_title() -> None:
    pages = paper("")
    pages.runs(
        108,
        [
            ("R", 17, 0),
            ("ETRIEVAL MEETS ", 13.6, 0),
            ("L", 17, 0),
            ("ONG ", 13.6, 0),
            ("C", 17, 0),
            ("ONTEXT", 13.6, 0),
        ],
        y=80,
    )
    assert read(pages).title == "RETRIEVAL MEETS LONG CONTEXT"


def test_read_pdf_reads_the_left_column_before_the_right() -> None:
    pages = Pages()
    pages.lines(120, ["A title that stands over both columns"], y=80, size=16, font=BOLD)
    pages.paragraph(54, 245, "Left begins here. " + FILLER * 5 + "The left column goes on in", y=120)
    pages.paragraph(315, 245, "the right column without a break. " + FILLER * 5 + "Right ends here.", y=120)
    read_sentences = texts(read(pages))
    assert "The left column goes on in the right column without a break." in read_sentences
    assert read_sentences[0] == "Left begins here."
    assert read_sentences[-1] == "Right ends here."


def test_read_pdf_keeps_a_table_and_its_caption_out_of_a_sentence() -> None:
    pages = Pages()
    pages.paragraph(54, 245, FILLER * 7 + "Our model beats all extractive approaches, leading", y=90)
    for row, (name, score) in enumerate([("DPR", "41.5"), ("REALM", "40.4"), ("RAG", "44.5")]):
        pages.lines(330, [name], y=90 + 12 * row, size=9)
        pages.lines(480, [score], y=90 + 12 * row, size=9)
    pages.lines(315, ["Table 1: Open-Domain QA test scores."], y=140, size=9)
    pages.paragraph(315, 245, "to the best scores on all four tasks. " + FILLER * 4, y=175)
    document = read(pages)
    assert "Our model beats all extractive approaches, leading to the best scores on all four tasks." in texts(document)
    assert [caption.text for caption in document.captions] == ["Table 1: Open-Domain QA test scores."]
    assert "41.5" not in body(document)


def test_read_pdf_cuts_a_caption_into_sentences() -> None:
    pages = Pages()
    pages.paragraph(54, 245, FILLER * 7, y=90)
    pages.lines(315, ["Figure 1: Accuracy by size. The large", "retriever is the more accurate one."], y=140, size=9)
    pages.paragraph(315, 245, FILLER * 4, y=175)
    pages.lines(315, ["Figure 2: Time by size."], y=500, size=9)
    captions = read(pages).captions
    assert [(caption.text, caption.paragraph) for caption in captions] == [
        ("Figure 1: Accuracy by size.", 1),
        ("The large retriever is the more accurate one.", 1),
        ("Figure 2: Time by size.", 2),
    ]


def test_read_pdf_keeps_the_caption_of_a_figure_above_the_text_of_the_first_page() -> None:
    pages = Pages()
    pages.lines(150, ["Reading passages with two retrievers"], y=90, size=16, font=BOLD)
    pages.lines(220, ["Ada Byron, Emmy Noether"], y=115)
    pages.lines(120, ["Abstract"], y=150, size=12, font=BOLD)
    pages.paragraph(54, 245, "We study how passages are read. " + FILLER * 5, y=170)
    pages.lines(315, ["Figure 1: The large retriever is more accurate."], y=150, size=9)
    pages.paragraph(315, 245, FILLER * 8, y=185)
    assert [caption.text for caption in read(pages).captions] == ["Figure 1: The large retriever is more accurate."]


def test_read_pdf_keeps_a_footnote_out_of_a_broken_word() -> None:
    pages = Pages()
    pages.paragraph(54, 245, FILLER * 7, y=90)
    pages.runs(54, [("All answers", 10, 0), ("8", 7, 4), (" are given. When training with mul-", 10, 0)])
    pages.runs(64, [("8", 6, 3), ("SQuAD is limited to some articles.", 8, 0)], y=740)
    pages.paragraph(315, 245, "tiple passages the loss falls. " + FILLER * 5, y=90)
    document = read(pages)
    assert "When training with multiple passages the loss falls." in texts(document)
    assert "All answers are given." in texts(document)
    assert [note.text for note in document.footnotes] == ["SQuAD is limited to some articles."]


def test_read_pdf_keeps_an_axis_out_of_the_text() -> None:
    pages = Pages()
    pages.paragraph(108, 396, FILLER * 3 + "Scores fall when the query only appears at the end", y=90)
    for index, label in enumerate(["1st", "5th", "10th"]):
        pages.lines(150 + 60 * index, [label], y=200, size=8, font=SANS)
    pages.lines(190, ["Position of the answer"], y=212, size=8, font=SANS)
    pages.lines(108, ["Figure 2: Scores by position."], y=235, size=9)
    pages.paragraph(108, 396, "of the prompt. " + FILLER * 4, y=265)
    document = read(pages)
    assert "Scores fall when the query only appears at the end of the prompt." in texts(document)
    assert "10th" not in body(document)


def test_read_pdf_gives_a_span_for_each_page_of_a_sentence() -> None:
    pages = Pages()
    pages.paragraph(108, 396, FILLER * 6, y=500)
    pages.lines(108, ["This last sentence of the page is about an encoder that is com-"], y=700)
    pages.new_page()
    pages.lines(108, ["pletely shared by questions and passages."], y=90)
    pages.paragraph(108, 396, FILLER * 6)
    document = read(pages)
    sentence = next(
        sentence for section in document.sections for sentence in section.sentences if len(sentence.spans) > 1
    )
    assert [span.page for span in sentence.spans] == [1, 2]
    parts = [document.text[span.start : span.end] for span in sentence.spans]
    assert parts == [
        "This last sentence of the page is about an encoder that is completely",
        "shared by questions and passages.",
    ]
    assert sentence.text == " ".join(parts)
    assert sentence.page == 1


def test_read_pdf_drops_running_heads_page_numbers_and_line_numbers() -> None:
    pages = Pages()
    for number in range(1, 5):
        if number > 1:
            pages.new_page()
        pages.lines(200, ["Published at a conference in 2024"], y=40, size=9)
        pages.paragraph(108, 396, FILLER * 5, y=90)
        for index in range(12):
            pages.lines(60, [f"{100 * number + index:03d}"], y=90 + 12 * index, size=8, font=SANS)
        pages.lines(300, [str(number)], y=760)
    document = read(pages)
    assert "Published" not in document.text
    assert not any(character.isdigit() for character in body(document))


def test_read_pdf_finds_the_stamp_of_arxiv() -> None:
    pages = paper()
    pages.page.insert_text(
        (30, 560), "arXiv:2005.11401v4  [cs.CL]  12 Apr 2021", fontsize=20, fontname="tiro", rotate=90
    )
    assert read(pages).stamp == ArxivStamp(arxiv_id="2005.11401v4", category="cs.CL", stamped_on=date(2021, 4, 12))
    assert read(paper()).stamp is None


@pytest.mark.parametrize(("text", "stamp"), [
    ("arXiv:math/0303009v1  [math.LO]  1 Mar 2003",
     ArxivStamp(arxiv_id="math/0303009v1", category="math.LO", stamped_on=date(2003, 3, 1))),
    ("arXiv:2004.04906v3 [cs.CL] 31 Feb 2020", ArxivStamp(arxiv_id="2004.04906v3", category="cs.CL")),
    ("arXiv:1412.6980", ArxivStamp(arxiv_id="1412.6980")),
    ("as in arXiv papers", None),
])  # fmt: skip
def test_stamp_in_takes_the_stamp_apart(text: str, stamp: ArxivStamp | None) -> None:
    assert stamp_in(["Figure", text]) == stamp


def test_read_pdf_resolves_citations_by_label() -> None:
    pages = paper()
    pages.paragraph(108, 396, "Dense retrieval beats sparse retrieval [2, 3]. Others disagree [1].")
    pages.lines(108, ["References"], y=600, size=12, font=BOLD)
    for number, entry in enumerate(
        [
            "A. Byron. Engines that weave algebra. 1843.",
            "E. Noether. Invariants of passages. 1918.",
            "S. Germain. Elastic readers. 1816.",
        ],
        start=1,
    ):
        pages.lines(108, [f"[{number}] {entry}"], y=600 + 20 * number, size=9)
    document = read(pages)
    cited = {sentence.text: sentence.citations for section in document.sections for sentence in section.sentences}
    assert cited["Dense retrieval beats sparse retrieval [2, 3]."] == (2, 3)
    assert cited["Others disagree [1]."] == (1,)
    assert len(document.references) == 3
    assert "Invariants of passages" in document.references[1].text


def test_read_pdf_resolves_citations_by_author_and_year() -> None:
    pages = paper()
    pages.paragraph(108, 396, "Weaving helps (Byron, 1843; Noether et al., 1918a). As Germain (1816) shows, it bends.")
    pages.lines(108, ["References"], y=600, size=12, font=BOLD)
    entries = [
        ["Ada Byron. 1843. Engines that weave algebra as looms do, in the", "Proceedings of the Analytical Society."],
        ["Sophie Germain. 1816. Elastic readers and their surfaces, seen in the", "Annals of Reading."],
        ["Emmy Noether, Ada Byron, and Sophie Germain. 1918a. Invariants of", "passages under translation."],
    ]
    pages.y = 620
    for first, rest in entries:
        pages.lines(108, [first], size=9)
        pages.lines(118, [rest], size=9)
    document = read(pages)
    cited = {sentence.text: sentence.citations for section in document.sections for sentence in section.sentences}
    assert cited["Weaving helps (Byron, 1843; Noether et al., 1918a)."] == (1, 3)
    assert cited["As Germain (1816) shows, it bends."] == (2,)
    assert len(document.references) == 3


def test_read_pdf_reads_on_with_a_formula_set_in_one_line() -> None:
    pages = paper()
    pages.lines(108, ["The score of a passage is given by"])
    pages.lines(250, ["s = q × p + b        (1)"], y=pages.y + 8)
    pages.lines(108, ["where both vectors have unit length."], y=pages.y + 8)
    sentence = read(pages).sections[-1].sentences[-1]
    assert sentence.text == "The score of a passage is given by s = q × p + b where both vectors have unit length."
    assert sentence.unfit is None


def test_read_pdf_marks_a_sentence_with_a_formula_left_out() -> None:
    pages = paper()
    pages.lines(108, ["The score of a passage is given by"])
    top = pages.y + 14
    pages.lines(262, ["q × p = 1"], y=top - 7)
    pages.lines(240, ["s ="], y=top)
    pages.lines(268, ["|q| + |p| = 1        (1)"], y=top + 7)
    pages.lines(108, ["where both vectors have unit length."], y=top + 26)
    document = read(pages)
    unfit = [s for section in document.sections for s in section.sentences if s.unfit]
    assert [sentence.text for sentence in unfit] == [
        "The score of a passage is given by where both vectors have unit length."
    ]
    assert unfit[0].unfit == "a displayed formula inside it is left out"


def test_read_pdf_makes_sections_of_headings_run_in() -> None:
    pages = paper()
    start = pages.y + 10
    pages.lines(108, ["Datasets."], y=start, font=BOLD)
    pages.lines(156, ["We use two sets of questions that people asked a search engine in earnest."], y=start)
    pages.lines(108, ["Each has ten thousand of them, and every one has a short answer."])
    document = read(pages)
    section = document.sections[-1]
    assert section.heading == "Datasets"
    assert section.sentences[0].text.startswith("We use two sets of questions")


def test_read_pdf_keeps_a_word_in_italics_at_the_start_of_a_sentence() -> None:
    pages = paper()
    start = pages.y + 10
    pages.lines(108, ["Retrieval"], y=start, font=ITALIC)
    pages.lines(149, ["is the first of the two steps and takes most of the time that a query needs."], y=start)
    assert texts(read(pages))[-1].startswith("Retrieval is the first")


def _encrypted() -> bytes:
    return paper().data(encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")


def _without_words() -> bytes:
    return Pages().data()


def _in_german() -> bytes:
    pages = Pages()
    german = "Die Einführung erklärt, warum wir die Fragen und ihre Antworten nicht von Hand gelesen haben. "
    pages.paragraph(108, 396, german * 12, y=90)
    return pages.data()


EMPTY = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>Not found</html>", "not a PDF"),
        (b"", "not a PDF"),
        (b"%PDF-1.4\nnothing more", "damaged"),
        (paper().data()[:600], "damaged"),
        (EMPTY, "no page"),
        (_encrypted(), "encrypted"),
        (_without_words(), "no text layer"),
        (_in_german(), "in German, the report is in English"),
    ],
    ids=["html", "nothing", "head only", "cut off", "no pages", "encrypted", "no words", "German"],
)
def test_read_pdf_refuses_with_the_reason(data: bytes, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadingError, match=reason) as caught:
        read_pdf(data, "local:0123456789ab", ReadingSettings())
    assert caught.value.item == "local:0123456789ab"
    assert caught.value.stage == "reading"
    assert capfd.readouterr().err == ""


def test_read_pdf_refuses_more_pages_than_allowed() -> None:
    pages = paper()
    pages.new_page()
    with pytest.raises(ReadingError, match="too long: 2 pages, at most 1 are read"):
        read_pdf(pages.data(), "local:0123456789ab", ReadingSettings(max_pages=1))


def test_read_pdf_is_deterministic() -> None:
    data = paper().data()
    settings = ReadingSettings()
    assert read_pdf(data, "local:0123456789ab", settings) == read_pdf(data, "local:0123456789ab", settings)


def test_read_pdf_maps_what_mupdf_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(page: object) -> None:
        raise pymupdf.mupdf.FzErrorSyntax("object 7 is nothing")

    monkeypatch.setattr("synth.reading.pdf_pages.text_of", failing)
    with pytest.raises(ReadingError, match="damaged: .*object 7 is nothing"):
        read(paper())


def test_read_pdf_keeps_the_short_last_line_of_an_abstract_narrower_than_the_page() -> None:
    pages = Pages()
    pages.lines(150, ["Reading passages with two retrievers"], y=90, size=16, font=BOLD)
    pages.lines(220, ["Ada Byron, Emmy Noether"], y=115)
    rows = [
        "We study how passages are read by two retrievers that were trained alike on all",
        "of the questions of a year. The retriever that scores passages by all their words",
        "is the better one of both, since it finds nearly twice as many of the answers in",
        "papers that are old.",
    ]
    pages.lines(290, ["Abstract"], y=140, size=12, font=BOLD)
    pages.lines(110, rows, y=156)
    for x in (54, 312):
        pages.paragraph(x, 246, FILLER * 8, y=230)
    pages.new_page()
    for x in (54, 312):
        pages.paragraph(x, 246, FILLER * 12, y=80)
    assert read(pages).abstract.endswith("nearly twice as many of the answers in papers that are old.")


def test_read_pdf_reads_on_in_ragged_text_behind_a_word_that_awaits_another() -> None:
    pages = paper()
    rows = [
        "The small shrub that grows along the river belongs to the",
        "Lamiaceae family. Its leaves are drunk as tea by the people who live on its banks,",
        "and by those who pass by it in the spring, when all of the trees are bare still.",
    ]
    pages.lines(108, rows, y=600)
    assert any("river belongs to the Lamiaceae family." in text for text in texts(read(pages)))


def test_read_pdf_closes_the_spaces_behind_the_hyphens_of_a_whole_paper() -> None:
    pages = paper()
    rows = [
        "We find that high- throughput sequencing of reef- building corals is useful in pre- and post-",
        "bleaching studies of slow- growing colonies in shallow waters.",
    ]
    pages.lines(108, rows, y=600)
    text = body(read(pages))
    assert "high-throughput sequencing of reef-building corals is useful in pre- and post-bleaching" in text
    assert "slow-growing colonies" in text


def test_read_pdf_takes_a_structured_abstract_without_the_word_for_an_abstract() -> None:
    pages = Pages()
    pages.lines(150, ["Reading passages with two retrievers"], y=90, size=16, font=BOLD)
    pages.lines(220, ["Ada Byron, Emmy Noether"], y=115)
    for at, heading in enumerate(("Objective", "Methods", "Results", "Conclusion")):
        pages.lines(108, [heading], y=150 + 60 * at, size=11, font=BOLD)
        pages.paragraph(108, 396, f"Part {heading} of the study is told here. " + FILLER, y=164 + 60 * at)
    pages.lines(108, ["1 Introduction"], y=410, size=12, font=BOLD)
    pages.paragraph(108, 396, FILLER * 6, y=430)
    abstract = read(pages).abstract
    assert abstract.startswith("Part Objective of the study")
    assert "Part Conclusion of the study" in abstract
