"""Where synth's folders are, and how a file is written into one: whole or not at all."""

import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path

from synth.errors import StorageError

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


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: into a temporary neighbour, then renamed over the target.

    Raises StorageError where the folder cannot be written or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            f"cannot be written: {error.strerror or error}",
            item=str(path),
            stage="write",
            remedy="free some space, or choose another folder",
        ) from error
