"""The mentions of subject, comparator and outcome in a sentence, by words, stems, initials and other names."""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from synth.language.lexicon import is_in, words_of
from synth.language.text import STOP_WORDS, stem
from synth.language.tokens import tokens, with_parts

_GENERIC = frozenset(stem(word) for word in words_of("generic"))
_NON = "non-"
BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_CORRECTS = frozenset(("correct", "corrects", "corrected", "correcting", "correction"))
_DETERMINERS = frozenset(("a", "an", "the", "any", "all", "its", "their", "this", "these"))


class SidePhrases(NamedTuple):
    """Phrases for the subject, the comparator and the outcome that a sentence is read for; each may be empty.

    `subject_names`, `comparator_names` and `outcome_names` are other names of a side, as a paper's card gives them.
    """

    subject: str
    comparator: str = ""
    outcome: str = ""
    subject_names: frozenset[str] = frozenset()
    comparator_names: frozenset[str] = frozenset()
    outcome_names: frozenset[str] = frozenset()

    def swapped(self) -> "SidePhrases":
        """The same question with its sides exchanged."""
        return self._replace(
            subject=self.comparator,
            comparator=self.subject,
            subject_names=self.comparator_names,
            comparator_names=self.subject_names,
        )


def phrase_stems(phrase: str) -> dict[str, str]:
    """The content stems of a phrase, compounds also by their parts, each with the word as written."""
    found: dict[str, str] = {}
    for word in tokens(phrase):
        for part in with_parts(word):
            lower = part.lower()
            if lower and lower[0].isalpha() and lower not in STOP_WORDS and (len(part) > 1 or part.isupper()):
                found[stem(lower)] = part
    return found


def _negated(phrase: str) -> set[str]:
    """The stems of what a phrase says not to be: "adaptive" of "non-adaptive schemes"."""
    return {stem(word.lower().removeprefix(_NON)) for word in tokens(phrase) if word.lower().startswith(_NON)}


def initials(phrase: str) -> str:
    """The first letters of a phrase's words, lower case: "dense passage retrieval" gives "dpr"."""
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+", phrase) if word.lower() not in STOP_WORDS).lower()


