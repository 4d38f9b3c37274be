"""Where synth's folders are: beside a checkout when run from one, else in the package and the user's data folder."""

from pathlib import Path

from platformdirs import user_data_path

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
