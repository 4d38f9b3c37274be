"""Near-verbatim pairs: the few words in which two almost equal sentences differ, and whether those turn the meaning."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from synth.checking.statement import Statement
from synth.polarity import ANTONYMS, DIRECTIONS, NEGATIONS
from synth.text import stem


@dataclass(frozen=True)
class Alignment:
    """How a claim lies on a passage word by word.

    `share` of the words stand in both in the same order, of those of the longer: the claim, or what of the passage it
    lies on. The others: a number set for another number, a
    negation on one side only, a word set for its opposite, or the same words in another order (`moved` of them).
    """

    share: float
    number: bool
    negation: bool
    opposite: bool
    moved: float


def align(first: Statement, second: Statement) -> Alignment:
    """Align two texts word by word; of the passage counts the matched stretch, and as much around it as was not."""
    claim, passage = first.tokens, second.tokens
    matcher = SequenceMatcher(None, claim, passage, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return Alignment(0.0, number=False, negation=False, opposite=False, moved=0.0)
    matched = sum(block.size for block in blocks)
    unmatched = len(claim) - matched
    window = passage[max(0, blocks[0].b - unmatched) : blocks[-1].b + blocks[-1].size + unmatched]
    mine, theirs = Counter(claim), Counter(window)
    lost, new = list((mine - theirs).elements()), list((theirs - mine).elements())
    return Alignment(
        share=matched / max(len(claim), len(window)),
        number=_other_number(claim, window),
        negation=(sum(word in NEGATIONS for word in lost) + sum(word in NEGATIONS for word in new)) % 2 == 1,
        opposite=_opposite(lost, new),
        moved=(sum((mine & theirs).values()) - matched) / len(claim),
    )


def _other_number(claim: Sequence[str], window: Sequence[str]) -> bool:
    """Whether a stretch of the claim that was set for another holds a number, and the other another one."""
    for kind, left, right, start, end in SequenceMatcher(None, claim, window, autojunk=False).get_opcodes():
        if kind == "replace":
            mine = {word for word in claim[left:right] if word[0].isdigit()} - set(window)
            theirs = {word for word in window[start:end] if word[0].isdigit()} - set(claim)
            if mine and theirs:
                return True
    return False


def _opposite(lost: Sequence[str], new: Sequence[str]) -> bool:
    stems = {stem(word) for word in new}
    for word in lost:
        direction = DIRECTIONS.get(word)
        if direction and any(DIRECTIONS.get(other) == -direction for other in new):
            return True
        if ANTONYMS.get(stem(word)) in stems:
            return True
    return False
