"""Reading the labelled data of `shared/data/claims` in its original formats."""

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from synth.models import Stance

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "claims"
"""Beside the checkout; every command takes another folder by `--data`."""


@dataclass(frozen=True)
class LabelledText:
    """Consecutive sentences of one abstract, each with its label."""

    sentences: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class LabelledPair:
    """A claim, the sentences it is to be checked against, and what those say of it.

    `evidence` are the indices of the sentences that were marked as evidence, where the data tell. `group` is the
    document, which must not stand on both sides of a split.
    """

    claim: str
    sentences: tuple[str, ...]
    stance: Stance
    evidence: tuple[int, ...]
    group: str


def claim_sentences(data: Path, part: str) -> list[LabelledText]:
    """detecting_scientific_claim, `part` train or validation; labels "claim" and "none"."""
    rows = _json_lines(data / "detecting_scientific_claim" / f"{part}_labels.json")
    names = {"0": "none", "1": "claim"}
    return [LabelledText(tuple(r["sentences"]), tuple(names[str(label)] for label in r["labels"])) for r in rows]


def role_sentences(data: Path, part: str) -> list[LabelledText]:
    """CSAbstruct, `part` train or dev; labels are roles."""
    rows = _json_lines(data / "csabstruct" / f"{part}.jsonl")
    return [LabelledText(tuple(r["sentences"]), tuple(r["labels"])) for r in rows]


@dataclass(frozen=True)
class SciFact:
    """SciFact's training claims and the abstracts that they are checked against.

    `abstracts[doc]` are the sentences, `titles[doc]` the title; `claims` are (id, claim, cited documents, evidence),
    evidence a map from document to (stance, sentence indices).
    """

    titles: dict[str, str]
    abstracts: dict[str, tuple[str, ...]]
    claims: tuple[tuple[int, str, tuple[str, ...], dict[str, tuple[Stance, tuple[int, ...]]]], ...]

    def pairs(self) -> list[LabelledPair]:
        """Every claim with every abstract that it cites."""
        return [
            LabelledPair(claim, self.abstracts[doc], *evidence.get(doc, ("silent", ())), doc)
            for _, claim, cited, evidence in self.claims
            for doc in cited
        ]


def scifact(data: Path) -> SciFact:
    """SciFact, training claims; stances are supports, contradicts, silent."""
    with gzip.open(data / "scifact" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        corpus = [json.loads(line) for line in lines]
    stances: dict[str, Stance] = {"SUPPORT": "supports", "CONTRADICT": "contradicts"}
    claims = []
    for row in _json_lines(data / "scifact" / "claims_train.jsonl"):
        evidence = {
            doc: (stances[sets[0]["label"]], tuple(sorted({index for one in sets for index in one["sentences"]})))
            for doc, sets in row["evidence"].items()
        }
        claims.append((row["id"], row["claim"], tuple(str(doc) for doc in row["cited_doc_ids"]), evidence))
    return SciFact(
        {str(row["doc_id"]): row["title"] for row in corpus},
        {str(row["doc_id"]): tuple(row["abstract"]) for row in corpus},
        tuple(claims),
    )


def healthver(data: Path) -> list[LabelledPair]:
    """HealthVer, development part: one evidence sentence a claim."""
    stances: dict[str, Stance] = {"Supports": "supports", "Refutes": "contradicts", "Neutral": "silent"}
    with (data / "healthver" / "healthver_dev.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        LabelledPair(r["claim"], (r["evidence"],), stances[r["label"]], (0,), f"healthver {r['topic_ip']}")
        for r in rows
    ]


def _json_lines(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
