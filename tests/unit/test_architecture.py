"""The architecture: who may import whom, no circles, a small root, short modules, and what `--help` may load."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "synth"
CORE = {"synth", "models", "settings", "errors", "paths", "system", "template_folders"}
COMPONENTS = {
    "question", "sources", "library", "reading", "claims", "checking", "answer", "audit", "report", "review",
    "rendering", "records",
}  # fmt: skip
LAYERS = (
    CORE,
    {"language"},
    COMPONENTS,
    {"stages"},
    {"pipeline"},
    {"pages"},
    {"runs", "batch"},
    {"web"},
    {"cli"},
    {"__main__"},
)
"""From the lowest up. A module imports of its own component and of lower layers; within the core, and between the two
packages above the pipeline, circles are all that is not allowed."""
MANY = (CORE, {"runs", "batch"})
"""Layers whose parts may import each other."""
EXCEPTIONS = {
    (
        "synth",
        "synth.pipeline",
    ): "`from synth import generate` is a contract; it is imported when it is first asked for",
    ("synth.answer.vote", "synth.question"): "`read_vote` takes a question as scripts have it, as text",
}
ROOT_MODULES = 8
LATE = (
    *("sklearn", "scipy", "numpy", "pymupdf", "arxiv", "requests", "rich", "bibtexparser", "citeproc", "fontTools"),
    *("pebble", "asyncio", "ssl", "pylatex", "synth.claims.extraction", "synth.audit.find", "synth.rendering"),
)
"""What the pipeline needs only once it has papers to read, numbers to compute again or a report to typeset."""
HEAVY = ("sklearn", "numpy", "pymupdf", "pydantic", "tantivy", "arxiv", "jinja2", "rich", "requests", "starlette",
         "uvicorn", "mcp")  # fmt: skip


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path: Path) -> Iterator[str]:
    """The modules of synth that one imports, late imports too, but not what only the type checker follows."""
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            submodules = sorted(named & MODULES.keys())
            yield from submodules
            if node.module in MODULES and len(submodules) < len(named):
                yield node.module
        elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            nodes += ast.iter_child_nodes(node)


IMPORTS = {name: sorted(set(imported(path))) for name, path in MODULES.items()}


def part(module: str) -> str:
    """The component, or the module at the root, that a module is of."""
    return module.split(".")[1] if "." in module else module


def layer(module: str) -> int:
    return next(number for number, parts in enumerate(LAYERS) if part(module) in parts)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The first circle found, else nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_module_is_of_a_layer() -> None:
    assert {part(name) for name in MODULES} == set().union(*LAYERS)


def test_modules_import_of_their_own_component_and_lower_layers_alone() -> None:
    wrong = {
        (module, other)
        for module, others in IMPORTS.items()
        for other in others
        if part(module) != part(other)
        and not layer(other) < layer(module)
        and not (layer(other) == layer(module) and LAYERS[layer(module)] in MANY)
    }
    assert wrong == EXCEPTIONS.keys(), "an import that runs upward or across, or an exception that is none any more"


def test_no_imports_go_in_a_circle() -> None:
    graph = {
        module: {other for other in others if (module, other) not in EXCEPTIONS} for module, others in IMPORTS.items()
    }
    assert circle(graph) == []
    parts: dict[str, set[str]] = {}
    for module, others in graph.items():
        parts.setdefault(part(module), set()).update(part(other) for other in others if part(other) != part(module))
    assert circle(parts) == []


WRITING = {
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "rename", "renames", "unlink", "rmdir", "removedirs",
    "symlink", "symlink_to", "link", "hardlink_to", "truncate", "fsync", "fdatasync", "mkfifo", "mknod", "rmtree",
    "copy", "copy2", "copyfile", "copytree", "move", "mkstemp", "mkdtemp", "TemporaryDirectory", "TemporaryFile",
    "NamedTemporaryFile", "SpooledTemporaryFile",
}  # fmt: skip
"""Functions of os, pathlib, shutil and tempfile that change what is on the disk, beside `replace`, `remove` and `open`."""
WRITERS = {
    "synth.batch.copying": "copies of finished runs, at addresses that are no folders of this disk",
    "synth.system.disk": "all that counts is written there",
    "synth.stages.workers": "/dev/null, in the place of a worker's standard error",
    "synth.cli.behaviour": "the traceback of an unexpected error, which the user is to look at: nothing relies on it",
}
OF_MODULES = {"copy", "link", "move"}
"""Names that functions of lists, models and `synth.system.disk` have too: only those of os and shutil count."""


def changes_the_disk(call: ast.Call) -> bool:
    """Whether a call, by its name and arguments alone, changes what is on the disk."""
    if isinstance(call.func, ast.Name):
        return call.func.id in WRITING - OF_MODULES or (call.func.id == "open" and opens_to_write(call, 1))
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, call.func.value
    if isinstance(owner, ast.Name) and owner.id in ("os", "shutil", "tempfile"):
        flags = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
        return name in WRITING | {"replace", "remove", "write"} or (
            name == "open" and bool(flags & {"O_WRONLY", "O_RDWR"})
        )
    if name == "replace":  # of a string it takes two texts, of a date names
        return len(call.args) == 1 and not call.keywords
    return name in WRITING - OF_MODULES or (name == "open" and opens_to_write(call, 0))


def opens_to_write(call: ast.Call, place: int) -> bool:
    """Whether `open` is given a mode, at that place or by name, that writes, and no file in memory."""
    if any(each.arg == "fileobj" for each in call.keywords):
        return False
    modes = [*call.args[place : place + 1], *(each.value for each in call.keywords if each.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax+") for mode in modes)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("path.write_text('x')", True),
        ("os.replace(a, b)", True),
        ("partial.replace(path)", True),
        ("path.open('wb')", True),
        ("open(path, mode='a')", True),
        ("os.open(path, os.O_RDWR | os.O_CREAT)", True),
        ("tempfile.mkdtemp()", True),
        ("mkdtemp()", True),
        ("text.replace('a', 'b')", False),
        ("at.replace(microsecond=0)", False),
        ("path.open(encoding='utf-8')", False),
        ("os.open(path, os.O_RDONLY)", False),
        ("open(path)", False),
        ("lines.remove(line)", False),
        ("tarfile.open(fileobj=buffer, mode='w')", False),
    ],
)
def test_changes_the_disk_knows_a_call_that_writes(code: str, changes: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert changes_the_disk(call) is changes


def test_disk_is_written_in_one_module() -> None:
    writers = {
        module
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and changes_the_disk(node)
    }
    assert writers == WRITERS.keys(), "write by synth.system.disk, or say why not"


def test_root_of_the_package_stays_small() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= ROOT_MODULES


def test_tests_mirror_the_components() -> None:
    folders = {path.name for path in Path(__file__).parent.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= {part(name) for name in MODULES}


STAGES = {
    "ask": "parse_question",
    "search": "search",
    "screen": "screen",
    "read": "read_source",
    "extract": "extract_claims",
    "select": "rank_claims",
    "weigh": "weigh",
    "check": "check_claims",
    "reproduce": "recompute",
    "judge": "compose_report",
    "typeset": "render_report",
    "record": "write_run",
}
"""The function that does the work of each stage of ARCHITECTURE.md."""


@cache
def functions_of(module: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module by their names."""
    nodes = ast.parse(MODULES[module].read_text(encoding="utf-8")).body
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}


