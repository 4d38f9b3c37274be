"""The sample library says nothing that its papers do not: every figure, title and author is held against the PDF."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from synth.models import Paper

SAMPLE = Path(__file__).resolve().parents[3] / "corpus" / "sample"
DIGESTS = sorted(path for path in SAMPLE.iterdir() if path.is_dir())
each_digest = pytest.mark.parametrize("digest", DIGESTS, ids=lambda path: path.name)

COPIED_WORDS = 8
"""So many words in a row that also stand in the paper would be a quotation."""

NAMES = re.compile(r"2WikiMultihopQA|2WikiMQA|Llama \d(?:\.\d)? \d+B|\b[A-Za-z][A-Za-z-]*\d[\w.-]*\w|\b[A-Za-z]+-?\d\b")
"""Digits that belong to a name and are no figure: BM25, top-20, Llama2-70B, GPT-3.5-turbo, F1."""

YEAR = re.compile(r"(?<![\d.,])(?:19\d\d|20[0-2]\d)(?!\d|[.,]\d)")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def tex(digest: Path) -> str:
    return (digest / "main.tex").read_text(encoding="utf-8")


def body(source: str, *, tables: bool) -> str:
    """What a reader sees between the title and the bibliography, with or without tables, as plain text."""
    text = source.partition(r"\maketitle")[2].partition(r"\begin{thebibliography}")[0]
    if not tables:
        text = re.sub(r"\\begin\{table\}.*?\\end\{table\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"\\(?:cite|ref|label)\{[^}]*\}|\\begin\{tabular\}\{[^}]*\}|\\(?:begin|end)\{\w+\}", " ", text)
    text = re.sub(r"\\(?:sub)?section\{[^}]*\}", " ", text)
    return " ".join(re.sub(r"\\[a-z]+", " ", text).replace(r"\%", "%").replace("~", " ").split())


def figures_in(text: str) -> set[str]:
    return set(NUMBER.findall(YEAR.sub(" ", NAMES.sub(" ", text))))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", text.lower())


@cache
def pages(data: Path, name: str) -> tuple[str, ...]:
    """The text of each page of the PDF that a digest was checked against."""
    paper = Paper.model_validate_json((SAMPLE / name / "paper.json").read_text(encoding="utf-8"))
    assert paper.link is not None
    path = data / "arxiv_pdfs" / "pdfs" / f"{paper.link.rpartition('/')[2]}.pdf"
    with pymupdf.open(path) as document:
        return tuple(page.get_text(flags=pymupdf.TEXT_DEHYPHENATE) for page in document)


def test_sample_library_holds_at_least_twenty_digests() -> None:
    assert len(DIGESTS) >= 20
    assert sum(r"\begin{tabular}" in tex(digest) for digest in DIGESTS) >= 5


@each_digest
def test_digest_metadata_loads_and_agrees_with_its_source(digest: Path) -> None:
    paper = Paper.model_validate_json((digest / "paper.json").read_text(encoding="utf-8"))
    source = tex(digest)

    assert paper.paper_id == f"digest:{digest.name}"
    assert paper.link is not None
    assert paper.link.startswith(f"https://arxiv.org/abs/{digest.name}")
    assert paper.comment is not None
    assert paper.comment.startswith("Digest written for synth's sample library from ")
    assert "this is not the paper" in source.splitlines()[0]
    assert "\\title{" + paper.title.replace("&", r"\&") + "}" in source
    assert "\\author{" + r" \and ".join(paper.authors) + "}" in source
    abstract = re.search(r"\\begin\{abstract\}(.*?)\\end\{abstract\}", source, re.DOTALL)
    assert abstract is not None
    assert words(paper.abstract) == words(abstract[1])


@each_digest
def test_digest_is_of_the_stated_length(digest: Path) -> None:
    assert 150 <= len(body(tex(digest), tables=False).split()) <= 400


@each_digest
def test_digest_cites_exactly_what_it_lists(digest: Path) -> None:
    source = tex(digest)
    cited = {key for group in re.findall(r"\\cite\{([^}]*)\}", source) for key in group.split(",")}
    listed = re.findall(r"\\bibitem\{([^}]*)\}", source)
    assert sorted(cited) == sorted(listed)
    assert 2 <= len(listed) <= 5


@each_digest
def test_digest_figures_all_have_a_page(digest: Path) -> None:
    located = {entry["number"] for entry in json.loads((digest / "figures.json").read_text(encoding="utf-8"))}
    assert located == figures_in(body(tex(digest), tables=True))


@each_digest
def test_digest_figures_stand_on_their_page_of_the_paper(digest: Path, shared_data: Path) -> None:
    text = pages(shared_data, digest.name)
    missing = [
        entry
        for entry in json.loads((digest / "figures.json").read_text(encoding="utf-8"))
        if not re.search(rf"(?<![\d.,]){re.escape(entry['number'])}(?!\d|[.,]\d)", text[entry["page"] - 1])
    ]
    assert missing == []


@each_digest
def test_digest_title_and_first_author_stand_on_the_papers_first_page(digest: Path, shared_data: Path) -> None:
    paper = Paper.model_validate_json((digest / "paper.json").read_text(encoding="utf-8"))
    first_page = "".join(words(pages(shared_data, digest.name)[0]))
    assert "".join(words(paper.title)) in first_page
    assert "".join(words(paper.authors[0])) in first_page


@each_digest
def test_digest_copies_no_run_of_words_from_the_paper(digest: Path, shared_data: Path) -> None:
    paper = words(" ".join(pages(shared_data, digest.name)))
    runs = {tuple(paper[start : start + COPIED_WORDS]) for start in range(len(paper))}
    own = words(body(tex(digest), tables=False))
    copied = [own[start : start + COPIED_WORDS] for start in range(len(own) - COPIED_WORDS + 1)]
    assert [" ".join(run) for run in copied if tuple(run) in runs] == []


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize(
    "digests", [DIGESTS[::6], pytest.param(DIGESTS, marks=pytest.mark.nightly)], ids=["few", "all"]
)
def test_digest_sources_compile(tmp_path: Path, digests: list[Path]) -> None:
    for digest in digests:
        run = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "main.tex"],
            cwd=shutil.copytree(digest, tmp_path / digest.name),
            stdout=subprocess.PIPE,
            check=False,
        )
        assert run.returncode == 0, f"{digest.name}: {run.stdout[-2000:].decode('utf-8', 'replace')}"
