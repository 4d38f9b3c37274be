"""Claims grouped into themes, each named by its own distinctive terms."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from synth.models import CheckedClaim, Model, Question
from synth.models.base import rounded
from synth.text import STOP_WORDS, WORD, content_stems, idf, stem

CLAIMS_PER_THEME = 7
MIN_THEME = 3
NAME_TERMS = 3
TERM = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])+")  # two letters or more: "k", "3.2" and "10" name nothing
OTHER = "Further findings"


class Theme(Model):
    """Claims on one matter; `name` joins its most distinctive terms, as its claims write them."""

    name: str
    claims: tuple[CheckedClaim, ...]


def find_themes(question: Question, claims: Sequence[CheckedClaim]) -> tuple[Theme, ...]:
    """Cluster claims by average-linkage on TF-IDF cosine; clusters below `MIN_THEME` join the last theme, "other".

    Themes come largest first, ties by name. The question's own words name no theme, since every claim has them.
    """
    if not claims:
        return ()
    groups = _clusters(claims)
    themes, rest = [], []
    for group in groups:
        if len(group) >= MIN_THEME or len(groups) == 1:
            themes.append(Theme(name=_name(question, group, claims), claims=tuple(group)))
        else:
            rest.extend(group)
    themes.sort(key=lambda theme: (-len(theme.claims), theme.name))
    if rest:
        themes.append(Theme(name=OTHER, claims=tuple(rest)))
    return tuple(themes)


def _clusters(claims: Sequence[CheckedClaim]) -> list[list[CheckedClaim]]:
    wanted = max(1, round(len(claims) / CLAIMS_PER_THEME))
    if wanted == 1:
        return [list(claims)]
    # Loading scikit-learn takes over a second: not before there is something to cluster.
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfTransformer

    bags = [Counter(content_stems(checked.claim.quotation)) for checked in claims]
    vocabulary = {term: column for column, term in enumerate(sorted(set().union(*bags)))}
    counts = np.zeros((len(claims), len(vocabulary)))
    for row, bag in enumerate(bags):
        for term, number in bag.items():
            counts[row, vocabulary[term]] = number
    vectors = TfidfTransformer(sublinear_tf=True).fit_transform(counts).toarray()
    # Six decimals, so that the last bits of a dot product cannot move a claim from one theme to another.
    distances = np.round(1.0 - vectors @ vectors.T, 6).clip(0.0, 1.0)
    labels = AgglomerativeClustering(n_clusters=wanted, metric="precomputed", linkage="average").fit_predict(distances)
    return [[claim for claim, of in zip(claims, labels, strict=True) if of == label] for label in range(wanted)]


def _name(question: Question, group: Sequence[CheckedClaim], claims: Sequence[CheckedClaim]) -> str:
    """The terms that tell a group from the other claims, in the spelling that its claims use most."""
    asked = set(content_stems(question.text))
    inside = Counter(term for checked in group for term in set(content_stems(checked.claim.quotation)))
    overall = Counter(term for checked in claims for term in set(content_stems(checked.claim.quotation)))
    spellings: dict[str, Counter[str]] = {}
    for checked in group:
        for word in WORD.findall(checked.claim.quotation):
            if TERM.fullmatch(word) and word.lower() not in STOP_WORDS:
                spellings.setdefault(stem(word.lower()), Counter())[word] += 1
    scores = {
        term: rounded(number * number / overall[term] * idf(term))
        for term, number in inside.items()
        if term in spellings and number > 1 and not set(content_stems(_usual(spellings[term]))) & asked
    }
    best = sorted(scores, key=lambda term: (-scores[term], term))[:NAME_TERMS]
    return ", ".join(_usual(spellings[term]) for term in best) or OTHER


def _usual(spellings: Counter[str]) -> str:
    """The most frequent spelling, ties by the alphabet."""
    return min(spellings.items(), key=lambda spelling: (-spelling[1], spelling[0]))[0]
