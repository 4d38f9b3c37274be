import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from synth.cli import main
from synth.cli.options import progress_bars
from synth.cli.progress import ProgressBars

STAGES = """
from synth.cli.progress import ProgressBars
import sys
with ProgressBars(shown=sys.stderr.isatty()) as bars:
    for number in range({questions}):
        if {questions} > 1:
            bars("batch", number, {questions})
        bars("search", 0, 1); bars("search", 1, 1)
        bars("read", 0, 7); bars("read", 7, 7)
    print("run folder")
print("rich" in sys.modules)
"""


class Terminal(io.StringIO):
    """What takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(arguments: list[str], folder: Path, ended: int = 0) -> tuple[str, str]:
    """What a Python process writes to a terminal as its standard error, and to a pipe as its standard output."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment, cwd=folder
    )
    os.close(theirs)
    drawn = b""
    while True:
        try:
            data = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        drawn += data
    os.close(ours)
    assert process.stdout is not None
    output = process.stdout.read()
    process.stdout.close()
    assert process.wait() == ended
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn.decode()), output


def test_progress_draws_a_bar_a_stage_with_counts_and_times_on_a_terminal(tmp_path: Path) -> None:
    drawn, output = on_a_terminal(["-c", STAGES.format(questions=1)], tmp_path)
    assert re.search(r"search +━+ 1/1 in \d:\d\d:\d\d left 0:00:00", drawn)
    assert re.search(r"read +━+ 7/7 in \d:\d\d:\d\d left 0:00:00", drawn)
    assert output == "run folder\nTrue\n"


def test_progress_of_a_batch_tells_how_many_run_and_how_many_failed(tmp_path: Path) -> None:
    (tmp_path / "topics.txt").write_text("Does retrieval help?\nWhy?\nDoes caching help?\n")
    drawn, output = on_a_terminal(
        ["-c", "from synth.cli import main; main()", "batch", "topics.txt", "--offline", "--library", "l", "--out", "o"],
        tmp_path, ended=4,
    )  # fmt: skip
    # What is between may be over before it is drawn.
    for at in (r"batch, 1 running, \d failed .* \d/3", "batch, 0 running, 3 failed ━+ 3/3"):
        assert re.search(at, drawn)
    assert "3 failed" in output


def test_progress_draws_nothing_on_a_pipe_and_loads_no_rich(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STAGES.format(questions=1)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert (done.stderr, done.stdout) == ("", "run folder\nFalse\n")


def test_progress_of_a_batch_begins_the_stages_of_each_question_again(tmp_path: Path) -> None:
    drawn, _ = on_a_terminal(["-c", STAGES.format(questions=3)], tmp_path)
    last = re.findall(r"(\w+) +[━╸╺]+ *(\d+/\d+)", drawn)[-3:]
    assert last == [("batch", "2/3"), ("search", "1/1"), ("read", "7/7")]


def test_progress_sets_a_stage_back_that_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with ProgressBars(shown=True) as bars:
        bars("read", 5, 5)
        bars("read", 0, 2)
        assert bars._bars is not None
        (task,) = bars._bars.tasks
        assert (task.completed, task.total, task.finished) == (0, 2, False)


@pytest.mark.parametrize(("flags", "shown"), [([], True), (["-q"], False), (["-v"], False), (["--debug"], False)])
def test_generate_shows_its_stages_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, flags: list[str], shown: bool
) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    with main.make_context("synth", [*flags, "generate", "Does it work?"]) as context:
        assert progress_bars(context)._shown is shown
