"""Where the templates are: in the wheel, else in the checkout."""

from importlib.resources import files
from pathlib import Path

from synth.errors import RenderingError


def template_folder(kind: str) -> Path:
    """The folder of one kind of templates: latex, html or csl. Raises RenderingError where it is missing."""
    package = Path(str(files("synth")))
    folder = package / "templates" / kind
    if not folder.is_dir():
        folder = package.parent / "templates" / kind
    if not folder.is_dir():
        raise RenderingError(f"the {kind} templates are missing", item=str(folder), remedy="install synth again")
    return folder
