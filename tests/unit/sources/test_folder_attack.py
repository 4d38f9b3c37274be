"""A stranger's folder: loops and bombs of links, links to private files, huge files, pipes, sockets, devices."""

import logging
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from synth import generate
from synth.errors import NothingFoundError, SourceError
from synth.models import Found
from synth.settings import LimitSettings
from synth.sources.entries import LEADS_OUT
from synth.sources.folder import FolderSource

PDF = b"%PDF-1.4 words %%EOF\n"
TEX = b"\\documentclass{article}\n\\begin{document}Text.\\end{document}\n"
NOT_A_FILE = "not a file: a pipe, a device or a socket"


def write(path: Path, data: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def find(path: Path, **limits: int) -> Found:
    return FolderSource((path,), LimitSettings.model_validate(limits)).find_all()


def reasons(found: Found) -> dict[str, str]:
    return {skip.title: skip.reason for skip in found.skips}


def titles(found: Found) -> list[str]:
    return [paper.title for paper in found.papers]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def socket_file(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)  # a socket's path is at most 107 bytes long
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def test_find_ends_in_a_link_to_itself(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.pdf")
    (tmp_path / "in" / "self.pdf").symlink_to("self.pdf")
    (tmp_path / "in" / "one").symlink_to("two")
    (tmp_path / "in" / "two").symlink_to("one")
    found = find(tmp_path / "in")

    assert titles(found) == ["a"]
    assert set(reasons(found)) == {"in/self.pdf", "in/one", "in/two"}
    assert all(reason.startswith("cannot be opened: ") for reason in reasons(found).values())


def test_find_refuses_a_path_that_is_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(SourceError, match="no such file or folder"):
        find(tmp_path / "one")


def test_find_looks_once_at_a_folder_that_many_links_lead_to(tmp_path: Path) -> None:
    folders = [tmp_path / "in" / f"f{number:02}" for number in range(12)]
    for number, folder in enumerate(folders):
        write(folder / "paper.pdf", PDF + bytes([number]))
    for number, folder in enumerate(folders):
        for step in range(1, 7):
            (folder / f"link{step}").symlink_to(folders[(number + step) % 12])
    found = find(tmp_path / "in")

    assert len(found.papers) == 12
    assert len(found.skips) == 12 * 6
    assert set(reasons(found).values()) == {"a link to a folder that is read under another name"}


def test_find_follows_a_link_to_a_folder_that_has_no_other_name(tmp_path: Path) -> None:
    write(tmp_path / "in" / ".store" / "a.pdf")
    (tmp_path / "in" / "shown").symlink_to(".store")
    (tmp_path / "in" / "again").symlink_to(".store")
    (tmp_path / "in" / "file.pdf").symlink_to(".store/a.pdf")
    found = find(tmp_path / "in")

    assert titles(found) == ["file"]
    assert reasons(found) == {
        "in/again/a.pdf": "the same bytes as in/file.pdf",
        "in/shown": "a link to a folder that is read under another name",
    }


def test_find_does_not_leave_the_folder_by_links(tmp_path: Path) -> None:
    write(tmp_path / "private" / "secret.pdf")
    write(tmp_path / "private" / "mine.json", b'{"title": "secret"}')
    write(tmp_path / "in" / "mine.pdf")
    (tmp_path / "in" / "file.pdf").symlink_to(tmp_path / "private" / "secret.pdf")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "private")
    (tmp_path / "in" / "mine.json").symlink_to(tmp_path / "private" / "mine.json")
    (tmp_path / "in" / "relative").symlink_to("../private")
    found = find(tmp_path / "in")

    assert titles(found) == ["mine"]
    assert reasons(found) == dict.fromkeys(("in/file.pdf", "in/folder", "in/mine.json", "in/relative"), LEADS_OUT)


def test_find_reads_what_a_link_leads_to_that_is_given_itself(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "secret.pdf")
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")

    assert titles(find(tmp_path / "mine")) == ["secret"]
    assert titles(find(tmp_path / "mine" / "secret.pdf")) == ["secret"]


@pytest.mark.parametrize("inside", [True, False], ids=["in a folder", "given itself"])
@pytest.mark.parametrize("name", ["huge.tex", "huge.pdf", "huge.gz"])
def test_find_opens_no_file_that_is_too_large(
    tmp_path: Path, name: str, inside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "in" / name, TEX)
    os.truncate(file, 3_000_000_000)  # sparse: it takes no room
    opened: list[str] = []
    real = os.open

    def noting(path: str | Path, flags: int) -> int:
        opened.append(str(path))
        return real(path, flags)

    monkeypatch.setattr(os, "open", noting)
    found = find(file.parent if inside else file)

    assert found.papers == ()
    most = "100 MB" if name.endswith(".tex") else "200 MB"
    assert reasons(found) == {f"in/{name}" if inside else name: f"larger than {most}"}
    assert str(file) not in opened


def test_find_counts_what_a_source_holds_before_reading_it(tmp_path: Path) -> None:
    write(tmp_path / "paper" / "main.tex", TEX)
    write(tmp_path / "paper" / "refs.bib", b"x" * 500)
    limit = "a source folder of more than 2,000 files or 500 bytes"

    assert reasons(find(tmp_path / "paper", max_source_bytes=500)) == {"paper": limit}
    assert titles(find(tmp_path / "paper", max_source_bytes=5_000)) == ["paper"]
    files = find(tmp_path / "paper", max_source_files=1)
    assert reasons(files) == {"paper": "a source folder of more than 1 files or 100 MB"}


def test_find_counts_what_a_tex_file_inputs(tmp_path: Path) -> None:
    main = write(tmp_path / "main.tex", TEX.replace(b"Text.", b"\\input{a}\\input{b}"))
    write(tmp_path / "a.tex", b"a")
    write(tmp_path / "b.tex", b"b" * 1_000)

    assert reasons(find(main, max_source_bytes=1_000)) == {
        "main.tex": "a source folder of more than 2,000 files or 1 kB"
    }
    assert titles(find(main, max_source_bytes=2_000)) == ["main"]


@pytest.mark.parametrize("make", [pipe, socket_file])
@pytest.mark.parametrize("name", ["x.pdf", "x.tex", "x.json", "x"])
def test_find_opens_no_pipe_and_no_socket(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    write(tmp_path / "in" / "a.pdf")
    make(tmp_path / "in" / name)

    assert reasons(find(tmp_path / "in")) == {f"in/{name}": NOT_A_FILE}
    assert reasons(find(tmp_path / "in" / name)) == {name: NOT_A_FILE}


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_find_opens_no_device(device: str) -> None:
    assert reasons(find(Path(device))) == {Path(device).name: NOT_A_FILE}


def test_find_opens_no_file_without_a_size(tmp_path: Path) -> None:
    """As all of /proc: reading /proc/kmsg waits for ever."""
    assert reasons(find(Path("/proc/kmsg"))) == {"kmsg": "an empty file"}


def test_find_leaves_out_whole_what_goes_beyond_the_number_of_entries(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / "in" / "a" / f"{number}.pdf", PDF + bytes([number]))
        write(tmp_path / "in" / "b" / f"{number}.pdf", PDF + bytes([number]))
    write(tmp_path / "in" / "c" / "c.pdf", PDF + b"c")
    found = find(tmp_path / "in", max_entries=10)
    reason = "not looked at: more than 10 files and folders below what was given"

    assert titles(found) == ["0", "1", "2", "3", "4"]
    assert reasons(found) == {"in/b": reason, "in/c": reason}


def test_find_ends_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        write(tmp_path / "in" / f"{number}.pdf", PDF + bytes([number]))
    times = iter([0.0, 1.0, 2.0])
    monkeypatch.setattr("synth.sources.folder_walk.monotonic", lambda: next(times, 11.0))
    found = find(tmp_path / "in", walk_timeout_s=10)
    reason = "not looked at: all before it took 10 s (limits.walk_timeout_s)"

    assert titles(found) == ["0", "1"]
    assert reasons(found) == {"in/2.pdf": reason, "in/3.pdf": reason}


def test_find_counts_files_alike_in_one_row(tmp_path: Path) -> None:
    for number in range(7):
        write(tmp_path / "in" / f"{number}.html", b"<html></html>")
    reason = "an HTML or XML page and not a paper: save the paper itself"

    assert reasons(find(tmp_path / "in", max_alike=3)) == dict.fromkeys(
        ("in/0.html", "in/1.html", "in/2.html", "4 more files, the last of them in/6.html"), reason
    )
    assert len(find(tmp_path / "in", max_alike=6).skips) == 7


def test_find_does_not_go_on_for_ever_through_open_brackets(tmp_path: Path) -> None:
    main = write(tmp_path / "main.tex", TEX.replace(b"Text.", b"\\input[" * 200_000 + b"\\input" + b" " * 200_000))

    assert titles(find(main)) == ["main"]


def test_nothing_found_names_what_is_wrong_with_an_empty_folder_and_logs_every_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asked = partial(generate, "Does shade help?", offline=True, library=tmp_path / "library", out=tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingFoundError, match="empty: a folder without a file in it"):
        asked(papers=[tmp_path / "empty"])
    for number in range(12):
        write(tmp_path / "many" / f"{number:02}.pdf", b"PDF")
    with caplog.at_level(logging.INFO), pytest.raises(NothingFoundError, match="and 2 more, which -v names"):
        asked(papers=[tmp_path / "many"])
    assert "left out: many/11.pdf: not a PDF, whatever its name says: fetch it again" in caplog.messages


def test_nothing_found_names_the_reason_that_most_files_were_left_out_for(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("one.tex", "two.tex"):
        (papers / name).symlink_to(write(tmp_path / name, TEX))
    with pytest.raises(NothingFoundError) as refused:
        generate("Does shade help?", papers=[papers], offline=True, library=tmp_path / "library", out=tmp_path / "out")
    assert LEADS_OUT in str(refused.value)
