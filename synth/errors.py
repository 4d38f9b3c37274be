"""Every deliberate failure of synth. Each names its item and stage, and says what to do.

SynthError                 exit code 1
├── UsageError             exit code 2: the command line or a settings value cannot be used
├── QuestionError          the question is empty or has no content words
├── NothingFoundError      no paper, or no statement, addresses the question
├── SourceError            a paper or a source of papers cannot be had
│   ├── NetworkError       arXiv or Zenodo cannot be reached, or kept failing
│   ├── AnswerError        arXiv answered with an error entry or with something that is not its API's answer
│   └── AbsentError        a server says that it has no such file
├── ReadingError           the bytes of a paper cannot be read: the paper is skipped with this reason
├── TopicError             a topic of a batch took too long, or its process died
├── BusyError              a server has as many questions as it takes: ask again later
├── SandboxError           nothing can be run sealed here; nothing is run otherwise
├── RenderingError         TeX failed, timed out or is not installed
├── StorageError           a folder cannot be written or the disk is full
├── RecordError            a run folder is missing, incomplete or damaged
└── PublishingError        Zenodo refused a deposit, or answered with something that is not its API's answer
"""


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


class AbsentError(SourceError):
    """A server says that it has no such file."""


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
