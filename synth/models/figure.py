"""Figures of a report as data: what is drawn, its caption, and what it tells those who cannot see it."""

from typing import Annotated, Literal

from pydantic import Field

from synth.models.base import Model, Probability


class FlowStep(Model):
    """One step of a flow diagram: what is there, line by line, and what left it there, if anything did."""

    phase: str
    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()


class Flow(Model):
    """A flow diagram from top to bottom; what left a step stands to its right."""

    kind: Literal["flow"] = "flow"
    steps: tuple[FlowStep, ...]


class Series(Model):
    """The heights of one kind of bar, one for each label of its chart."""

    name: str
    counts: tuple[int, ...]


class Bars(Model):
    """A bar chart over `labels`; several series are stacked, the first at the bottom."""

    kind: Literal["bars"] = "bars"
    x_title: str
    y_title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


class HeatMap(Model):
    """Counts by row and column, printed in the cells, which are the darker the higher they are."""

    kind: Literal["heatmap"] = "heatmap"
    x_title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class ReliabilityPoint(Model):
    """A bin of confidences: their mean, the share that proved right, and the 95 % band of a calibrated model there."""

    confidence: Probability
    share: Probability
    low: Probability
    high: Probability


class Reliability(Model):
    """A reliability diagram: a calibrated confidence lies on the diagonal, within the bands."""

    kind: Literal["reliability"] = "reliability"
    points: tuple[ReliabilityPoint, ...]


Drawing = Annotated[Flow | Bars | HeatMap | Reliability, Field(discriminator="kind")]


class Figure(Model):
    """A drawing with its caption; `name` is its file's, `alternative` says in words what it shows."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    caption: str
    alternative: str
    drawing: Drawing
