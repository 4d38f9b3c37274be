import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from synth.errors import ReadingError, SourceError
from synth.models import Document, Source, SourceKind
from synth.reading import read_paper, read_source
from synth.settings import ReadingSettings

ABSTRACT = "We study dense retrieval.  It beats BM25 by 9 points\nin accuracy (see Doe et al. 2020). tf-idf is weaker."

TEX = r"""\documentclass{article}
\title{On retrieval}
\begin{document}
\begin{abstract}We study how retrieval helps a language model to answer questions.\end{abstract}
\section{Results}
Dense retrieval beats the sparse baseline on all of the five datasets. The gain is largest on the smallest of them.
\end{document}
"""


def source(kind: SourceKind, data: bytes) -> Source:
    return Source(
        paper_id="2005.11401v4",
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        origin="https://arxiv.org/abs/2005.11401v4",
    )


def read(kind: SourceKind, data: bytes) -> Document:
    return read_source(data, source(kind, data), ReadingSettings())


def text_by_heading(document: Document) -> dict[str, list[str]]:
    return {section.heading: [sentence.text for sentence in section.sentences] for section in document.sections}


def test_read_source_of_an_abstract_gives_one_section() -> None:
    document = read("abstract", ABSTRACT.encode())
    assert (document.paper_id, document.reader, document.pages) == ("2005.11401v4", "abstract", None)
    (section,) = document.sections
    assert (section.heading, section.role) == ("Abstract", "abstract")
    assert [(each.text, each.unfit) for each in section.sentences] == [
        ("We study dense retrieval.", None),
        ("It beats BM25 by 9 points in accuracy (see Doe et al. 2020).", None),
        ("tf-idf is weaker.", "too few words"),
    ]
    for sentence in section.sentences:
        assert " ".join(document.text[span.start : span.end] for span in sentence.spans) == sentence.text
    assert document.abstract == document.text == " ".join(ABSTRACT.split())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \n", "empty"),
        (b"\xff\xfe\xff", "UTF-8"),
        (b"Diese Arbeit untersucht, wie die Suche einem Sprachmodell beim Antworten hilft.", "language"),
    ],
)
def test_read_source_refuses_an_abstract_that_it_cannot_read(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason) as caught:
        read("abstract", data)
    assert caught.value.item == "2005.11401v4"


def test_read_source_of_latex_reads_a_gzipped_file() -> None:
    document = read("latex", gzip.compress(TEX.encode(), mtime=0))
    assert (document.paper_id, document.reader, document.title) == ("2005.11401v4", "latex", "On retrieval")
    assert text_by_heading(document)["Results"] == [
        "Dense retrieval beats the sparse baseline on all of the five datasets.",
        "The gain is largest on the smallest of them.",
    ]


@pytest.mark.parametrize(("kind", "data"), [("latex", b""), ("pdf", b"not a PDF at all"), ("latex", b"no TeX at all")])
def test_read_source_names_the_paper_that_it_cannot_read(kind: SourceKind, data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(kind, data)
    assert caught.value.item == "2005.11401v4"


def test_read_paper_tells_a_tex_file_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(TEX)
    document = read_paper(path)
    assert document.paper_id == f"local:{hashlib.sha256(TEX.encode()).hexdigest()[:12]}"
    assert document.reader == "latex"
    assert read_paper(str(path)) == document


def test_read_paper_reads_a_folder_as_its_main_file(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(TEX)
    (tmp_path / "notes.txt").write_text("nothing")
    document = read_paper(tmp_path)
    assert document.paper_id.startswith("local:")
    assert "Results" in text_by_heading(document)


@pytest.mark.parametrize("name", ["empty.tex", "text.pdf"])
def test_read_paper_names_the_path_that_it_cannot_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("nothing of the kind" if name.endswith("pdf") else "")
    with pytest.raises(ReadingError) as caught:
        read_paper(tmp_path / name)
    assert caught.value.item == str(tmp_path / name)


def test_read_paper_of_nothing_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.pdf: cannot be read"):
        read_paper(tmp_path / "absent.pdf")


def test_read_paper_of_a_real_pdf_has_pages_and_spans(shared_data: Path) -> None:
    document = read_paper(shared_data / "arxiv_pdfs" / "pdfs" / "2005.11401v4.pdf")
    assert document.reader == "pdf"
    assert document.title is not None
    assert document.title.startswith("Retrieval-Augmented Generation")
    sentences = [sentence for section in document.sections for sentence in section.sentences]
    assert len(sentences) > 150
    for sentence in sentences:
        assert sentence.page is not None
        assert " ".join(document.text[span.start : span.end] for span in sentence.spans) == sentence.text


def test_import_of_reading_loads_neither_pymupdf_nor_pylatexenc() -> None:
    check = "import sys, synth.reading; print(sorted({'pymupdf', 'pylatexenc', 'sentencex'} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_read_paper_opens_nothing_but_plain_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tex")
    (tmp_path / "huge.pdf").write_bytes(b"%PDF-1.4")
    os.truncate(tmp_path / "huge.pdf", 3_000_000_000)
    for path, reason in (
        (tmp_path / "pipe.tex", "not a file"),
        (tmp_path / "huge.pdf", "larger than 200 MB"),
        (Path("/dev/zero"), "not a file"),
        (tmp_path / "none.pdf", "cannot be read: No such file"),
    ):
        with pytest.raises(SourceError, match=reason):
            read_paper(path)


def test_read_paper_reads_a_folder_with_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(TEX)
    (tmp_path / "one.tex").symlink_to("two.tex")
    (tmp_path / "two.tex").symlink_to("one.tex")
    (tmp_path / "up").symlink_to(tmp_path)
    for path in (tmp_path, tmp_path / "main.tex"):
        assert read_paper(path).title == "On retrieval"
