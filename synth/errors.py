"""Every deliberate failure of synth. Each names its item and stage, and says what to do.

SynthError                 exit code 1
├── UsageError             exit code 2: the command line or a settings value cannot be used
├── QuestionError          the question is empty or has no content words
├── NothingFoundError      no paper, or no statement, addresses the question
├── SourceError            a paper or a source of papers cannot be had
│   ├── NetworkError       arXiv or Zenodo cannot be reached, or kept failing
│   └── AnswerError   arXiv answered with an error entry or with something that is not its API's answer
├── ReadingError           the bytes of a paper cannot be read: the paper is skipped with this reason
├── TopicError             a topic of a batch took too long, or its process died
├── BusyError              a server has as many questions as it takes: ask again later
├── SandboxError           nothing can be run sealed here; nothing is run otherwise
├── RenderingError         TeX failed, timed out or is not installed
├── StorageError           a folder cannot be written or the disk is full
├── RecordError            a run folder is missing, incomplete or damaged
└── PublishingError        Zenodo refused a deposit, or answered with something that is not its API's answer
"""

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


class SynthError(Exception):
    """A failure that a user can act on, said in one line.

    `item` is what failed (a path, an identifier, a query), `stage` where in the pipeline, `remedy` what to do.
    """

    exit_code = 1

    def __init__(self, message: str, *, item: str = "", stage: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.item = item
        self.stage = stage
        self.remedy = remedy

    def __str__(self) -> str:
        subject = f"{self.item}: " if self.item else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return " ".join(f"{subject}{self.message}{remedy}".split())

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.item, self.stage, self.remedy))


def _rebuild(kind: type[SynthError], message: str, item: str, stage: str, remedy: str) -> SynthError:
    return kind(message, item=item, stage=stage, remedy=remedy)


class UsageError(SynthError):
    """The command line or a settings value cannot be used."""

    exit_code = 2


class QuestionError(SynthError):
    """The question is empty or has no content words."""


class NothingFoundError(SynthError):
    """No paper, or no statement, addresses the question: a report is not made up."""


class SourceError(SynthError):
    """A paper, or a source of papers, cannot be had."""


class NetworkError(SourceError):
    """A server cannot be reached, or kept failing within the bounded number of tries."""


class AnswerError(SourceError):
    """A server answered with an error, or with something that is not an answer of its API."""


class ReadingError(SynthError):
    """The bytes of a paper cannot be read. The message is the reason of the recorded skip."""


class TopicError(SynthError):
    """A topic of a batch took too long, or its process died."""


class BusyError(SynthError):
    """A server has as many questions as it takes, or as it takes of one client: ask again later."""


class SandboxError(SynthError):
    """Nothing can be run sealed here: bubblewrap is missing or does not work, and nothing is run otherwise."""


class RenderingError(SynthError):
    """TeX failed, ran out of time, or is not installed."""


class StorageError(SynthError):
    """A folder cannot be written, or the disk is full."""


class RecordError(SynthError):
    """A run folder is missing, incomplete or damaged."""


class PublishingError(SynthError):
    """Zenodo refused a deposit, or answered with something that is not an answer of its API."""
