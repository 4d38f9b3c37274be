"""Segmenters against sentence boundaries labelled by hand: precision, recall, F1 and time of each that is installed."""

import json
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from benchmarks.reading.paragraphs import Paragraph, draw
from synth.reading.sentences import split_sentences

LABELS = Path(__file__).with_name("sentence_boundaries.jsonl")
SEED = 2026
TIMED_SENTENCES = 15_000

Segmenter = Callable[[str], list[int]]
"""Where a text's sentences part: the starts of all but the first, a list's enumerator included, in code points."""


def measure(shared_data: Path) -> dict[str, object]:
    """Figures of every segmenter on the labelled paragraphs whose text is the one that was labelled."""
    paragraphs = {paragraph.sha256: paragraph for paragraph in draw(shared_data, SEED)}
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    labelled = [(paragraphs[label["sha256"]], label["boundaries"]) for label in labels if label["sha256"] in paragraphs]
    return {
        "paragraphs": len(labelled),
        "paragraphs_not_drawn_again": len(labels) - len(labelled),
        "boundaries": sum(len(boundaries) for _, boundaries in labelled),
        "segmenters": {name: _figures(segmenter, labelled) for name, segmenter in _segmenters().items()},
    }


def _figures(segmenter: Segmenter, labelled: list[tuple[Paragraph, list[int]]]) -> dict[str, float]:
    found = right = wanted = 0
    for paragraph, boundaries in labelled:
        starts = set(segmenter(paragraph.text))
        found += len(starts)
        wanted += len(boundaries)
        right += len(starts & set(boundaries))
    precision, recall = right / max(1, found), right / wanted
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "seconds_for_15000_sentences": round(_seconds(segmenter, [each.text for each, _ in labelled], wanted), 2),
    }


def _seconds(segmenter: Segmenter, texts: list[str], sentences: int) -> float:
    """Wall-clock time over the paragraphs once (the first one warms up), scaled to 15,000 sentences."""
    segmenter(texts[0])
    begun = time.perf_counter()
    for text in texts:
        segmenter(text)
    return (time.perf_counter() - begun) * TIMED_SENTENCES / (sentences + len(texts))


def _segmenters() -> dict[str, Segmenter]:
    found: dict[str, Segmenter] = {"synth.reading.sentences": _synth, "sentencex": _sentencex}
    if find_spec("syntok"):
        found["syntok"] = _syntok
    if find_spec("pysbd"):
        found["pysbd"] = _pysbd
    return found


def _synth(text: str) -> list[int]:
    # A sentence leaves its enumerator out ("2. We show"), the labels stand before it.
    return [end + len(text[end:]) - len(text[end:].lstrip()) for _, end in split_sentences(text)[:-1]]


def _sentencex(text: str) -> list[int]:
    import sentencex

    return _starts(text, [sentence["text"] for sentence in sentencex.get_sentence_boundaries("en", text)])


def _syntok(text: str) -> list[int]:
    from syntok import segmenter

    return [sentence[0].offset for paragraph in segmenter.analyze(text) for sentence in paragraph][1:]


def _pysbd(text: str) -> list[int]:
    import pysbd

    return _starts(text, pysbd.Segmenter(language="en", clean=False).segment(text))


def _starts(text: str, sentences: list[str]) -> list[int]:
    """Where the sentences stand in the text: two of the segmenters give strings, with white space that varies."""
    starts: list[int] = []
    place = 0
    for sentence in sentences:
        words = sentence.strip()
        if words:
            place = text.index(words, place)
            starts.append(place)
            place += len(words)
    return starts[1:]
