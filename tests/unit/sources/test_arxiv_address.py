import pytest

from synth.errors import UsageError
from synth.settings import ArxivSettings
from synth.sources.arxiv_address import arxiv_settings, download_address, may_follow, query_address
from synth.sources.arxiv_id import arxiv_id_in

ARXIV = ArxivSettings()
MIRROR = ArxivSettings(base_url="http://mirror.example:8080/arxiv")


def test_arxiv_settings_takes_another_base_and_its_interval() -> None:
    environ = {"SYNTH_ARXIV_URL": "http://mirror.example:8080/arxiv/", "SYNTH_ARXIV_INTERVAL_S": "0.5"}
    settings = arxiv_settings(ArxivSettings(), environ)

    assert (settings.base_url, settings.interval_s) == ("http://mirror.example:8080/arxiv", 0.5)


@pytest.mark.parametrize("base", [{}, {"SYNTH_ARXIV_URL": "https://export.arxiv.org"}])
def test_arxiv_settings_keeps_three_seconds_for_arxiv_itself(base: dict[str, str]) -> None:
    assert arxiv_settings(ArxivSettings(), {**base, "SYNTH_ARXIV_INTERVAL_S": "0"}).interval_s == 3.0


@pytest.mark.parametrize(
    "environ",
    [
        {"SYNTH_ARXIV_URL": "ftp://x"},
        {"SYNTH_ARXIV_URL": "http://[::1"},
        {"SYNTH_ARXIV_URL": "http://"},
        {"SYNTH_ARXIV_URL": "https://me:password@mirror.example"},
        {"SYNTH_ARXIV_URL": "http://x.y", "SYNTH_ARXIV_INTERVAL_S": "soon"},
        {"SYNTH_ARXIV_URL": "http://x.y", "SYNTH_ARXIV_INTERVAL_S": "nan"},
        {"SYNTH_CONTACT": "ada@example.org\r\nX-Evil: 1"},
        {"SYNTH_CONTACT": "nobody"},
    ],
)
def test_arxiv_settings_refuses_what_cannot_be_used(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError) as raised:
        arxiv_settings(ArxivSettings(), environ)
    assert "password@" not in str(raised.value)


def test_addresses_are_below_the_base() -> None:
    assert query_address(ARXIV) == "https://export.arxiv.org/api/query"
    assert query_address(MIRROR) == "http://mirror.example:8080/arxiv/api/query"
    assert download_address(MIRROR, "e-print", "math/0303003v1") == (
        "http://mirror.example:8080/arxiv/e-print/math/0303003v1"
    )
    assert download_address(ARXIV, "pdf", "a b?c#d") == "https://export.arxiv.org/pdf/a%20b%3Fc%23d"


@pytest.mark.parametrize(
    ("settings", "address", "followed"),
    [
        (ARXIV, "https://arxiv.org/src/2005.11401", True),
        (ARXIV, "https://export.arxiv.org/src/2005.11401", True),
        (ARXIV, "http://arxiv.org/src/2005.11401", False),
        (ARXIV, "https://arxiv.org.evil.example/", False),
        (ARXIV, "https://evilarxiv.org/", False),
        (ARXIV, "file:///etc/passwd", False),
        (MIRROR, "http://mirror.example:8080/other", True),
        (MIRROR, "http://mirror.example/other", False),
        (MIRROR, "https://arxiv.org/", False),
        (MIRROR, "http://me@mirror.example:8080/other", False),
        (ARXIV, "http://[::1", False),
        (MIRROR, "http://[::1", False),
    ],
)
def test_may_follow_stays_with_arxiv_or_the_mirror(settings: ArxivSettings, address: str, followed: bool) -> None:
    assert may_follow(settings, address) is followed


@pytest.mark.parametrize(
    ("name", "arxiv_id"),
    [
        ("2005.11401v4.pdf", "2005.11401v4"),
        ("2005.11401v4_b.pdf", "2005.11401v4"),
        ("truncated_2004.04906v3.pdf", "2004.04906v3"),
        ("1704.00552_tupa_acl2017", "1704.00552"),
        ("arXiv-1403.0035", "1403.0035"),
        ("math-0303009.pdf", "math/0303009"),
        ("math0303001.gz", "math/0303001"),
        ("hep-th_9901001v2.tar.gz", "hep-th/9901001v2"),
        ("notes.pdf", None),
        ("２００５.１１４０１.pdf", None),
        ("report_2024.0312.pdf", None),
        ("1912.0312.pdf", None),
        ("figure1203.45678x9.png", None),
        ("aftermath0303001.pdf", None),
    ],
)
def test_arxiv_id_in_names(name: str, arxiv_id: str | None) -> None:
    assert arxiv_id_in(name) == arxiv_id


def test_arxiv_settings_keep_arxivs_own_pause() -> None:
    mirror = ArxivSettings(base_url="http://127.0.0.1:1/", interval_s=0)
    assert arxiv_settings(mirror, {}).base_url == "http://127.0.0.1:1"
    with pytest.raises(UsageError, match=r"arxiv\.interval_s"):
        arxiv_settings(ArxivSettings(interval_s=1), {})
