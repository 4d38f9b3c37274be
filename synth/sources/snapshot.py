"""Papers of a metadata snapshot in JSON Lines, plain or packed: one bad line costs itself alone."""

import gzip
import json
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from pydantic import ValidationError

from synth.errors import SourceError, UsageError
from synth.models import Paper
from synth.paths import open_plain_file
from synth.settings import LimitSettings
from synth.sources.arxiv_record import paper_of_record
from synth.sources.metadata import why_unfit

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_NAMED = 1_000
"""Lines left out that are named; the others are counted, since a file of nothing but line ends has billions."""


class Snapshot:
    """The papers of a snapshot: Kaggle's of arXiv, or records with id, title and abstract.

    Iterated over once, it gives the papers behind the first `start` lines; `line` is how many lines have been read so
    far, these included, and `ended` whether there are no more; `skips` is how many of them gave no paper, and `skipped`
    has the number of each of the first `MAX_NAMED` of those, with why.
    """

    def __init__(self, path: Path, limits: LimitSettings = LimitSettings(), start: int = 0) -> None:  # noqa: B008
        self.path = path
        self.limits = limits
        self.line = start
        self.ended = False
        self.skips = 0
        self.skipped: dict[int, str] = {}
        self._file: BinaryIO | None = None

    def __iter__(self) -> Iterator[Paper]:
        """The papers in the order of their lines. Raises UsageError where the file is damaged or not UTF-8."""
        with self._opened() as self._file, _unpacked(self._file, self.path.suffix) as text:
            for line in islice(_lines(text, self.path, self.limits.max_line_chars), self.line, None):
                self.line += 1
                paper = self._read(line)
                if isinstance(paper, Paper):
                    yield paper
                    continue
                self.skips += 1
                if self.skips <= MAX_NAMED:
                    self.skipped[self.line] = paper
        self.ended = True

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file, packed as it is, have been read."""
        return self._file.tell() if self._file is not None and not self._file.closed else 0

    def _opened(self) -> BinaryIO:
        try:
            return open_plain_file(self.path)
        except SourceError as error:
            remedy = "give a JSON Lines file, plain or packed by gzip, xz or Zstandard"
            raise UsageError(error.message, item=str(self.path), stage="import", remedy=remedy) from error

    def _read(self, line: str | None) -> Paper | str:
        """The paper of a line, else why there is none."""
        if line is None:
            return f"longer than {self.limits.max_line_chars:,} characters"
        if line.isspace():
            return "empty"
        try:
            paper = paper_of_record(json.loads(line))
        except json.JSONDecodeError:
            return "not JSON"
        except (ValueError, LookupError, TypeError, AttributeError, ValidationError, RecursionError):
            return "not an arXiv record"
        return why_unfit(paper, self.limits) or paper


def _lines(text: TextIO, path: Path, most: int) -> Iterator[str | None]:
    """The lines, None for one that is too long: it is passed over in pieces."""
    try:
        while line := text.readline(most + 1):
            if len(line) <= most or line.endswith("\n"):
                yield line
                continue
            while line and not line.endswith("\n"):
                line = text.readline(most + 1)
            yield None
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError, zlib.error, zstd.ZstdError) as error:
        raise UsageError(f"cannot be read: {error}", item=str(path), stage="import") from error


def _unpacked(file: BinaryIO, suffix: str) -> TextIO:
    """The text of a file, packed as its suffix names."""
    unpack: dict[str, Callable[[BinaryIO], object]] = {
        ".xz": lzma.LZMAFile,
        ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
        ".zst": zstd.ZstdFile,
    }
    return TextIOWrapper(cast(BinaryIO, unpack[suffix](file) if suffix in unpack else file), encoding="utf-8")
