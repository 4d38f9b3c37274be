"""Time the check of claims against whole papers on one core: python -m benchmarks.speed.checking FOLDER_OF_PDFS.

Prints as JSON the best of several runs, in CPU seconds of this process: for all claims, with the vectors of the
passages and without them (they are made once a paper and cached, so that they do not count); and how many claims and
passages there were.
"""

import argparse
import json
import time
from pathlib import Path

from synth.checking import check_claims
from synth.checking.passages import PassageIndex
from synth.checking.vectors import Vectors
from synth.claims import extract_claims
from synth.errors import SynthError
from synth.language.text import content_stems
from synth.models import Claim, Document
from synth.reading import read_paper
from synth.settings import CheckSettings, ClaimSettings

CLAIMS = 300


def read(folder: Path) -> list[Document]:
    """The papers of a folder that can be read, by name."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        try:
            found.append(read_paper(path))
        except SynthError:
            continue
    return found


def vectors_s(claims: list[Claim], documents: list[Document]) -> float:
    """CPU seconds that the passages' vectors take."""
    started = time.process_time()
    reading = PassageIndex(documents, CheckSettings().passage_sentences)
    Vectors(reading.stems, reading.windows, reading.document_ranges, [content_stems(claim.text) for claim in claims])
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    documents = read(arguments.pdfs)
    every = [claim for document in documents for claim in extract_claims(document, ClaimSettings())]
    claims = every[:: max(1, len(every) // CLAIMS)][:CLAIMS]
    check_claims(claims[:1], documents, {}, CheckSettings())  # models and tables are loaded once a process
    totals, vectors = [], []
    for _ in range(arguments.runs):
        started = time.process_time()
        check_claims(claims, documents, {}, CheckSettings())
        totals.append(time.process_time() - started)
        vectors.append(vectors_s(claims, documents))
    windows = PassageIndex(documents, CheckSettings().passage_sentences).windows
    total, making = min(totals), min(vectors)
    print(
        json.dumps(
            {
                "claims": len(claims),
                "papers": len(documents),
                "passages": len(windows),
                "cpu_s": round(total - making, 2),
                "cpu_with_vectors_s": round(total, 2),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
