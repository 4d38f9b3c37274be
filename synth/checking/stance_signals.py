"""Signals for whether a passage that addresses a claim supports or contradicts it: named numbers for a model."""

from synth.checking.alignment import Alignment, align, worth_aligning
from synth.checking.effect_direction import EFFECT_SIGNALS, effect_signals
from synth.checking.evidence_signals import longest_run, pair_coverage
from synth.checking.number_agreement import conflicting
from synth.checking.statement import Statement
from synth.language.lexicon import words_of
from synth.language.polarity import ANTONYMS, agrees, is_reversed

STANCE_SIGNALS = (
    "cosine",  # of TF-IDF vectors
    "coverage",  # share of the claim's words, weighed by IDF
    "pair coverage",  # share of its neighbouring word pairs
    "rare coverage",  # share of its rare words
    "rarest missing",  # IDF of the rarest word that the passage lacks, over 10
    "longest run",  # longest run of its words in the same order, over its length
    "number coverage",  # share of its numbers; one half where it has none
    "passage hedges",
    "length ratio",  # words of the passage over words of the claim, up to 2
    "direction agrees",
    "direction differs",
    "direction differs x coverage",
    "negation differs",
    "negation differs x coverage",
    "opposite word",
    "comparison agrees",
    "comparison turned round",
    "number conflicts",
    "verbatim",  # the share of the claim's words in the passage in order, from `NEAR_VERBATIM` on
    "verbatim but for a number",
    "verbatim but for a negation",
    "verbatim but for an opposite",
    "verbatim but turned round",
    *EFFECT_SIGNALS,
)
"""The names of the signals, in the order of a row."""

RARE_IDF = 6.0
"""The least IDF of an entity or a technical term: it is in fewer than one abstract in 150."""
NEAR_VERBATIM = 0.6
"""The share of word pairs in common, or of words in order, from which two sentences are compared word by word."""
MIN_REVERSED_COVERAGE = 0.75
"""The least coverage for a reversed comparison: below it, two "previous models" are not the same."""
_HEDGES = words_of("checking", "hedges")
_NOTHING = Alignment(0.0, number=False, negation=False, opposite=False, moved=0.0)


def stance_signals(claim: Statement, passage: Statement, similarity: float) -> list[float]:
    """One row of `STANCE_SIGNALS`; `similarity` is the TF-IDF cosine of the two."""
    present = passage.stem_set
    idfs = claim.idfs
    rare = {word: weight for word, weight in idfs.items() if weight >= RARE_IDF}
    coverage = _share(idfs, present)
    pairs = pair_coverage(claim, passage)
    negation = _negation_differs(claim, passage)
    compared = [(one, other) for one in claim.comparisons for other in passage.comparisons]
    same_order = any(agrees(one, other) for one, other in compared)
    agree, differ = _directions(claim, passage)
    differ = differ and not same_order  # "A is better than B" and "B is worse than A"
    believed = coverage >= MIN_REVERSED_COVERAGE and not same_order
    comparison_reversed = believed and any(is_reversed(one, other) for one, other in compared)
    near = _nearly_verbatim(claim, passage, pairs, coverage)
    return [
        similarity,
        coverage,
        pairs,
        _share(rare, present) if rare else coverage,
        max((weight for word, weight in idfs.items() if word not in present), default=0.0) / 10,
        longest_run(claim, passage) / max(1, len(claim.stems)),
        len(claim.numbers & passage.numbers) / len(claim.numbers) if claim.numbers else 0.5,
        float(any(token in _HEDGES for token in passage.tokens)),
        min(2.0, len(passage.stems) / max(1, len(claim.stems))),
        float(agree),
        float(differ),
        differ * coverage,
        float(negation),
        negation * coverage,
        float(any(ANTONYMS.get(word) in present and word not in present for word in idfs)),
        float(same_order),
        float(comparison_reversed),
        float(near.number or (coverage >= NEAR_VERBATIM and bool(conflicting(claim, passage)))),
        near.share,
        float(near.number),
        float(near.negation),
        float(near.opposite),
        float(near.sides_swapped),
        *effect_signals(claim.effect, passage.effect, idfs),
    ]


def _share(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in present) / total if total else 0.0


def _nearly_verbatim(claim: Statement, passage: Statement, pairs: float, coverage: float) -> Alignment:
    """The alignment of an almost equal pair, else an empty one."""
    if not worth_aligning(claim, passage, pairs, coverage):
        return _NOTHING
    aligned = align(claim, passage)
    return aligned if aligned.share + aligned.moved >= NEAR_VERBATIM + 0.1 else _NOTHING


def _negation_differs(claim: Statement, passage: Statement) -> bool:
    """Whether a common stem is in the scope of a negation in exactly one of the two."""
    if bool(claim.negated) == bool(passage.negated):
        return False
    return bool((claim.negated | passage.negated) & claim.stem_set & passage.stem_set)


def _directions(claim: Statement, passage: Statement) -> tuple[bool, bool]:
    """(agrees, differs): whether a direction word of the claim has its like, or only opposites, by the same words."""
    agree = differ = False
    for claimed in claim.pointers:
        matches = [stated for stated in passage.pointers if len(claimed.around & stated.around) >= 2]
        if any(stated.direction == claimed.direction for stated in matches):
            agree = True
        elif matches:
            differ = True
    return agree, differ and not agree
