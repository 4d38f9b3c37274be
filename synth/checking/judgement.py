"""What one passage says of one claim: stance, confidence, and the one line that explains both."""

from dataclasses import dataclass

from synth.checking.model import load_model
from synth.checking.signals import SIGNALS, signals
from synth.checking.statement import Statement
from synth.models import Stance, rounded
from synth.text import STOP_WORDS, idf, stem

CONFLICTS = {
    "verbatim but for a number": "the same but for a number",
    "verbatim but for a negation": "the same but for a negation",
    "verbatim but for an opposite": "the same but for an opposite word",
    "verbatim but turned round": "the same but with its comparison the other way round",
    "comparison turned round": "the comparison the other way round",
    "number conflicts": "another number for the same quantity",
    "direction differs": "points the other way",
    "negation differs": "one of the two is negated",
    "opposite word": "has an opposite word",
}
"""Signals without at least one of which nothing is called a contradiction, and how a reader is told."""
VERBATIM = tuple(name for name in CONFLICTS if name.startswith("verbatim"))
"""Those that count within one paper: "more efficient" and "at less cost" there were its abstract and its conclusion."""
NAMED_WORDS = 5
"""How many matched and missing words an explanation names."""


@dataclass(frozen=True)
class Judgement:
    """`confidence` is P(supports), calibrated; `against` is P(contradicts), which counts where that is the stance."""

    stance: Stance
    similarity: float
    confidence: float
    against: float
    why: str


def judge(
    claim: Statement, passage: Statement, similarity: float, min_support: float, *, same_paper: bool = False
) -> Judgement:
    """Judge one passage; `similarity` is the TF-IDF cosine of the two.

    A contradiction needs the same scope, a named conflict and P(contradicts) of at least the model's threshold;
    precision comes first. A paper contradicts itself only where it says the same again but for a word or a number.
    """
    row = signals(claim, passage, similarity)
    model = load_model()
    probability = model.probabilities(row)
    confidence = rounded(model.confidence(probability["supports"]))
    counting = VERBATIM if same_paper else CONFLICTS
    conflicts = [CONFLICTS[name] for name in counting if row[SIGNALS.index(name)]]
    stance: Stance = "silent"
    if (
        conflicts
        and not _other_scope(claim, passage)
        and rounded(probability["contradicts"]) >= model.min_contradiction
    ):
        stance = "contradicts"
    elif confidence >= min_support and not _lacks_figures(claim, passage):
        stance = "supports"
    return Judgement(
        stance=stance,
        similarity=rounded(similarity),
        confidence=confidence,
        against=rounded(probability["contradicts"]),
        why=_why(claim, passage, stance, conflicts),
    )


def _other_scope(claim: Statement, passage: Statement) -> bool:
    """Whether the passage lacks something that the claim names, and names another thing in its stead.

    "DPR outperforms BM25 by 12.3 points on Natural Questions" was contradicted by "On SQuAD, BM25 outperforms DPR by
    4.5 points": both hold.
    """
    return bool(claim.names - frozenset(passage.tokens) - passage.names and passage.names - claim.names)


def _lacks_figures(claim: Statement, passage: Statement) -> bool:
    """Whether the claim's measured figures are all missing: words alone do not support "by 2.6 Bleu points"."""
    figures = {number.value for number in claim.printed_numbers if number.is_figure}
    return bool(figures) and not figures & passage.numbers


def _why(claim: Statement, passage: Statement, stance: Stance, conflicts: list[str]) -> str:
    """Matched and missing numbers and words, the rarest first, in one line."""
    by_stem: dict[str, str] = {}
    for token in claim.tokens:
        if token not in STOP_WORDS and not token[0].isdigit():
            by_stem.setdefault(stem(token), token)
    rarest = sorted(by_stem, key=lambda word: (-rounded(idf(word)), word))
    matched = [f"{value:g}" for value in sorted(claim.numbers & passage.numbers)]
    missing = [f"{value:g}" for value in sorted(claim.numbers - passage.numbers)]
    matched += [by_stem[word] for word in rarest if word in passage.stem_set]
    missing += [by_stem[word] for word in rarest if word not in passage.stem_set]
    parts = [_named("matched", matched), _named("missing", missing)]
    if stance == "contradicts":
        parts.insert(0, conflicts[0])
    return "; ".join(part for part in parts if part) or "no word in common"


def _named(label: str, found: list[str]) -> str:
    more = f" and {len(found) - NAMED_WORDS} more" if len(found) > NAMED_WORDS else ""
    return f"{label}: {', '.join(found[:NAMED_WORDS])}{more}" if found else ""
