import re
from datetime import date
from pathlib import Path

import pytest

from synth.errors import UsageError
from synth.settings import COMPUTED, Settings, read_settings, slices

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
ROW = re.compile(r"\| `(\w+\.\w+)` \| (?:`(.*?)`)? ?\| \S.* \|")


def toml(value: object) -> str:
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        return str(float(value))
    return {None: "", (): "[]", False: "false"}.get(value, f'"{value}"')  # type: ignore[call-overload,no-any-return]


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {}
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if row := ROW.fullmatch(line):
            default = row[2] or ""
            documented[row[1]] = str(float(default)) if re.fullmatch(r"[\d.]+", default) else default
    fields = {f"{name}.{key}": field for name, kind in slices().items() for key, field in kind.model_fields.items()}
    assert documented == {name: toml(field.default) for name, field in fields.items() if name not in COMPUTED}


def test_read_settings_puts_options_before_environment_before_file_before_defaults(tmp_path: Path) -> None:
    (tmp_path / "synth.toml").write_text(
        '[search]\nmax_papers = 5\ncategories = ["cs.CL"]\nsince = 2020-01-02\n[claims]\nmax_claims = 7\nmin_score = 0.4\n'
    )
    environ = {
        "SYNTH_CLAIMS_MAX_CLAIMS": "8",
        "SYNTH_SEARCH_CATEGORIES": "cs.IR,cs.DL",
        "SYNTH_RENDERING_BRIEF": "true",
    }
    read = read_settings(environ, {"search": {"max_papers": 9}}, tmp_path)
    assert (read.search.max_papers, read.search.categories) == (9, ("cs.IR", "cs.DL"))
    assert (read.claims.max_claims, read.claims.min_score, read.search.since) == (8, 0.4, date(2020, 1, 2))
    assert read.rendering.brief is True
    assert read.checking == Settings().checking


def test_read_settings_without_file_and_environment_are_the_defaults(tmp_path: Path) -> None:
    assert read_settings({}, {}, tmp_path) == Settings()


def test_read_settings_takes_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[claims]\nmax_claims = 7\n")
    assert read_settings({"SYNTH_SETTINGS": str(tmp_path / "mine.toml")}, {}).claims.max_claims == 7


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[claims]\nmax_claim = 7\n", "claims.max_claim"),
        ("[claims]\nmax_claims = 0\n", "claims.max_claims"),
        ("[claim]\nmax_claims = 7\n", "claim"),
        ("[rendering]\ntemplates = 'x'\n", "rendering.templates"),
        ("max_claims 7", "TOML"),
    ],
)
def test_read_settings_refuses_what_is_no_setting_and_says_where(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "synth.toml").write_text(text)
    with pytest.raises(UsageError) as refused:
        read_settings({}, {}, tmp_path)
    assert named in str(refused.value)
    assert "synth.toml" in str(refused.value)


@pytest.mark.parametrize("variable", ["SYNTH_CLAIMS_MAX_CLAIM", "SYNTH_CLAIMS_MAX_CLAIMS"])
def test_read_settings_refuses_a_variable_that_is_no_setting(variable: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"environment.*claims\.max_claim"):
        read_settings({variable: "many"}, {}, tmp_path)


def test_read_settings_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml"):
        read_settings({"SYNTH_SETTINGS": str(tmp_path / "none.toml")}, {})
