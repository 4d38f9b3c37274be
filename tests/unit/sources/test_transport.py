"""What is wrong with a way to a server is named, with what mends it."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from synth.sources.transport import Exchange, Transport
from tests.integration.runs import QUESTION, places, synth

NEEDED = "the proxy that is set is a SOCKS proxy, which needs: pip install 'synth[socks]'"
without_socks = pytest.mark.skipif(find_spec("socks") is not None, reason="PySocks is installed")


@pytest.fixture(autouse=True)
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "socks5h://127.0.0.1:9")


@without_socks
def test_transport_names_the_extra_that_a_socks_proxy_needs() -> None:
    transport = Transport("a test", connect_timeout_s=1, read_timeout_s=1)
    assert transport.get("https://arxiv.org/", {}, 10, 1) == Exchange(None, failure=NEEDED, connected=False)


@without_socks
def test_run_behind_a_socks_proxy_names_the_extra_that_it_needs(tmp_path: Path) -> None:
    environ = {"SYNTH_ARXIV_URL": "http://arxiv.example", "SYNTH_ARXIV_BACKOFF_S": "0.001"}
    done = synth("generate", QUESTION, "--no-pdf", *places(tmp_path), environ=environ)
    assert done.exit_code == 1
    assert f"arXiv: could not be reached: {NEEDED}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_transport_names_an_address_of_another_kind() -> None:
    transport = Transport("a test", connect_timeout_s=1, read_timeout_s=1)
    failure = "an address that is neither http nor https"
    assert transport.get("gopher://example.org/", {}, 10, 1) == Exchange(None, failure=failure, connected=False)
