"""The house holds: rooms import the ground and nothing else, and `--help` loads no scientific library."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "synth"
GROUND = {
    "synth",
    "synth.models",
    "synth.settings",
    "synth.errors",
    "synth.text",
    "synth.authors",
    "synth.phrasing",
    "synth.changes",
    "synth.effects",
    "synth.metrics",
    "synth.numerals",
    "synth.table_grid",
    "synth.table_labels",
    "synth.tabular",
    "synth.polarity",
    "synth.quantities",
    "synth.relations",
    "synth.facets",
    "synth.clock",
    "synth.folders",
    "synth.run_files",
    "synth.template_folders",
}
ROOMS = sorted(
    path.name
    for path in PACKAGE.iterdir()
    if (path / "__init__.py").is_file() and path.name not in ("models", "language")
)
EXCEPTIONS = {("answer/vote.py", "synth.question")}
"""`read_vote` takes a question as scripts have it, as text; all else of the room takes it parsed."""
HEAVY = ("sklearn", "numpy", "pymupdf", "pydantic", "tantivy", "arxiv", "jinja2", "rich", "requests")


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_the_ground_and_itself(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        for module in imported_modules(path):
            if module.split(".")[0] != "synth":
                continue
            own = module == f"synth.{room}" or module.startswith(f"synth.{room}.")
            ground = module in GROUND or module.startswith(("synth.models.", "synth.language."))
            excepted = (path.relative_to(PACKAGE).as_posix(), module) in EXCEPTIONS
            assert own or ground or excepted, f"{path.relative_to(PACKAGE)} imports {module}"


def test_ground_imports_no_room() -> None:
    ground = [path for name in GROUND if (path := PACKAGE / f"{name.removeprefix('synth.')}.py").is_file()]
    for path in [*ground, *(PACKAGE / "models").glob("*.py"), *(PACKAGE / "language").glob("*.py")]:
        for module in imported_modules(path):
            above = ("synth.language.",) if path.parent.name == "language" else ()
            below = module in GROUND or module.startswith(("synth.models.", *above))
            assert module.split(".")[0] != "synth" or below, path


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"], ["batch", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom synth.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("LOADED []\n"), run.stdout


def test_package_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
