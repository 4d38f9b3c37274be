"""Count in how many arXiv abstracts each stem occurs, for `synth/data/document_frequency.tsv`.

python -m benchmarks.background METADATA.jsonl.xz... > synth/data/document_frequency.tsv
"""

import json
import lzma
import sys
from collections import Counter

from synth.text import content_stems

MIN_DOCUMENTS = 25


def main(paths: list[str]) -> None:
    """Print the table: a comment, `*` with the number of documents, then stem and count a line, sorted by stem."""
    counts: Counter[str] = Counter()
    documents = 0
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                counts.update(set(content_stems(f"{record['title']} {record['abstract']}")))
                documents += 1
    print("# Document frequency of Snowball stems over arXiv titles and abstracts; python -m benchmarks.background")
    print(f"*\t{documents}")
    for word in sorted(counts):
        if counts[word] >= MIN_DOCUMENTS and not any(char.isdigit() for char in word):
            print(f"{word}\t{counts[word]}")


if __name__ == "__main__":
    main(sys.argv[1:])
