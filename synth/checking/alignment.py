"""Near-verbatim pairs: the few words in which two almost equal sentences differ, and their effect on the meaning."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise

from synth.checking.statement import Statement
from synth.language.lexicon import words_of
from synth.language.numerals import same_value
from synth.language.polarity import ANTONYMS, DIRECTIONS, NEGATIONS, denials
from synth.language.relations import converse, opposed, relations, swapped
from synth.language.text import stem, words
from synth.models import Number

MIN_PAIRS, MIN_COVERAGE = 0.6, 0.8
SHORT = 8
"""The most content words of a claim in which one other word is a large share."""
MAX_OTHER_NUMBERS = 3
"""With more replaced numbers a sentence is about another case ("490 sentences" for "840", and six more)."""
_PLACES = words_of("numerals", "places")
_SYMBOL = re.compile(r"(?<![^\W_])[^\W_]++(?:[+*^_][^\W_]++)+")
"""Matches only from the start of a run of letters, without backtracking: a word of 10,000 letters took 3 s."""

_DENYING = NEGATIONS | {"do", "does", "did"}
"""Words that come with a negation: they do not make two short sentences less similar."""


def worth_aligning(claim: Statement, passage: Statement, pairs: float, coverage: float) -> bool:
    """Whether two texts may be nearly the same: by word pairs or coverage, or a short one that lacks only one word.

    Aligning every pair would take ten times as long as the rest.
    """
    if pairs >= MIN_PAIRS or coverage >= MIN_COVERAGE:
        return True
    few = 3 <= len(claim.stem_set) <= SHORT and len(passage.stem_set) <= len(claim.stem_set) + 2
    return few and sum(not word[0].isdigit() for word in claim.stem_set - passage.stem_set) <= 1


@dataclass(frozen=True)
class Alignment:
    """The word by word alignment of a claim with a passage.

    `share` is the share of words in both in the same order, of the longer of the claim and the aligned part of the
    passage; `moved` that of words in both in another order. Changes of meaning: another value for a number, a negation
    in one text only, a word replaced by its opposite, the two sides of a relation swapped.
    """

    share: float
    number: bool
    negation: bool
    opposite: bool
    moved: float
    sides_swapped: bool = False


def align(first: Statement, second: Statement) -> Alignment:
    """Align two texts word by word; of the passage, the matched part and as many words around it as are unmatched."""
    claim, passage = first.tokens, second.tokens
    blocks = _common_runs(claim, passage)
    if not blocks:
        return Alignment(0.0, number=False, negation=False, opposite=False, moved=0.0)
    matched = sum(block.size for block in blocks)
    unmatched = len(claim) - matched
    window = passage[max(0, blocks[0].b - unmatched) : blocks[-1].b + blocks[-1].size + unmatched]
    claim_words, passage_words = Counter(claim), Counter(window)
    missing, added = list((claim_words - passage_words).elements()), list((passage_words - claim_words).elements())
    denying = sum(word in _DENYING for word in claim), sum(word in _DENYING for word in window)
    share = min(1.0, matched / max(1, len(claim) - denying[0], len(window) - denying[1]))
    stems = Counter(map(stem, claim)) & Counter(map(stem, window))
    moved = max(0.0, (sum(stems.values()) - matched) / len(claim))
    if not _same_names(first, second, added):
        return Alignment(share, number=False, negation=False, opposite=False, moved=moved)
    first_relations, second_relations = relations(first.text), relations(second.text)
    return Alignment(
        share=share,
        number=_other_number(first, second, window, missing, added),
        negation=(denials(claim) - denials(window)) % 2 == 1,
        opposite=(_opposite(missing, added) or opposed(first_relations, second_relations))
        and not converse(first_relations, second_relations),
        moved=moved,
        sides_swapped=swapped(first_relations, second_relations),
    )


def _common_runs(first: Sequence[str], second: Sequence[str]) -> list[Match]:
    """The runs of words that two texts have in common, by stem and in the same order."""
    matcher = SequenceMatcher(None, [stem(word) for word in first], [stem(word) for word in second], autojunk=False)
    return [run for run in matcher.get_matching_blocks() if run.size]


def _same_names(claim: Statement, passage: Statement, added_words: Sequence[str]) -> bool:
    """Whether the passage has every name and symbol of the claim, and no other among its added words.

    "BM25 cannot capture lexical variations" does not contradict a claim about DPR; nor is "Pos+g" "Pos+p+g".
    """
    missing = claim.names - passage.names - frozenset(passage.tokens)
    added = (passage.names & frozenset(added_words)) - claim.names - frozenset(claim.tokens)
    return not missing and not added and set(_SYMBOL.findall(claim.text)) == set(_SYMBOL.findall(passage.text))


def _other_number(
    claim: Statement, passage: Statement, window: Sequence[str], missing: list[str], added: list[str]
) -> bool:
    """Whether a replaced part of the claim has a number, and its replacement another value.

    "50 %" for "0.5" or "half" is the same value.
    """
    claimed, stated = _numeric(claim, missing), _numeric(passage, added)
    same = [(one, other) for one in claimed for other in stated if _same(claimed[one], stated[other])]
    claimed = {word: number for word, number in claimed.items() if word not in {one for one, _ in same}}
    stated = {word: number for word, number in stated.items() if word not in {other for _, other in same}}
    if not claimed or not stated or len(claimed) > MAX_OTHER_NUMBERS:
        return False
    return any(
        kind == "replace" and claimed.keys() & set(claim.tokens[left:right]) and stated.keys() & set(window[start:end])
        for kind, left, right, start, end in SequenceMatcher(None, claim.tokens, window, autojunk=False).get_opcodes()
    )


def _numeric(statement: Statement, tokens: Sequence[str]) -> dict[str, Number | None]:
    """The words among `tokens` that print a number, with that number; None for one that is a label ("model 2").

    Where a table or figure stands is no matter of content: the same results may be in "Table 3" of another paper.
    """
    places = {word for before, word in pairwise(statement.tokens) if before.rstrip("s.") in _PLACES}
    found: dict[str, Number | None] = {token: None for token in tokens if token[0].isdigit() and token not in places}
    for number in statement.printed_numbers:
        found |= {word: number for word in _printed(number) if word in tokens}
    return found


def _same(one: Number | None, other: Number | None) -> bool:
    return one is not None and other is not None and same_value(one, other)


def _printed(number: Number) -> set[str]:
    """The words that print a number, without those of its unit: "two million" of "two million models"."""
    return {word for word in words(number.text)[:2] if word[0].isdigit()} or set(words(number.text)[:1])


def _opposite(missing: Sequence[str], added: Sequence[str]) -> bool:
    missing, added = _parts(missing), _parts(added)
    stems = {stem(word) for word in added}
    for word in missing:
        direction = DIRECTIONS.get(word)
        if direction and any(DIRECTIONS.get(other) == -direction for other in added):
            return True
        if ANTONYMS.get(stem(word)) in stems:
            return True
    return False


def _parts(tokens: Sequence[str]) -> list[str]:
    """Words, hyphenated ones in their parts: "much-larger"."""
    return [part for token in tokens for part in token.split("-") if part]
