"""Features that change their sign when the two sides of a comparison are exchanged."""

from collections.abc import Sequence

from synth.language.cues import classed, nearest_sides, ngrams, relations
from synth.language.pairing import value_pairs
from synth.language.sequence import Item

_SIDES = frozenset({"SUBJ", "COMP"})


def _plain(words: Sequence[str]) -> list[str]:
    return ["X" if word in _SIDES else word for word in words]


def signed_cues(items: Sequence[Item]) -> dict[str, float]:
    """The words before, between and behind the two nearest mentions of the sides: 1 where the subject comes
    first, else -1.

    A model without an intercept over these gives the opposite log-odds for the exchanged question, always. Empty where
    one side is not named.
    """
    words = [item.word for item in items]
    nearest = nearest_sides(words)
    if nearest is None:
        return {}
    subject, comparator = nearest
    left, right = sorted(nearest)
    order = 1.0 if subject < comparator else -1.0
    middle, before, after = words[left + 1 : right], words[max(0, left - 7) : left], words[right + 1 : right + 8]
    of_middle = _plain(classed(items[left + 1 : right]))
    of_before, of_after = _plain(classed(items[max(0, left - 8) : left])), _plain(classed(items[right + 1 : right + 9]))
    whole = "+".join(of_middle)
    names = {
        "o",
        *ngrams(_plain(middle), 3, "m:"),
        *ngrams(of_middle, 3, "km:"),
        f"kf:{whole[:60]}",
        *ngrams(_plain(after), 2, "a:"),
        *ngrams(_plain(before), 2, "b:"),
        *ngrams(of_after, 2, "ka:"),
        *ngrams(of_before, 3, "kb:"),
        f"kbm:{'+'.join(of_before[-2:])}|{whole[:40]}",
        f"kma:{whole[:40]}|{'+'.join(of_after[:2])}",
    }
    found = dict.fromkeys(sorted(names), order)
    for relation in relations(classed(items)):
        mirrored = relation.replace("SUBJ", "#").replace("COMP", "SUBJ").replace("#", "COMP")
        if relation != mirrored:
            name = min(relation, mirrored)
            found[name] = max(-2.0, min(2.0, found.get(name, 0.0) + (1.0 if relation < mirrored else -1.0)))
    pairs, _ = value_pairs(items)
    if pairs:
        found["pair"] = float(pairs[0].sign)
    return found
