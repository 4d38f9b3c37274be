"""Rebuild the committed models from the labelled data: python -m benchmarks.quality.train [MODEL]...

Models: sequences (claims and roles of abstracts), findings (claims of whole papers), checking (stance and confidence),
ranking (search in a library).
"""

import sys
from collections.abc import Callable

from benchmarks.quality import (
    checking_training,
    finding_training,
    ranking_training,
    sequence_training,
)

MODELS: dict[str, Callable[[], None]] = {
    "sequences": sequence_training.rebuild,
    "findings": finding_training.rebuild,
    "checking": checking_training.rebuild,
    "ranking": ranking_training.rebuild,
}


def main(names: list[str]) -> int:
    """Rebuild the models named, or all."""
    unknown = sorted(set(names) - set(MODELS))
    if unknown:
        print(f"no such model: {', '.join(unknown)}; there are {', '.join(MODELS)}", file=sys.stderr)
        return 2
    for name in names or MODELS:
        MODELS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
