"""What is known of abstracts beside their labels: headings, how sure annotators were, and abstracts without labels."""

import gzip
import json
import re
from pathlib import Path

import numpy as np

from benchmarks.quality.chain_training import Array
from benchmarks.quality.datasets import LabelledText, claim_sentences, role_sentences

SECTIONS = ("background", "objective", "method", "result", "conclusion")

_HEADING = re.compile(
    r"((?:[A-Z][A-Z ,/&()'-]{2,60}[A-Z])|(?:AIMS?|METHODS?|RESULTS?|CONCLUSIONS?|FINDINGS)(?= A ))"
    r"\b[:.]?\s+(?=[A-Z0-9])"
)
_SECTION_OF_WORD = (  # the first that fits: "STUDY DESIGN AND AIMS" is an objective
    ("conclusion", re.compile("CONCLU|INTERPRET|SIGNIFICANCE|IMPLICATION|RELEVANCE")),
    ("result", re.compile("RESULT|FINDING|OBSERVATION")),
    ("objective", re.compile("OBJECTIVE|AIM|PURPOSE|GOAL|QUESTION|HYPOTHES")),
    ("method", re.compile("METHOD|DESIGN|SETTING|PARTICIPANT|PATIENT|SUBJECT|INTERVENTION|MEASURE|OUTCOME|DATA|STUDY")),
    ("background", re.compile("BACKGROUND|CONTEXT|INTRODUCTION|RATIONALE|IMPORTANCE|MOTIVATION")),
)
_TWO_SECTIONS = re.compile("METHOD.*(?:RESULT|FINDING)|RESULT.*CONCLU|FUNDING|REGISTRATION")


def sectioned_abstracts(data: Path) -> list[LabelledText]:
    """SciFact's structured abstracts, headings taken off; labels are `SECTIONS`, what the authors' heading said.

    Abstracts with a heading of two sections ("METHODS AND RESULTS") or of none of them are left out.
    """
    found = (_sectioned(abstract) for abstract in _scifact(data, structured=True))
    return [text for text in found if text is not None and len(set(text.labels)) > 2]


def _sectioned(abstract: list[str]) -> LabelledText | None:
    sentences, labels = [], []
    section = None
    for sentence in (line.strip() for line in abstract):
        heading = _HEADING.match(sentence)
        if heading:
            if _TWO_SECTIONS.search(heading[1]):
                return None
            named = next((name for name, pattern in _SECTION_OF_WORD if pattern.search(heading[1])), None)
            section = named or section
            sentence = sentence[heading.end() :] if named else sentence
        if section:
            sentences.append(sentence)
            labels.append(section)
    return LabelledText(tuple(sentences), tuple(labels))


def annotators_share(data: Path) -> Array:
    """How sure CSAbstruct's annotators were, together, of each training sentence's label (its `confs`), in [0, 1]."""
    lines = (data / "csabstruct" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return np.array([share for line in lines for share in json.loads(line)["confs"]])


def biomedical_abstracts(data: Path) -> list[tuple[str, ...]]:
    """The sentences of SciFact's unstructured abstracts: of the kind of detecting_scientific_claim, unlabelled."""
    labelled = [*claim_sentences(data, "train"), *claim_sentences(data, "validation")]
    return _apart_from(labelled, _scifact(data, structured=False))


def computing_abstracts(data: Path) -> list[tuple[str, ...]]:
    """The sentences of SciTLDR's training abstracts: of the kind of CSAbstruct, unlabelled."""
    lines = (data / "scitldr" / "SciTLDR-A_train.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = [*role_sentences(data, "train"), *role_sentences(data, "dev")]
    return _apart_from(labelled, [json.loads(line)["source"] for line in lines])


def _scifact(data: Path, *, structured: bool) -> list[list[str]]:
    with gzip.open(data / "scifact" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["abstract"] for row in rows if row["structured"] == structured]


def _apart_from(labelled: list[LabelledText], abstracts: list[list[str]]) -> list[tuple[str, ...]]:
    """The abstracts of ordinary length that share no sentence with labelled ones, so that none is met again."""
    known = {sentence for text in labelled for sentence in text.sentences}
    return [tuple(each) for each in abstracts if 3 <= len(each) <= 20 and not known.intersection(each)]
