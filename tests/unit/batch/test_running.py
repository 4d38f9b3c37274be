"""A batch: one result a topic, in order, and what is written of it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from synth.batch import running
from synth.batch.running import Shared, TopicResult, answer_topic, run_batch
from synth.batch.summary import topic_lines, totals, write_batch
from synth.batch.topics import BadRow, Topic
from synth.errors import NothingFoundError
from synth.models import Record
from synth.settings import Settings
from synth.stages.context import Progress
from tests import examples

SHARED = Shared(Settings())


def generate(question: str, **request: object) -> Record:
    if "nothing" in question:
        raise NothingFoundError("no paper was found")
    if "broken" in question:
        raise ZeroDivisionError("oops")
    return examples.outcome().model_copy(update={"reused": "before" in question})


def test_run_batch_lets_a_failure_cost_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "generate", generate)
    topics = [Topic(question=name) for name in ("nothing", "one", "broken", "before")]
    ended: list[TopicResult] = []
    with ThreadPoolExecutor(1) as executor:
        results = run_batch(topics, SHARED, executor, ended.append)
    assert [result.error for result in results] == [
        "no paper was found",
        None,
        "unexpected ZeroDivisionError: oops",
        None,
    ]
    assert [result.is_current for result in results] == [False, False, False, True]
    assert results[1].folder == "out/run"
    assert sorted(result.question for result in ended) == sorted(topic.question for topic in topics)


def test_a_topic_is_answered_by_its_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def noted(question: str, **request: object) -> Record:
        asked.update(request)
        return examples.outcome()

    monkeypatch.setattr(running, "generate", noted)
    topic = Topic(question="A?", title="On A", max_papers=5, papers=("a.pdf",), against=("B", "C"))
    answer_topic(topic, SHARED._replace(papers=(Path("b.pdf"),)))
    settings = asked["settings"]
    assert isinstance(settings, Settings)
    assert (settings.search.max_papers, settings.rendering.title) == (5, "On A")
    assert (asked["papers"], asked["against"], asked["reuse"]) == (("a.pdf",), "B;C", True)


RESULTS = [
    TopicResult(
        question="One?", folder="reports/one", record_id="SRCH:1", status="Unverified", headline="Yes.", used=3
    ),
    TopicResult(question="Two <b>?", folder="reports/two", status="Unverified", headline="No.", is_current=True),
    TopicResult(question="Three?", error="no paper was found"),
]


def test_stages_of_a_topic_are_logged_as_they_end_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stages(question: str, *, progress: Progress, **rest: object) -> Record:
        progress("read", 0, 2)
        progress("read", 1, 2)
        progress("read", 2, 2)
        raise NothingFoundError("nothing there")

    monkeypatch.setattr(running, "generate", stages)
    with caplog.at_level("INFO"):
        for logged in (False, True):
            answer_topic(Topic(question="Why?"), Shared(Settings(), logged=logged))
    assert [message.rpartition(" in ")[0] for message in caplog.messages] == ["Why?: read 2 of 2"]


def test_a_topic_has_its_lines_and_a_batch_its_counts() -> None:
    assert topic_lines(RESULTS[0], 1, 12) == [" 1/12 done     One?", "        Yes."]
    assert topic_lines(RESULTS[2], 12, 12) == ["12/12 failed   Three?", "        no paper was found"]
    assert totals(RESULTS, [BadRow(line=4, reason="has no question")]) == (
        "3 topics: 1 done, 1 current, 1 failed, 1 row of the list not understood"
    )


def test_a_batch_is_written_with_links_to_every_report(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    (out / "one").mkdir(parents=True)
    (out / "one" / "report.pdf").write_bytes(b"%PDF")
    results = [one.model_copy(update={"folder": str(tmp_path / one.folder)}) if one.folder else one for one in RESULTS]
    write_batch(out, results, [BadRow(line=4, reason="has no question")])
    written = json.loads((out / "batch.json").read_text())
    assert [topic["pdf"] for topic in written["topics"]] == ["one/report.pdf", None, None]
    assert [topic["folder"] for topic in written["topics"]] == ["one", "two", None]
    page = (out / "index.html").read_text()
    assert '<a href="one/report.pdf">PDF</a>' in page
    assert "Two &lt;b&gt;?" in page
    assert "Failed: no paper was found" in page
    assert "Line 4: has no question" in page
