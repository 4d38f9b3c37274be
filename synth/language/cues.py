"""Features of a masked sentence for its direction: n-grams of words and classes, order of sides, p values, numbers."""

import re
from collections.abc import Iterable, Sequence

from synth.language.lexicon import words_of
from synth.language.masking import class_of
from synth.language.pairing import value_pairs
from synth.language.sequence import Item

BREAKS = frozenset(". ; : while whereas but however although and though".split())
WINDOW = 10
"""How many words about an outcome are its neighbourhood."""

_LINKS = frozenset("compared than like likewise".split())
_MASKS = frozenset("SUBJ COMP OUTC NUM NUM% PSIG PNS CI_NULL0 CI_NULL1 CI_EXCL".split())


def ngrams(words: Sequence[str], longest: int, prefix: str = "") -> list[str]:
    """All runs of one to `longest` words, each joined by "_" behind a prefix."""
    return [
        prefix + "_".join(words[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(words) - length + 1)
    ]


def classed(items: Sequence[Item]) -> list[str]:
    """The sentence in classes: masks, GOOD BAD MORE LESS SAME NOT, words of structure as they are; all else left
    out.
    """
    found = []
    for item in items:
        if item.word in _MASKS:
            found.append(item.word)
        elif (kind := class_of(item.word) if item.word[0].isalpha() else "") and item.word not in _LINKS:
            found.append(kind)
        elif item.word in words_of("structure"):
            found.append(item.word)
    return found


def relations(line: Sequence[str]) -> list[str]:
    """For each word of direction in a classed sentence: the sides before and behind it, "than" and "by", and a
    negation.
    """
    found = []
    for index, word in enumerate(line):
        if word not in ("GOOD", "BAD", "MORE", "LESS", "SAME"):
            continue
        left = next((other for other in reversed(line[:index]) if other in ("SUBJ", "COMP")), "-")
        right_at = next((at for at in range(index + 1, len(line)) if line[at] in ("SUBJ", "COMP")), None)
        right = line[right_at] if right_at is not None else "-"
        between = line[index + 1 : right_at] if right_at is not None else line[index + 1 :]
        link = next(
            (other for other in between if other in ("than", "by", "compared", "over", "to", "with", "vs", "versus")),
            "-",
        )
        opening = "compared" if line[0] in ("compared", "unlike", "versus", "relative") and left != "-" else ""
        denied = "not" if "NOT" in line[max(0, index - 3) : index] else ""
        found.append(f"r:{left}:{word}:{link}:{right}:{denied}{opening}")
        found.append(f"r2:{left}:{word}:{denied}")
        found.append(f"r3:{word}:{link}:{right}:{denied}")
        outcome = "OUTC" in line[max(0, index - 2) : index + 3]
        if outcome:
            found.append(f"ro:{left}:{word}:{right}:{denied}")
    return found


def nearest_sides(words: Sequence[str]) -> tuple[int, int] | None:
    """The places of the subject and of the comparator nearest to it; None where one side is not named."""
    subjects = [at for at, word in enumerate(words) if word == "SUBJ"]
    comparators = [at for at, word in enumerate(words) if word == "COMP"]
    if not subjects or not comparators:
        return None
    _, subject, comparator = min((abs(one - two), one, two) for one in subjects for two in comparators)
    return subject, comparator


def comparison_cues(items: Sequence[Item]) -> list[str]:
    """Features for which side is better."""
    words = [item.word for item in items]
    line = classed(items)
    found = ngrams(words, 3) + ngrams(line, 4, "k:") + relations(line)
    nearest = nearest_sides(words)
    if nearest:
        first, second = nearest
        left, right = sorted(nearest)
        order = "SC" if first < second else "CS"
        found += ngrams(words[left + 1 : right], 3, f"mid{order}:") + ngrams(words[left + 1 : right], 3, "mid:")
        found += ngrams(words[right + 1 : right + 8], 2, f"aft{order}:")
        found += ngrams(words[max(0, left - 6) : left], 2, f"bef{order}:")
        middle, after, before = (
            classed(part)
            for part in (items[left + 1 : right], items[right + 1 : right + 9], items[max(0, left - 7) : left])
        )
        found += [*ngrams(middle, 3, f"kmid{order}:"), "kmids" + order + "+".join(middle)[:60]]
        found += ngrams(after, 2, f"kaft{order}:") + ngrams(before, 2, f"kbef{order}:")
        found += [f"o:{order}", f"len:{min(12, right - left)}"]
    return found + number_cues(items)


def change_cues(items: Sequence[Item]) -> list[str]:
    """Features for the change of an outcome: also the words around the outcome, its clause, and the p values."""
    words = [item.word for item in items]
    line = classed(items)
    found = ngrams(words, 3) + ngrams(line, 4, "k:") + relations(line)
    for at, word in enumerate(words):
        if word == "OUTC":
            found += ngrams(words[max(0, at - WINDOW) : at + WINDOW + 1], 2, "w:")
            left = max((other for other in range(at) if words[other] in BREAKS), default=-1)
            right = min((other for other in range(at + 1, len(words)) if words[other] in BREAKS), default=len(words))
            found += ngrams(words[left + 1 : right], 3, "c:")
            clause = classed(items[left + 1 : right])
            found += ngrams(clause, 3, "kc:")
    values = [(at, word) for at, word in enumerate(words) if word in ("PSIG", "PNS")]
    if values:
        found += [f"lastp:{values[-1][1]}", "ps:" + "+".join(sorted({word for _, word in values}))]
        for at in [at for at, word in enumerate(words) if word == "OUTC"][:1]:
            found.append("pafter:" + next((word for place, word in values if place > at), values[-1][1]))
    else:
        found.append("nop")
    return found + number_cues(items)


def number_cues(items: Sequence[Item]) -> list[str]:
    """Features of the values given to the two sides, and whether the difference is called significant."""
    pairs, order = value_pairs(items)
    kinds = {item.word for item in items} & {"PSIG", "PNS"}
    found = ["ev:" + re.sub(r"(.)\1+", r"\1", order)[:6]]
    if pairs:
        significance = "NS" if kinds == {"PNS"} else "SIG" if "PSIG" in kinds else "-"
        found += [
            f"pair1:{pairs[0].sign}",
            f"pair1:{pairs[0].sign}:{pairs[0].pattern}",
            f"pair1:{pairs[0].sign}:{significance}",
        ]
        signs = {pair.sign for pair in pairs}
        if len(signs) == 1:
            found.append(f"pairs:{pairs[0].sign}")
    return found


def count_features(features: Iterable[str]) -> dict[str, int]:
    """The count of each feature."""
    found: dict[str, int] = {}
    for feature in features:
        found[feature] = found.get(feature, 0) + 1
    return found
