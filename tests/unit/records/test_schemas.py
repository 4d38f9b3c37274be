"""The published JSON Schemas: they are those of the models, and what a run writes is valid by them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from synth.records.schemas import MODELS, schemas
from synth.runs.correcting import correct_record
from tests import examples

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "schemas"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = examples.record(tmp_path / "out" / "run")
    correct_record(folder, "C1", "wrong", lambda: datetime(2026, 11, 22, tzinfo=UTC))
    return folder


def test_schemas_published_are_those_of_the_models() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert published == schemas(), "python -m synth.records.schemas docs/schemas"


@pytest.mark.parametrize(("name", "path"), [
    ("paper-manifest-v1.1", "manifest.json"), ("source-provenance-v1", "provenance.json"), ("review", "review.json"),
    ("correction-record-v1", "corrections.jsonl"), ("claims-line", "claims.jsonl"), ("evidence-line", "evidence.jsonl"),
])  # fmt: skip
def test_schemas_accept_what_is_written_and_nothing_less(run: Path, name: str, path: str) -> None:
    text = (run / path).read_text(encoding="utf-8")
    written = [json.loads(line) for line in text.splitlines()] if path.endswith("l") else [json.loads(text)]
    assert written
    for value in written:
        validator(name).validate(value)
        for field in value:
            assert not validator(name).is_valid({key: value[key] for key in value if key != field}), field
        assert not validator(name).is_valid(value | {"more": 1})


def test_schemas_name_every_format_with_a_version(run: Path) -> None:
    said = {
        json.loads((run / path).read_text())["schema"]
        for path in ("manifest.json", "provenance.json", "corrections.jsonl")
    }
    assert said == {name for name in MODELS if "-v1" in name}
