import os
from pathlib import Path

import pytest

from synth.batch import TopicResult, read_topics, run_batch, summary_table
from synth.errors import NothingFoundError, UsageError
from synth.models import Record
from tests import examples


@pytest.mark.parametrize(("name", "text"), [
    ("t.txt", "# comment\nFirst?\n\n  Second?  \nFirst?\n"),
    ("t.csv", "id,question\n1,First?\n2,Second?\n"),
    ("t.csv", "First?\nSecond?\n"),
    ("t.yaml", "- First?\n- question: Second?\n"),
    ("t.jsonl", '"First?"\n{"question": "Second?"}\n'),
    ("t.txt", "\ufeffFirst?\r\nSecond?\r\n"),
])  # fmt: skip
def test_read_topics_reads_every_kind_of_list(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    assert read_topics(path) == ["First?", "Second?"]


@pytest.mark.parametrize(("name", "data"), [
    ("t.txt", b""), ("t.txt", b"# nothing\n"), ("t.txt", b"\xff\xfe\x00"), ("t.yaml", b"question: {"), ("t.yaml", b"7"),
    ("t.jsonl", b'{"q": 1}'), ("t.jsonl", b"[1"), ("t.csv", b""),
    ("t.yaml", b"First?"), ("t.yaml", b"question: First?"),
])  # fmt: skip
def test_read_topics_names_a_file_that_is_no_list(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=name):
        read_topics(path)


def test_read_topics_opens_nothing_but_a_file_within_the_limit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "long.txt").write_text("First?\n" * 10)
    for path, reason in (
        (tmp_path / "pipe.txt", "not a file"),
        (Path("/dev/zero"), "not a file"),
        (tmp_path / "long.txt", "larger than 69 bytes"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_topics(path, max_bytes=69)
    assert read_topics(tmp_path / "long.txt", max_bytes=70) == ["First?"]


@pytest.mark.parametrize("name", ["t.yaml", "t.jsonl"])
def test_read_topics_names_a_list_that_is_nested_too_deeply(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("[" * 100_000)
    with pytest.raises(UsageError, match=f"{name}: not a list of questions: nested too deeply"):
        read_topics(tmp_path / name)


def answer(question: str) -> Record:
    if "nothing" in question:
        raise NothingFoundError("no paper was found")
    if "broken" in question:
        raise ZeroDivisionError("oops")
    return examples.outcome().model_copy(update={"reused": "before" in question})


def test_run_batch_lets_a_failure_cost_only_itself() -> None:
    results = run_batch(["nothing", "one", "broken", "before"], answer)
    assert [result.error for result in results] == [
        "no paper was found",
        None,
        "unexpected ZeroDivisionError: oops",
        None,
    ]
    assert [result.done_before for result in results] == [False, False, False, True]
    assert results[1].folder == "out/run"


def test_run_batch_stops_at_an_interrupt() -> None:
    def interrupted(question: str) -> Record:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(["one", "two"], interrupted)


def test_summary_table_has_a_line_for_each_and_the_counts() -> None:
    results = [
        TopicResult(question="One?", folder="out/one", status="Unverified", used=3),
        TopicResult(question="Two?", folder="out/two", status="Unverified", used=4, done_before=True),
        TopicResult(question="Three?", error="no paper was found"),
    ]
    table = summary_table(results)
    assert "done    One?\n        3 papers  Unverified  out/one" in table
    assert "there   Two?" in table
    assert "failed  Three?\n        no paper was found" in table
    assert table.endswith("3 questions: 1 done, 1 there before, 1 failed")