@lru_cache(maxsize=20_000)
def is_short_for(word: str, phrase: str) -> bool:
    """Whether a word with capitals abbreviates a phrase: "ViT" for "vision transformers", "BB" for "black-box
    testing".
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) < 2 or sum(char.isupper() for char in word) < 2:
        return False
    firsts = initials(phrase)
    bare = letters.removesuffix("s") if word.endswith("s") else letters
    if len(firsts) >= 2 and firsts.startswith(bare) and len(bare) >= 2:
        return True
    names = [name.lower() for name in re.findall(r"[A-Za-z]+", phrase)]
    return (
        len(names) >= 2
        and len(bare) == 3
        and bare[0] == names[0][0]
        and bare[1] == names[0][1:2]
        and bare[2] == names[1][0]
    )


def tag(words: Sequence[str], sides: SidePhrases) -> list[str]:
    """For each token "S", "C", "O" or "" - the subject, the comparator, the outcome, or none of them.

    Words that both sides share count for neither; generic words ("group", "rate") count for the outcome only where it
    has no others. Where a side is not named, the usual words for it are tagged: "placebo", "baseline", "our method".
    """
    present, _, lacking = (sides.subject, "", "") if sides.comparator else sides.subject.partition(" without ")
    subject, comparator = phrase_stems(present), phrase_stems(sides.comparator)
    outcome = phrase_stems(sides.outcome)
    not_subject, not_comparator = _negated(present), _negated(sides.comparator)
    shared = set(subject) & set(comparator)
    of_subject = {key for key in subject if key not in shared and key not in _GENERIC}
    of_comparator = {key for key in comparator if key not in shared and key not in _GENERIC}
    of_subject = of_subject or set(subject) - shared
    of_comparator = of_comparator or set(comparator) - shared
    taken = of_subject | of_comparator
    of_outcome = {key for key in outcome if key not in _GENERIC and key not in taken} or set(outcome) - taken
    tags = []
    for word in words:
        lower = word.lower()
        if not lower[0].isalpha():
            tags.append("")
            continue
        parts = {stem(lower), *(stem(part) for part in with_parts(lower) if len(part) > 1)}
        parts = parts if len(lower) > 1 or word.isupper() else set()
        bare = stem(lower.removeprefix(_NON))
        if bare in not_subject | not_comparator:
            tags.append("S" if (bare in not_subject) == lower.startswith(_NON) else "C")
        elif lower.startswith(_NON) and bare in of_subject | of_comparator:
            tags.append("C" if bare in of_subject else "S")
        elif lower.startswith("un") and len(lower) > 6 and stem(lower[2:]) in of_subject:
            tags.append("C")  # "unvaccinated children", where vaccines are asked about
        elif parts & of_subject:
            tags.append("S")
        elif parts & of_comparator:
            tags.append("C")
        elif parts & of_outcome:
            tags.append("O")
        else:
            short_s = any(is_short_for(part, sides.subject) for part in with_parts(word))
            short_c = any(is_short_for(part, sides.comparator) for part in with_parts(word))
            tags.append("S" if short_s and not short_c else "C" if short_c and not short_s else "")
    for index in range(1, len(tags)):  # "the BM25 retriever" is not a retriever that BM25 is compared with
        if tags[index] + tags[index - 1] in ("SC", "CS"):
            tags[index] = tags[index - 1]
    _mark_lacking(words, tags, phrase_stems(lacking).keys() - taken)
    _mark_names(words, tags, sides.subject_names, "S")
    _mark_names(words, tags, sides.comparator_names, "C")
    _mark_names(words, tags, sides.outcome_names, "O")
    if not (sides.comparator or _states_absence(sides.subject)):
        _mark_absence(words, tags)
    _mark_stand_ins(words, tags)
    return tags


def _mark_lacking(words: Sequence[str], tags: list[str], stems: Collection[str]) -> None:
    """Mark what the subject lacks: "without a crowd" is the subject "empty stadiums without a crowd", "a crowd" not."""
    for index, word in enumerate(words):
        if not tags[index] and stem(word.lower()) in stems:
            start = _removed_from(words, index)
            tags[index if start is None else start : index + 1] = (
                ["C"] if start is None else ["S"] * (index + 1 - start)
            )


def _mark_absence(words: Sequence[str], tags: list[str]) -> None:
    """Mark the subject where it is not there as the comparator: "without shade", "the absence of shade"."""
    denied = False
    for index in range(len(words)):
        if tags[index] != "S":
            denied = False
        elif denied:
            tags[index] = "C"
        elif (start := _removed_from(words, index)) is not None and "S" not in tags[start:index]:
            tags[start : index + 1], denied = ["C"] * (index + 1 - start), True
        elif _is_removed(words[index + 1 : index + 3]):
            tags[index : index + 3] = ["C"] * 3


def _states_absence(phrase: str) -> bool:
    """Whether a phrase is itself about something that is not there: "cell-free operation", "removing stop words"."""
    return any(word.endswith("-free") or is_in("removing", word) for word in tokens(phrase.lower()))


def _is_removed(words: Sequence[str]) -> bool:
    """Whether the two words behind a thing say that it is taken away: "was removed", not "is no better"."""
    is_stated = len(words) == 2 and words[0].lower() in BE and words[1].lower().endswith(("ed", "absent"))
    return is_stated and is_in("removing", words[1].lower())


def _removed_from(words: Sequence[str], index: int) -> int | None:
    """Where the words before a thing begin that say that it is not there or taken away; None without any."""
    start = index - 1
    while start >= 0 and words[start].lower() in _DETERMINERS:
        start -= 1
    if start >= 1 and words[start].lower() == "of":
        return start - 1 if is_in("removal", words[start - 1].lower()) else None
    if start >= 1 and words[start].lower() == "for":
        return start - 1 if words[start - 1].lower() in _CORRECTS else None
    return start if start >= 0 and is_in("removing", words[start].lower()) else None


def _mark_names(words: Sequence[str], tags: list[str], names: Collection[str], side: str) -> None:
    lower = [word.lower() for word in words]
    for name in sorted(names, key=lambda name: (-len(name), name)):
        parts = _parts(name)
        if not parts or parts[0] not in lower:
            continue
        for start in range(len(lower) - len(parts) + 1):
            if tuple(lower[start : start + len(parts)]) == parts:
                tags[start : start + len(parts)] = [side] * len(parts)


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name in lower case."""
    return tuple(part.lower() for part in tokens(name))


def _mark_stand_ins(words: Sequence[str], tags: list[str]) -> None:
    """Where a side is not named, mark the usual words for it: "the intervention group", "placebo"."""
    lower = [word.lower() for word in words]
    if "S" not in tags:
        for index, word in enumerate(lower[:-1]):
            if not tags[index] and word in words_of("treated") and lower[index + 1] in words_of("groups"):
                tags[index] = "S"
    if "C" not in tags:
        for index, word in enumerate(lower):
            if not tags[index] and word in words_of("untreated"):
                tags[index] = "C"


@cache
def class_of(word: str) -> str:
    """The class of a lower-case direction word: better, worse, more, less, same or not; "" for any other."""
    if word in words_of("denials") or word.endswith("n't"):
        return "NOT"
    for name, label in _CLASSES:
        if is_in(name, word):
            return label
    return ""


_CLASSES = (("same", "SAME"), ("better", "GOOD"), ("worse", "BAD"), ("more", "MORE"), ("less", "LESS"))
