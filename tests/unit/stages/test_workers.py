"""Worker processes end what takes too long or too much memory, and go on with the rest in order."""

import faulthandler
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from synth.errors import ReadingError
from synth.library import Library
from synth.models import Source
from synth.settings import LimitSettings, ReadingSettings, Settings
from synth.stages import acquisition
from synth.stages.acquisition import READERS, add_to_library
from synth.stages.context import Context, open_context
from synth.stages.workers import MAX_AHEAD, Workers, end_if_much_is_kept, results_in_order

SETTINGS = Settings(
    reading=ReadingSettings(timeout_s=1),
    limits=LimitSettings(worker_memory_bytes=100_000_000, max_document_chars=2_000),
)
TEX = r"""\documentclass{article}
\title{On retrieval}
\begin{document}
\section{Results}
WORDS
\end{document}
"""
WORDS = "Dense retrieval beats the sparse baseline on all of the five datasets. "


def work(number: int, megabytes: int = 0, seconds: float = 0, code: int = 0) -> int:
    if code:
        os._exit(code)
    time.sleep(seconds)
    return number + len(bytearray(megabytes * 1_000_000)) * 0


def reasons(results: list[int | ReadingError]) -> list[int | str]:
    return [result.message if isinstance(result, ReadingError) else result for result in results]


def test_workers_give_results_and_reasons_in_order() -> None:
    arguments = [
        (0,),
        (1, 200),
        (2, 60),
        (3, 60),
        (4, 0, 30.0),
        (5, 0, 0.0, 9),
        *((number,) for number in range(6, 20)),
    ]
    with Workers(SETTINGS) as workers:
        results = list(results_in_order(workers, work, arguments))
    assert reasons(results) == [
        0,
        "reading it takes more than 100 MB of memory (limits.worker_memory_bytes)",
        2,
        3,
        "reading it took longer than 1 s (reading.timeout_s)",
        "the reader crashed on it",
        *range(6, 20),
    ]


def abort(number: int) -> int:
    faulthandler.disable()  # which pytest has on, and which writes of it
    os.write(2, b"memory allocation of 16777216 bytes failed\nstack backtrace:\n")
    os.abort()


def test_workers_name_memory_where_a_library_aborts_and_show_nothing_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    """A paper of 20,000 findings took more than its memory where it was written as JSON: pydantic aborts then."""
    with Workers(SETTINGS) as workers:
        assert reasons(list(results_in_order(workers, abort, [(1,)]))) == [
            "the reader crashed on it, as it does where it needs more than 100 MB of memory"
        ]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("executor", [Workers(SETTINGS), ThreadPoolExecutor(2)], ids=["workers", "any executor"])
def test_results_in_order_asks_for_arguments_when_they_are_needed(executor: Executor) -> None:
    asked: list[int] = []

    def arguments() -> Iterator[tuple[int]]:
        for number in range(30):
            asked.append(number)
            yield (number,)

    with executor:
        results = results_in_order(executor, work, arguments())
        assert next(results) == 0
        assert len(asked) <= MAX_AHEAD
        assert list(results) == list(range(1, 30))


def test_results_in_order_go_on_behind_one_that_takes_long() -> None:
    later_ones_done = threading.Event()

    def wait_or_tell(number: int) -> int:
        if number == MAX_AHEAD - 1:
            later_ones_done.set()
        return number if number or later_ones_done.wait(60) else -1

    with ThreadPoolExecutor(2) as executor:
        arguments = ((number,) for number in range(MAX_AHEAD))
        assert list(results_in_order(executor, wait_or_tell, arguments)) == list(range(MAX_AHEAD))


def test_workers_raise_what_the_work_raises_and_are_gone() -> None:
    with pytest.raises(TypeError), Workers(SETTINGS) as workers:
        list(results_in_order(workers, work, [("text",), (1, 0, 30.0)]))
    assert multiprocessing.active_children() == []


def test_workers_do_not_start_before_there_is_work() -> None:
    with Workers(SETTINGS) as workers:
        assert list(results_in_order(workers, work, [])) == []
        assert multiprocessing.active_children() == []
        assert workers.submit(work, 3, megabytes=1).result() == 3
        assert multiprocessing.active_children() != []
    assert multiprocessing.active_children() == []


