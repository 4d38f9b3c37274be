"""docs/python.md: its examples run as they stand, and it names what `synth generate` takes."""

import inspect
import re
from pathlib import Path

import pytest

from synth import generate
from synth.cli.answering import generate as verb
from synth.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
DESIGN_CALLS = {
    "generate", "score_claims", "label_roles", "read_direction", "read_vote", "check_claim", "Library", "Paper",
    "read_paper", "escape_latex",
}  # fmt: skip
SHOWN = {"--dry-run", "--json"}
"""Options that change what is printed, not what is made."""


def test_examples_of_the_python_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)
    assert names.keys() >= DESIGN_CALLS
    assert len(list((tmp_path / "reports").glob("*/manifest.json"))) == 1


def test_generate_takes_what_the_verb_takes() -> None:
    options = {max(option.opts, key=len) for option in verb.params if max(option.opts, key=len).startswith("--")}
    arguments = dict(re.findall(r"\| `(--[\w-]+)` \| `(\w+)=", PAGE))
    settings = dict(re.findall(r"\| `(--[\w-]+)` \| `(\w+\.\w+)` \|", PAGE))
    assert arguments.keys() | settings.keys() == options - SHOWN
    assert set(arguments.values()) <= inspect.signature(generate).parameters.keys()
    for name in settings.values():
        group, setting = name.split(".")
        assert setting in type(getattr(Settings(), group)).model_fields
