"""The largest attacks on memory and time, at full size: what the command takes, over all of its processes.

    python -m benchmarks.attacks [--attack NAME]... [--scale 1.0]

Each is made in a temporary folder and given to `synth` in a process of its own, of whose tree the proportional set
sizes are added up ten times a second (Linux, /proc/PID/smaps_rollup). Prints a line each: seconds, peak in MB, exit
code, the last line said. Exit code 1 where one took more than 1.2 GB,
six topics at a time more than 1.5 GB, or ended otherwise than by a result or one line.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from benchmarks.memory import memory_bytes
from synth.models import json_text
from synth.models.run_files import CLAIMS, MANIFEST
from synth.pipeline import generate
from synth.records.files import document_path
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal

MOST_BYTES = 1_200_000_000
QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
SAMPLE_S = 0.1
CROWD = 6
MOST_OF_CROWD_BYTES = MOST_BYTES + 100_000_000 * (CROWD - 3)  # 0.1 GB for each topic: SECURITY.md
OPENING = r"""\documentclass{{article}}\title{{Dense retrieval and BM25, part {number}}}\author{{Ada L{letters}x}}
\begin{{document}}\maketitle\begin{{abstract}}Dense retrieval outperforms BM25 by 9 points, as part {number}
says.\end{{abstract}}\section{{Results}}
"""

Attack = Callable[[Path, float], list[str]]
"""Writes what a stranger would into a folder, at a scale, and gives the arguments of the command that meets it."""


def papers(folder: Path, count: int, body: Callable[[int], str]) -> list[str]:
    """Some papers in LaTeX whose results are alike in kind and differ in words; all of them are to be read."""
    for number in range(count):
        place = folder / "papers" / str(number)
        place.mkdir(parents=True)
        opening = OPENING.format(number=number, letters="abcdefghij"[number % 10] * (1 + number // 10))
        (place / "main.tex").write_text(f"{opening}{body(number)}\\end{{document}}")
    return answering(folder)


def answering(folder: Path) -> list[str]:
    """The command that reads all of the papers in a folder."""
    return ["generate", QUESTION, "--offline", "--no-pdf", "--papers", str(folder / "papers"), *places(folder)]


def places(folder: Path) -> list[str]:
    """Where the library and the runs of an attack are."""
    return ["--library", str(folder / "library"), "--out", str(folder / "out")]


def references(folder: Path, scale: float) -> list[str]:
    """Twelve papers that cite 100,000 others each."""
    items = (
        f"\\bibitem{{a{each}}} A. Author{each}. Title of work {each}. 2001.\n" for each in range(int(100_000 * scale))
    )
    listed = f"\\begin{{thebibliography}}{{9}}{''.join(items)}\\end{{thebibliography}}"
    return papers(folder, 12, lambda number: listed)


def sections(folder: Path, scale: float, count: int = 2) -> list[str]:
    """Two papers of 200,000 sections, or so many."""
    return papers(
        folder,
        count,
        lambda number: "".join(
            f"\\section{{S {each}}} It beats BM25 by {each}.\n" for each in range(int(200_000 * scale))
        ),
    )


def topics(folder: Path, scale: float) -> list[str]:
    """Two questions at a time on two papers of 200,000 sections."""
    _, question, *options = sections(folder, scale)
    (folder / "topics.txt").write_text(f"{question}\nDoes dense retrieval improve accuracy?\n")
    return ["batch", str(folder / "topics.txt"), "--jobs", "2", *options]


def crowd(folder: Path, scale: float) -> list[str]:
    """Six questions at a time, each on a paper of its own of 200,000 sections."""
    sections(folder, scale, CROWD)
    rows = [
        {"question": f"Is dense retrieval better than BM25 on data set {number}?", "papers": f"papers/{number}"}
        for number in range(CROWD)
    ]
    (folder / "topics.json").write_text(json.dumps(rows))
    return ["batch", str(folder / "topics.json"), "--jobs", str(CROWD), "--offline", "--no-pdf", *places(folder)]


def sentences(folder: Path, scale: float) -> list[str]:
    """Four papers of 20,000 findings."""
    sentence = "Dense retrieval {} outperforms BM25 by {} points of accuracy on data set {}.\n"
    return papers(
        folder, 4, lambda number: "".join(sentence.format(number, each, each) for each in range(int(20_000 * scale)))
    )


def formulas(folder: Path, scale: float) -> list[str]:
    """Two papers with a million formulas."""
    return papers(folder, 2, lambda number: "$x$ " * int(1_000_000 * scale))


def pages(folder: Path, scale: float) -> list[str]:
    """Two PDFs with a page of 400,000 words each."""
    (folder / "papers").mkdir()
    for number in range(2):
        with pymupdf.open() as pdf:
            page = pdf.new_page()
            page.insert_text((0, 9), "w", fontname="helv")
            words = (
                f"1 0 0 1 {each % 97 * 6} {each // 97 % 93 * 9} Tm (w{each}) Tj\n"
                for each in range(int(400_000 * scale))
            )
            pdf.update_stream(page.get_contents()[0], f"BT /helv 4 Tf\n{''.join(words)}ET".encode())
            pdf.save(folder / "papers" / f"{number}.pdf", deflate=True)
    return answering(folder)


def abstract(folder: Path, scale: float) -> list[str]:
    """A list whose one paper has an abstract of 2.6 MB."""
    (folder / "papers").mkdir()
    words = "Dense retrieval outperforms BM25 by 9 points on it. " * int(50_000 * scale)
    (folder / "papers.csv").write_text(f"title,abstract,doi\nOn retrieval,{words},10.1000/182\n")
    return [*answering(folder), "--papers", str(folder / "papers.csv")]


def snapshot(folder: Path, scale: float) -> list[str]:
    """A snapshot that is one line of 3 GB."""
    with (folder / "snapshot.jsonl").open("wb") as file:
        file.truncate(int(3_000_000_000 * scale))
    return ["library", "import", str(folder / "snapshot.jsonl"), "--library", str(folder / "library")]


def claims(folder: Path, scale: float) -> list[str]:
    """A record with a claim of 150 MB."""
    run = record(folder)
    with (run / CLAIMS).open("a") as file:
        file.write('{"id":"' + "x" * int(150_000_000 * scale) + '"}\n')
    return ["verify", str(run)]


def spans(folder: Path, scale: float) -> list[str]:
    """A record, forged, of which one claim quotes a whole paper of 15 MB a thousand times."""
    run, length = record(folder), int(15_000_000 * scale)
    lines = (run / CLAIMS).read_text().splitlines()
    claim = json.loads(lines[0])
    lines[0] = json.dumps({**claim, "spans": [[None, 0, length]] * 1_000})
    text = json.dumps({"paper_id": claim["paper_id"], "text": "a" * length})
    changed = {CLAIMS: "\n".join([*lines, ""]).encode(), document_path(claim["paper_id"]): text.encode()}
    manifest = read_manifest(run)
    others = [output for output in manifest.outputs if output.path not in changed]
    outputs = tuple(sorted((*others, *outputs_of(changed)), key=lambda output: output.path))
    changed[MANIFEST] = json_text(seal(manifest.model_copy(update={"outputs": outputs}))).encode()
    for path, data in changed.items():
        (run / path).write_bytes(data)
    return ["verify", str(run)]


def record(folder: Path) -> Path:
    """A record of the sample library."""
    return Path(generate(QUESTION, sample=True, pdf=False, library=folder / "library", out=folder / "out").folder)


ATTACKS: dict[str, Attack] = {
    each.__name__: each
    for each in (references, sections, topics, crowd, sentences, formulas, pages, abstract, snapshot, claims, spans)
}  # fmt: skip


def most_bytes(name: str) -> int:
    """What an attack may take over all processes."""
    return MOST_OF_CROWD_BYTES if name == crowd.__name__ else MOST_BYTES


def measured(arguments: list[str]) -> tuple[float, int, int, str]:
    """Seconds, peak of memory in bytes over all processes, exit code and last line of the command."""
    started, peak = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([sys.executable, "-m", "synth", "-q", *arguments], stdout=said, stderr=said)
        while process.poll() is None:
            peak = max(peak, memory_bytes(process.pid))
            time.sleep(SAMPLE_S)
        said.seek(0)
        lines = said.read().splitlines()
    return time.monotonic() - started, peak, process.returncode, lines[-1] if lines else ""


def main() -> None:
    """Try each attack, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attack", action="append", default=[], choices=ATTACKS)
    parser.add_argument("--scale", type=float, default=1.0)
    chosen = parser.parse_args()
    failed = False
    for name in chosen.attack or ATTACKS:
        with tempfile.TemporaryDirectory(prefix="synth-attack-") as folder:
            seconds, peak, code, line = measured(ATTACKS[name](Path(folder), chosen.scale))
        print(f"{name}: {seconds:.0f} s, {peak / 1e6:.0f} MB, exit code {code}: {line[:160]}", flush=True)
        failed |= peak > most_bytes(name) or code not in (0, 1, 3, 4) or "unexpected" in line
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
