"""What the labels of a table name: metrics, data sets, units, and things that are compared."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from synth.language.metrics import datasets, metrics

Axis = Literal["measure", "subject"]
"""What the labels along one side of a table name: metrics and data sets, or the systems that are measured."""

TYPED = 0.5
"""The share of the labels of an axis that must name metrics or data sets for it to be one of them."""

_TRIO = re.compile(r"(?P<kind>[LU]?)(?P<of>P(?:rec\.?)?|R(?:ec\.?)?|F1?)(?:[ ]?[↑↓])?(?:[ ]?\(%\))?")
_TRIO_NAMES = {"P": "precision", "R": "recall", "F": "F1"}
_KINDS = {"": "", "L": "labeled ", "U": "unlabeled "}
_ABBREVIATED = re.compile(
    r"\b(?:[Tt]op-?\d|Acc\.?|Prec\.|Rec\.|R-[12L]|R[12]|P@\d+|m?A[PR](?:@\[?[\d.:]+\]?|\d\d|[sml]|_?[SML])?|ppl|Time)(?![\w@])"
)
_OF_DATA = re.compile(
    r"(?P<name>.{2,60}?)[ ]+(?i:data ?sets?|corpus|corpora|benchmark|(?:test|dev|development|validation)(?: set)?)\b"
)
_MEASURE_CORNER = re.compile(r"(?i:\b(?:metrics?|measures?|statistics?|category)\b)")
_SUBJECT_CORNER = re.compile(
    r"(?i:\b(?:models?|methods?|systems?|approach(?:es)?|baselines?|algorithms?|techniques?|retrievers?|strateg(?:y|ies)"
    r"|llms?|runs?|features|objectives|embeddings?|encoders?|variants?|config(?:uration)?s?|settings?)\b)"
)
_SUBJECT = re.compile(
    r"\b(?:[Oo]urs?|[Bb]aselines?|[Pp]roposed|BM25|TF-IDF|BERT|[Rr]andom|SOTA|LSTM|BiLSTM|LLM|GPT|Llama)\b"
)
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")  # "AUCs"
_COUNTED = re.compile(r"#|\bNo\.|%|(?i:\bnumbers?\b|\bsizes?\b|\bparam|\btime|\bcount|\byear|\bshots?\b|\bhyper)")
DATA_CORNER = re.compile(r"(?i:\b(?:data ?sets?|corpus|corpora|benchmarks?|treebanks?)\b)")
_UNIT = re.compile(
    r"\((?:in )?(?P<unit>%|[mµμn]?s|[KMGT]B|[a-z]+/s|hours?|minutes?|seconds?|milliseconds?)\)|(?P<share>%)$"
)
_EXPLAINED = re.compile(r"\((?P<metric>[^()]+)\) (?:[Aa]ccurac(?:y|ies)|[Ss]cores?)")
"""One metric named twice: "(Exact Match) Accuracy"."""
_FIRST_SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)


def axis(paths: Sequence[tuple[str, ...]], corner: Sequence[str] = ()) -> Axis | None:
    """What the labels of an axis name, each a path from the widest to its own; `corner` has their headings."""
    trio = is_trio(path[-1] for path in paths)
    measures = [any(_measures(label, trio) for label in path) for path in paths]
    subjects = [_SUBJECT.search(path[-1]) is not None for path in paths]
    subject_headings = {heading: _SUBJECT_CORNER.search(heading) is not None for heading in corner}
    if any(subject and not DATA_CORNER.search(heading) for heading, subject in subject_headings.items()):
        return "subject"  # "(Dataset) +Method" is neither
    if sum(measures) > TYPED * len(paths):
        return "measure"
    typed = (
        DATA_CORNER.search(heading) or _MEASURE_CORNER.search(heading)
        for heading, subject in subject_headings.items()
        if not subject
    )
    if any(typed):
        return "measure"
    return "subject" if any(subjects) and sum(measures) < TYPED * len(paths) else None


def is_trio(labels: Iterable[str]) -> bool:
    """Whether labels name precision, recall and F1 by letters: "P" alone or beside an "A" is ambiguous."""
    names = list(labels)
    of = {match["of"][0] for label in names if (match := _TRIO.fullmatch(label))}
    return len(of) > 1 and not any(len(label) == 1 and label not in _TRIO_NAMES for label in names)


@lru_cache(maxsize=10_000)
def metric_of(label: str, trio: bool) -> str:
    """The metric that a label names, with its arrow: "nDCG@10", "labeled recall" for "LR", "PPL ↓"."""
    arrow = next((f" {char}" for char in label if char in "↑↓"), "")
    named = _TRIO.fullmatch(label)
    if named and trio:
        return f"{_KINDS[named['kind']]}{_TRIO_NAMES[named['of'][0]]}{arrow}"
    for found in _whole_metrics(label):
        return found + arrow
    short = _ABBREVIATED.search(label)
    return short[0] + arrow if short else ""


@lru_cache(maxsize=10_000)
def dataset_of(label: str) -> str:
    """The data set that a label names: "Yelp" for "Yelp Dataset"."""
    found = datasets(label)
    if found:
        return found[0].text
    named = _OF_DATA.match(label)
    return named["name"] if named else ""


@lru_cache(maxsize=10_000)
def is_count(label: str) -> bool:
    """Whether a label is of a count or a setting ("# tokens", "Batch size"), not of the caption's metric."""
    return _COUNTED.search(label) is not None


@lru_cache(maxsize=10_000)
def unit_of(label: str) -> str:
    """The unit that a label prints in brackets: "ms" of "Latency (ms)"."""
    printed = _UNIT.search(label)
    return printed["unit"] or printed["share"] if printed else ""


def caption_names(caption: str) -> list[list[str]]:
    """The metrics and the data sets that a caption's first sentence names, each once."""
    opening = _FIRST_SENTENCE.match(caption)
    text = _EXPLAINED.sub(r"\g<metric>", opening[0] if opening else caption)
    on = (mention.text for mention in datasets(text) if "/" not in text[mention.end : mention.end + 2])  # "Yelp!/Tip"
    return [list({name.lower(): name for name in names}.values()) for names in (_whole_metrics(text), on)]


def _measures(label: str, trio: bool) -> bool:
    """Whether a label names a metric, a data set or a count."""
    return bool(metric_of(label, trio) or dataset_of(label) or _COUNTED.search(label))


def _whole_metrics(text: str) -> list[str]:
    """The metrics that a text names, each with the whole word around it: "LAS-F1" is neither LAS nor F1."""
    text = _PLURAL.sub(r"\1", text)
    split = [word.rstrip(".") for word in re.split(r"[\s(),;:↑↓]+", text)]
    found = []
    for mention in metrics(text):
        opening = mention.text.split()[0]  # "F1 scores" in "LAS-F1 scores"
        word = next((word for word in split if opening in word), opening)
        found.append(mention.text if word == opening else word)
    return found
