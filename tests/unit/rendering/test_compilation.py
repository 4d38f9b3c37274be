import os
import stat
from contextlib import suppress
from pathlib import Path

import pymupdf
import pytest

from synth.errors import RenderingError, StorageError
from synth.models import Grid, ItemList, Paragraph, ReportSection
from synth.rendering import compilation
from synth.rendering.compilation import TEX_PACKAGES, compile_pdf, find_tex, missing_packages, tex_version
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from synth.system.sandbox import missing_sandbox
from tests.unit.rendering.typesetting import (
    MADE_ON,
    needs_tex,
    open_pdf,
    pages,
    paragraph,
    quotation,
    report,
    shown,
    typeset,
)

SETTINGS = RenderSettings()
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")
SMALL = render_report(report(), SETTINGS).tex


def program(folder: Path, name: str, script: str) -> dict[str, str]:
    """An environment whose PATH finds first a program of ours."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def document(body: str) -> str:
    return f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}"


def embedded(tex: str) -> list[bytes]:
    """What streams a page of this LaTeX has beside its text and fonts, none where there is no PDF."""
    try:
        pdf = open_pdf(compile_pdf(document(f"x{tex}"), MADE_ON, SETTINGS, os.environ))
    except RenderingError:
        return []
    streams = {xref: pdf.xref_stream(xref) for xref in range(1, pdf.xref_length()) if pdf.xref_is_stream(xref)}
    pictures = [image[0] for image in pdf[0].get_images()]
    return [data for xref, data in streams.items() if xref in pictures or b"mine alone" in data]


@pytest.fixture(scope="module")
def small_pdf() -> bytes:
    """The PDF of the small report."""
    return compile_pdf(SMALL, MADE_ON, SETTINGS, os.environ)


@needs_tex
def test_compile_pdf_gives_the_same_bytes_again(
    small_pdf: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("TZ", "Pacific/Apia")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.chdir(tmp_path)
    assert compile_pdf(SMALL, MADE_ON, SETTINGS, os.environ) == small_pdf


@needs_tex
@sealed
def test_compile_pdf_gives_the_same_bytes_sealed_and_not(small_pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation, "missing_sandbox", lambda: "bubblewrap is not installed")
    monkeypatch.setattr(compilation, "sealed_command", None)
    assert compile_pdf(SMALL, MADE_ON, SETTINGS, os.environ) == small_pdf


@needs_tex
@sealed
def test_compile_pdf_sealed_sees_no_file_of_the_user(tmp_path: Path) -> None:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
    pixmap.save(tmp_path / "picture.png")
    (tmp_path / "secret").write_bytes(b"mine alone")
    picture = rf"\special{{pdf:image ({tmp_path}/picture.png)}}"
    stream = rf"\special{{pdf:fstream @x ({tmp_path}/secret)}}\special{{pdf:put @catalog <</Secret @x>>}}"
    assert embedded(picture) == embedded(stream) == []


@needs_tex
@sealed
def test_compile_pdf_sealed_writes_nothing_of_the_user(tmp_path: Path) -> None:
    victim = tmp_path / "victim.tex"
    victim.write_text("mine")
    tex = document(rf"x\newwrite\w\immediate\openout\w={victim}\immediate\write\w{{not mine}}\immediate\closeout\w")
    with suppress(RenderingError):
        compile_pdf(tex, MADE_ON, SETTINGS, os.environ)
    assert victim.read_text() == "mine"


@needs_tex
def test_compile_pdf_fills_metadata_outline_and_links(small_pdf: bytes) -> None:
    pdf = open_pdf(small_pdf)
    assert pdf.metadata is not None
    assert pdf.metadata["title"] == "Do tests with 100% & more find $errors$?"
    assert pdf.metadata["author"] == "synth"
    assert pdf.metadata["creationDate"].startswith("D:20261120000000")
    assert [entry[:2] for entry in pdf.get_toc()] == [
        [1, "Results"],
        [2, "Figures"],
        [1, "Claims table"],
        [1, "References"],
        [1, "Evidence"],
    ]
    assert pdf.xref_get_key(pdf.pdf_catalog(), "Lang") == ("string", "en")
    links = [link for page in pages(pdf) for link in page.get_links()]
    assert {link["uri"] for link in links if "uri" in link} == {"https://arxiv.org/abs/2005.11401v4"}
    assert sum("uri" not in link for link in links) == 8
    assert pdf[0].get_text().splitlines()[-1] == "1"


@needs_tex
def test_compile_pdf_typesets_a_report_of_empty_things() -> None:
    empty = ReportSection(
        heading="",
        blocks=(
            ItemList(items=()),
            Paragraph(fragments=()),
            paragraph(""),
            quotation(""),
            Grid(caption="", header=("",), rows=(), align=("p",)),
        ),
    )
    pdf = typeset(report(title="", publisher="", abstract=(), sections=(empty,), claims=(), references=()))
    assert pdf[0].get_text().splitlines()[-1] == "1"


@needs_tex
def test_compile_pdf_reads_no_file_and_runs_no_program(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("secret")
    with pytest.raises(RenderingError, match="TeX stopped: "):
        compile_pdf(document(rf"\input{{{secret}}}"), MADE_ON, SETTINGS, os.environ)
    witness = tmp_path / "witness"
    compile_pdf(document(rf"x\immediate\write18{{touch {witness}}}"), MADE_ON, SETTINGS, os.environ)
    assert not witness.exists()
    with pytest.raises(RenderingError):
        compile_pdf(document(rf"\newwrite\w\immediate\openout\w={witness}.tex"), MADE_ON, SETTINGS, os.environ)
    assert not list(tmp_path.glob("witness*"))


@needs_tex
def test_compile_pdf_says_the_first_error_of_tex() -> None:
    with pytest.raises(RenderingError, match=r"TeX stopped: Undefined control sequence\. \(line 1: .*\\nonsense\)"):
        compile_pdf(document(r"\nonsense"), MADE_ON, SETTINGS, os.environ)


@needs_tex
def test_compile_pdf_refuses_a_character_without_glyph() -> None:
    with pytest.raises(RenderingError, match="no glyph"):
        compile_pdf(SMALL.replace("One paper", "中 paper"), MADE_ON, SETTINGS, os.environ)


@needs_tex
def test_compile_pdf_prints_numbers_where_a_font_is_absent() -> None:
    tex = SMALL.replace("Symbola_hint.ttf", "Absent.ttf")
    assert "[U+2713][U+2713]corroborated" in shown(open_pdf(compile_pdf(tex, MADE_ON, SETTINGS, os.environ)))


@needs_tex
def test_compile_pdf_says_what_to_install_for_the_text_font() -> None:
    with pytest.raises(RenderingError, match=r"not loadable.*install .*libertin"):
        compile_pdf(SMALL.replace("LinLibertine_R.otf", "Absent.otf"), MADE_ON, SETTINGS, os.environ)


def test_compile_pdf_ends_all_processes_of_a_tex_that_takes_too_long(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    keeps_open = f"exec 3> {tmp_path}/alive; (sleep 600; echo survived >&3) & sleep 600"
    environ = program(tmp_path, "xelatex", keeps_open)
    with os.fdopen(os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)) as alive:
        with pytest.raises(RenderingError, match="longer than 1 s"):
            compile_pdf("x", MADE_ON, RenderSettings(tex_timeout_s=1), environ)
        os.set_blocking(alive.fileno(), True)
        assert alive.read() == ""  # it ends when the last process that could write to it has


def test_compile_pdf_hands_tex_little_of_the_environment(tmp_path: Path) -> None:
    environ = program(tmp_path, "xelatex", "env > report.pdf") | {"SECRET": "1", "TEXINPUTS": "/x", "HOME": "/h"}
    answer = compile_pdf("x", MADE_ON, SETTINGS, environ).decode()
    assert "SECRET" not in answer
    assert "TEXINPUTS" not in answer
    assert {"openin_any=p", "openout_any=p", "SOURCE_DATE_EPOCH=1795132800", "HOME=/h"} <= set(answer.splitlines())


def test_compile_pdf_uses_tectonic_where_that_is_what_there_is(tmp_path: Path) -> None:
    program(tmp_path, "tectonic", 'echo "$@" > report.pdf')
    environ = {"PATH": f"{tmp_path}:{tmp_path}"}
    assert find_tex(environ["PATH"]) == str(tmp_path / "tectonic")
    answer = compile_pdf("x", MADE_ON, SETTINGS, environ).decode()
    assert answer.split() == ["-X", "compile", "--untrusted", "--keep-logs", "report.tex"]


def test_compile_pdf_without_tex_says_what_to_install(tmp_path: Path) -> None:
    assert find_tex(str(tmp_path)) is None
    with pytest.raises(RenderingError, match=r"TeX is not installed \(.*install .*(?:texlive-xetex|mactex)"):
        compile_pdf("x", MADE_ON, SETTINGS, {"PATH": str(tmp_path)})


def test_compile_pdf_maps_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environ = program(tmp_path, "xelatex", "exit 0")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    with pytest.raises(StorageError, match="TMPDIR"):
        compile_pdf("x", MADE_ON, SETTINGS, environ)


def test_compile_pdf_maps_a_tex_that_cannot_be_run(tmp_path: Path) -> None:
    environ = program(tmp_path, "xelatex", "")
    (tmp_path / "xelatex").write_text("#!/nowhere\n")
    with pytest.raises(RenderingError, match="TeX cannot be run"):
        compile_pdf("x", MADE_ON, SETTINGS, environ)


def test_compile_pdf_maps_a_tex_that_makes_no_page(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match="made no page"):
        compile_pdf("x", MADE_ON, SETTINGS, program(tmp_path, "xelatex", "exit 0"))


def test_missing_packages_names_those_whose_files_are_not_found(tmp_path: Path) -> None:
    program(tmp_path, "xelatex", "exit 0")
    program(tmp_path, "kpsewhich", "echo /fonts/LinLibertine_R.otf; echo /fonts/Symbola_hint.ttf; echo fontspec.sty")
    missing = ("texlive-fonts-recommended", "texlive-pictures", "fonts-noto-core", "fonts-noto-cjk")
    assert missing_packages(str(tmp_path)) == missing


def test_missing_packages_without_tex_are_all(tmp_path: Path) -> None:
    assert missing_packages(str(tmp_path)) == TEX_PACKAGES


def test_tex_version_is_the_first_line_that_the_engine_prints(tmp_path: Path) -> None:
    assert tex_version(str(tmp_path)) is None
    program = tmp_path / "xelatex"
    program.write_text("#!/bin/sh\necho 'XeTeX 3.14 (TeX Live 2022)'\necho more\n")
    program.chmod(0o755)
    assert tex_version(str(tmp_path)) == "XeTeX 3.14 (TeX Live 2022)"
    program.write_text("#!/bin/sh\nexit 1\n")
    assert tex_version(str(tmp_path)) is None
