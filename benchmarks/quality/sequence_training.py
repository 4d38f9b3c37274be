"""Rebuilding the sequence models of abstracts, `claim.json` and `role.json`, from labelled abstracts."""

import json
from pathlib import Path

from benchmarks.quality.chain_training import train_chain
from benchmarks.quality.datasets import DATA, LabelledText, claim_sentences, role_sentences
from synth.claims.chain import Chain
from synth.claims.features import sequence_features

MODELS = Path(__file__).resolve().parents[2] / "synth" / "claims" / "models"
COMMAND = "python -m benchmarks.quality.train sequences"
ROLES = ("background", "objective", "method", "result", "other")
SMALLEST_WEIGHT = 0.03


def rebuild() -> None:
    """Write both models."""
    claims = sequence_model(claim_sentences(DATA, "train"), ("none", "claim"), (True,), penalty=4.0, min_count=4)
    write_chain(claims, "claim", "detecting_scientific_claim, train (750 abstracts)")
    roles = sequence_model(role_sentences(DATA, "train"), ROLES, (True, False), penalty=20.0, min_count=16)
    write_chain(roles, "role", "CSAbstruct, train (1,668 abstracts)")


def sequence_model(
    texts: list[LabelledText], labels: tuple[str, ...], places: tuple[bool, ...], *, penalty: float, min_count: int
) -> Chain:
    """A chain trained on abstracts, once for each of `places`: with its sentences' places, or as a section is read."""
    features = [sequence_features(text.sentences, is_abstract=place) for text in texts for place in places]
    gold = [text.labels for text in texts for _ in places]
    return train_chain(features, gold, labels, penalty=penalty, min_count=min_count)


def write_chain(chain: Chain, name: str, trained_on: str) -> None:
    """Write a chain as `synth/claims/models/{name}.json`, one feature a line, weights to three decimals."""
    head = {"about": f"Linear-chain CRF over sentences: {name}", "trained_on": trained_on, "rebuild": COMMAND}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    lines.append(f' "labels": {json.dumps(chain.labels)},')
    lines.append(f' "start": {json.dumps(chain.start.round(3).tolist())},')
    lines.append(f' "steps": {json.dumps(chain.steps.round(3).tolist())},')
    lines.append(' "weights": {')
    rounded = {feature: chain.weights[row].round(2) for feature, row in sorted(chain.rows.items())}
    kept = {feature: row.tolist() for feature, row in rounded.items() if abs(row).max() >= SMALLEST_WEIGHT}
    rows = [f"  {json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in kept.items()]
    text = "\n".join([*lines, ",\n".join(rows), " }"])
    (MODELS / f"{name}.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