def names_in_order(function: str, module: str, seen: set[str]) -> Iterator[str]:
    """The names that a function uses, those of the stages that it calls among them, in the order of the code."""
    functions = functions_of(module)
    if function not in functions or f"{module}.{function}" in seen:
        return
    seen.add(f"{module}.{function}")
    stages = [other for other in IMPORTS[module] if other.startswith("synth.stages.")]
    names = [node for node in ast.walk(functions[function]) if isinstance(node, ast.Name)]
    for node in sorted(names, key=lambda node: (node.lineno, node.col_offset)):
        yield node.id
        for other in (module, *stages):
            yield from names_in_order(node.id, other, seen)


def test_architecture_draws_the_stages_in_the_order_of_the_code() -> None:
    page = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^   │ (\w+)", page, re.MULTILINE)
    assert drawn == list(STAGES)
    used = list(names_in_order("generate", "synth.pipeline", set()))
    places = [used.index(function) for function in STAGES.values()]
    assert places == sorted(places), used


@pytest.mark.parametrize(
    "arguments", [["--help"], ["generate", "--help"], ["batch", "--help"], ["serve", "--help"], ["mcp", "--help"]]
)
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom synth.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("LOADED []\n"), run.stdout


def test_pipeline_loads_nothing_before_it_is_needed() -> None:
    code = f"import sys, synth.pipeline\nprint([name for name in {LATE!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


DIALECT = {"told", "said", "held", "borne", "bears", "bearing"}
IN_A_RECORD = {"held", "bearing"}
"""Fields of provenance.json and report.json."""
VAGUE = {"says", "way", "mine", "theirs"}
"""For a sign, a direction, or the two sides of a comparison; the other components still have some."""
WITHOUT_VAGUE = {"models", "language", "question", "claims", "answer", "checking", "report"}


def test_names_are_plain_english() -> None:
    found = set()
    for module, path in MODULES.items():
        banned = DIALECT | (VAGUE if part(module) in WITHOUT_VAGUE else set())
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            words = set(token.string.lower().split("_"))
            if token.type == tokenize.NAME and words & banned and token.string not in IN_A_RECORD:
                found.add((module, token.string))
    assert found == set(), "a name of the field, for what the thing is: probability, reported, note, sign"


def test_types_and_modules_have_their_names_alone() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES.values()]
    types = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    modules = Counter(path.name for path in MODULES.values() if path.name not in ("__init__.py", "__main__.py"))
    assert [name for name, uses in (types + modules).items() if uses > 1] == []


def test_package_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
