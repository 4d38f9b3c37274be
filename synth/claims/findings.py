"""P(finding) of a sentence in a whole paper: does it assert, so that it can be quoted, what the paper found?

Scored in two passes: each sentence by itself, then again with the first scores of its neighbours, since findings
occur together.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from synth.claims.attribution import Attribution
from synth.claims.features import cue_features
from synth.claims.shapes import shapes
from synth.language.linear import expit
from synth.language.text import stem, words
from synth.models import Section, rounded

_FIGURE = re.compile(r"%|\d\.\d")
_PAST = re.compile(r"[a-z]{2,}ed")
_CITATION = re.compile(r"\[\d|\bet al\b|\b(?:19|20)\d\d[a-z]?\)")
BEFORE, AFTER = "before:first pass", "after:first pass"
HOPELESS = -3.2
"""The log-odds of words alone, in the first pass, below which the other features are not computed: a third of all
sentences. None of 244 labelled claims of many fields is lost by it."""


def finding_features(section: Section, index: int, attribution: Attribution, doubts: Sequence[str] = ()) -> list[str]:
    """All features of the sentence at `index` in both passes: see `word_features` and `form_features`.

    `attribution` knows the paper's own names; `doubts` are those of `exclusion` and of `attribution`.
    """
    weighed = [f"doubt={doubt}" for doubt in doubts]
    return [*word_features(section, index, attribution), *form_features(section, index, attribution), *weighed]


def word_features(section: Section, index: int, attribution: Attribution) -> list[str]:
    """The words, word pairs and cues of the sentence at `index`, its length, and the role of its section."""
    text = section.sentences[index].text
    tokens = _tokens(text)
    features_of_tokens = [_token_features(token) for token in tokens]
    stems = [stem for stem, _ in features_of_tokens]
    found = [name for _, names in features_of_tokens for name in names]
    found += [f"{left}_{right}" for left, right in pairwise(stems)]
    found += [f"opens={'_'.join(stems[:length])}" for length in (1, 2, 3) if len(stems) >= length]
    if "%" in text:
        found.append("has=percent")
    if ":" in text:
        found.append("has=colon")
    if ("[" in text or ")" in text or "et al" in text) and _CITATION.search(text):
        found.append("has=citation")
    found += [f"length={min(len(tokens) // 6, 7)}", f"section={section.role}", *attribution.own_name_features(text)]
    return list(dict.fromkeys(found))


def form_features(section: Section, index: int, attribution: Attribution) -> list[str]:
    """The shapes of the sentence at `index`, its echo of the abstract, and the cues of its neighbours in its paragraph.

    What follows "we compare" differs from what follows "it achieves 54.3".
    """
    sentence = section.sentences[index]
    tokens = _tokens(sentence.text)
    found = shapes(sentence.text, tokens)
    if section.role != "abstract":
        found += attribution.echo(tokens)
    for side, place in (("before", index - 1), ("after", index + 1)):
        near = section.sentences[place] if 0 <= place < len(section.sentences) else None
        if near is None or near.paragraph != sentence.paragraph:
            found.append(f"{side}:nothing")
        else:
            found += [f"{side}:{sign}" for sign in _signs(near.text)]
            if near.citations:
                found.append(f"{side}:citation")
    return found


@lru_cache(maxsize=1_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@lru_cache(maxsize=50_000)
def _token_features(word: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a word ("#" for any number), and the names of its own features."""
    base = "#" if word[0].isdigit() else stem(word)
    past = ("has=past",) if _PAST.fullmatch(word) else ()
    return base, (f"w={base}", *cue_features([word]), *past)


@lru_cache(maxsize=1_000)
def _signs(text: str) -> tuple[str, ...]:
    """The cues of a neighbour, and whether it has a figure."""
    return (*cue_features(_tokens(text)), *(["figure"] if _FIGURE.search(text) else []))


Weights = tuple[float, float]
"""The parts of the log-odds of the first pass and of the second."""


@dataclass(frozen=True)
class FindingModel:
    """Two logistic regressions over the same named features, each present or absent.

    The second has two features more, `BEFORE` and `AFTER`: the first scores of the neighbours, in [0, 1].
    """

    bias: Weights
    weights: dict[str, Weights]

    def weigh(self, features: Iterable[str]) -> Weights:
        """The sums of the weights of features, parts of the log-odds of either pass."""
        first = second = 0.0
        for one, two in filter(None, map(self.weights.get, features)):
            first += one
            second += two
        return first, second


class SectionFindings:
    """P(finding) of the sentences of a section."""

    def __init__(self, section: Section, attribution: Attribution) -> None:
        self._model = finding_model()
        # An unfit sentence is no evidence about its neighbours.
        judged = [
            (0.0, None) if sentence.unfit is not None else self._judge(section, index, attribution)
            for index, sentence in enumerate(section.sentences)
        ]
        self._first = [0.0, *(first for first, _ in judged), 0.0]
        self._second = [second for _, second in judged]

    def score(self, index: int, doubts: Sequence[str] = ()) -> float:
        """P(finding) of the sentence at `index` in [0, 1], to six decimals; 0 where unfit or `HOPELESS` by its words.

        `doubts` are those of `exclusion` and of `attribution`; none raises a score.
        """
        log_odds = self._second[index]
        if log_odds is None:
            return 0.0
        weights = self._model.weights
        for name, near in ((BEFORE, self._first[index]), (AFTER, self._first[index + 2])):
            log_odds += weights[name][1] * near
        log_odds += sum(min(0.0, self._model.weigh([f"doubt={doubt}"])[1]) for doubt in doubts)
        return rounded(expit(log_odds))

    def _judge(self, section: Section, index: int, attribution: Attribution) -> tuple[float, float | None]:
        """P(finding) of the first pass, and the log-odds of the second without the neighbours; hopeless: 0 and None."""
        model = self._model
        words_first, words_second = model.weigh(word_features(section, index, attribution))
        if model.bias[0] + words_first < HOPELESS:
            return 0.0, None
        form_first, form_second = model.weigh(form_features(section, index, attribution))
        return expit(model.bias[0] + words_first + form_first), model.bias[1] + words_second + form_second


@cache
def finding_model() -> FindingModel:
    """The committed model."""
    stored = json.loads((files("synth.claims") / "models" / "finding.json").read_text(encoding="utf-8"))
    first, second = stored["bias"]
    return FindingModel((first, second), {name: (one, two) for name, (one, two) in stored["weights"].items()})
