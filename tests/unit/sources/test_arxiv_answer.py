import pytest

from synth.errors import AnswerError
from synth.settings import LimitSettings
from synth.sources.arxiv_answer import read_feed
from tests.integration.arxiv_server import ServedPaper, feed

LIMITS = LimitSettings()
BODY = feed([ServedPaper(f"2101.0000{number}v1", f"Paper {number}") for number in (1, 2, 3)], 7, 2)


def test_read_feed_gives_counts_and_entries() -> None:
    page = read_feed(BODY, "application/atom+xml", 100, LIMITS)
    assert page is not None
    assert (page.total, page.start, page.entries, page.skips) == (7, 2, 3, ())
    assert page.feed.count(b"id>http://arxiv.org/abs/2101.0000") == 3


@pytest.mark.parametrize("end", [10, 400, len(BODY) - 1])
def test_read_feed_that_is_broken_off_is_none(end: int) -> None:
    assert read_feed(BODY[:end], "", 100, LIMITS) is None


def test_read_feed_leaves_a_place_for_each_entry_that_is_left_out() -> None:
    page = read_feed(BODY.replace(b"2101.00002v1</id>", b"x</id>"), "", 100, LIMITS)
    assert page is not None
    assert (page.entries, page.feed.count(b"entry>")) == (3, 6)
    assert b"left out: entry 4" in page.feed
    assert [(skip.title, skip.stage) for skip in page.skips] == [("Paper 2", "search")]


def test_read_feed_names_two_entries_without_anything_by_their_places() -> None:
    page = read_feed(BODY.replace(b"<entry>", b"<entry/><entry/><entry>", 1), "", 100, LIMITS)
    assert page is not None
    assert [skip.title for skip in page.skips] == ["entry 3 of arXiv's answer", "entry 4 of arXiv's answer"]
    assert len({skip.paper_id for skip in page.skips}) == 2


@pytest.mark.parametrize(
    ("name", "inserted", "reason"),
    [
        ("MAX_ELEMENTS", b"<a/>" * 100, "more than 50 elements"),
        (
            "MAX_ELEMENTS",
            b"<a " + b" ".join(b'a%d=""' % number for number in range(100)) + b"/>",
            "more than 50 elements",
        ),
        ("MAX_OPEN", b"<a>" * 100, "nested too deeply"),
        ("_CHUNK_BYTES", b"<a " + b" ".join(b'a%d=""' % number for number in range(100)) + b"/>", "a tag of more than"),
    ],
)
def test_read_feed_is_bounded_in_memory(
    monkeypatch: pytest.MonkeyPatch, name: str, inserted: bytes, reason: str
) -> None:
    monkeypatch.setattr(f"synth.sources.arxiv_answer.{name}", 50)
    with pytest.raises(AnswerError, match=reason):
        read_feed(BODY.replace(b"<entry>", inserted + b"<entry>", 1), "", 100, LIMITS)


@pytest.mark.parametrize("encoding", ["UTF1e308", "no such one", "UTF-16"])
def test_read_feed_takes_an_encoding_that_is_none_for_a_broken_feed(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>'
    assert read_feed(body.encode(), "application/atom+xml", 100, LIMITS) is None
