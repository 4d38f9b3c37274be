"""Time whole commands against yardsticks of the same run, and print the ratios as JSON.

    python -m benchmarks.speed FOLDER_OF_PDFS [--runs N]

cold: a question on the PDFs, nothing cached, to a finished report.pdf, over (plain PyMuPDF text of the same files on
one core + two XeLaTeX passes over the resulting report.tex). second: another question on the same papers, over the
first. help: `synth --help` over `python -c pass`. Medians over the runs. The ratios of CPU seconds stand beside those
of time, which other work on the machine distorts: a cold run uses two cores. Memory is the peak of the largest process.
synth's modules are compiled first, as whatever installs them does: where the environment forbids Python to keep what it
compiled, each process would do so again.
"""

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import synth

QUESTIONS = (
    "Does retrieval augmentation reduce hallucination compared with longer context windows?",
    "Is dense retrieval better than BM25 for open-domain question answering?",
)
PLAIN_TEXT = """
import sys
sys.modules["pymupdf.layout"] = None  # as synth does: a model that plain text has no use for
import pymupdf
for path in sys.argv[1:]:
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text()
"""
XELATEX = ("xelatex", "-interaction=batchmode", "report.tex")


class Taken(NamedTuple):
    """What a command took: wall seconds, CPU seconds of all its processes, peak memory of the largest in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def timed(command: list[str], folder: Path) -> Taken:
    """Run a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Taken(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def one_run(pdfs: list[Path], folder: Path) -> dict[str, float]:
    """All measurements once, in seconds and MB."""
    plain = timed([sys.executable, "-c", PLAIN_TEXT, *map(str, pdfs)], folder)
    synth = [sys.executable, "-m", "synth", "generate", "--offline", "--papers", str(pdfs[0].parent)]
    where = ["--library", str(folder / "library"), "--out", str(folder / "out")]
    cold = timed([*synth, QUESTIONS[0], *where], Path.cwd())
    (run,) = (path for path in (folder / "out").iterdir() if path.is_dir())
    second = timed([*synth, QUESTIONS[1], *where], Path.cwd())
    shutil.copy(run / "report.tex", folder)
    shutil.copytree(run / "figures", folder / "figures")
    passes = [timed(list(XELATEX), folder) for _ in range(2)]
    typeset_s, typeset_cpu_s = sum(each.wall_s for each in passes), sum(each.cpu_s for each in passes)
    helps = statistics.median(timed([sys.executable, "-m", "synth", "--help"], folder).wall_s for _ in range(5))
    nothing = statistics.median(timed([sys.executable, "-c", "pass"], folder).wall_s for _ in range(5))
    return {
        "plain_text_s": plain.wall_s,
        "two_xelatex_passes_s": typeset_s,
        "cold_s": cold.wall_s,
        "cold_ratio": cold.wall_s / (plain.wall_s + typeset_s),
        "cold_cpu_ratio": cold.cpu_s / (plain.cpu_s + typeset_cpu_s),
        "second_s": second.wall_s,
        "second_ratio": second.wall_s / cold.wall_s,
        "second_cpu_ratio": second.cpu_s / cold.cpu_s,
        "help_ratio": helps / nothing,
        "peak_mb": max(cold.peak_mb, second.peak_mb),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    pdfs = sorted(arguments.pdfs.resolve().glob("*.pdf"))
    compileall.compile_dir(Path(synth.__file__).parent, quiet=1)
    runs = []
    for _ in range(arguments.runs):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(one_run(pdfs, Path(folder)))
    medians = {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    print(json.dumps({"files": len(pdfs), "runs": len(runs), **medians}, indent=1))


if __name__ == "__main__":
    main()
