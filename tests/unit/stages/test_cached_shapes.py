"""What a library keeps of a paper has a version, which is raised with every change of its shape.

Else a library of before holds what can no longer be read, and its papers cannot be used.
"""

import hashlib
import json

from pydantic import TypeAdapter

from synth.models import Card, Claim, Document
from synth.stages.acquisition import EXTRACT_VERSION, READ_VERSION


def shape(*kinds: type) -> str:
    schemas = [without_words(TypeAdapter(kind).json_schema()) for kind in kinds]
    return hashlib.sha256(json.dumps(schemas, sort_keys=True).encode()).hexdigest()[:12]


def without_words(schema: object) -> object:
    """A schema without its descriptions, which are docstrings."""
    if isinstance(schema, dict):
        return {key: without_words(value) for key, value in schema.items() if key != "description"}
    return [without_words(each) for each in schema] if isinstance(schema, list) else schema


def test_a_change_of_what_is_kept_raises_its_version() -> None:
    kept = {"read": (READ_VERSION, shape(Document)), "extract": (EXTRACT_VERSION, shape(Card, Claim))}
    expected = {"read": (40, "26c6ec5ebc2e"), "extract": (26, "119522de83a8")}
    assert kept == expected, "raise the version, then set version and shape here"
