"""Extractive summary: the sentences nearest to what the documents have in common, early ones first among equals."""

from collections.abc import Sequence
from itertools import chain

from synth.models.base import rounded
from synth.text import content_stems, cosine, words

POSITION_DECAY = 0.15  # weight lost from one sentence to the next: abstracts open with their matter
REDUNDANCY = 0.6  # cosine with a sentence already taken from which one is passed over


def summarise(documents: Sequence[Sequence[str]], max_words: int) -> str:
    """At most `max_words` words of whole sentences out of some documents, each a sequence of sentences in order.

    Sentences are ranked by TF-IDF cosine with the centroid of all of them (Radev et al. 2004, "Centroid-based
    summarization"), discounted by position, and given in the order of the documents. Empty where no sentence fits.
    """
    stems = [[content_stems(sentence) for sentence in document] for document in documents]
    centroid = list(chain.from_iterable(chain.from_iterable(stems)))
    ranked = sorted(
        (-rounded(cosine(bag, centroid) / (1 + POSITION_DECAY * position)), number, position)
        for number, document in enumerate(stems)
        for position, bag in enumerate(document)
        if bag
    )
    taken: list[tuple[int, int]] = []
    left = max_words
    for _, number, position in ranked:
        length = len(words(documents[number][position]))
        new = all(cosine(stems[number][position], stems[n][p]) < REDUNDANCY for n, p in taken)
        if length <= left and new:
            taken.append((number, position))
            left -= length
    return " ".join(documents[number][position] for number, position in sorted(taken))
