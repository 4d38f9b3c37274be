import pytest

from synth.system.packages import install_remedy


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
