"""Whole answers against keys: key findings that are printed, and the direction of each paper."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.answers.statements import FIELDS as DIRECTIONS
from synth import generate
from synth.language.text import content_stems
from synth.models import Answer

FIELDS = DIRECTIONS.parent
NEEDED = 0.6
"""The share of a key finding's content words that one printed claim with its context must have."""
TUNED = ("vision_mlp", "detection", "rest_testing", "clinical_ml")
WITH_DIRECTION = ("comparison", "effect", "whether")


KEYS = Path(__file__).with_name("keys")
"""Questions with the directions of their papers in the words of those who read them: a file each."""


def answers_figures(paths: Sequence[Path], library: Path) -> dict[str, object]:
    """Of the questions of shared `fields`, of further key files, and of `KEYS` whose papers are in folders, each asked
    of its own papers, offline.
    """
    figures: dict[str, object] = {}
    folders = [path for path in paths if path.is_dir()]
    questions = [
        *keys_of_fields(),
        *(keys_of_file(path) for path in paths if path not in folders),
        *keys_of_papers(folders),
    ]
    for part in dict.fromkeys(part for part, _, _ in questions):
        counts: Counter[str] = Counter()
        for _, question, papers in (item for item in questions if item[0] == part):
            counts.update(_asked(question, papers, library))
        findings, directed = counts["findings"], sum(counts[name] for name in ("right", "wrong", "reversed", "unclear"))
        figures[part] = {
            "questions": counts["questions"],
            "key findings": findings,
            "printed": round(counts["printed"] / findings, 3) if findings else None,
            "papers with a direction": directed,
            **{
                name: round(counts[name] / directed, 3) if directed else None
                for name in ("right", "wrong", "reversed", "unclear")
            },
        }
    return figures


def keys_of_fields() -> Iterator[tuple[str, dict[str, Any], list[Path]]]:
    """The questions of shared `fields`: part, key, papers."""
    path = FIELDS / "keys.json"
    for question in json.loads(path.read_text(encoding="utf-8"))["questions"] if path.exists() else ():
        for paper in question["papers"]:
            paper["file"] = str(FIELDS / paper["file"])
        part = "fields, tuned on" if question["topic"] in TUNED else "fields, not tuned on"
        yield part, question, sorted((FIELDS / question["topic"]).iterdir())


def keys_of_file(path: Path) -> tuple[str, dict[str, Any], list[Path]]:
    """The question of one key file: its folder's name, key, papers."""
    question = json.loads(path.read_text(encoding="utf-8"))
    return path.parent.name, question, [Path(paper["file"]) for paper in question["papers"]]


def keys_of_papers(folders: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any], list[Path]]]:
    """The questions of `KEYS` of which folders have every paper, found by its SHA-256; what is missing is named."""
    files = [path for folder in folders for path in sorted(folder.rglob("*.pdf"))]
    found = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    for path in sorted(KEYS.iterdir()) if folders else ():
        question = json.loads(path.read_text(encoding="utf-8"))
        missing = [paper["title"] for paper in question["papers"] if paper["sha256"] not in found]
        if missing:
            print(f"skipped: {question['topic']}, without {len(missing)} of its papers: {missing[0]} ...")
            continue
        for paper in question["papers"]:
            paper["file"] = str(found[paper["sha256"]])
        yield "keys", question, [Path(paper["file"]) for paper in question["papers"]]


def _asked(question: dict[str, Any], papers: list[Path], library: Path) -> Counter[str]:
    """What asking one question came to: key findings and how many are printed, directions by how they are."""
    with TemporaryDirectory() as out:
        record = generate(question["question"], papers=papers, offline=True, library=library, out=out, pdf=False)
        run = Path(record.folder)
        answer = Answer.model_validate_json((run / "answer.json").read_text(encoding="utf-8"))
        lines = [json.loads(line) for line in (run / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    file_of = {one.paper_id: Path(one.file or "").name for one in answer.papers}
    printed: dict[str, list[set[str]]] = {}
    for line in lines:
        words = set(content_stems(f"{line['context'] or ''} {line['text']}"))
        printed.setdefault(file_of.get(line["paper_id"], ""), []).append(words)
    counts: Counter[str] = Counter(questions=1)
    found = {file_of[one.paper_id]: one.direction for one in answer.papers}
    for paper in question["papers"]:
        name = Path(paper["file"]).name
        for finding in paper.get("findings") or ():
            wanted = set(content_stems(finding["text"]))
            counts["findings"] += 1
            counts["printed"] += any(len(wanted & words) >= NEEDED * len(wanted) for words in printed.get(name, ()))
        key = (paper.get("direction") or "none").replace(" ", "_")
        if question["kind"] in WITH_DIRECTION and key not in ("none", "unclear"):
            counts[how_read(key, found.get(name, "unclear"))] += 1
    return counts


def how_read(key: str, found: str) -> str:
    """How a direction that is known was read: right, wrong, reversed, or unclear."""
    if found == key:
        return "right"
    return "unclear" if found == "unclear" else "reversed" if {key, found} == {"for", "against"} else "wrong"
