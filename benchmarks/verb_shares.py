"""Find which of the known verbs papers seldom use as verbs, for `synth/language/lexicons/seldom_verbs.txt`.

python -m benchmarks.verb_shares METADATA.jsonl.xz... > synth/language/lexicons/seldom_verbs.txt

A word of an abstract is a verb behind "to", a modal verb or a pronoun, and a noun or an adjective behind any other.
Those are seldom verbs that are nouns or adjectives in more than `SELDOM` of these places, but for verbs that say what
happens to their object ("impact", "slow"), which questions do use. About a minute.
"""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.background import records
from synth.language.verb_forms import effect_verbs, verbs

SELDOM = 0.87
MIN_PLACES = 30
_BEFORE_VERBS = frozenset(
    "to can may will could might would should must cannot not we they which that i you who".split()
)
_WORD = re.compile(r"[a-z][a-z'-]*|[.,;:()]")


def shares(texts: Sequence[str]) -> dict[str, float]:
    """Of each known verb that stands in enough places, the share of them in which it is no verb."""
    known = verbs()
    places: Counter[str] = Counter()
    as_verb: Counter[str] = Counter()
    for text in texts:
        words = _WORD.findall(text.lower())
        for before, word in pairwise(words):
            if word in known:
                places[word] += 1
                as_verb[word] += before in _BEFORE_VERBS
    return {word: 1 - as_verb[word] / count for word, count in places.items() if count >= MIN_PLACES}


def main(paths: list[str]) -> None:
    """Print the list: a comment, then a verb a line."""
    found = shares([text for _, text in records(paths)])
    print("# Verbs that are nouns or adjectives in seven of eight places of arXiv abstracts; python -m")
    print("# benchmarks.verb_shares makes the list.")
    print("\n".join(sorted(word for word, share in found.items() if share > SELDOM and word not in effect_verbs())))


if __name__ == "__main__":
    main(sys.argv[1:])
