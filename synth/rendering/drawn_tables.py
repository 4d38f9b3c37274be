"""Drawings as tables, for the formats that show what a figure says and not how it looks."""

from typing import Literal

from synth.models.figure import Bars, Drawing, Figure, Flow, HeatMap
from synth.models.report import Grid

Row = tuple[str, ...]


def figure_table(figure: Figure) -> Grid:
    """What a figure draws, as a table under the figure's caption."""
    header, rows = _cells(figure.drawing)
    of_cells: Literal["l", "r"] = "r" if isinstance(figure.drawing, (Bars, HeatMap)) else "l"
    return Grid(caption=figure.caption, header=header, rows=tuple(rows), align=("l", *(of_cells for _ in header[1:])))


def _cells(drawing: Drawing) -> tuple[Row, list[Row]]:
    """The header and the rows of a drawing."""
    if isinstance(drawing, Flow):
        return ("Step", "Papers", "Left out"), [
            (step.phase, _listed(step.lines), _listed(step.left_out)) for step in drawing.steps
        ]
    if isinstance(drawing, Bars):
        columns = zip(*(series.counts for series in drawing.series), strict=True)
        counts = [tuple(map(str, column)) for column in columns] or [() for _ in drawing.labels]
        return (
            (drawing.x_title, *(series.name for series in drawing.series)),
            [(label, *column) for label, column in zip(drawing.labels, counts, strict=True)],
        )
    if isinstance(drawing, HeatMap):
        return (
            ("", *drawing.columns),
            [(name, *map(str, row)) for name, row in zip(drawing.rows, drawing.counts, strict=True)],
        )
    return (
        ("Confidence", "Share right", "95 % band"),
        [
            (f"{point.confidence:.2f}", f"{point.share:.2f}", f"{point.low:.2f} to {point.high:.2f}")
            for point in drawing.points
        ],
    )


def _listed(lines: tuple[str, ...]) -> str:
    """Lines as one, "Excluded (n=2): not retrieved (n=1); no text (n=1)"."""
    return "; ".join(lines).replace(":; ", ": ")
