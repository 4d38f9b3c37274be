"""What each system calls the packages that synth can use, and the command of it that installs them."""

import sys

_INSTALLERS = {
    "debian": "apt-get install --no-install-recommends",
    "fedora": "dnf install",
    "arch": "pacman -S",
    "suse": "zypper install",
    "macos": "brew install",
}
_FAMILIES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse", "sles": "suse"}
_NAMES = {
    "texlive-xetex": {"macos": "--cask mactex-no-gui"},
    "texlive-latex-recommended": {
        "fedora": "texlive-collection-latexrecommended", "arch": "texlive-latexrecommended",
        "suse": "texlive-collection-latexrecommended", "macos": "",
    },
    "texlive-fonts-recommended": {
        "fedora": "texlive-collection-fontsrecommended", "arch": "texlive-fontsrecommended",
        "suse": "texlive-collection-fontsrecommended", "macos": "",
    },
    "texlive-pictures": {
        "fedora": "texlive-collection-pictures", "suse": "texlive-collection-pictures", "macos": "",
    },
    "fonts-linuxlibertine": {
        "fedora": "texlive-libertine", "arch": "texlive-fontsextra", "suse": "texlive-libertine", "macos": "",
    },
    "fonts-symbola": {
        "fedora": "gdouros-symbola-fonts", "arch": "", "suse": "gdouros-symbola-fonts", "macos": "font-symbola",
    },
    "fonts-noto-core": {
        "fedora": "google-noto-sans-fonts", "arch": "noto-fonts", "suse": "google-noto-fonts",
        "macos": "font-noto-sans",
    },
    "fonts-noto-cjk": {
        "fedora": "google-noto-sans-cjk-fonts", "arch": "noto-fonts-cjk", "suse": "google-noto-sans-cjk-fonts",
        "macos": "font-noto-sans-cjk",
    },
    "bubblewrap": {"macos": ""},
    "openssh-client": {"fedora": "openssh-clients", "arch": "openssh", "suse": "openssh-clients", "macos": "openssh"},
}  # fmt: skip
"""Debian's packages by the names that other systems have for them, where these differ; "" where there is none."""


def install_remedy(*packages: str) -> str:
    """What installs Debian packages on this system, by its own names for them; "" where it has none of them.

    The system is known by /etc/os-release (freedesktop.org/software/systemd/man/os-release.html); one that is not
    known is given Debian's names.
    """
    system = _system()
    names = [_NAMES.get(name, {}).get(system, name) for name in packages]
    wanted = " ".join(dict.fromkeys(filter(None, names)))
    command = _INSTALLERS.get(system, "install the packages that Debian calls")
    return f"{command} {wanted}" if wanted else ""


def _system() -> str:
    """The family of systems that share a package manager; "" where it is not known."""
    if sys.platform == "darwin":
        return "macos"
    import platform

    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    called = (release["ID"], *release.get("ID_LIKE", "").split())
    families = (_FAMILIES.get(name.partition("-")[0], name) for name in called)
    return next((family for family in families if family in _INSTALLERS), "")
