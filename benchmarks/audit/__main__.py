"""`python -m benchmarks.audit planted|heldout|blind|real [FOLDER]`: precision and recall, or verdicts on papers."""

import sys
from pathlib import Path

from benchmarks.audit.planted_papers import BLIND, HELD_OUT, PLANTED, by_kind, score
from synth.errors import SynthError
from synth.reading import read_paper
from synth.review import agrees, find_derivations

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "arxiv_sources"
SETS = {"planted": PLANTED, "heldout": HELD_OUT, "blind": BLIND}


def planted(folder: Path) -> None:
    """Print the score on a planted set, by kind, and each number that was missed or judged wrongly."""
    counts, notes = score(folder)
    print("\n".join(notes))
    for kind, right, total in by_kind(folder):
        print(f"{kind:16} {right:3} of {total}")
    print(
        f"precision {counts.precision:.3f}, recall {counts.recall:.3f} over {counts.labelled} numbers; verdicts on "
        f"{counts.judged_distractors} of {counts.distractors} that follow from nothing; {counts.unlabelled} unlabelled"
    )


def real(folder: Path) -> None:
    """Print every verdict on the papers of a folder: LaTeX folders below `papers/`, e-prints below `eprints_raw/`."""
    reproduced = contradicted = 0
    seen: set[str] = set()
    for path in sorted([*(folder / "papers").iterdir(), *(folder / "eprints_raw").glob("*.gz")]):
        try:
            document = read_paper(path)
        except SynthError as error:
            print(f"# {path.name}: {error}")
            continue
        for item in find_derivations(document):
            key = f"{item.text} {item.reported.text} {item.formula}"
            if key in seen:  # some papers are there as a folder and as an e-print
                continue
            seen.add(key)
            holds = agrees(item)
            reproduced, contradicted = reproduced + holds, contradicted + (not holds)
            outcome = "reproduced" if holds else "CONTRADICTED"
            print(f"{outcome} {path.name} {item.kind} [{item.reported.text}] {item.text}")
            cells = ", ".join(f"{operand.text} ({operand.place})" for operand in item.operands)
            print(f"    {item.formula}; {cells}; tolerance {item.tolerance:g} {item.note}")
    print(f"{reproduced} reproduced, {contradicted} contradicted")


if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else "planted"
    given = [Path(argument) for argument in sys.argv[2:]]
    if verb in SETS:
        planted(*given or [SETS[verb]])
    else:
        real(*given or [SOURCES])
