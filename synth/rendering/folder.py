"""Where the templates are: the user's own first, then those in the wheel, else those in the checkout."""

import hashlib
from importlib.resources import files
from pathlib import Path

from synth.errors import RenderingError, UsageError


def template_folder(kind: str) -> Path:
    """The folder of one kind of templates: latex, html or csl. Raises RenderingError where it is missing."""
    package = Path(str(files("synth")))
    folder = package / "templates" / kind
    if not folder.is_dir():
        folder = package.parent / "templates" / kind
    if not folder.is_dir():
        raise RenderingError(f"the {kind} templates are missing", item=str(folder), remedy="install synth again")
    return folder


def templates_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a user's own templates: they change what a report looks like.

    Raises UsageError where there are none: a wrong folder would be passed over in silence.
    """
    found = sorted(path for path in folder.rglob("*.j2") if path.is_file())
    if not found:
        raise UsageError("holds no template (*.j2)", item=f"--templates {folder}")
    digest = hashlib.sha256()
    for path in found:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
