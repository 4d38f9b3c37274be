"""What every test shares: where the shared data is, and nothing that reaches the network or the user's folders."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """The folder of real papers and benchmarks beside the checkout; a test that asks for it is skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("shared data is absent")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Send everything that would go to the user's folders into the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
