"""`synth publish` against a stand-in of Zenodo: sent once, whatever goes wrong, and the token kept to itself."""

import io
import json
import logging
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from synth import cli
from synth.errors import NetworkError, PublishingError, SynthError, UsageError
from synth.records.corrections import read_corrections
from synth.runs.publishing import publish, read_token
from synth.settings import ZenodoSettings
from synth.sources.transport import Exchange, Transport
from synth.sources.zenodo import ZenodoSession, zenodo_address
from tests.integration.publishing import DOI, NOON, QUESTION, publishable_run
from tests.integration.zenodo_server import (
    TOKEN,
    Fault,
    Handler,
    Held,
    ZenodoServer,
    done_but_cut,
    done_but_dropped,
    dropped,
    nonsense,
    redirect,
    serving,
    stalled,
    status,
    step_of,
)

STEPS = ["list", "create", "describe", "upload", "upload", "get", "publish"]
SETTINGS = ZenodoSettings(max_tries=3)
IMPATIENT = ZenodoSettings(max_tries=3, read_timeout_s=1)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return publishable_run(tmp_path)


@pytest.fixture
def zenodo() -> Iterator[ZenodoServer]:
    with serving() as server:
        yield server


def sent(
    run: Path, zenodo: ZenodoServer, waited: list[float] | None = None, settings: ZenodoSettings = SETTINGS
) -> str:
    session = ZenodoSession(zenodo.url, TOKEN, settings, sleep=(waited if waited is not None else []).append)
    try:
        return publish(run, zenodo.url, session, lambda: NOON)
    finally:
        session.close()


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def verb(run: Path, *arguments: str, zenodo: ZenodoServer, token: str = TOKEN) -> Result:
    environ = {"SYNTH_ZENODO_URL": zenodo.url, "SYNTH_ZENODO_TOKEN": token}
    return CliRunner().invoke(cli.main, ["publish", str(run), *arguments], env=environ)


def test_publish_follows_the_documented_steps_and_notes_the_doi(run: Path, zenodo: ZenodoServer) -> None:
    before = (run / "manifest.json").read_bytes()
    assert sent(run, zenodo) == DOI
    assert zenodo.steps == STEPS
    one = zenodo.held[542201]
    assert sorted(one.files) == ["report.pdf", "run.zip"]
    with zipfile.ZipFile(io.BytesIO(one.files["run.zip"])) as archive:
        names = archive.namelist()
    assert "manifest.json" in names
    assert not any("documents" in name for name in names)
    assert one.metadata["title"] == QUESTION
    assert (run / "manifest.json").read_bytes() == before
    [correction] = read_corrections(run)
    assert (correction.doi, correction.what, correction.state) == (DOI, "identifier given", "CURRENT")
    assert "a test" in correction.reason
    assert not list(run.parent.glob(".deposit-*.json"))


def test_publish_again_sends_nothing(run: Path, zenodo: ZenodoServer) -> None:
    sent(run, zenodo)
    asked = len(zenodo.asked)
    assert sent(run, zenodo) == DOI
    assert len(zenodo.asked) == asked
    assert len(read_corrections(run)) == 1


def test_publish_dry_run_sends_nothing_and_says_what_would_be_sent(run: Path, zenodo: ZenodoServer) -> None:
    result = verb(run, zenodo=zenodo, token="")
    assert result.exit_code == 0
    assert f"To {zenodo.url}/deposit/depositions" in result.stdout
    assert "report.pdf  15 bytes" in result.stdout
    assert '"upload_type": "publication"' in result.stdout
    assert result.stdout.endswith("Nothing was sent; with --yes it is.\n")
    told = json.loads(verb(run, "--json", zenodo=zenodo, token="").stdout)
    assert [file["name"] for file in told["files"]] == ["report.pdf", "run.zip"]
    assert told["metadata"]["title"] == QUESTION
    assert zenodo.asked == []


