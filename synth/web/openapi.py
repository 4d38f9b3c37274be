"""The OpenAPI document of the API, made of its endpoints and of the pydantic models that they take and give."""

import re
from collections.abc import Sequence

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from synth import __version__
from synth.models import Model
from synth.web.api import Endpoint, Refused

REFUSALS = {
    400: "Something in the request cannot be taken",
    401: "The server's token is missing",
    403: "The request comes from another site's page",
    404: "There is no such thing",
    413: "The request is too large",
    429: "Too many requests or questions; Retry-After has the seconds to wait",
}
REFERENCES = "#/components/schemas/{model}"

JsonObject = dict[str, object]


def openapi(endpoints: Sequence[Endpoint]) -> JsonObject:
    """The document (OpenAPI 3.1), as JSON has it."""
    wanted: list[tuple[type[Model], JsonSchemaMode]] = [(Refused, "serialization")]
    wanted += [(each.gives, "serialization") for each in endpoints if each.gives]
    wanted += [(each.body, "validation") for each in endpoints if each.body]
    schemas, shared = models_json_schema(list(dict.fromkeys(wanted)), ref_template=REFERENCES)
    refusals = {
        str(status): {"description": why, "content": _json(schemas[(Refused, "serialization")])}
        for status, why in REFUSALS.items()
    }
    paths: dict[str, JsonObject] = {}
    for endpoint in endpoints:
        content: JsonObject = {"text/event-stream": {"schema": {"type": "string"}}}
        if endpoint.gives:
            schema = schemas[(endpoint.gives, "serialization")]
            content = _json({"type": "array", "items": schema} if endpoint.many else schema)
        operation: JsonObject = {
            "operationId": endpoint.name,
            "summary": endpoint.summary,
            "parameters": [*_of_path(endpoint.path), *(_of_query(endpoint.query) if endpoint.query else ())],
            "responses": {str(endpoint.status): {"description": "Done", "content": content}, **refusals},
        }
        if endpoint.body:
            body = schemas[(endpoint.body, "validation")]
            content = _json(body) | ({"multipart/form-data": {"schema": _with_files(body)}} if endpoint.uploads else {})
            operation["requestBody"] = {"required": True, "content": content}
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "synth", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": shared.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _json(schema: JsonObject) -> JsonObject:
    return {"application/json": {"schema": schema}}


def _with_files(body: JsonObject) -> JsonObject:
    """A form with the same fields, and papers of the asker's."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    return {"allOf": [body, {"type": "object", "properties": {"papers": files}}]}


def _of_path(path: str) -> list[JsonObject]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _of_query(model: type[Model]) -> list[JsonObject]:
    schema = model.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": each}
        for name, each in schema.get("properties", {}).items()
    ]
