"""Quality must not fall: compare today's figures with the floors in floors.toml.

python -m benchmarks.floors [WORD]...     those whose name has one of the words; all without any (about ten minutes)

Each floor names a measure below, the way to a figure in what that measure gives, the data that it was taken on with a
fingerprint, and how low (at_least) or how high (at_most) the figure may be. Data that are absent are skipped by name;
data that have changed make the floor void, which is a failure too. Exit code 1 where something fails.
"""

import hashlib
import sys
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("floors.toml")
DATA = ROOT.parent / "shared" / "data"


class Floor(NamedTuple):
    """One figure that must not fall; `why` says why the floor was lowered, if it ever was."""

    name: str
    measure: str
    figure: tuple[str, ...]
    data: str
    fingerprint: str
    measured: float
    at_least: float | None = None
    at_most: float | None = None
    why: str = ""


def floors(path: Path = FLOORS) -> list[Floor]:
    """The floors of the file."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Floor(name=name, **{**entry, "figure": tuple(entry["figure"])}) for name, entry in told.items()]


def _audit_planted() -> dict[str, object]:
    from benchmarks.audit.planted_papers import score

    found = score()
    return {"false charges": found.false_charges, "charged": found.charged, "reproduced": found.reproduced}


def _audit_real() -> dict[str, object]:
    from benchmarks.audit.__main__ import counted

    sources = [*(DATA / "arxiv_sources" / "papers").iterdir(), *(DATA / "arxiv_sources" / "eprints_raw").iterdir()]
    others = [*(DATA / "arxiv_pdfs").glob("*/*.pdf"), *(DATA / "fields").glob("*/*")]
    of_sources, of_others = counted(sorted(sources)), counted(sorted(others))
    charges = sum(
        number for counts in (of_sources, of_others) for (_, told), number in counts.items() if told == "charged"
    )
    return {"charges": charges, "tables that hold": of_sources["tables", "holds"]}


def _quality(name: str) -> Callable[[], dict[str, object]]:
    def measure() -> dict[str, object]:
        from benchmarks.quality.__main__ import MEASURES

        return MEASURES[name]()

    return measure


def _reading_cases() -> dict[str, object]:
    from benchmarks.reading.cases import cases, faults

    return {"read as expected": sum(not faults(case) for case in cases() if case.file)}


def _reading_front() -> dict[str, object]:
    from benchmarks.reading.front_matter import counted, fronts, shares

    return {**shares(counted(fronts(DATA)))}


def _reading_fields() -> dict[str, object]:
    from benchmarks.reading.__main__ import fitness_of_fields

    return {**fitness_of_fields(DATA)}


def _reading_pairs() -> dict[str, object]:
    from benchmarks.reading.__main__ import compare

    return compare(DATA, None, [])


def _tables() -> dict[str, object]:
    from benchmarks.reading.tables import measure

    return measure(DATA)


def _answers_frames() -> dict[str, object]:
    from benchmarks.answers.frames import score

    return {**score("test"), "as typed": score("as typed"), "forms": score("forms")}


def _answers(name: str) -> Callable[[], dict[str, object]]:
    def measure() -> dict[str, object]:
        from benchmarks.answers.__main__ import MEASURES

        return dict(cast(dict[str, object], MEASURES[name]()))

    return measure


def _answers_papers() -> dict[str, object]:
    from tempfile import TemporaryDirectory

    from benchmarks.answers.papers import answers_figures

    with TemporaryDirectory() as library:
        return answers_figures((), Path(library))


MEASURES: dict[str, Callable[[], dict[str, object]]] = {
    "audit planted": _audit_planted,
    "audit real": _audit_real,
    "answers frames": _answers_frames,
    "answers papers": _answers_papers,
    **{f"answers {name}": _answers(name) for name in ("compsent", "trials", "untuned", "figures", "directness")},
    "reading tables": _tables,
    "reading cases": _reading_cases,
    "reading front": _reading_front,
    "reading fields": _reading_fields,
    "reading pairs": _reading_pairs,
    **{
        f"quality {name}": _quality(name)
        for name in "claims roles bodies fields retrieval evidence contradiction pairs planted quantities".split()
    },
}


@cache
def measured(name: str) -> dict[str, object]:
    """What a measure gives, taken once."""
    return MEASURES[name]()


def fingerprint(folder: Path) -> str:
    """16 hex digits of the SHA-256 over the names and sizes of a folder's files: it changes where data are changed."""
    paths = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
    lines = "".join(f"{path.relative_to(folder)}\0{path.stat().st_size}\n" for path in paths)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def folder_of(data: str) -> Path:
    """Where a floor's data are: in the checkout, or in the shared data beside it ("shared/...")."""
    return DATA / data.removeprefix("shared/") if data.startswith("shared/") else ROOT / data


def verdict(floor: Floor) -> tuple[bool, str]:
    """Whether a floor holds, and a line that says so with the figures."""
    folder = folder_of(floor.data)
    if not folder.exists():
        return True, f"skipped  {floor.name}: {floor.data} is absent"
    found = fingerprint(folder)
    if found != floor.fingerprint:
        return False, f"VOID     {floor.name}: {floor.data} has changed (fingerprint {found})"
    value: object = measured(floor.measure)
    for step in floor.figure:
        assert isinstance(value, dict), f"{floor.name}: nothing at {step}"
        if floor.figure[0] == "papers" and step not in value:
            return True, f"skipped  {floor.name}: {floor.figure[1]} could not be typeset here"
        value = value[step]
    assert isinstance(value, int | float), f"{floor.name} is no number"
    bounds = [f"at least {floor.at_least:g}"] if floor.at_least is not None else []
    bounds += [f"at most {floor.at_most:g}"] if floor.at_most is not None else []
    low, high = (
        floor.at_least is not None and value < floor.at_least,
        floor.at_most is not None and value > floor.at_most,
    )
    told = f"{floor.name}: {value:g} ({', '.join(bounds)}; {floor.measured:g} when it was set)"
    return not (low or high), f"{'FELL    ' if low or high else 'holds   '} {told}"


def main(words: Iterable[str]) -> int:
    """Print every floor with today's figure; 1 where one fell."""
    chosen = [floor for floor in floors() if not words or any(word in floor.name for word in words)]
    failed = 0
    for floor in chosen:
        holds, line = verdict(floor)
        failed += not holds
        print(line, flush=True)
    print(f"{len(chosen)} floors, {failed} not held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
