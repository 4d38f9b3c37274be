"""What every test shares: how many examples a property is tried on, where the shared data is, and folders of its own.

`pytest --profile nightly` tries each property on many examples, new ones every time, and runs the tests that are marked
`nightly` as well; without it, the examples are few and always the same.
"""

import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# A shell's background jobs are started deaf to interrupts, and so would be all that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline and no complaint of slowness: what a test finds must not depend on what else the machine is doing.
settings.register_profile(
    "default",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly", settings.get_profile("default"), max_examples=1000, derandomize=False, print_blob=True
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--profile`."""
    parser.addoption(
        "--profile",
        choices=["default", "nightly"],
        default="default",
        help="how thorough to be: nightly tries properties on 1,000 examples and runs the tests marked nightly",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Load the profile of Hypothesis, and have it keep nothing: its files would lie in the checkout."""
    settings.load_profile(config.getoption("--profile"))
    folder = TemporaryDirectory(prefix="synth-tests-")
    config.add_cleanup(folder.cleanup)
    set_hypothesis_home_dir(folder.name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what only a nightly run tries."""
    if config.getoption("--profile") != "nightly":
        for item in items:
            if item.get_closest_marker("nightly"):
                item.add_marker(pytest.mark.skip(reason="only with --profile nightly"))


@pytest.fixture
def shared_data() -> Path:
    """The folder of real papers and benchmarks beside the checkout; a test that asks for it is skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("shared data is absent")
    return SHARED_DATA


def own_folders(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Send everything that would go to the user's folders into this one."""
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    patch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture(scope="session", autouse=True)
def folders_of_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders for what is made once for several tests."""
    with pytest.MonkeyPatch.context() as patch:
        own_folders(patch, tmp_path_factory.mktemp("session"))
        yield


@pytest.fixture(autouse=True)
def folders_of_test(folders_of_session: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Folders for each test alone."""
    own_folders(monkeypatch, tmp_path)
