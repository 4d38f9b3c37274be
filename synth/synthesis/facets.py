"""How a claim bears on the question: whether it names the things compared and the outcome, and whose result it is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from synth.models import Basis, Claim, Model, Question
from synth.text import content_stems, idf

NAMED = 0.6  # share of a facet's IDF weight that must stand in a sentence for it to name that facet


OWN = re.compile(r"\b(?:we|our|ours)\b", re.IGNORECASE)


class Bearing(Model):
    """Which facets of the question a claim names, as indices, and on what basis; None where it names no subject."""

    subjects: tuple[int, ...]
    outcomes: tuple[int, ...]
    basis: Basis | None


def bearing(question: Question, claim: Claim, acronyms: Mapping[str, str]) -> Bearing:
    """Tell how one claim bears on the question.

    Measured: it names every subject and, where the question has outcomes, one of them, as the paper's own result.
    Asserted: likewise, but it cites somebody and speaks of no "we": the finding is theirs. Indirect: it names some
    subject only. `acronyms` maps "RAG" to its long form.
    """
    stems = Counter(content_stems(expand(claim.text, acronyms)))
    subjects = tuple(n for n, subject in enumerate(question.subjects) if names(stems, subject, acronyms))
    outcomes = tuple(n for n, outcome in enumerate(question.outcomes) if names(stems, outcome, acronyms))
    basis: Basis | None = None
    if subjects:
        whole = len(subjects) == len(question.subjects) and (bool(outcomes) or not question.outcomes)
        theirs = bool(claim.citations) and OWN.search(claim.text) is None
        basis = "indirect" if not whole else "asserted" if theirs else "measured"
    return Bearing(subjects=subjects, outcomes=outcomes, basis=basis)


def names(stems: Mapping[str, int], facet: str, acronyms: Mapping[str, str]) -> bool:
    """Whether a sentence, given by its stems, names a facet: by `NAMED` of the facet's IDF weight."""
    wanted = dict.fromkeys(content_stems(expand(facet, acronyms)))
    total = sum(idf(stem) for stem in wanted)
    return total > 0 and sum(idf(stem) for stem in wanted if stem in stems) >= NAMED * total


def expand(text: str, acronyms: Mapping[str, str]) -> str:
    """A text with the long form of each acronym put behind it, so that either form meets the other."""
    found = [long for short, long in sorted(acronyms.items()) if short in text.replace("-", " ").split()]
    return " ".join([text, *found])


def count(number: int, one: str, many: str | None = None) -> str:
    """A count in words for a reader: "no paper", "one paper", "12 papers"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{WORDS[number] if number < len(WORDS) else number} {noun}"


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def listed(items: Sequence[str]) -> str:
    """Items as a list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1] if items else "") if part)
