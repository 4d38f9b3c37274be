"""What every model shares: frozen, no unknown fields, no NaN, and one way to become JSON."""

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, PydanticCustomError

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A number in [0, 1], rounded to six decimals before it is compared."""

SCORE_DECIMALS = 6
MAX_PATH_CHARS = 200
MAX_PARSED_BYTES = 1_000_000_000
KEY_BYTES, OBJECT_BYTES, ITEM_BYTES = 2_500, 700, 400
"""Of memory, at most: a key that no model has, in errors; an object and an item where they are parsed."""
UNCOUNTED_BYTES = MAX_PARSED_BYTES // (KEY_BYTES // 2)
"""JSON that cannot take too much, whatever is in it: a key is two bytes of it at least."""


def _inside(path: str) -> str:
    if "\\" in path or not path.isprintable() or not {"", ".", ".."}.isdisjoint(path.split("/")):
        raise ValueError("leads out of the run folder, or is no plain name")
    return path


RecordPath = Annotated[str, StringConstraints(min_length=1, max_length=MAX_PATH_CHARS), AfterValidator(_inside)]
"""A file of a record by its path relative to it: printable names between slashes, none of which leads up or out."""


class Model(BaseModel):
    """A value that passes between components."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator is built for the first value, not when the model is imported
        json_schema_serialization_defaults_required=True,  # what is written has every field
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        """As pydantic has it, but a sequence is refused at its first wrong item: a million errors take gigabytes."""
        schema = handler(source)
        _fail_fast(schema, source)
        return schema


def build_all() -> None:
    """Build the validators of all models that are imported, which processes forked from this one then have."""
    waiting: list[type[BaseModel]] = [Model]
    while waiting:
        model = waiting.pop()
        model.model_rebuild()
        waiting += model.__subclasses__()


def _fail_fast(schema: object, of: type[BaseModel]) -> None:
    """Mark the sequences in the schema of a model; those of the models within it were marked when these were made."""
    if isinstance(schema, dict):
        made = schema.get("cls") if schema.get("type") == "model" else None
        if made is not None and made is not of and issubclass(made, Model):
            return
        if schema.get("type") in ("tuple", "list", "set", "frozenset"):
            schema["fail_fast"] = True
        for part in schema.values():
            _fail_fast(part, of)
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            _fail_fast(part, of)


_Read = TypeVar("_Read", bound=BaseModel)


def model_of_json(model: type[_Read], data: bytes) -> _Read:
    """What JSON that anybody may have written says, of as many values as a gigabyte holds. Raises ValidationError.

    20 MB of "{}," would take 4 GB. Of 49 real papers' records a byte of JSON counts for 95 at most.
    """
    if len(data) > UNCOUNTED_BYTES and parsed_bytes(data) > MAX_PARSED_BYTES:
        many = PydanticCustomError("too_many_values", "more values than are read")
        raise ValidationError.from_exception_data(model.__name__, [{"type": many, "loc": (), "input": None}])
    return model.model_validate_json(data)


def parsed_bytes(data: bytes) -> int:
    """Memory that JSON takes while it is parsed, at most; what it then is takes half of that or less."""
    return KEY_BYTES * data.count(b'":') + OBJECT_BYTES * data.count(b"{") + ITEM_BYTES * data.count(b",")


class Span(NamedTuple):
    """A stretch of a document's text: `text[start:end]`, in code points, on `page`.

    `page` counts from 1 and is None where the source has no pages (LaTeX).
    """

    page: int | None
    start: int
    end: int


def spanned(text: str, spans: Sequence[Span]) -> str:
    """The text of a document at some spans, joined by single spaces."""
    return " ".join(text[span.start : span.end] for span in spans)


def spanned_chars(text: str, spans: Iterable[Span]) -> int:
    """How many characters `spanned` puts together, without the spaces: a thousand spans may each be the whole text."""
    return sum(len(range(*slice(span.start, span.end).indices(len(text)))) for span in spans)


def overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether some spans and others of the same text have a character in common."""
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


def rounded(score: float) -> float:
    """Round a score to the precision at which scores are compared and stored."""
    return round(float(score), SCORE_DECIMALS) + 0.0


def json_text(model: BaseModel) -> str:
    """A model as JSON: keys in the order of its fields, indented, ended by a newline."""
    return model.model_dump_json(by_alias=True, indent=1) + "\n"


def json_lines(models: Iterable[BaseModel]) -> str:
    """Models as JSON Lines, one a line."""
    return "".join(model.model_dump_json(by_alias=True) + "\n" for model in models)
