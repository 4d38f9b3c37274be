"""JSON Schemas of what a record holds, made of the models themselves.

python -m synth.records.schemas docs/schemas
"""

import json
import sys
from pathlib import Path

from synth.models import (
    Answer,
    ClaimLine,
    Correction,
    EvidenceLine,
    Manifest,
    Model,
    Provenance,
    PublishedRecord,
    ReproductionLine,
    Review,
)
from synth.system.disk import write_atomically

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: dict[str, type[Model]] = {
    "paper-manifest-v1.1": Manifest,
    "correction-record-v1": Correction,
    "source-provenance-v1": Provenance,
    "answer": Answer,
    "review": Review,
    "claims-line": ClaimLine,
    "evidence-line": EvidenceLine,
    "reproduction-line": ReproductionLine,
    "published-record": PublishedRecord,
}
"""What each schema is of: manifest.json, a line of corrections.jsonl, provenance.json, answer.json, review.json, a line
of each .jsonl file of claims, evidence and reproduction/index; and the record.json beside a page of `synth site`."""


def schemas() -> dict[str, str]:
    """The schemas as JSON by file name, of records as they are written: every field is there."""
    return {f"{name}.schema.json": _schema(name, model) for name, model in MODELS.items()}


def _schema(name: str, model: type[Model]) -> str:
    schema = model.model_json_schema(mode="serialization")
    schema = {"$schema": DIALECT, "$id": f"{name}.schema.json", **schema, "title": name}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the schemas into the folder that was named."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, text in schemas().items():
        write_atomically(Path(sys.argv[1]) / name, text.encode())


if __name__ == "__main__":
    main()
