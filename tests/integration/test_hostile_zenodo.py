"""Zenodo's stand-in as an enemy: the token is not seen again whatever it sends back, and no answer costs more than a line."""

import base64
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from synth.errors import NetworkError, PublishingError, SynthError
from synth.runs.publishing import publish
from synth.settings import ZenodoSettings
from synth.sources.zenodo import ZenodoSession
from tests.integration.publishing import DOI, NOON, publishable_run
from tests.integration.zenodo_server import TOKEN, Answer, Fault, Handler, ZenodoServer, serving, status


class ZenodoClient:
    """Publishing at the stand-in, with a clock that the tests move and sleeps that are noted instead of slept."""

    def __init__(self, zenodo: ZenodoServer, run: Path) -> None:
        self.zenodo = zenodo
        self.run = run
        self.time_s = 0.0
        self.sleeps: list[float] = []

    def _sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time_s += seconds

    def publish(self, **changes: object) -> str:
        """Publish, with changed settings; returns the DOI."""
        settings = ZenodoSettings.model_validate(changes)
        session = ZenodoSession(
            self.zenodo.url, TOKEN, settings, monotonic=lambda: self.time_s, sleep=self._sleep, now=lambda: NOON
        )
        try:
            return publish(self.run, self.zenodo.url, session, lambda: NOON)
        finally:
            session.close()


@pytest.fixture
def zenodo() -> Iterator[ZenodoServer]:
    with serving() as server:
        yield server


@pytest.fixture
def client(zenodo: ZenodoServer, tmp_path: Path) -> ZenodoClient:
    return ZenodoClient(zenodo, publishable_run(tmp_path))


# The token

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "percent": lambda token: "".join(f"%{ord(char):02x}" for char in token),
    "base64": lambda token: base64.b64encode(f"x{token}".encode()).decode(),
    "hexadecimal": lambda token: token.encode().hex(),
    "backslashes": lambda token: "".join(f"\\u{ord(char):04x}" for char in token),
    "html": lambda token: "".join(f"&#{ord(char)};" for char in token),
    "spaces": lambda token: " ".join(token),
    "lines": lambda token: "\n".join(token),
    "capitals": str.upper,
    "backwards": lambda token: token[::-1],
    "numbers": lambda token: ", ".join(str(ord(char)) for char in token),
    "half of it": lambda token: token[: len(token) // 2],
}


def answer_with(code: int, content: object, **headers: str) -> Fault:
    return lambda handler: handler.send(Answer(code, content, headers))


def changed(change: Callable[[dict[str, object]], object]) -> Fault:
    """The right answer, changed."""

    def fault(handler: Handler) -> None:
        answer = handler.right_answer()
        content = answer.content if isinstance(answer.content, dict) else {}
        change(content)
        handler.send(Answer(answer.status, content))

    return fault


def file_named(name: str) -> Fault:
    return changed(lambda held: held.update(files=[{"filename": name, "filesize": 1, "checksum": name}]))


