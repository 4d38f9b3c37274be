"""Worker processes end what takes too long or too much memory, and go on with the rest in order."""

import os
import time
from pathlib import Path

import pytest

from synth.settings import LimitSettings, ReadingSettings, Settings
from synth.stages.acquisition import add_to_library
from synth.stages.workers import MAX_SCHEDULED, Ended, in_workers

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


def test_in_workers_gives_results_and_reasons_in_order() -> None:
    arguments = [
        (0,),
        (1, 200),
        (2, 60),
        (3, 60),
        (4, 0, 30.0),
        (5, 0, 0.0, 9),
        *((number,) for number in range(6, 20)),
    ]
    results = list(in_workers(work, arguments, len(arguments), SETTINGS))
    assert results == [
        0,
        Ended("reading it takes more than 100 MB of memory (limits.worker_memory_bytes)"),
        2,
        3,
        Ended("reading it took longer than 1 s (reading.timeout_s)"),
        Ended("the reader crashed on it"),
        *range(6, 20),
    ]


def test_in_workers_asks_for_arguments_when_they_are_needed() -> None:
    asked: list[int] = []

    def arguments() -> object:
        for number in range(30):
            asked.append(number)
            yield (number,)

    results = in_workers(work, arguments(), 30, SETTINGS)  # type: ignore[arg-type]
    assert next(results) == 0
    assert len(asked) == MAX_SCHEDULED
    assert list(results) == list(range(1, 30))


def test_in_workers_raises_what_the_work_raises() -> None:
    with pytest.raises(TypeError):
        list(in_workers(work, [("text",)], 1, SETTINGS))


def test_a_paper_whose_text_is_too_long_is_a_skip(tmp_path: Path) -> None:
    settings = Settings(limits=SETTINGS.limits)
    for name, times in (("short", 20), ("long", 40)):
        (tmp_path / f"{name}.tex").write_text(TEX.replace("WORDS", WORDS * times))
    for _ in range(2):  # nor is it believed by a later run
        added, skips = add_to_library([tmp_path / "short.tex", tmp_path / "long.tex"], tmp_path / "library", settings)
        assert added == 1
        assert [(skip.title, skip.stage) for skip in skips] == [("long", "read")]
        assert "its text has more than 2,000 characters" in skips[0].reason
    assert add_to_library([tmp_path / "long.tex"], tmp_path / "library", Settings()) == (1, [])
