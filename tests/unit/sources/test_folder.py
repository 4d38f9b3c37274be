import gzip
import hashlib
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from synth.errors import SourceError
from synth.models import Found, Paper
from synth.question import parse_question
from synth.settings import SearchSettings
from synth.sources.entries import LEADS_OUT
from synth.sources.folder import FolderSource
from synth.sources.sample import SampleSource
from synth.sources.sidecar import read_sidecar

QUESTION = parse_question("retrieval")
PDF = b"%PDF-1.4 words %%EOF\n"
TEX = b"\\documentclass{article}\n\\begin{document}Text.\\end{document}\n"


def write(path: Path, data: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def find(*paths: Path) -> Found:
    return FolderSource(paths).find(QUESTION, (), SearchSettings())


def ids(found: Found) -> list[str]:
    return [paper.paper_id for paper in found.papers]


def reasons(found: Found) -> dict[str, str]:
    return {skip.title: skip.reason for skip in found.skips}


def tar_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {member.name: file.read() for member in archive if (file := archive.extractfile(member))}


def test_find_names_a_paper_by_its_arxiv_id_or_its_hash(tmp_path: Path) -> None:
    write(tmp_path / "2005.11401v4.pdf")
    write(tmp_path / "thesis.pdf", PDF + b"other")
    found = find(tmp_path)

    assert ids(found) == ["2005.11401v4", "local:" + hashlib.sha256(PDF + b"other").hexdigest()[:12]]
    assert [paper.title for paper in found.papers] == ["2005.11401v4", "thesis"]
    assert found.papers[0].link == "https://arxiv.org/abs/2005.11401v4"
    assert found.skips == ()


def test_find_tells_forms_by_content(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf")
    write(tmp_path / "b.tar.gz", gzip.compress(tar_of({"main.tex": TEX})))
    write(tmp_path / "c.gz", gzip.compress(TEX))
    write(tmp_path / "d.tar", tar_of({"main.tex": TEX + b"%"}))
    write(tmp_path / "really_a_pdf.ltx", PDF + b"2")
    source = FolderSource((tmp_path,))
    found = source.find(QUESTION, (), SearchSettings())

    assert [paper.title for paper in found.papers] == ["a", "b", "c", "d", "really_a_pdf"]
    assert [source.fetch(paper).kind for paper in found.papers] == ["pdf", "latex", "latex", "latex", "pdf"]


def test_find_skips_with_reasons_what_is_no_paper(tmp_path: Path) -> None:
    write(tmp_path / "in" / "web.pdf", b"<!DOCTYPE html><html>\\begin{x}</html>")
    write(tmp_path / "in" / "empty.pdf", b"")
    write(tmp_path / "in" / "twelve.pdf", b"twelve bytes")
    write(tmp_path / "in" / "page.html", b"<html></html>")
    write(tmp_path / "in" / "notes.md", b"How to use \\begin{itemize}")
    write(tmp_path / "in" / "cry.gz", gzip.compress(b"\x01\x02\x03" * 99))
    write(tmp_path / "in" / "broken.gz", b"\x1f\x8b broken")
    write(tmp_path / "in" / "draft.docx", b"PK\x03\x04 words")
    with zipfile.ZipFile(tmp_path / "in" / "source.zip", "w") as archive:
        archive.writestr("main.tex", TEX)
    write(tmp_path / "in" / ".hidden.pdf")
    found = find(tmp_path / "in")

    unknown = "not a PDF, TeX file, source folder or e-print archive"
    assert found.papers == ()
    assert reasons(found) == {
        "in/broken.gz": "a gzip file that holds no TeX",
        "in/cry.gz": "a gzip file that holds no TeX",
        "in/draft.docx": "a file of an office program: save it as PDF first",
        "in/empty.pdf": "an empty file",
        "in/notes.md": unknown,
        "in/page.html": "an HTML or XML page and not a paper: save the paper itself",
        "in/source.zip": "a zip archive: unpack it and give the folder",
        "in/twelve.pdf": "not a PDF, whatever its name says: fetch it again",
        "in/web.pdf": "an HTML or XML page and not a paper: save the paper itself",
    }


def test_find_takes_a_folder_with_a_main_file_for_one_paper(tmp_path: Path) -> None:
    write(tmp_path / "2005.11401_rag" / "main.tex", TEX)
    write(tmp_path / "2005.11401_rag" / "sections" / "intro.tex", b"\\includegraphics{figure}")
    write(tmp_path / "2005.11401_rag" / "figure.pdf")
    write(tmp_path / "math-0303005" / "REPRES.TEX", b"\\magnification=1200\nText.\\bye\n")
    source = FolderSource((tmp_path,))
    found = source.find(QUESTION, (), SearchSettings())

    assert ids(found) == ["2005.11401", "math/0303005"]
    assert members(source.fetch(found.papers[0]).data) == {
        "main.tex": TEX,
        "sections/intro.tex": b"\\includegraphics{figure}",
    }
    assert found.skips == ()


def test_fetch_of_a_folder_depends_on_its_text_alone(tmp_path: Path) -> None:
    for place, order in (("one", ["b.tex", "a.tex"]), ("two", ["a.tex", "b.tex"])):
        for name in order:
            write(tmp_path / place / "2101.00001" / name, TEX if name == "a.tex" else b"b")
    one, two = (FolderSource((tmp_path / place,)) for place in ("one", "two"))
    paper = Paper(paper_id="2101.00001", title="")

    assert one.fetch(paper).data == two.fetch(paper).data


def test_fetch_of_a_tex_file_brings_what_it_inputs(tmp_path: Path) -> None:
    main = write(
        tmp_path / "paper.tex",
        b"\\documentclass{article}\n\\input{intro} % \\input{draft}\n\\input{../secret}\\bibliography{refs}\n",
    )
    write(tmp_path / "intro.tex", b"\\include{deep/part}")
    write(tmp_path / "deep" / "part.tex", b"part")
    write(tmp_path / "refs.bib", b"@book{a, title={A}}\n@book{b, title={B}}")
    write(tmp_path / "draft.tex", b"draft")
    write(tmp_path.parent / "secret.tex", b"secret")
    source = FolderSource((main,))
    (paper,) = source.find(QUESTION, (), SearchSettings()).papers

    assert sorted(members(source.fetch(paper).data)) == ["deep/part.tex", "intro.tex", "paper.tex", "refs.bib"]


def test_find_reads_a_mixed_folder_file_by_file(tmp_path: Path) -> None:
    write(tmp_path / "2101.00001.tex", TEX)
    write(tmp_path / "2101.00002.pdf")
    write(tmp_path / "part.tex", b"no main file")
    found = find(tmp_path)

    assert ids(found) == ["2101.00001", "2101.00002"]
    assert list(reasons(found).values()) == ["a TeX file that is no whole paper: what inputs it takes it in"]


def test_find_loses_no_paper_that_lies_beside_a_source(tmp_path: Path) -> None:
    write(tmp_path / "in" / "draft.tex", TEX.replace(b"Text.", b"\\includegraphics{plot_a}"))
    for name in ("draft.pdf", "plot_a.pdf", "other.pdf"):
        write(tmp_path / "in" / name, PDF + name.encode())

    assert [paper.title for paper in find(tmp_path / "in").papers] == ["in", "other"]


def test_find_takes_three_sources_with_abstracts_for_three_papers(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / "in" / f"{name}.tex", TEX.replace(b"Text.", b"\\begin{abstract}" + name.encode()))

    assert [paper.title for paper in find(tmp_path / "in").papers] == ["a", "b", "c"]


def test_find_merges_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.pdf")
    write(tmp_path / "in" / "z_2101.00001.pdf")
    found = find(tmp_path / "in", tmp_path / "in" / "a.pdf")

    assert ids(found) == ["2101.00001"]
    assert [(skip.title, skip.stage, skip.reason) for skip in found.skips] == [
        ("in/a.pdf", "merged", "the same bytes as in/z_2101.00001.pdf"),
        ("a.pdf", "merged", "the same bytes as in/z_2101.00001.pdf"),
    ]


def test_find_prefers_the_whole_copy_and_the_source(tmp_path: Path) -> None:
    write(tmp_path / "broken_2101.00001v1.pdf", b"%PDF-1.4 broken off")
    write(tmp_path / "x_2101.00001v1.pdf", PDF + b" ")
    write(tmp_path / "z" / "2101.00001v1.gz", gzip.compress(TEX))
    source = FolderSource((tmp_path,))
    (paper,) = source.find(QUESTION, (), SearchSettings()).papers

    assert source.fetch(paper).kind == "latex"
    assert source.fetch(paper, frozenset({"latex"})).data == PDF + b" "
    with pytest.raises(SourceError, match="no other form of it was given"):
        source.fetch(paper, frozenset({"latex", "pdf"}))


def test_fetch_notices_a_change(tmp_path: Path) -> None:
    file = write(tmp_path / "2101.00001.pdf")
    source = FolderSource((file,))
    (paper,) = source.find(QUESTION, (), SearchSettings()).papers
    file.write_bytes(PDF + b"changed")
    with pytest.raises(SourceError, match="changed while it was being read"):
        source.fetch(paper)


def test_find_ends_in_a_loop_of_links(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.pdf")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "dangling.pdf").symlink_to(tmp_path / "nowhere")
    found = find(tmp_path / "in")

    assert len(found.papers) == 1
    assert "cannot be opened" in reasons(found)["in/dangling.pdf"]


def test_find_never_opens_what_is_no_file(tmp_path: Path) -> None:
    write(tmp_path / "in" / "paper" / "main.tex", TEX)
    os.mkfifo(tmp_path / "in" / "paper" / "pipe.tex")  # opening a pipe nobody writes into waits for ever
    os.mkfifo(tmp_path / "in" / "pipe.pdf")
    found = find(tmp_path / "in")

    assert [paper.title for paper in found.papers] == ["paper"]
    reason = "not a file: a pipe, a device or a socket"
    assert reasons(found) == {"in/paper/pipe.tex": reason, "in/pipe.pdf": reason}


def test_find_does_not_follow_a_link_out_of_a_source_folder(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.bbl", b"the key")
    write(tmp_path / "paper" / "main.tex", TEX)
    (tmp_path / "paper" / "main.bbl").symlink_to(secret)
    (tmp_path / "paper" / "sections").symlink_to(tmp_path)
    source = FolderSource((tmp_path / "paper",))
    found = source.find_all()

    assert list(members(source.fetch(found.papers[0]).data)) == ["main.tex"]
    assert reasons(found) == {
        "paper/main.bbl": LEADS_OUT,
        "paper/sections": "a link to a folder, which a paper's source has not",
    }


@pytest.mark.parametrize("name", [b"caf\xe9 \xff.tex", b"two\nlines.tex", b"\x1b[31mred.tex"])
def test_find_shows_a_name_that_no_text_can_hold(tmp_path: Path, name: bytes) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)
    for path, data in ((name, b"\\section{A part}"), (name[:-4] + b".docx", b"PK")):
        with open(os.path.join(folder, path), "wb") as file:
            file.write(data)
    found = find(tmp_path / "in")

    for shown in (found.papers[0].title, found.skips[0].title):
        assert shown.isprintable()
        assert shown.encode()


def test_find_copes_with_the_longest_name(tmp_path: Path) -> None:
    write(tmp_path / "in" / f"{'a' * 251}.tex", b"\\section{A part}")

    assert [paper.title for paper in find(tmp_path / "in").papers] == ["a" * 251]


@pytest.mark.parametrize("name", ["a" * 5000, "nul\0"], ids=["too long", "with a NUL"])
def test_find_refuses_a_path_that_cannot_be(name: str) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        find(Path(name))


def test_find_refuses_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere: no such file or folder \(check the path\)"):
        find(tmp_path / "nowhere")


def test_find_takes_metadata_from_a_json_sidecar(tmp_path: Path) -> None:
    write(tmp_path / "mine.pdf")
    fields = {"title": "My paper", "authors": ["Ada Lovelace"], "published": "2021-03-04", "paper_id": "2103.01234v2"}
    write(tmp_path / "mine.json", json.dumps(fields).encode())
    (paper,) = find(tmp_path).papers

    assert (paper.paper_id, paper.title, paper.authors, paper.year) == (
        "2103.01234v2",
        "My paper",
        ("Ada Lovelace",),
        2021,
    )


def test_find_takes_no_trick_from_a_sidecar(tmp_path: Path) -> None:
    write(tmp_path / "mine.pdf")
    fields = {"title": "a\u202ebc\u200b\n", "authors": ["A\u0000da"], "link": "javascript:alert(1)"}
    write(tmp_path / "mine.json", json.dumps(fields).encode())
    (paper,) = find(tmp_path).papers

    assert (paper.title, paper.authors, paper.link) == ("abc", ("Ada",), None)


def test_find_tells_of_a_sidecar_that_cannot_be_used(tmp_path: Path) -> None:
    write(tmp_path / "in" / "mine.pdf")
    write(tmp_path / "in" / "mine.json", b'{"title": 5}')
    found = find(tmp_path / "in")

    assert found.papers[0].title == "mine"
    assert reasons(found)["in/mine.pdf (mine.json)"].startswith("a side-car with a wrong field title")


def test_find_tells_of_a_sidecar_with_an_endless_abstract(tmp_path: Path) -> None:
    write(tmp_path / "in" / "mine.pdf")
    write(tmp_path / "in" / "mine.json", json.dumps({"abstract": "A b. " * 20_000}).encode())
    found = find(tmp_path / "in")

    assert [paper.abstract for paper in found.papers] == [""]
    reason = "a side-car that cannot be used: its abstract is longer than 50,000 characters"
    assert reasons(found)["in/mine.pdf (mine.json)"] == reason


BIBTEX = rb"""
@string{tacl = "TACL"}
@article{lovelace2021, author = {Lovelace, Ada and {\"O}zt{\"u}rk, G{\"u}l and others},
  title = {A {Note} on $O(n^2)$, with "quotes"}, journal = "Notes of
  the Analytical Society", year = 2021, eprint = {2103.01234}, url={https://example.org/a?b=c,d}}
"""


def test_find_takes_metadata_from_a_bibtex_sidecar(tmp_path: Path) -> None:
    write(tmp_path / "mine.pdf")
    write(tmp_path / "mine.bib", BIBTEX)
    (paper,) = find(tmp_path).papers

    assert paper == Paper(
        paper_id="2103.01234",
        title='A Note on O(n²), with "quotes"',
        authors=("Ada Lovelace", "Gül Öztürk"),
        and_others=True,
        printed_year=2021,
        journal_ref="Notes of the Analytical Society",
        link="https://example.org/a?b=c,d",
    )


@pytest.mark.parametrize(
    ("bib", "fields"),
    [
        (
            rb"@misc{a, title={{{OWL}}: {{Nests}}}, eprint={arXiv:2101.00001}, publisher={{arXiv}}, year=2022}",
            {"paper_id": "2101.00001", "title": "OWL: Nests", "printed_year": 2022},
        ),
        (
            b"@article{a, title={Nests}, journal={arXiv:2101.00001 [cs, stat]}, year=2018}",
            {"paper_id": "2101.00001", "title": "Nests", "printed_year": 2018},
        ),
        (
            rb"@string{jo={Owls}} @article{a, title={Nests}, journal=jo # { B}, date={2007-01}, doi={doi:10.1234/a\_b}}",
            {"title": "Nests", "printed_year": 2007, "journal_ref": "Owls B", "doi": "10.1234/a_b"},
        ),
        (
            b"@phdthesis{a, title={Nests}, author={{Owl and Heron Trust}}, school={Owl School}, year=2001}",
            {
                "title": "Nests",
                "authors": ("Owl\u00a0and\u00a0Heron\u00a0Trust",),
                "printed_year": 2001,
                "journal_ref": "Owl School",
            },
        ),
    ],
)
def test_read_sidecar_reads_what_bibtex_exports_hold(tmp_path: Path, bib: bytes, fields: dict[str, object]) -> None:
    paper = read_sidecar(write(tmp_path / "x.bib", bib), "local:0", "x")

    assert paper == Paper.model_validate({"paper_id": "local:0", **fields})


def test_read_sidecar_refuses_a_broken_entry(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="broken"):
        read_sidecar(write(tmp_path / "x.bib", b"@article{a, title={open, year=2001}"), "local:0", "x")


def test_read_sidecar_takes_thousands_of_blocks_for_a_reference_list(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path / "x.bib", b"@a{" * 300_000), "local:0", "x") is None


def test_read_sidecar_takes_a_reference_list_for_none(tmp_path: Path) -> None:
    file = write(tmp_path / "main.bib", b"@book{a, title={A}}\n@book{b, title={B}}")

    assert read_sidecar(file, "local:0", "main") is None


@pytest.mark.parametrize("text", [b"[1]", b"{", b"\xff", b"[" * 100_000, b'{"title": "x", "shoe size": 5}'])
def test_read_sidecar_refuses_hostile_json(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(SourceError, match="side-car"):
        read_sidecar(write(tmp_path / "x.json", text), "local:0", "x")


def test_find_accounts_for_every_shared_file(shared_data: Path) -> None:
    folder = shared_data / "arxiv_pdfs"
    found = find(folder)
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert len(found.papers) + len(found.skips) == len(files)
    assert len({paper.paper_id for paper in found.papers}) == len(found.papers)


def test_find_reads_every_shared_source(shared_data: Path) -> None:
    folders = shared_data / "arxiv_sources" / "papers"
    source = FolderSource((folders,))
    found = source.find(QUESTION, (), SearchSettings())

    assert len(found.papers) == len(list(folders.iterdir()))
    assert found.skips == ()
    assert all(source.fetch(paper).kind == "latex" for paper in found.papers)


def test_sample_gives_digests_under_their_own_names(tmp_path: Path) -> None:
    fields = {"title": "A title", "authors": ["Ada Lovelace"], "paper_id": "digest:2101.00001"}
    write(tmp_path / "2101.00001" / "paper.json", json.dumps(fields).encode())
    write(tmp_path / "2101.00001" / "main.tex", TEX)
    source = SampleSource(tmp_path)
    (paper,) = source.find(QUESTION, (), SearchSettings()).papers
    fetched = source.fetch(paper)

    assert (paper.paper_id, paper.is_digest) == ("digest:2101.00001", True)
    assert (fetched.kind, fetched.data, fetched.origin) == ("latex", TEX, "sample/2101.00001/main.tex")
    with pytest.raises(SourceError):
        source.fetch(paper, frozenset({"latex"}))


def test_sample_has_at_least_twenty_digests() -> None:
    source = SampleSource()
    papers = source.find(QUESTION, (), SearchSettings()).papers

    assert len(papers) >= 20
    assert all(paper.authors and source.fetch(paper).data for paper in papers)
