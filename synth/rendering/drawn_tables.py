"""Drawings as tables, for the formats that show what a figure says and not how it looks."""

from synth.models.figure import Drawing, Figure, Flow
from synth.models.report import Grid

Row = tuple[str, ...]


def figure_table(figure: Figure) -> Grid:
    """What a figure draws, as a table under the figure's caption."""
    header, rows = _cells(figure.drawing)
    return Grid(caption=figure.caption, header=header, rows=tuple(rows), align=("l", "l", "l"))


def _cells(drawing: Drawing) -> tuple[Row, list[Row]]:
    """The header and the rows of a drawing."""
    if isinstance(drawing, Flow):
        return ("Step", "Papers", "Left out"), [
            (step.phase, _listed(step.lines), _listed(step.left_out)) for step in drawing.steps
        ]
    return ("Papers", "Read", "New, or cited"), [
        *((f"of query {place}", "", f"{number} new") for place, number in enumerate(drawing.new, start=1)),
        *(
            (f"{ten.first} to {ten.last} by relevance", str(ten.last - ten.first + 1), f"{ten.cited} cited")
            for ten in drawing.tens
        ),
    ]


def _listed(lines: tuple[str, ...]) -> str:
    """Lines as one, "Excluded (n=2): not retrieved (n=1); no text (n=1)"."""
    return "; ".join(lines).replace(":; ", ": ")
