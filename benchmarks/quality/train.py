"""Rebuild the committed models from the labelled data: python -m benchmarks.quality.train [MODEL]... [--pdfs FOLDER]

Models: sequences (claims and roles of abstracts), findings (claims of whole papers), checking (stance and confidence),
ranking (search in a library). Checking also learns from PDFs that are not shared: FOLDER has them.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.quality import (
    checking_training,
    finding_training,
    ranking_training,
    sequence_training,
)

MODELS: dict[str, Callable[[], None]] = {
    "sequences": sequence_training.rebuild,
    "findings": finding_training.rebuild,
    "ranking": ranking_training.rebuild,
}
OF_PDFS: dict[str, Callable[[Path], None]] = {"checking": checking_training.rebuild}


def main(arguments: Sequence[str]) -> int:
    """Rebuild the models named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", choices=[[], *MODELS, *OF_PDFS], metavar="MODEL")
    parser.add_argument("--pdfs", type=Path)
    options = parser.parse_args(arguments)
    names = options.models or [*MODELS, *OF_PDFS]
    if options.pdfs is None and not OF_PDFS.keys().isdisjoint(names):
        parser.error("checking is also fitted on PDFs: --pdfs FOLDER")
    for name in names:
        MODELS[name]() if name in MODELS else OF_PDFS[name](options.pdfs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
