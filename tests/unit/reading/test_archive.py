import gzip
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest

from synth.errors import ReadingError
from synth.reading.archive import read_folder, unpack
from synth.settings import ReadingSettings

SETTINGS = ReadingSettings()
TarMode = Literal["w:gz", "w"]
TEX = rb"\documentclass{article}\begin{document}A short paper.\end{document}"


def tar(members: Iterable[tuple[str, bytes]], mode: TarMode = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def special(name: str, kind: bytes, target: str = "") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.type = kind
        info.linkname = target
        archive.addfile(info)
    return buffer.getvalue()


@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_unpack_keeps_tex_and_drops_figures_and_finder_files(mode: TarMode) -> None:
    data = tar([("./main.tex", TEX), ("./._main.tex", b"\0\5\x16\7"), ("./fig.eps", b"%!PS"), ("./a.bbl", b"x")], mode)
    assert unpack(data, SETTINGS) == {"main.tex": TEX, "a.bbl": b"x"}


def test_unpack_takes_a_main_file_with_an_unknown_suffix() -> None:
    assert unpack(tar([("paper.ii", TEX), ("paper.sub", TEX), ("photo.raw", b"\0\1\2")]), SETTINGS) == {
        "paper.ii": TEX,
        "paper.sub": TEX,
    }


def test_unpack_reads_a_single_gzipped_file_under_its_stored_name() -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("note.tex", "wb", fileobj=buffer, mtime=0) as stream:
        stream.write(TEX)
    assert unpack(buffer.getvalue(), SETTINGS) == {"note.tex": TEX}


def test_unpack_reads_plain_tex() -> None:
    assert unpack(TEX, SETTINGS) == {"main.tex": TEX}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%auto-ignore\nThis paper has been withdrawn.", "withdrawn"),
        (gzip.compress(b"%PDF-1.4 and so on"), "is a PDF"),
        (gzip.compress(b"%!PS-Adobe-2.0"), "PostScript"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (gzip.compress(b"just words"), "neither TeX nor an archive"),
        (tar([("paper.tex.cry", b"\x8d\x2a")]), "encrypted"),
        (tar([("paper.pdf", b"%PDF-1.4")]), "holds a PDF and no TeX"),
        (tar([("main.tex", TEX)])[:-30], "truncated or damaged"),
        (gzip.compress(TEX * 50)[:40], "truncated or damaged"),
        (tar([("../main.tex", TEX)]), "climbs out"),
        (tar([("/etc/main.tex", TEX)]), "climbs out"),
        (tar([("a/../../main.tex", TEX)]), "climbs out"),
        (special("main.tex", tarfile.SYMTYPE, "/etc/passwd"), "link"),
        (special("main.tex", tarfile.LNKTYPE, "other"), "link"),
        (special("main.tex", tarfile.CHRTYPE), "device"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unpack_refuses_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        unpack(data, SETTINGS)


def test_unpack_recognises_arxivs_encryption_by_the_stored_name() -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("paper.tex.cry", "wb", fileobj=buffer, mtime=0) as stream:
        stream.write(b"!\x8d*\xa4^\xe4")
    with pytest.raises(ReadingError, match="encrypted by arXiv"):
        unpack(buffer.getvalue(), SETTINGS)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"\\section{a}" + b" " * 300_000),
        tar([("main.tex", b"\\section{a}" + b" " * 300_000)]),
        tar([("main.tex", TEX), ("zeros.png", b"\0" * 300_000)]),  # what is not kept counts too
    ],
)
def test_unpack_stops_a_bomb_while_it_streams(data: bytes) -> None:
    with pytest.raises(ReadingError, match="more than 100000 bytes"):
        unpack(data, ReadingSettings(max_archive_bytes=100_000))


def test_unpack_stops_at_too_many_files() -> None:
    with pytest.raises(ReadingError, match="more than 3 files"):
        unpack(tar([(f"{number}.tex", TEX) for number in range(5)]), ReadingSettings(max_archive_files=3))


def test_read_folder_does_not_follow_links_out_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    (folder / "sections").mkdir(parents=True)
    (folder / "main.tex").write_bytes(TEX)
    (folder / "sections" / "intro.tex").write_bytes(b"Words.")
    (folder / "plot.pdf").write_bytes(b"%PDF")
    (tmp_path / "secret.tex").write_bytes(b"secret")
    (folder / "linked.tex").symlink_to(tmp_path / "secret.tex")
    assert read_folder(folder, SETTINGS) == {"main.tex": TEX, "sections/intro.tex": b"Words."}


def test_read_folder_without_tex_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="holds no TeX"):
        read_folder(tmp_path, SETTINGS)


def test_unpack_reads_or_refuses_every_real_eprint(shared_data: Path) -> None:
    encrypted = set()
    for path in sorted((shared_data / "arxiv_sources" / "eprints_raw").iterdir()):
        try:
            assert any(b"\\" in content for content in unpack(path.read_bytes(), SETTINGS).values())
        except ReadingError as error:
            assert "encrypted" in error.message  # noqa: PT017 - other refusals are failures
            encrypted.add(path.name)
    assert {"math0303004.gz", "math0303008.gz"} <= encrypted
