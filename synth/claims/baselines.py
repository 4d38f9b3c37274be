"""The names of a paper's baselines, the kind of study, and its sample: by short lists and by form."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from synth.language.lexicon import phrases_of
from synth.language.naming import absences_in
from synth.language.text import STOP_WORDS
from synth.models.card import StudyKind

MAX_BASELINES = 20

_ABSENCE = re.compile(
    r"\b(?:w/o|without|excluding|ablating) (?:any |the |an? )?(?P<without>[A-Za-z][\w-]+(?: [a-z][\w-]+)?)|"
    r"\b[Nn]o[- ](?P<no>[a-z][\w-]{3,})(?= (?:baseline|condition|group|setting|control|model|variant|system)|[,.)])|"
    r"\b(?P<free>[a-z]+-free)\b"
)
_ABSENCE_SIGNS = ("without", "w/o", "excluding", "ablating", "no ", "no-", "No ", "No-", "-free")
"""`_ABSENCE` can only match a text that contains one of these."""
_SAMPLE = re.compile(
    r"(?<![\w.])(?:[Nn] ?= ?\d[\d,]*|\d{1,3}(?:,\d{3})+|\d+(?: (?:million|billion|thousand))?) "
    r"((?:[a-z][\w-]+ ){0,3}?[a-z][\w-]{2,}s\b(?: of [a-z][\w-]+(?: [a-z][\w-]+)?)?)"
)
_YEAR = re.compile(r"(?:1[3-9]|20)\d\d\b|[01] ")
STOPPED = STOP_WORDS - {"of"}
_NO_SAMPLE = re.compile(
    r"\b(?:percent|percentage|points?|times|years|months|weeks|days|hours|minutes|seconds|orders|folds?)\b"
)


def baselines_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of what goes without the intervention, most frequent first: "closed-book", "without retrieval"."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(match[0].lower() for match in absences_in(text))
        for match in _ABSENCE.finditer(text) if any(sign in text for sign in _ABSENCE_SIGNS) else ():
            what = match["without"] or match["no"]
            counts[f"without {what.lower()}" if what else match["free"]] += 1
    return tuple(phrase for phrase, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MAX_BASELINES])


def study_kind(title: str, abstract: Sequence[str]) -> StudyKind | None:
    """The kind of study by title and abstract: stems of `study.txt` are counted, the title twice."""
    text = f"{title}. {title}. {' '.join(abstract)}".lower()
    scores: Counter[StudyKind] = Counter()
    for kind, *stems in phrases_of("study"):
        found = [len(re.findall(rf"\b{re.escape(stem).replace('_', '[ -]')}", text)) for stem in stems]
        scores[kind] += sum(found)  # type: ignore[index]
    best = max(scores, key=lambda kind: scores[kind], default=None)
    return best if best is not None and scores[best] else None


def sample_in(abstract: Iterable[str]) -> str | None:
    """The sample with its size, as the abstract first prints it: "39,313 species"."""
    for text in abstract:
        for match in _SAMPLE.finditer(text):
            if not _NO_SAMPLE.search(match[1]) and not _YEAR.match(match[0]) and STOPPED.isdisjoint(match[1].split()):
                return match[0]
    return None
