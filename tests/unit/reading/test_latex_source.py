import pytest

from synth.errors import ReadingError
from synth.reading.latex_source import decode, join_source, strip_comments


def paper(body: str, preamble: str = "") -> bytes:
    return f"\\documentclass{{article}}{preamble}\n\\begin{{document}}{body}\\end{{document}}".encode()


def test_join_source_follows_inputs_inside_the_archive_only() -> None:
    files = {
        "main.tex": paper(r"A \input{sec/one} B \include{two} C \input{../../etc/passwd} D \import{sec/}{three} E"),
        "sec/one.tex": rb"one \input{deep}",
        "sec/deep.tex": b"deep",
        "two.tex": b"two",
        "sec/three.tex": b"three",
    }
    assert join_source(files).body.split() == ["A", "one", "deep", "B", "two", "C", "D", "three", "E"]


def test_join_source_survives_a_file_that_inputs_itself() -> None:
    source = join_source({"main.tex": paper(r"words \input{loop} more"), "loop.tex": rb"x \input{loop}"})
    assert source.body.startswith("words x")
    assert source.body.endswith("more")


def test_join_source_bounds_inputs_that_double_at_every_level() -> None:
    files = {f"f{level}.tex": rf"\input{{f{level + 1}}} \input{{f{level + 1}}} x".encode() for level in range(30)}
    assert (
        len(join_source({**files, "main.tex": paper(r"words \input{main} \input{main} \input{f0}")}).body) < 20_000_000
    )


def test_join_source_prefers_the_paper_to_drafts_and_supplements() -> None:
    files = {
        "_old-main.tex": paper("an old draft that is much longer than the paper itself " * 9, r"\title{T}"),
        "supp.tex": paper("supplement", r"\title{T}"),
        "main.tex": paper("the paper", r"\title{T}"),
        "section.tex": b"not compiled",
    }
    assert join_source(files).main == "main.tex"


def test_join_source_prefers_the_paper_whose_bibliography_is_there() -> None:
    files = {
        "a.tex": paper(r"long long long \bibliography{gone}", r"\title{T}"),
        "b.tex": paper(r"short \bibliography{here}", r"\title{T}"),
        "here.bib": b"@book{k, title={T}}",
    }
    assert join_source(files).main == "b.tex"
    assert join_source(files).bibs == ("@book{k, title={T}}",)


def test_join_source_takes_only_the_body_of_a_subfile() -> None:
    files = {"main.tex": paper(r"A \subfile{part}"), "part.tex": paper("B").replace(b"article", b"subfiles")}
    assert join_source(files).body.split() == ["A", "B"]


def test_join_source_reads_plain_tex_up_to_bye() -> None:
    source = join_source({"p.tex": b"\\magnification=1200\nWords.\n\\bye\nleft over"})
    assert (source.document_class, source.body) == ("", "\\magnification=1200\nWords.\n")


def test_join_source_without_a_main_file_is_refused() -> None:
    with pytest.raises(ReadingError, match="no main TeX file"):
        join_source({"fragment.tex": b"only words", "refs.bib": b"@book{}"})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("naïve".encode("latin-1"), "naïve"),
        ("naïve".encode(), "naïve"),
        (b"\xef\xbb\xbfa\r\nb\rc", "a\nb\nc"),
        ("\\usepackage[cp1251]{inputenc} ж".encode("cp1251"), "\\usepackage[cp1251]{inputenc} ж"),
        ("\\usepackage[latin2]{inputenc} č".encode("iso-8859-2"), "\\usepackage[latin2]{inputenc} č"),
    ],
)
def test_decode_reads_old_encodings_and_line_ends(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("50\\% of % note\nall", "50\\% of all"),
        ("join%\n  ed", "joined"),
        ("one\n% alone\ntwo", "one\ntwo"),
        ("a\\\\% cut\nb", "a\\\\b"),
        ("a\\begin{comment}b\\end{comment}c", "ac"),
        ("% \\begin{comment}\na", "a"),
        ("\\begin{lstlisting}x % y\\end{lstlisting}z", "z"),
        ("\\verb|50%_{x}| left", "\\texttt{50\\%\\_\\{x\\}} left"),
        ("\\url{http://a.b/c%20d} e", "\\url{http://a.b/c\\%20d} e"),
    ],
)
def test_strip_comments_reads_as_tex_does(latex: str, text: str) -> None:
    assert strip_comments(latex) == text