def test_a_paper_whose_text_is_too_long_is_a_skip(tmp_path: Path) -> None:
    def context(settings: Settings) -> Context:
        return open_context(settings, tmp_path / "library")

    short = Settings(limits=SETTINGS.limits)
    for name, times in (("short", 20), ("long", 40)):
        (tmp_path / f"{name}.tex").write_text(TEX.replace("WORDS", WORDS * times))
    for _ in range(2):  # nor is it believed by a later run
        added, skips = add_to_library([tmp_path / "short.tex", tmp_path / "long.tex"], context(short))
        assert added == 1
        assert [(skip.title, skip.stage) for skip in skips] == [("long", "read")]
        assert "its text has more than 2,000 characters" in skips[0].reason
    assert add_to_library([tmp_path / "long.tex"], context(Settings())) == (1, [])


def test_no_more_papers_are_read_at_one_time_than_have_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --jobs 6 six papers that take all of their memory were read at once."""
    monkeypatch.setattr(acquisition, "PLACE_S", 0.0)
    library = Library(tmp_path / "library")
    tex = TEX.replace("WORDS", WORDS * 20).encode()
    source = Source(paper_id="local:0", kind="latex", sha256=library.store.put(tex), origin="paper.tex")

    def read() -> bool:
        return acquisition._read_into_store(library.store.root, source, Settings())

    with ExitStack() as others:
        assert all(others.enter_context(library.store.one_of(READERS, 0.0)) for _ in range(READERS))
        assert not read()
        assert acquisition._size(library.store, source, Settings()) is None
    assert read()
    assert acquisition._size(library.store, source, Settings())


def test_what_others_keep_from_being_read_is_read_once_they_have_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acquisition, "PLACE_S", 0.0)
    (tmp_path / "paper.tex").write_text(TEX.replace("WORDS", WORDS * 20))
    context = replace(open_context(Settings(), tmp_path / "library"), executor=ThreadPoolExecutor(1))
    others = ExitStack()
    for _ in range(READERS):
        others.enter_context(context.library.store.one_of(READERS, 0.0))
    monkeypatch.setattr(time, "sleep", lambda seconds: others.close())  # once it waits for them
    assert add_to_library([tmp_path / "paper.tex"], context) == (1, [])


def test_papers_are_read_in_any_executor(tmp_path: Path) -> None:
    (tmp_path / "paper.tex").write_text(TEX.replace("WORDS", WORDS * 20))
    context = replace(open_context(Settings(), tmp_path / "library"), executor=ThreadPoolExecutor(1))
    assert add_to_library([tmp_path / "paper.tex"], context) == (1, [])
    assert context.library.count() == 1


def test_workers_start_others_once_they_were_released() -> None:
    with Workers(SETTINGS) as workers:
        workers.release()
        first = workers.submit(os.getpid).result()
        workers.release()
        assert multiprocessing.active_children() == []
        assert workers.submit(os.getpid).result() != first


kept: list[bytes] = []


def keep(folder: Path, megabytes: int) -> int:
    end_if_much_is_kept()
    kept.append(bytes(megabytes * 1_000_000))
    calls = folder / str(os.getpid())
    calls.write_text(f"{megabytes}\n" + (calls.read_text() if calls.exists() else ""))
    return megabytes


def test_a_worker_with_which_much_memory_stays_gives_way_to_another(tmp_path: Path) -> None:
    """Of each of 60,000 sections 250 MB stayed, in a worker of each topic of a batch."""
    given = [(tmp_path, 1), (tmp_path, 300), (tmp_path, 2), (tmp_path, 3)]
    with Workers(Settings(), 1) as workers:
        assert list(results_in_order(workers, keep, given)) == [1, 300, 2, 3]
    assert sorted(sorted(path.read_text().split()) for path in tmp_path.iterdir()) == [["1", "300"], ["2", "3"]]
    end_if_much_is_kept()  # does nothing where no worker is


def test_the_longest_of_papers_that_are_too_much_together_are_left_out(tmp_path: Path) -> None:
    times = {"a short": 10, "b long": 2_000, "c short": 11, "d long": 1_900}
    papers = [tmp_path / f"{name}.tex" for name in times]
    for path in papers:
        path.write_text(TEX.replace("WORDS", WORDS * times[path.stem]))
    limits = LimitSettings(mean_paper_bytes=80_000)
    for _ in range(2):  # read, and from the store
        added, skips = add_to_library(papers, open_context(Settings(limits=limits), tmp_path / "library"))
        assert added == 3
        assert [skip.title for skip in skips] == ["b long"]
        assert "limits.mean_paper_bytes" in skips[0].reason
