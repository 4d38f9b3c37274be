"""The templates: the user's own first, then those in the wheel, else those in the checkout; Jinja for them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from synth.errors import RenderingError, UsageError
from synth.models import Figure, Grid, ItemList

STYLE = "references.csl"
PATTERNS = ("report/*.j2", "latex/**/*.j2", "html/**/*.j2", f"csl/{STYLE}")
"""What a folder of the user's own may hold: it mirrors templates/."""


def template_folders(kind: str, own: Path | None = None) -> list[Path]:
    """The folders of one kind of templates (report, latex, html or csl), the user's own first, whose files win.

    Raises RenderingError where synth's is missing.
    """
    package = Path(str(files("synth")))
    folder = package / "templates" / kind
    if not folder.is_dir():
        folder = package.parent / "templates" / kind
    if not folder.is_dir():
        raise RenderingError(f"the {kind} templates are missing", item=str(folder), remedy="install synth again")
    return [*([own / kind] if own else []), folder]


def templates_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a user's own templates: they change what a report looks like.

    Raises UsageError where there are none: a wrong folder would be passed over in silence.
    """
    found = sorted(path for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file())
    if not found:
        raise UsageError(f"holds no template ({', '.join(PATTERNS)})", item=f"--templates {folder}")
    digest = hashlib.sha256()
    for path in found:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def environment(kind: str, own: Path | None = None, **options: object) -> Environment:
    """Jinja for one kind of templates: what is missing is an error, lines of tags alone leave nothing behind."""
    made = Environment(
        loader=FileSystemLoader(template_folders(kind, own)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,  # type: ignore[arg-type]
    )
    made.tests.update(
        figure=lambda block: isinstance(block, Figure),
        grid=lambda block: isinstance(block, Grid),
        item_list=lambda block: isinstance(block, ItemList),
    )
    return made


def load_all(made: Environment) -> None:
    """Load every template, so that none is compiled when it is first filled."""
    for name in made.list_templates():
        made.get_template(name)


@contextmanager
def faults_named(own: Path | None) -> Iterator[None]:
    """A fault of the user's own templates as a RenderingError that names file and line; one of synth's as it is."""
    try:
        yield
    except (TemplateError, TypeError) as error:
        if own is None:
            raise
        where = f"{error.name}, line {error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
        raise RenderingError(f"a template is at fault: {where}{error}", item=str(own), stage="rendering") from error
