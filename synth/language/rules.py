"""What rules read without a model: that two things do not differ, and which side has the larger value."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.language.lexicon import words_of
from synth.language.outcomes import word_polarity
from synth.language.pairing import Pair, value_pairs
from synth.language.sequence import Item

_SAME = re.compile(
    r"\b(?:no|not|without(?: any)?|n't(?: show| find)? (?:a|any)|lack of(?: a)?|neither \w+ nor \w+ \w+)"
    r" (?:\w+ ){0,2}?(?:significant(?:ly)?|statistically significant|meaningful|detectable|discernible"
    r"|substantial|appreciable|clear|consistent|measurable)"
    r" (?:\w+ ){0,2}?(?:differen\w*|differ|effects?|changes?|impacts?|influence|associations?|improve\w*"
    r"|increase\w*|reduc\w*|decreas\w*|gains?|affect\w*|relationship|correlation)"
    r"|\b(?:no|not|without any) (?:differen\w+|effects?|impact|influence|change|association|improvement)\b"
    r"|\b(?:little|negligible) (?:\w+ )?(?:differen\w+|effects?|impact|influence|change)\b|\b(?:close|near) to zero\b"
    r"|\b(?:did|does|do|was|were|is|are) not (?:\w+ )?(?:differ|affect|change|influence|alter)\b"
    r"|\bno (?:better|worse|higher|lower|more|less|faster|slower) than\b"
    r"|\bnot significantly (?:\w+ )?(?:different|better|worse|higher|lower|affected|reduced|increased"
    r"|associated|changed)\b"
    r"|\b(?:on par with|as (?:good|high|low|accurate|effective|fast|strong|large|well|excellent|many"
    r"|much) \w{0,12} ?as)\b"
    r"|\b(?:statistically )?(?:indistinguishable|equivalent|comparable|similar)\b"
)
_NO_MORE = re.compile(
    r"\bnot only\b|\bno longer\b|\bno doubt\b|\bdissimilar\b"
    r"|\b(?:not|cannot|never) (?:\w+ )?(?:as|so) \w+ (?:\w+ )?as\b"
)


def states_no_difference(items: Sequence[Item]) -> bool:
    """Whether a sentence states in fixed words that there is no difference: "no better than", "did not differ"."""
    return states_no_difference_in(" ".join(item.word for item in items if item.word[0] not in "(),"))


def states_no_difference_in(text: str) -> bool:
    """Whether a text in lower case says in fixed words that there is no difference."""
    return bool(_SAME.search(text)) and not _NO_MORE.search(text)


REACH_OF_TURN = 3
"""How many words a sentence may open with, "however", before a word turns to something else."""
_ALIKE = re.compile(
    r"\b(?:(?:no|not|never|neither|n't) (?:\w+ ){0,4}?|(?:little|no) evidence (?:\w+ ){1,20}?)"
    r"differ(?:s|ed|ent|ence|ences|ently)?\b"
)
_BEING = frozenset(("is", "are", "was", "were", "remain", "remained"))
_RESULTS = words_of("sides", "in general") | {"OUTC", "estimates", "conclusions", "outcomes"}
_SIMILAR = frozenset(("similar", "comparable", "identical", "same"))
_EQUALLY = frozenset(("equally", "similarly"))
_ASIDE = frozenset(("it", "them", "that", "which", "to"))
_GAPS = frozenset(("difference", "differences", "gap", "gaps", "trend", "trends"))
_WITHIN = frozenset(("in", "for", "between", "across", "among"))
_SIDES = frozenset(("SUBJ", "COMP"))
_TURN = frozenset(("although", "but", "except", "however", "though", "whereas", "while", "yet", ";"))


def states_sides_alike(items: Sequence[Item]) -> bool:
    """Whether the main clause says that the two sides do not differ: "no difference was found between A and B", "A and
    B were similar"."""
    words = [item.word for item in items]
    end = next((at for at, word in enumerate(words) if at > REACH_OF_TURN and word in _TURN), len(words))
    clause = words[:end]
    return {"SUBJ", "COMP"} <= set(clause) and (bool(_ALIKE.search(" ".join(clause))) or _are_similar(clause))


def holds_for_both(items: Sequence[Item]) -> bool:
    """Whether a sentence says something of "both A and B", its two sides, and sets nothing against it."""
    words = [item.word for item in items]
    for at, word in enumerate(words):
        near = [side for side in words[at + 1 : at + 8] if side in _SIDES]
        if word == "both" and near[:2] in (["SUBJ", "COMP"], ["COMP", "SUBJ"]) and _TURN.isdisjoint(words[at:]):
            return True
    return False


def _are_similar(clause: Sequence[str]) -> bool:
    """Whether both sides stand before "were similar" or "equally", both behind it, or one on either side."""
    for at, word in enumerate(clause):
        near, before = clause[max(0, at - 4) : at], _SIDES.intersection(clause[:at])
        if not {"not", "n't", "no", "never"}.isdisjoint(near):
            continue
        if word in _EQUALLY and len(before) == 2:
            return True
        behind = clause[at + 1 : at + 6]
        last = max((place for place in range(at) if clause[place] in _SIDES), default=0)
        gives = not words_of("sides", "gives").isdisjoint(near) and not _RESULTS.isdisjoint(behind[:2])
        gives = gives and _ASIDE.isdisjoint(clause[last:at])  # "the stack, and help it achieve similar performance"
        if word not in _SIMILAR or not (gives or _BEING.intersection(near)) or "or" in behind[:3]:
            continue
        if not _GAPS.isdisjoint(clause[:at]):
            continue  # "the differences between A and B remain similar"
        in_both = not _WITHIN.isdisjoint(behind[:1]) and set(clause[at + 1 :]) >= _SIDES
        if in_both or len(before) == 2 or (before and _SIDES - before <= set(behind)):
            return True
    return False


class PairedValues(NamedTuple):
    """The values of both sides by a reliable pattern, and the polarity of the word that names their outcome."""

    pair: Pair
    polarity: int


def read_values(items: Sequence[Item]) -> PairedValues | None:
    """The one pair of values of both sides in a sentence; None where there is none, or several that disagree.

    "A outperforms B (65.2 vs. 42.9)"; "A: 78.4, compared with 59.1 for B"; "44.5, compared with 41.5 for B".
    Changes ("improves by 2.3") are not values; two values behind two sides need a word that ranks them.
    """
    words = [item.word for item in items]
    if not {"SUBJ", "COMP"} <= set(words) or not set(words) & words_of("ranking"):
        return None
    if "by" in words and any(
        at + 1 < len(words) and words[at] == "by" and words[at + 1].startswith("NUM") for at in range(len(words))
    ):
        return None
    pairs, _ = value_pairs(items)
    certain = [
        pair for pair in pairs if pair.pattern in ("SvCv", "CvSv", "SvvC", "CvvS", "vSvC", "vCvS", "SCvv", "CSvv")
    ]
    if not certain or len({pair.sign for pair in certain}) > 1:
        return None
    named = [sign for item in items if item.word.isalpha() and (sign := word_polarity(item.word))]
    return PairedValues(certain[0], named[0] if len(set(named)) == 1 else 0)
