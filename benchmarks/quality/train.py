"""Rebuild the committed models from the labelled data: python -m benchmarks.quality.train [claims] [checking]."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.bodies import body_sentences
from benchmarks.quality.chain_training import train_chain
from benchmarks.quality.datasets import DATA, LabelledText, claim_sentences, role_sentences, scifact
from benchmarks.quality.evidence import cross_judged, fit_calibration
from benchmarks.quality.finding_training import train_finding
from benchmarks.quality.sentences import asked_about
from benchmarks.quality.stance_training import planted_rows, stance_rows, train_stance
from synth.checking.model import StanceModel
from synth.checking.signals import SIGNALS
from synth.claims.chain import Chain
from synth.claims.features import sequence_features
from synth.claims.findings import FindingModel

PACKAGE = Path(__file__).resolve().parents[2] / "synth"
COMMAND = "python -m benchmarks.quality.train"
ROLES = ("background", "objective", "method", "result", "other")
SMALLEST_WEIGHT = 0.03
MIN_CONTRADICTION = 0.65


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
    (PACKAGE / "claims" / "models").mkdir(exist_ok=True)
    (PACKAGE / "claims" / "models" / f"{name}.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def write_finding(model: FindingModel, trained_on: str) -> None:
    """Write `synth/claims/models/finding.json`: one weight a feature."""
    about = "P(finding): logistic regression over named features of a sentence and its section, Platt-scaled"
    content = {
        "about": about,
        "trained_on": trained_on,
        "rebuild": COMMAND,
        "bias": model.bias,
        "weights": model.weights,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (PACKAGE / "claims" / "models" / "finding.json").write_text(text, encoding="utf-8")


def results(text: LabelledText) -> list[str]:
    """The result sentences of an abstract that are neither a heading nor a paragraph."""
    labelled = zip(text.sentences, text.labels, strict=True)
    return [sentence for sentence, label in labelled if label == "result" and 8 < len(sentence.split()) < 45]


def write_stance(model: StanceModel, trained_on: str) -> None:
    """Write `synth/checking/models/stance.json`: one coefficient a signal and stance."""
    content = {
        "about": "Multinomial logistic regression over the signals of a claim-passage pair",
        "trained_on": trained_on,
        "rebuild": COMMAND,
        "min_contradiction": model.min_contradiction,
        "calibration": {"slope": model.slope, "shift": model.shift},
        "bias": model.bias,
        "weights": {stance: dict(zip(SIGNALS, row, strict=True)) for stance, row in model.weights.items()},
    }
    (PACKAGE / "checking" / "models").mkdir(exist_ok=True)
    text = json.dumps(content, indent=1) + "\n"
    (PACKAGE / "checking" / "models" / "stance.json").write_text(text, encoding="utf-8")


def main(names: list[str]) -> None:
    """Rebuild the models of the rooms named, or of both."""
    if "claims" in names or not names:
        claims = sequence_model(claim_sentences(DATA, "train"), ("none", "claim"), (True,), penalty=4.0, min_count=4)
        write_chain(claims, "claim", "detecting_scientific_claim, train (750 abstracts)")
        roles = sequence_model(role_sentences(DATA, "train"), ROLES, (True, False), penalty=20.0, min_count=16)
        write_chain(roles, "role", "CSAbstruct, train (1,668 abstracts)")
        asked = {part: asked_about(body_sentences(part)) for part in ("candidates", "train", "unsure", "digests")}
        drawn, *more = asked.values()
        write_finding(
            train_finding(drawn, [item for part in more for item in part]),
            f"{sum(map(len, asked.values()))} sentences of 20 shared PDFs and of their digests in the sample library "
            "(labels/body_claims.tsv), those that no rule leaves out",
        )
    if "checking" in names or not names:
        planted = planted_rows([s for text in role_sentences(DATA, "train") for s in results(text)])
        pairs = scifact(DATA).pairs()
        slope, shift = fit_calibration(cross_judged(pairs, planted))
        model = replace(train_stance(stance_rows(pairs), planted, MIN_CONTRADICTION), slope=slope, shift=shift)
        write_stance(
            model,
            "SciFact, train: windows of 1 and 2 sentences of the cited abstracts; and, "
            "each kind with the weight of 40 pairs, planted contradictions and paraphrases of CSAbstruct's result "
            "sentences (benchmarks/quality/planted.py)",
        )


if __name__ == "__main__":
    main(sys.argv[1:])
