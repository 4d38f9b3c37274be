"""Lists of topics, as people keep them."""

import os
from datetime import date
from pathlib import Path

import pytest

from synth.batch.topics import Topic, read_topics
from synth.errors import UsageError

BOTH = [Topic(question="First?"), Topic(question="Second?")]


@pytest.mark.parametrize(("name", "text"), [
    ("t.txt", "# comment\nFirst?\n\n  Second?  \nFirst?\n"),
    ("t.txt", "\ufeffFirst?\r\nSecond?\r\n"),
    ("t.md", "# Tonight\n\nThese:\n\n- First?\n1. Second?\n* [ ] First?\n"),
    ("t.csv", "id,question\n1,First?\n2,Second?\n"),
    ("t.csv", "Topic;notes\nFirst?;old\nSecond?;new\n"),
    ("t.csv", "First?\nSecond?\n"),
    ("t.tsv", "question\ttitle\nFirst?\t\nSecond?\t\n"),
    ("t.csv", '"question"\r\n"First?"\r\n\r\n"Second?"\r\n'),
    ("t.yaml", "- First?\n- question: Second?\n"),
    ("t.yml", "topics:\n  - First?\n  - topic: Second?\n"),
    ("t.json", '["First?", {"question": "Second?"}]'),
    ("t.json", '{"topics": ["First?", "Second?"]}'),
    ("t.jsonl", '"First?"\n\n{"question": "Second?"}\n'),
])  # fmt: skip
def test_read_topics_reads_every_kind_of_list(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    found = read_topics(path)
    assert (list(found.topics), found.bad) == (BOTH, ())


@pytest.mark.parametrize(("name", "text"), [
    ("t.csv", "question,Max papers,categories,since,papers,with,brief\nA?,5,cs.CL; cs.IR,2020-01-31,a.pdf;b,BM25,yes\n"),
    ("t.yaml", "- {question: 'A?', max-papers: 5, categories: [cs.CL, cs.IR], since: 2020-01-31, papers: [a.pdf, b],"
               " with: BM25, brief: true}\n"),
])  # fmt: skip
def test_read_topics_takes_what_a_topic_has_of_its_own(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (topic,) = read_topics(tmp_path / name).topics
    assert topic == Topic(
        question="A?",
        papers=(str(tmp_path / "a.pdf"), str(tmp_path / "b")),
        categories=("cs.CL", "cs.IR"),
        since=date(2020, 1, 31),
        max_papers=5,
        against=("BM25",),
        brief=True,
    )


@pytest.mark.parametrize(("name", "text"), [
    ("t.csv", 'question;categories;since\n"A\r\nlong?";cs.CL,cs.IR;2020\n'),
    ("t.yaml", "- {question: 'A  long?', category: 'cs.CL, cs.IR', since: 2020}\n"),
])  # fmt: skip
def test_read_topics_takes_cells_as_spreadsheets_have_them(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, newline="")
    (topic,) = read_topics(tmp_path / name).topics
    assert topic == Topic(question="A long?", categories=("cs.CL", "cs.IR"), since=date(2020, 1, 1))


def test_read_topics_says_how_a_list_that_is_not_utf_8_is_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("First?", encoding="utf-16")
    with pytest.raises(UsageError, match=r"t\.txt: is not UTF-8 \(save it as UTF-8\)"):
        read_topics(tmp_path / "t.txt")


@pytest.mark.parametrize(("name", "text", "line", "reason"), [
    ("t.csv", "question,since\nFirst?,01/02/2020\nSecond?,2020-01-01\n", 2, "since: '01/02/2020' is neither"),
    ("t.yaml", "- {question: 'First?', since: 86400}\n- Second?\n", 1, "since: '86400' is neither"),
    ("t.csv", "question,max_papers\nFirst?,many\nSecond?,3\n", 2, "max_papers: input should be a valid integer"),
    ("t.csv", "question,color\nFirst?,red\nSecond?,\n", 2, "color is no field of a topic; those are question, title"),
    ("t.csv", "question,title\nFirst?,a,b\nSecond?,\n", 2, "has 3 cells, the header 2"),
    ("t.yaml", "- {title: Alone}\n- Second?\n", 1, "has no question"),
    ("t.yaml", "\n- Second?\n- 7\n", 3, "is no question, but of the type int"),
    ("t.json", '[["First?"], "Second?"]', 1, "is no question, but of the type list"),
    ("t.jsonl", '"Second?"\n{"question": \n', 2, "not JSON: Expecting value"),
])  # fmt: skip
def test_read_topics_names_a_row_that_is_no_topic_and_goes_on(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    (tmp_path / name).write_text(text)
    found = read_topics(tmp_path / name)
    assert [topic.question for topic in found.topics] == ["Second?"]
    assert [(row.line, row.reason[: len(reason)]) for row in found.bad] == [(line, reason)]


@pytest.mark.parametrize(("name", "data"), [
    ("t.txt", b""), ("t.txt", b"# nothing\n"), ("t.txt", b"\xff\xfe\x00"), ("t.yaml", b"question: {"), ("t.yaml", b"7"),
    ("t.jsonl", b'{"q": 1}'), ("t.jsonl", b"[1"), ("t.csv", b""), ("t.md", b"A question?\n"), ("t.pdf", b"First?"),
    ("t", b"First?"), ("t.yaml", b"First?"), ("t.yaml", b"question: First?"), ("t.json", b"{}"),
])  # fmt: skip
def test_read_topics_names_a_file_that_is_no_list(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=name):
        read_topics(path)


def test_read_topics_opens_nothing_but_a_file_within_the_limit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "long.txt").write_text("First?\n" * 10)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    for path, reason in (
        (tmp_path / "pipe.txt", "not a file"),
        (tmp_path / "zero.txt", "not a file"),
        (tmp_path / "long.txt", "larger than 69 bytes"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_topics(path, max_bytes=69)
    assert read_topics(tmp_path / "long.txt", max_bytes=70).topics == (Topic(question="First?"),)


@pytest.mark.parametrize("name", ["t.yaml", "t.json", "t.jsonl"])
def test_read_topics_names_a_list_that_is_nested_too_deeply(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("[" * 100_000)
    with pytest.raises(UsageError, match=f"{name}: not a list of questions: nested too deeply"):
        read_topics(tmp_path / name)


def test_read_topics_refuses_a_list_of_millions_of_rows(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("question\n" + "A?\n" * 100_001)
    with pytest.raises(UsageError, match=r"t\.csv: a list of more than 100,000 rows \(make several lists of it\)"):
        read_topics(tmp_path / "t.csv")


def test_read_topics_refuses_yaml_that_takes_minutes_to_parse(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("- First? " + "r " * 300_000)
    with pytest.raises(UsageError, match=r"t\.yaml: .*more than 500,000 characters: give a \.txt"):
        read_topics(tmp_path / "t.yaml")
