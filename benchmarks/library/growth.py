"""Draw how a library grows: python -m benchmarks.library.growth LINES writes docs/library-growth.svg.

LINES are those that `python -m benchmarks.library SNAPSHOT... --sizes ...` printed. Both scales are logarithmic, so
that what is linear in the number of papers is a line as steep as the dashed one.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.drawings import ROOT, svg

CURVES = (
    ("Index in MB", (("index_mb", "", "link, mark=*"),)),
    ("Import in CPU seconds", (("import_cpu_s", "", "link, mark=*"),)),
    (
        "Search in CPU milliseconds",
        (
            ("search_p50_ms", "median", "link, mark=*"),
            ("search_p95_ms", "95th percentile", "link, mark=o"),
            ("tantivy_p50_ms", "Tantivy alone", "black, mark=triangle*"),
        ),
    ),
)
TOP = 10  # times the largest value: room for the legend
LINEAR = r"\addplot[dashed, black!50, forget plot] coordinates {(%d,%g) (%d,%g)};"


def axis(title: str, curves: Sequence[tuple[str, str, str]], lines: Sequence[dict[str, float]]) -> str:
    """One diagram over the number of papers; a single curve has the line beside it that is linear in that."""
    first, last = lines[0], lines[-1]
    plots = []
    for name, label, style in curves:
        points = " ".join(f"({line['papers']:.0f},{line[name]:g})" for line in lines)
        plots.append(rf"\addplot[{style}, mark size=1.4pt] coordinates {{{points}}};")
        plots += [rf"\addlegendentry{{{label}}}"] if label else []
    if len(curves) == 1:
        start = first[curves[0][0]]
        plots.append(LINEAR % (first["papers"], start, last["papers"], start * last["papers"] / first["papers"]))
    sizes = ",".join(f"{line['papers']:.0f}" for line in lines)
    names = ",".join(f"{line['papers'] / 1_000:g}k" for line in lines)
    top = TOP * max(line[name] for line in lines for name, *_ in curves)
    options = (
        rf"xtick={{{sizes}}}, xticklabels={{{names}}}, ymax={top}, "
        r"width=64mm, height=60mm, xmode=log, ymode=log, log ticks with fixed point, xlabel=papers, "
        r"axis lines*=left, tick align=outside, minor tick style={draw=none}, "
        r"tick label style={font=\scriptsize}, label style={font=\footnotesize}, title style={font=\footnotesize}, "
        r"legend style={font=\tiny, draw=none, at={(0.02,0.98)}, anchor=north west}, legend cell align=left"
    )
    drawn = rf"\begin{{axis}}[{options}, title={{{title}}}] {' '.join(plots)} \end{{axis}}"
    return rf"\begin{{tikzpicture}}{drawn}\end{{tikzpicture}}"


def main(path: str) -> None:
    """Write the drawing of the lines of a file."""
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    drawing = svg(r"\,".join(axis(title, curves, lines) for title, curves in CURVES), width_mm=192, height_mm=66)
    (ROOT / "docs" / "library-growth.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