def with_head(header: str) -> Fault:
    """An error whose head is not as heads are: urllib3 logs what it could not read of it."""

    def fault(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(f"HTTP/1.1 400 {header}\r\nX-A: {header}\r\nno colon {header}\r\n\r\n".encode("latin-1"))
        handler.wfile.flush()

    return fault


ECHOES: dict[str, tuple[str, Callable[[str], Fault]]] = {
    "message": ("create", lambda text: answer_with(400, {"message": text})),
    "fields": ("create", lambda text: answer_with(400, {"errors": [{"field": text, "message": text, "messages": [text]}]})),
    "odd errors": ("create", lambda text: answer_with(400, {"message": [text], "errors": {text: text}})),
    "no JSON": ("create", lambda text: answer_with(400, f"<html>{text}".encode())),
    "no deposition": ("create", lambda text: answer_with(201, {"id": text, "submitted": text})),
    "cut off": ("create", lambda text: answer_with(201, f'{{"id": 1, "submitted": "{text}'.encode())),
    "no list": ("list", lambda text: answer_with(200, [text])),
    "redirect": ("list", lambda text: answer_with(302, b"", Location=f"http://127.0.0.1:9/{quote(text)}")),
    "headers": ("list", lambda text: answer_with(400, {}, **{"X-Echo": quote(text), "Retry-After": quote(text)})),
    "a broken head": ("list", lambda text: with_head(text.replace("\n", " "))),
    "files": ("get", file_named),
    "bucket": ("describe", lambda text: changed(lambda held: held.update(links={"bucket": f"http://127.0.0.1:9/{text}"}))),
    "doi": ("publish", lambda text: changed(lambda held: held.update(doi=f"10.5072/{text}", metadata={"doi": f"10.5072/zenodo.{text}"}))),
}  # fmt: skip


def everything_of(error: BaseException) -> str:
    """All that can be seen of an error: itself, what it came of, and what they hold."""
    seen, waiting = [], [error]
    while waiting:
        one = waiting.pop()
        seen += [str(one), repr(one), repr(one.args), repr(vars(one))]
        waiting += [other for other in (one.__cause__, one.__context__) if other is not None]
    return "\n".join([*seen, *traceback.format_exception(error)])


def everything_below(folder: Path) -> str:
    return "\n".join(path.read_text("latin-1") for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(("step", "echo"), ECHOES.values(), ids=ECHOES.keys())
def test_token_that_is_sent_back_is_not_seen_again(
    client: ZenodoClient, caplog: pytest.LogCaptureFixture, step: str, echo: Callable[[str], Fault], form: Callable[[str], str]
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    client.zenodo.faults[step] = [echo(form(TOKEN))] * 9
    with pytest.raises(SynthError) as raised:
        client.publish()
    assert str(raised.value).isprintable()
    seen = "\n".join([everything_of(raised.value), caplog.text, everything_below(client.run.parent)])
    assert form(TOKEN) not in seen
    assert quote(form(TOKEN)) not in seen
    assert TOKEN[:8] not in seen


def test_every_step_can_be_carried_out_after_an_echo(client: ZenodoClient) -> None:
    client.zenodo.faults = {step: [echo(TOKEN)] for step, echo in ECHOES.values()}
    failures = 0
    while True:
        try:
            doi = client.publish()
            break
        except SynthError:
            failures += 1
            assert failures < 20
    assert doi == DOI
    assert client.zenodo.published == [542201]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_token_goes_through_no_proxy_that_reads_it(
    client: ZenodoClient, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving() as proxy:
        monkeypatch.setenv(variable, proxy.url.removesuffix("/api"))
        assert client.publish() == DOI
        assert proxy.asked == []


def test_token_is_encrypted_through_a_proxy(client: ZenodoClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a request by https, a proxy sees a name and a port: it is asked for a tunnel, and refuses here."""
    with serving() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.removesuffix("/api"))
        session = ZenodoSession("https://zenodo.example/api", TOKEN, ZenodoSettings(max_tries=1))
        with pytest.raises(NetworkError, match="the proxy cannot be reached"):
            session.find("x")
        session.close()
        assert proxy.asked == []


def test_token_follows_no_redirect(client: ZenodoClient) -> None:
    with serving() as elsewhere:
        for step in ("list", "create", "describe", "upload", "get", "publish"):
            client.zenodo.faults[step] = [answer_with(307, b"", Location=f"{elsewhere.url}/x")]
            with pytest.raises(PublishingError, match="redirects elsewhere, where no token goes"):
                client.publish()
        assert client.publish() == DOI
        assert elsewhere.asked == []


# Answers that are none


@pytest.mark.parametrize(
    "bucket",
    ["http://[::1", "http://[", "", None, "javascript:alert(1)", "//", "/api/files/b-542201", "http://127.0.0.1:0x50/", "http://\x1b[2J/", "http://me@127.0.0.1/"],
)  # fmt: skip
def test_bucket_that_is_none_is_one_line_with_a_remedy(client: ZenodoClient, bucket: str | None) -> None:
    client.zenodo.faults["describe"] = [changed(lambda held: held.update(links={"bucket": bucket}))]
    with pytest.raises(
        PublishingError, match=r"has no place for files of its own \(open that draft on its page"
    ) as raised:
        client.publish()
    assert str(raised.value).isprintable()
    assert client.publish() == DOI


def test_draft_without_links_is_one_line_with_a_remedy(client: ZenodoClient) -> None:
    client.zenodo.faults["describe"] = [changed(lambda held: held.pop("links"))]
    with pytest.raises(PublishingError, match="open that draft on its page and edit or delete it there"):
        client.publish()


DEEP = b"[" * 100_000
NONSENSE: dict[str, bytes] = {
    "deep": DEEP,
    "deep and closed": DEEP + b"]" * 100_000,
    "deep metadata": b'[{"id": 1, "submitted": true, "metadata": ' + DEEP,
    "a long number": b'{"id": ' + b"9" * 5_000 + b', "submitted": true}',
    "a large number": b'{"id": 9999999999999999999999, "submitted": true}',
    "no UTF-8": b"\xff\xfe",
    "half a character": b'{"id": 1, "submitted": true, "doi": "\\ud800"}',
    "nothing": b"",
    "null": b"null",
    "not finite": b'{"id": NaN, "submitted": true}',
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
@pytest.mark.parametrize("step", ["list", "create", "describe", "get", "publish"])
@pytest.mark.parametrize("code", [200, 400])
def test_answer_that_is_none_is_one_line(client: ZenodoClient, step: str, code: int, body: bytes) -> None:
    client.zenodo.faults[step] = [answer_with(code, body)] * 2
    with pytest.raises(PublishingError, match="did not answer with|refuses: HTTP 400") as raised:
        client.publish()
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 300


def test_odd_depositions_of_the_user_cost_nothing(client: ZenodoClient) -> None:
    rows = [
        {},
        {"id": "x"},
        {"metadata": None},
        {"metadata": [["deep"]]},
        {"id": 3, "submitted": "perhaps", "links": 5},
    ]
    client.zenodo.faults["list"] = [answer_with(200, rows)]
    assert client.publish() == DOI


def test_deposition_of_the_record_is_found_among_odd_ones(client: ZenodoClient) -> None:
    client.zenodo.faults["describe"] = [status(400)]
    with pytest.raises(PublishingError):
        client.publish()
    for path in client.run.parent.glob(".deposit-*.json"):
        path.unlink()
    mine = client.zenodo.shown(client.zenodo.held[542201])
    client.zenodo.faults["list"] = [answer_with(200, [{"id": "x"}, mine, {}])]
    assert client.publish() == DOI
    assert list(client.zenodo.held) == [542201]


def test_refusal_names_only_fields_that_were_sent(client: ZenodoClient) -> None:
    errors = [{"field": "metadata.title"}, {"field": None}, {"field": "metadata.secret.title_of"}, {}]
    client.zenodo.faults["create"] = [answer_with(400, {"errors": errors})]
    with pytest.raises(PublishingError, match=r"refuses: HTTP 400, because of title \("):
        client.publish()


# Time and size


def test_request_has_a_deadline_over_all_tries(client: ZenodoClient) -> None:
    def slow(handler: Handler) -> None:
        client.time_s += 500
        status(503)(handler)

    client.zenodo.faults["list"] = [slow] * 9
    with pytest.raises(NetworkError, match="gave no whole answer: HTTP 503"):
        client.publish(max_tries=9)
    assert client.zenodo.steps == ["list"] * 3


def test_byte_now_and_then_ends_with_the_deadline(client: ZenodoClient) -> None:
    def drip(handler: Handler) -> None:
        client.time_s += 0.3
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", "9999")
        handler.end_headers()
        while not handler.zenodo.stopped.wait(0.02):
            handler.wfile.write(b"[")
            handler.wfile.flush()

    client.zenodo.faults["list"] = [drip]
    with pytest.raises(NetworkError, match="no whole answer within"):
        client.publish(deadline_s=0.3)
    assert client.zenodo.steps == ["list"]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7.0), ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0), ("Fri, 31 Dec 9999 23:59:59 GMT", 60.0), ("9" * 5_000, 60.0), ("soon", 2.0)],
)  # fmt: skip
def test_wait_that_is_asked_for_is_bounded(client: ZenodoClient, asked: str, waited: float) -> None:
    client.zenodo.faults["list"] = [status(429, asked)]
    assert client.publish() == DOI
    assert client.sleeps == [waited]


def test_answer_larger_than_the_limit_is_not_taken_in(client: ZenodoClient) -> None:
    client.zenodo.faults["list"] = [answer_with(200, b" " * 2_000_000)] * 9
    with pytest.raises(NetworkError, match="more than 1 MB"):
        client.publish(max_answer_bytes=1_000_000)


def test_body_of_a_redirect_is_not_taken_in(client: ZenodoClient) -> None:
    """requests reads one whole, of any size, to prepare the request that would follow."""

    def endless(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(302)
        handler.send_header("Location", "/x")
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()
        while not handler.zenodo.stopped.is_set():
            handler.wfile.write(b" " * 65_536)

    client.zenodo.faults["list"] = [endless]
    with pytest.raises(NetworkError, match="more than 1 MB"):
        client.publish(max_answer_bytes=1_000_000, max_tries=1)
