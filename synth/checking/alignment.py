"""Near-verbatim pairs: the few words in which two almost equal sentences differ, and whether those turn the meaning."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from synth.checking.statement import Statement
from synth.language.numerals import same_value
from synth.language.polarity import ANTONYMS, DIRECTIONS, NEGATIONS, denials
from synth.language.relations import converse, opposed, relations, swapped
from synth.language.text import STOP_WORDS, stem, words
from synth.models import Number

MIN_PAIRS, MIN_COVERAGE = 0.6, 0.8
SHORT = 8
"""Content words of a claim so short that one other word is a large share of it."""
MAX_OTHER_NUMBERS = 3
"""With more numbers set for others a sentence tells of another case ("490 sentences" for "840", and six more)."""
_SYMBOL = re.compile(r"(?<![^\W_])[^\W_]++(?:[+*^_][^\W_]++)+")
"""Matches only from the start of a run of letters, without backtracking: a word of 10,000 letters took 3 s."""

_DENYING = NEGATIONS | {"do", "does", "did"}
"""Words that come and go with a negation: they make two short sentences no less alike."""


def worth_aligning(claim: Statement, passage: Statement, pairs: float, coverage: float) -> bool:
    """Whether two texts may be nearly the same: by word pairs or coverage, or since a short one lacks one word only.

    Aligning every pair would cost ten times the rest.
    """
    if pairs >= MIN_PAIRS or coverage >= MIN_COVERAGE:
        return True
    few = 3 <= len(claim.stem_set) <= SHORT and len(passage.stem_set) <= len(claim.stem_set) + 2
    return few and sum(not word[0].isdigit() for word in claim.stem_set - passage.stem_set) <= 1


@dataclass(frozen=True)
class Alignment:
    """How a claim lies on a passage word by word.

    `share` of the words stand in both in the same order, of those of the longer: the claim, or what of the passage it
    lies on; `moved` are those that stand in both, elsewhere. What turns the meaning: another value set for a number, a
    negation on one side only, a word set for its opposite, the two sides of a relation swapped.
    """

    share: float
    number: bool
    negation: bool
    opposite: bool
    moved: float
    turned: bool = False


def align(first: Statement, second: Statement) -> Alignment:
    """Align two texts word by word; of the passage counts the matched stretch, and as much around it as was not."""
    claim, passage = first.tokens, second.tokens
    blocks = _common_runs(claim, passage)
    if not blocks:
        return Alignment(0.0, number=False, negation=False, opposite=False, moved=0.0)
    matched = sum(block.size for block in blocks)
    unmatched = len(claim) - matched
    window = passage[max(0, blocks[0].b - unmatched) : blocks[-1].b + blocks[-1].size + unmatched]
    mine, theirs = Counter(claim), Counter(window)
    lost, new = list((mine - theirs).elements()), list((theirs - mine).elements())
    denying = sum(word in _DENYING for word in claim), sum(word in _DENYING for word in window)
    share = min(1.0, matched / max(1, len(claim) - denying[0], len(window) - denying[1]))
    stems = Counter(map(stem, claim)) & Counter(map(stem, window))
    moved = max(0.0, (sum(stems.values()) - matched) / len(claim))
    if not _same_names(first, second, new):
        return Alignment(share, number=False, negation=False, opposite=False, moved=moved)
    first_relations, second_relations = relations(first.text), relations(second.text)
    return Alignment(
        share=share,
        number=_other_number(first, second, window, lost, new),
        negation=(denials(claim) - denials(window)) % 2 == 1,
        opposite=(_opposite(lost, new) or opposed(first_relations, second_relations))
        and not converse(first_relations, second_relations),
        moved=moved,
        turned=swapped(first_relations, second_relations),
    )


def _common_runs(first: Sequence[str], second: Sequence[str]) -> list[Match]:
    """The runs of words that two texts have in common, by stem and in the same order."""
    matcher = SequenceMatcher(None, [stem(word) for word in first], [stem(word) for word in second], autojunk=False)
    return [run for run in matcher.get_matching_blocks() if run.size]


def differs_in_one_thing(claim: Statement, passage: Statement) -> bool:
    """Whether a passage says a claim again but for words that turn its meaning, and its numbers in one place only.

    "Greater partial mortality (20 %, Fig. 2)" is no other "greater mortality (15 %, Fig. 1)", and of two
    specifications each has its own share and its own F statistic.
    """
    mine, theirs = claim.tokens, passage.tokens
    blocks = _common_runs(mine, theirs)
    if not blocks:
        return False
    within = theirs[blocks[0].b : blocks[-1].b + blocks[-1].size]
    stems, others = Counter(map(stem, mine)), Counter(map(stem, within))
    changed = [word for word in (*mine, *within) if stems[stem(word)] != others[stem(word)]]
    numbers = [word for word in changed if word[0].isdigit()]
    words_changed = [word for word in changed if not word[0].isdigit() and not _turns(word)]
    return len(numbers) <= 2 and not words_changed


def _turns(word: str) -> bool:
    return word in STOP_WORDS or word in _DENYING or word in DIRECTIONS or stem(word) in ANTONYMS


def _same_names(claim: Statement, passage: Statement, new: Sequence[str]) -> bool:
    """Whether the passage has every name and symbol of the claim, and none among the words set for others.

    "BM25 cannot capture lexical variations" denies nothing that was said of DPR; nor is "Pos+g" "Pos+p+g".
    """
    lost = claim.names - passage.names - frozenset(passage.tokens)
    added = (passage.names & frozenset(new)) - claim.names - frozenset(claim.tokens)
    return not lost and not added and set(_SYMBOL.findall(claim.text)) == set(_SYMBOL.findall(passage.text))


def _other_number(claim: Statement, passage: Statement, window: Sequence[str], lost: list[str], new: list[str]) -> bool:
    """Whether a stretch of the claim that was set for another holds a number, and the other another value.

    "50 %" set for "0.5" or "half" is the same value.
    """
    mine, theirs = _numeric(claim, lost), _numeric(passage, new)
    same = [(one, other) for one in mine for other in theirs if _same(mine[one], theirs[other])]
    mine = {word: number for word, number in mine.items() if word not in {one for one, _ in same}}
    theirs = {word: number for word, number in theirs.items() if word not in {other for _, other in same}}
    if not mine or not theirs or len(mine) > MAX_OTHER_NUMBERS:
        return False
    return any(
        kind == "replace" and mine.keys() & set(claim.tokens[left:right]) and theirs.keys() & set(window[start:end])
        for kind, left, right, start, end in SequenceMatcher(None, claim.tokens, window, autojunk=False).get_opcodes()
    )


def _numeric(statement: Statement, tokens: Sequence[str]) -> dict[str, Number | None]:
    """The words among `tokens` that print a number, with that number; None where it measures nothing ("Table 2")."""
    found: dict[str, Number | None] = {token: None for token in tokens if token[0].isdigit()}
    for number in statement.printed_numbers:
        found |= {word: number for word in _printed(number) if word in tokens}
    return found


def _same(one: Number | None, other: Number | None) -> bool:
    return one is not None and other is not None and same_value(one, other)


def _printed(number: Number) -> set[str]:
    """The words that print a number, without those of its unit: "two million" of "two million models"."""
    return {word for word in words(number.text)[:2] if word[0].isdigit()} or set(words(number.text)[:1])


def _opposite(lost: Sequence[str], new: Sequence[str]) -> bool:
    lost, new = _parts(lost), _parts(new)
    stems = {stem(word) for word in new}
    for word in lost:
        direction = DIRECTIONS.get(word)
        if direction and any(DIRECTIONS.get(other) == -direction for other in new):
            return True
        if ANTONYMS.get(stem(word)) in stems:
            return True
    return False


def _parts(tokens: Sequence[str]) -> list[str]:
    """Words, hyphenated ones in their parts: "much-larger"."""
    return [part for token in tokens for part in token.split("-") if part]
