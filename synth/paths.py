"""Where synth's folders are, and how files are opened: plain ones alone."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_path, user_data_path

from synth.errors import SourceError, UsageError

PACKAGE = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """The checkout that this package runs from, None for an installed one."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


def default_library() -> Path:
    """`corpus/` of a checkout, else the user's data folder."""
    root = checkout()
    return root / "corpus" if root else user_data_path("synth", appauthor=False) / "library"


def default_out() -> Path:
    """`output/` of a checkout, else of the current folder."""
    return (checkout() or Path.cwd()) / "output"


def path_of(given: Path | str) -> Path:
    """A path as one of pathlib's, which would make "s3:/bucket" of "s3://bucket". Raises UsageError for an address."""
    if isinstance(given, str) and "://" in given:
        remedy = "a library and new runs need a disk; synth batch --copy-to puts finished runs at an address"
        raise UsageError("is an address, and a path of this machine is wanted", item=given, remedy=remedy)
    return Path(given)


def page_cache() -> Path:
    """Where pages are that were made to be looked at once."""
    return user_cache_path("synth", appauthor=False) / "pages"


NOT_A_FILE = "not a file: a pipe, a device or a socket"


def open_plain_file(path: Path) -> BinaryIO:
    """A plain file, open to be read; links are followed.

    Opening a pipe that nobody writes into waits for ever, reading a device need not end. Raises SourceError, whose
    message is the reason.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if _is_plain(os.stat(path)) else None
        if descriptor is not None and _is_plain(os.fstat(descriptor)):
            return os.fdopen(descriptor, "rb")
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
        raise SourceError(reason, item=path.name, stage="open") from error
    if descriptor is not None:
        os.close(descriptor)
    raise SourceError("a folder" if path.is_dir() else NOT_A_FILE, item=path.name, stage="open")


def read_plain_file(path: Path, max_bytes: int) -> bytes:
    """The bytes of a plain file whose size is known to be within the limit before it is opened.

    A file that has no size is not opened: so is `/proc/kmsg`, of which reading waits for ever. Raises SourceError,
    whose message is the reason.
    """
    try:
        status = os.stat(path)
        if status.st_size > max_bytes:
            raise SourceError(f"larger than {in_units(max_bytes)}", item=path.name, stage="open")
        if status.st_size == 0 and _is_plain(status):
            return b""
        with open_plain_file(path) as file:
            return file.read(status.st_size)
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
        raise SourceError(reason, item=path.name, stage="open") from error


def in_units(size: int) -> str:
    """A number of bytes for a reader: 200 MB, 512 kB, 12 bytes."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.4g} {unit}"
    return f"{size} bytes"


def _is_plain(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode)
