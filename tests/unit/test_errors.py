import inspect
import pickle

import pytest

from synth import errors
from synth.errors import SynthError, UsageError, install_remedy

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, SynthError)]


@pytest.mark.parametrize("kind", KINDS)
def test_error_survives_pickling(kind: type[SynthError]) -> None:
    error = kind("went wrong", item="a.pdf", stage="read", remedy="do this")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.message, copy.item, copy.stage, copy.remedy) == ("went wrong", "a.pdf", "read", "do this")


def test_error_text_is_one_line_with_item_and_remedy() -> None:
    assert str(SynthError("went\nwrong", item="a.pdf", remedy="do this")) == "a.pdf: went wrong (do this)"


def test_exit_codes_follow_the_contract() -> None:
    assert UsageError("x").exit_code == 2
    assert {kind.exit_code for kind in KINDS if kind is not UsageError} == {1}


def test_every_error_stands_in_the_drawn_tree() -> None:
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in KINDS)


@pytest.mark.parametrize(
    ("release", "remedy"),
    [
        ({"ID": "debian"}, "apt-get install --no-install-recommends bubblewrap openssh-client"),
        (
            {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"},
            "apt-get install --no-install-recommends bubblewrap openssh-client",
        ),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "dnf install bubblewrap openssh-clients"),
        ({"ID": "arch"}, "pacman -S bubblewrap openssh"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "zypper install bubblewrap openssh-clients"),
        ({"ID": "nixos"}, "install the packages that Debian calls bubblewrap openssh-client"),
    ],
)
def test_install_remedy_is_for_the_system_at_hand(
    release: dict[str, str], remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    assert install_remedy("bubblewrap", "openssh-client") == remedy


def test_install_remedy_names_nothing_that_a_system_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert install_remedy("bubblewrap") == ""
    assert install_remedy("texlive-xetex", "texlive-pictures") == "brew install --cask mactex-no-gui"