def test_publish_verb_prints_the_doi_last(run: Path, zenodo: ZenodoServer) -> None:
    result = verb(run, "--yes", "--creator", "Lovelace, Ada", zenodo=zenodo)
    assert (result.exit_code, result.stdout) == (0, f"{DOI}\n")
    assert zenodo.held[542201].metadata["creators"] == [{"name": "Lovelace, Ada"}]


@pytest.mark.parametrize("step", ["list", "describe", "upload", "get"])
@pytest.mark.parametrize("fault", [status(429, "7"), status(500), status(503), dropped, done_but_dropped, done_but_cut])
def test_publish_tries_again_what_can_be_sent_twice(run: Path, zenodo: ZenodoServer, step: str, fault: Fault) -> None:
    zenodo.faults[step] = [fault]
    waited: list[float] = []
    assert sent(run, zenodo, waited) == DOI
    assert len(waited) == 1
    assert zenodo.published == [542201]


@pytest.mark.parametrize("step", ["list", "describe", "upload", "get"])
def test_publish_tries_again_where_no_answer_comes(run: Path, zenodo: ZenodoServer, step: str) -> None:
    zenodo.faults[step] = [stalled]
    waited: list[float] = []
    assert sent(run, zenodo, waited, IMPATIENT) == DOI
    assert waited
    assert zenodo.published == [542201]


def test_publish_waits_as_long_as_it_is_asked_to_but_not_for_ever(run: Path, zenodo: ZenodoServer) -> None:
    zenodo.faults["list"] = [status(429, "7"), status(429, "9999999")]
    waited: list[float] = []
    sent(run, zenodo, waited)
    assert waited == [7.0, 60.0]


@pytest.mark.parametrize("fault", [done_but_dropped, done_but_cut])
def test_publish_finds_a_deposition_whose_making_was_not_answered(
    run: Path, zenodo: ZenodoServer, fault: Fault
) -> None:
    zenodo.faults["create"] = [fault]
    assert sent(run, zenodo) == DOI
    assert list(zenodo.held) == zenodo.published == [542201]


@pytest.mark.parametrize("fault", [dropped, stalled, status(500), status(429, "1")])
def test_publish_sends_no_second_request_to_make_a_deposition(run: Path, zenodo: ZenodoServer, fault: Fault) -> None:
    zenodo.faults["create"] = [fault]
    with pytest.raises(NetworkError, match="run the same command again"):
        sent(run, zenodo, settings=IMPATIENT)
    assert zenodo.steps.count("create") == 1
    assert sent(run, zenodo) == DOI
    assert list(zenodo.held) == [542201]


@pytest.mark.parametrize("fault", [done_but_dropped, done_but_cut])
def test_publish_asks_whether_it_was_done_where_the_answer_was_lost(
    run: Path, zenodo: ZenodoServer, fault: Fault
) -> None:
    zenodo.faults["publish"] = [fault]
    assert sent(run, zenodo) == DOI
    assert zenodo.steps.count("publish") == 1
    assert zenodo.published == [542201]


@pytest.mark.parametrize("step", ["create", "describe", "upload", "publish"])
@pytest.mark.parametrize("fault", [dropped, done_but_dropped, status(500), status(409), status(400), nonsense])
def test_publish_goes_on_where_it_was_interrupted_and_never_publishes_twice(
    run: Path, zenodo: ZenodoServer, step: str, fault: Fault
) -> None:
    zenodo.faults[step] = [fault] * 3
    zenodo.faults["get"] = [None, status(500), status(500), status(500)]
    calls = 0
    while True:
        calls += 1
        try:
            doi = sent(run, zenodo)
            break
        except (NetworkError, PublishingError):
            assert read_corrections(run) == ()
            assert calls < 8
    assert doi == DOI
    assert list(zenodo.held) == zenodo.published == [542201]
    assert [correction.doi for correction in read_corrections(run)] == [DOI]


