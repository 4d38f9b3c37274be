"""The labelled statements that directions are learnt from and measured on, read from the shared data."""

import csv
import json
from pathlib import Path
from typing import NamedTuple

from synth.answer.vote import Names
from synth.language.masking import SidePhrases

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STATEMENTS = DATA / "statements"
FIELDS = DATA / "fields" / "directions.jsonl"
UNTUNED = ("model_based_rl", "graph_nets", "bbh_population")
"""Topics of `fields` that nothing was tuned on."""
PUBMEDQA = "pubmedqa"


class Statement(NamedTuple):
    """A sentence with sides and the direction that people gave it: 1, 0 or -1; `group` is what folds must not part."""

    text: str
    sides: SidePhrases
    label: int
    group: str


class Asked(NamedTuple):
    """A question and a statement with the vote that people gave, a second one that counts as right, and its topic.

    `context` is the sentence before, `names` what the paper's card calls the sides, `weight` what it counts in
    training.
    """

    question: str
    text: str
    vote: str
    also: str = ""
    topic: str = ""
    context: str = ""
    names: Names = Names()
    weight: float = 1.0


def _table(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def compsent() -> list[Statement]:
    """CompSent-19's open part: is the first thing better than the second (1), worse (-1), or neither said (0)."""
    signs = {"BETTER": 1, "WORSE": -1, "NONE": 0}
    return [
        Statement(
            row["sentence"], SidePhrases(row["object_a"], row["object_b"]), signs[row["most_frequent_label"]], row["id"]
        )
        for row in _table(STATEMENTS / "compsent19" / "data.csv")
    ]


def evidence_inference(part: str) -> list[Statement]:
    """Evidence Inference 2: the gold evidence of the articles of one part ("train", "validation"), each once."""
    folder = STATEMENTS / "evidence-inference-v2"
    listed = (folder / "splits" / f"ev2_{part}_article_ids.txt").read_text().split()
    articles = {name.removeprefix("PMC").split(".")[0] for name in listed}
    prompts = {row["PromptID"]: row for row in _table(folder / "prompts_v2.csv")}
    found: dict[tuple[str, str], Statement] = {}
    for row in _table(folder / "v2_annotations.csv"):
        key = (row["PromptID"], row["Annotations"])
        valid = row["Valid Label"] == "True" and row["Valid Reasoning"] == "True"
        if valid and row["PMCID"] in articles and key not in found:
            prompt = prompts[row["PromptID"]]
            sides = SidePhrases(prompt["Intervention"], prompt["Comparator"], prompt["Outcome"])
            text = " ".join(row["Annotations"].split())
            found[key] = Statement(text, sides, int(row["Label Code"]), row["PMCID"])
    return list(found.values())


def pubmedqa() -> list[Asked]:
    """PubMedQA's open part, each question with its abstract's conclusion: yes is for, no against, maybe unclear.

    They count half, since a conclusion has several sentences.
    """
    stored = json.loads((STATEMENTS / "pubmedqa" / "train.json").read_text(encoding="utf-8"))
    votes = {"yes": "for", "no": "against", "maybe": "unclear"}
    return [
        Asked(row["QUESTION"], row["LONG_ANSWER"], votes[row["final_decision"]], topic=PUBMEDQA, weight=0.5)
        for row in stored.values()
    ]


def keyed(path: Path) -> list[Asked]:
    """A file of keys, one a line: question, sentence, direction ("untold" is unclear), also_ok, and field or
    question.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    plain = {"untold": "unclear"}
    return [
        Asked(
            row["question"],
            row["sentence"],
            plain.get(row["direction"], row["direction"]),
            plain.get(row.get("also_ok") or "", row.get("also_ok") or ""),
            row.get("field") or row["id"].split("-")[0],
        )
        for row in rows
    ]
