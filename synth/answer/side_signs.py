"""The side that each word of direction refers to, in a sentence oriented towards a question."""

from collections.abc import Sequence

_BREAKS = frozenset("; but while whereas although though however because".split())
_SIDES = frozenset({"SUBJ", "COMP"})
_LINKING = frozenset("than over compared to vs versus with by against relative".split())


def clauses(line: Sequence[str]) -> list[list[str]]:
    """The sentence cut at contrasts and semicolons."""
    found: list[list[str]] = [[]]
    for word in line:
        if word in _BREAKS and found[-1]:
            found.append([])
        if word not in _BREAKS:
            found[-1].append(word)
    return [clause for clause in found if clause]


def signs_by_side(line: Sequence[str]) -> list[int]:
    """For each word for a yes or against it, 1 or -1 by the side that it refers to, 0 where it is negated.

    It refers to the side before it: "COMP ... YES than SUBJ" is -1. After "compared with COMP," it refers to the other
    side; with no side before it, to the one that is not behind "than". Words that refer to no side are left out.
    """
    found = []
    for clause in clauses(line):
        for at, word in enumerate(clause):
            if word not in ("YES", "NO"):
                continue
            side = _target_side(clause, at)
            if side == 0:
                continue
            denied = "NOT" in clause[max(0, at - 4) : at]
            if "REMOVE" in clause[:at]:  # "removing the reranker led to drops" supports it
                side = -side
            found.append(0 if denied else side * (1 if word == "YES" else -1))
    return found


def _target_side(clause: Sequence[str], at: int) -> int:
    before = [index for index in range(at) if clause[index] in _SIDES]
    after = [index for index in range(at + 1, len(clause)) if clause[index] in _SIDES]
    if before:
        last = before[-1]
        side = 1 if clause[last] == "SUBJ" else -1
        linked = any(word in _LINKING for word in clause[max(0, last - 2) : last])
        opening = (
            linked
            and "," in clause[last:at]
            and clause[0] in ("compared", "than", "unlike", "versus", "relative", "in", ",")
        )
        if linked and not opening:
            others = [index for index in before if clause[index] != clause[last]]
            return -side if others else 0
        if (
            not opening
            and after
            and "by" in clause[at + 1 : after[0]]
            and clause[after[0]] != clause[last]
            and "than" not in clause
        ):
            return -side  # "A is outperformed by B"
        return -side if opening else side
    if after and any(word in ("than", "over", "compared", "vs") for word in clause[at + 1 : after[0]]):
        return -1 if clause[after[0]] == "SUBJ" else 1
    return 0
