"""Import real metadata, search them, and set both beside Tantivy alone; one JSON line a size.

    python -m benchmarks.library SNAPSHOT... [--sizes 30000,100000,300000,3000000] [--folder DIR] [--bare] [--again]
    python -m benchmarks.library --library DIR

Where a size is larger than the snapshots, their records come again under fresh identifiers. `import_s` is what `synth
library import` takes, `again_s` (with --again) what it takes when nothing is new, `bare_s` (with --bare) a loop that
only parses the same lines and feeds their fields to Tantivy, which keeps the line too; each in a process of its own,
with its CPU seconds and peak memory: `peak_mb` with the files that are mapped, which the system takes back when it
needs to, `own_mb` without. Searches are those of fifty questions of benchmarks/answers/question_labels.tsv: `search` is
`Library.search`; `read` what it does before it ranks papers anew: the query, and the first forty papers read;
`tantivy` a query for all the same words alone, which gives the addresses of ten papers and reads none; milliseconds of
CPU, which other work on the machine distorts less than time, the least of five tries of each question, at the median
and the 95th percentile.
--library searches one that is there already. `python -m benchmarks.library.growth` draws the lines.
"""

import argparse
import json
import lzma
import math
import multiprocessing
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import tantivy

from benchmarks.answers.question_labels import labelled
from synth.library import Library
from synth.library.full_text import WRITER_HEAP_BYTES, any_of
from synth.library.ranking import indexed_forms
from synth.settings import Settings
from synth.stages.collecting import import_snapshot
from synth.stages.context import open_context
from synth.system.disk import make_folder

ASKED = 50
TRIES = 5
WATCHED_S = 0.2


def lines_of(snapshots: list[Path], size: int) -> Iterator[str]:
    """So many records, again under fresh identifiers where there are fewer."""
    count, again = 0, 0
    while True:
        for path in snapshots:
            with (
                lzma.open(path, "rt", encoding="utf-8")
                if path.suffix == ".xz"
                else path.open(encoding="utf-8") as lines
            ):
                for line in lines:
                    if count == size:
                        return
                    count += 1
                    yield line if not again else renamed(line, count)
        again += 1


def renamed(line: str, count: int) -> str:
    """A record with an identifier that no real paper has: of a month of the years 2081 to 2090."""
    record = json.loads(line)
    record["id"] = f"{81 + count // 12 // 99_999 % 10}{1 + count % 12:02}.{count // 12 % 99_999 + 1:05}"
    return json.dumps(record) + "\n"


def taken(work: Callable[..., object], *arguments: object) -> dict[str, float]:
    """Wall and CPU seconds, and peak memory in MB, of work done in a process of its own."""
    queue: multiprocessing.Queue[dict[str, float]] = multiprocessing.get_context("fork").Queue()
    process = multiprocessing.get_context("fork").Process(target=_measured, args=(queue, work, arguments))
    process.start()
    result = queue.get()
    process.join()
    return result


def _measured(
    queue: "multiprocessing.Queue[dict[str, float]]", work: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    own_kb = [0]

    def watch() -> None:
        while True:
            status = Path("/proc/self/status").read_text(encoding="ascii")
            own_kb[0] = max(own_kb[0], int(status.partition("RssAnon:")[2].split()[0]))
            time.sleep(WATCHED_S)

    threading.Thread(target=watch, daemon=True).start()
    start_s, start_cpu_s = time.perf_counter(), time.process_time()
    work(*arguments)
    used = resource.getrusage(resource.RUSAGE_SELF)
    queue.put(
        {
            "s": round(time.perf_counter() - start_s, 1),
            "cpu_s": round(time.process_time() - start_cpu_s, 1),
            "peak_mb": round(used.ru_maxrss / 1024),
            "own_mb": round(own_kb[0] / 1024),
        }
    )


def import_all(path: Path, folder: Path) -> None:
    """What `synth library import` does."""
    import_snapshot(path, open_context(Settings(), folder))


def import_bare(path: Path, folder: Path) -> None:
    """The least that an import can be: each line parsed, and given to Tantivy."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in ("title", "abstract"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    builder.add_text_field("author")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("line", stored=True)
    make_folder(folder)
    writer = tantivy.Index(builder.build(), path=str(folder)).writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            document = tantivy.Document()
            for name in ("id", "title", "abstract"):
                document.add_text(name, record[name])
            for author in record["authors"]:
                document.add_text("author", author)
            for category in record["categories"]:
                document.add_text("category", category)
            document.add_bytes("line", line.encode())
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def searches(folder: Path) -> dict[str, float]:
    """How long searches take, in milliseconds."""
    questions = [one.question for one in labelled("as typed")][:ASKED]
    library = Library(folder)

    def alone(question: str) -> None:
        words = [form for forms in indexed_forms(question).values() for form in forms]

        def ask(index: tantivy.Index, searcher: tantivy.Searcher) -> int:
            return len(searcher.search(any_of(index.schema, words), limit=10, count=False).hits)

        library._index.asked(ask, 0)

    asked: dict[str, Callable[[str], object]] = {"search": library.search, "read": library.candidates, "tantivy": alone}
    least_ms = {name: dict.fromkeys(questions, math.inf) for name in asked}
    for question in questions * TRIES:  # in turn, so that what slows one down slows the other down too
        for name, search in asked.items():
            least_ms[name][question] = min(least_ms[name][question], _taken_ms(search, question))
    found: dict[str, float] = {}
    for name, times in least_ms.items():
        found[f"{name}_p50_ms"] = round(statistics.median(times.values()), 2)
        found[f"{name}_p95_ms"] = round(statistics.quantiles(times.values(), n=20)[-1], 2)
    return found


def _taken_ms(search: Callable[[str], object], question: str) -> float:
    start_s = time.thread_time()
    search(question)
    return 1_000 * (time.thread_time() - start_s)


def size_mb(folder: Path) -> int:
    """What the files of a folder take."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000)


def main() -> None:
    """Print one JSON line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshots", nargs="*", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--sizes", default="30000,100000,300000")
    parser.add_argument("--folder", type=Path, help="where the libraries are made; else a temporary folder")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    if options.library:
        print(json.dumps({"papers": Library(options.library).count(), **searches(options.library)}))
        return
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            folder = Path(name)
            path = folder / "snapshot.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(lines_of(options.snapshots, size))
            line: dict[str, object] = {"size": size, "snapshot_mb": round(path.stat().st_size / 1_000_000)}
            if options.bare:
                line |= {f"bare_{key}": value for key, value in taken(import_bare, path, folder / "bare").items()}
            library = folder / "library"
            line |= {f"import_{key}": value for key, value in taken(import_all, path, library).items()}
            if options.again:
                line |= {f"again_{key}": value for key, value in taken(import_all, _touched(path), library).items()}
            line |= {"index_mb": size_mb(library / "index"), "papers_mb": size_mb(library / "papers")}
            line |= {"papers": Library(library).count(), **searches(library)}
            print(json.dumps(line), flush=True)


def _touched(path: Path) -> Path:
    """The same file, changed as far as an import can tell."""
    path.touch()
    return path


if __name__ == "__main__":
    main()