@pytest.mark.parametrize("after", STEPS)
def test_publish_killed_after_any_step_goes_on(
    run: Path, zenodo: ZenodoServer, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    """As Ctrl-C would, once Zenodo has done what was asked and before anything of it is noted."""
    send = Transport.send

    def killed(
        self: Transport, method: str, url: str, headers: Mapping[str, str], max_bytes: int, timeout_s: float,
        body: bytes | None = None, token: str | None = None,
    ) -> Exchange:  # fmt: skip
        exchange = send(self, method, url, headers, max_bytes, timeout_s, body, token)
        if step_of(method, url) == after:
            raise KeyboardInterrupt
        return exchange

    monkeypatch.setattr(Transport, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        sent(run, zenodo)
    monkeypatch.undo()
    assert sent(run, zenodo) == DOI
    assert list(zenodo.held) == zenodo.published == [542201]


def test_publish_that_lost_its_state_finds_what_it_published(
    run: Path, zenodo: ZenodoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr("synth.runs.publishing.correct", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sent(run, zenodo)
    for path in run.parent.glob(".deposit-*"):
        path.unlink()
    assert sent(run, zenodo) == DOI
    assert zenodo.published == [542201]
    assert len(read_corrections(run)) == 1


def test_publish_starts_anew_where_the_draft_was_deleted(run: Path, zenodo: ZenodoServer) -> None:
    zenodo.faults["describe"] = [status(400)]
    with pytest.raises(PublishingError):
        sent(run, zenodo)
    del zenodo.held[542201]
    zenodo.held[1] = Held(1)  # somebody's other deposition
    assert sent(run, zenodo) == "10.5072/zenodo.542202"
    assert zenodo.published == [542202]


def test_publish_puts_nothing_beside_what_it_sent(run: Path, zenodo: ZenodoServer) -> None:
    zenodo.faults["publish"] = [status(400)]
    with pytest.raises(PublishingError):
        sent(run, zenodo)
    zenodo.held[542201].files["stray.txt"] = b"x"
    with pytest.raises(PublishingError, match=r"holds other files than were sent: 1 file of another name"):
        sent(run, zenodo)
    assert zenodo.published == []


def test_publish_names_the_files_that_did_not_arrive_whole(run: Path, zenodo: ZenodoServer) -> None:
    def cut(handler: Handler) -> None:
        handler.body = handler.body[:9]
        handler.send(handler.right_answer())

    zenodo.faults["upload"] = [cut]
    with pytest.raises(PublishingError, match=r"holds other files than were sent: report\.pdf \(delete that draft"):
        sent(run, zenodo)
    assert sent(run, zenodo) == DOI


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (400, "synth export RUN --format zenodo"),
        (401, "valid token"),
        (403, "deposit:write"),
        (404, ""),
        (409, "wait until"),
    ],
)
def test_publish_says_what_was_refused_and_what_to_do(run: Path, zenodo: ZenodoServer, code: int, remedy: str) -> None:
    zenodo.faults["create"] = [status(code)]
    with pytest.raises(PublishingError, match=f"HTTP {code}, because of creators, title") as raised:
        sent(run, zenodo)
    assert remedy in str(raised.value)


def test_publish_with_a_wrong_token_or_too_few_scopes(run: Path, zenodo: ZenodoServer) -> None:
    result = verb(run, "--yes", zenodo=zenodo, token="wrong-one")
    assert result.exit_code == 1
    assert "HTTP 401" in result.stderr
    assert "wrong-one" not in result.output
    zenodo.scopes = {"deposit:write"}
    result = verb(run, "--yes", zenodo=zenodo)
    assert "deposit:actions" in result.stderr
    assert zenodo.published == []


@pytest.mark.parametrize("fault", [nonsense, redirect])
@pytest.mark.parametrize("step", ["list", "create", "describe"])
def test_publish_is_not_taken_in_by_other_answers(run: Path, zenodo: ZenodoServer, step: str, fault: Fault) -> None:
    zenodo.faults[step] = [fault] * 3
    with pytest.raises(PublishingError, match="did not answer with|redirects elsewhere"):
        sent(run, zenodo)
    assert zenodo.published == []


def test_publish_sends_the_token_to_no_other_host(run: Path, zenodo: ZenodoServer) -> None:
    with serving() as elsewhere:
        zenodo.bucket_base = elsewhere.url
        with pytest.raises(PublishingError, match="no place for files"):
            sent(run, zenodo)
        assert elsewhere.asked == []


def test_publish_keeps_the_token_to_itself(
    run: Path, zenodo: ZenodoServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    caplog.set_level(logging.DEBUG)
    zenodo.faults["upload"] = [status(500)]
    zenodo.faults["publish"] = [status(400)]
    with pytest.raises(PublishingError) as raised:
        sent(run, zenodo)
    sent(run, zenodo)
    assert {asked.headers["Authorization"] for asked in zenodo.asked} == {f"Bearer {TOKEN}"}
    assert all(TOKEN not in asked.path for asked in zenodo.asked)
    assert TOKEN not in caplog.text
    assert TOKEN not in str(raised.value)
    assert TOKEN.encode() not in everything_below(tmp_path)


def test_publish_of_two_at_once_is_refused(run: Path, zenodo: ZenodoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.runs.publishing.LOCK_S", 0.05)
    zenodo.faults["describe"] = [status(400)]
    with pytest.raises(PublishingError):
        sent(run, zenodo)
    [lock] = run.parent.glob(".deposit-*.lock")
    with FileLock(lock), pytest.raises(SynthError, match="by another process"):
        sent(run, zenodo)


def test_publish_of_a_damaged_record_asks_nothing(run: Path, zenodo: ZenodoServer) -> None:
    (run / "claims.jsonl").write_bytes(b"{}\n")
    with pytest.raises(SynthError, match="is not the file that is listed"):
        sent(run, zenodo)
    assert zenodo.asked == []


def test_zenodo_address_is_the_sandbox_unless_told_otherwise() -> None:
    assert zenodo_address(False, {}) == "https://sandbox.zenodo.org/api"
    assert zenodo_address(True, {}) == "https://zenodo.org/api"
    assert zenodo_address(True, {"SYNTH_ZENODO_URL": "http://127.0.0.1:80/api/"}) == "http://127.0.0.1:80/api"
    for base in (
        "http://zenodo.org/api",
        "ftp://x",
        "zenodo.org",
        "https://me:word@zenodo.org/api",
        "https://@x",
        "https://[",
    ):
        with pytest.raises(UsageError):
            zenodo_address(False, {"SYNTH_ZENODO_URL": base})


def test_read_token_takes_a_file_or_the_environment_and_never_shows_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert read_token(tmp_path / "token", {}) == TOKEN
    assert read_token(None, {"SYNTH_ZENODO_TOKEN": TOKEN}) == TOKEN
    (tmp_path / "token").write_text("two words\r\nof it")
    for file, environ in (
        (tmp_path / "token", {}),
        (tmp_path / "none", {}),
        (None, {}),
        (None, {"SYNTH_ZENODO_TOKEN": "ä"}),
    ):
        with pytest.raises(UsageError) as raised:
            read_token(file, environ)
        assert "two words" not in str(raised.value)


def test_read_token_opens_nothing_but_a_small_file(tmp_path: Path) -> None:
    (tmp_path / "huge").write_text(TOKEN)
    os.truncate(tmp_path / "huge", 3_000_000_000)
    os.mkfifo(tmp_path / "pipe")
    for file, reason in (
        (Path("/dev/zero"), "not a file"),
        (Path("/proc/kmsg"), "there is no token"),
        (tmp_path / "pipe", "not a file"),
        (tmp_path / "huge", "larger than 10 kB"),
        (tmp_path, "a folder"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_token(file, {})
