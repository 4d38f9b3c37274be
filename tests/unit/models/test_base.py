"""JSON that anybody may have written is read within a gigabyte."""

import pytest
from pydantic import ValidationError

from synth.models import Answer, Manifest, json_text, model_of_json
from tests import examples


@pytest.mark.parametrize("data", [
    b'{"kind": "comparison", "papers": [' + b"{}," * 1_500_000 + b"{}]}",
    b'{"kind": "comparison", "papers": [' + b"[]," * 2_600_000 + b"{}]}",
    b"{" + b",".join(b'"%x": 1' % number for number in range(400_000)) + b"}",
], ids=["objects", "items", "keys"])  # fmt: skip
def test_model_of_json_reads_no_more_values_than_a_gigabyte_holds(data: bytes) -> None:
    with pytest.raises(ValidationError, match="more values than are read"):
        model_of_json(Answer, data)


def test_model_of_json_names_the_first_wrong_item_of_a_list_alone() -> None:
    with pytest.raises(ValidationError) as raised:
        model_of_json(Answer, b'{"papers": [' + b"1," * 1_000 + b"1]}")
    assert [error["loc"] for error in raised.value.errors() if error["loc"][0] == "papers"] == [("papers", 0)]


def test_model_of_json_reads_what_json_text_writes() -> None:
    manifest = examples.manifest({})
    assert model_of_json(Manifest, json_text(manifest).encode()) == manifest
