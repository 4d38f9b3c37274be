"""docs/python.md: its examples run as they stand, and it names what `synth generate` takes."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth import generate
from synth.cli import main
from synth.cli.answering import generate as verb
from synth.settings import ClaimSettings, RenderSettings, SearchSettings, Settings

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


def test_generate_makes_what_the_verb_makes(tmp_path: Path) -> None:
    question, names = "Is A better than BM25?", ("verb", "call")
    options = ("--sample", "--brief", "--no-pdf", "--max-papers", "7", "--since", "2010-01-02", "--category", "cs.CL")
    sides = ("--compare", "dense retrieval", "--with", "BM25", "--with", "TF-IDF", "--outcome", "accuracy")
    places = ("--library", str(tmp_path / "library"), "--out", str(tmp_path / "verb"))
    more = ("--title", "A title", "--style", "two-column", "--max-claims", "5")
    done = CliRunner().invoke(main, ["generate", question, *options, *sides, *places, *more])
    assert done.exit_code == 0, done.output
    generate(
        question,
        compare="dense retrieval",
        against="BM25;TF-IDF",
        outcome="accuracy",
        sample=True,
        settings=Settings(
            search=SearchSettings(max_papers=7, since=date(2010, 1, 2), categories=("cs.CL",)),
            claims=ClaimSettings(max_claims=5),
            rendering=RenderSettings(title="A title", style="two-column", brief=True),
        ),
        library=tmp_path / "library",
        out=tmp_path / "call",
        pdf=False,
    )
    made, same = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in names
    )
    assert made == same
    assert any(name.endswith("manifest.json") for name in made)


def test_generate_takes_what_the_verb_takes() -> None:
    options = {max(option.opts, key=len) for option in verb.params if max(option.opts, key=len).startswith("--")}
    arguments = dict(re.findall(r"\| `(--[\w-]+)` \| `(\w+)=", PAGE))
    settings = dict(re.findall(r"\| `(--[\w-]+)` \| `(\w+\.\w+)` \|", PAGE))
    assert arguments.keys() | settings.keys() == options - SHOWN
    assert set(arguments.values()) <= inspect.signature(generate).parameters.keys()
    for name in settings.values():
        group, setting = name.split(".")
        assert setting in type(getattr(Settings(), group)).model_fields
