"""Claims grouped into themes, each named by its own distinctive terms."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfTransformer

from synth.models import CheckedClaim, Model, Question
from synth.models.base import rounded
from synth.text import STOP_WORDS, content_stems, idf, stem, words

CLAIMS_PER_THEME = 7
MIN_THEME = 3
NAME_TERMS = 3


class Theme(Model):
    """Claims on one matter; `name` joins its most distinctive terms, as its claims write them."""

    name: str
    claims: tuple[CheckedClaim, ...]


def find_themes(question: Question, claims: Sequence[CheckedClaim]) -> tuple[Theme, ...]:
    """Cluster claims by average-linkage on TF-IDF cosine; clusters below `MIN_THEME` join the last theme, "other".

    Themes come largest first, ties by name. The question's own words name no theme: every claim has them.
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
        themes.append(Theme(name="Further findings", claims=tuple(rest)))
    return tuple(themes)


def _clusters(claims: Sequence[CheckedClaim]) -> list[list[CheckedClaim]]:
    wanted = max(1, round(len(claims) / CLAIMS_PER_THEME))
    if wanted == 1:
        return [list(claims)]
    bags = [Counter(content_stems(checked.claim.text)) for checked in claims]
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
    asked = set(content_stems(question.text))
    inside = Counter(term for checked in group for term in set(content_stems(checked.claim.text)))
    overall = Counter(term for checked in claims for term in set(content_stems(checked.claim.text)))
    forms: dict[str, Counter[str]] = {}
    for checked in group:
        for word in words(checked.claim.text):
            if word not in STOP_WORDS and re.fullmatch(r"[^\W\d_][\w-]*[^\W\d_]", word):
                forms.setdefault(stem(word), Counter())[word] += 1
    scores = {
        term: rounded(number * number / overall[term] * idf(term))
        for term, number in inside.items()
        if term in forms and term not in asked and number > 1
    }
    best = sorted(scores, key=lambda term: (-scores[term], term))[:NAME_TERMS]
    terms = [min(forms[term].items(), key=lambda form: (-form[1], form[0]))[0] for term in best]
    return ", ".join(terms).capitalize() if terms else "Further findings"
