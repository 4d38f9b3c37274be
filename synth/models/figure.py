"""Figures of a report as data: what is drawn, its caption, and its text alternative."""

from typing import Annotated, Literal

from pydantic import Field

from synth.models.base import Model


class FlowStep(Model):
    """One step of a flow diagram: what is there, line by line, and what left it there, if anything did."""

    phase: str
    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()


class Flow(Model):
    """A flow diagram from top to bottom; what left a step is to its right."""

    kind: Literal["flow"] = "flow"
    steps: tuple[FlowStep, ...]


class Ten(Model):
    """Ten papers, fewer at the end: their places from 1 in the order of relevance, and how many of them are cited."""

    first: int
    last: int
    cited: int


class Yield(Model):
    """What searching and reading on gave: a bar for each query, of the relevant papers that no query before it gave,
    and one for each ten papers read."""

    kind: Literal["yield"] = "yield"
    tens: tuple[Ten, ...]
    new: tuple[int, ...] = ()


Drawing = Annotated[Flow | Yield, Field(discriminator="kind")]


class Figure(Model):
    """A drawing with its caption; `name` is its file's, `alternative` is its text alternative."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    caption: str
    alternative: str
    drawing: Drawing
