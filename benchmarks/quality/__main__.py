"""Measure claims and checks on labelled data: python -m benchmarks.quality [MEASURE]... prints one JSON object.

Measures: claims roles bodies fields retrieval evidence contradiction pairs planted quantities. Without names,
all of them.
The data are read from `shared/data` beside the checkout. Nothing is tuned here, nor was anything measured here
trained on: models are the committed ones, or, where it says cross-validated, trained on the other folds.
"""

import json
import sys
from collections.abc import Callable

from benchmarks.quality.bodies import BodySentence, body_sentences, documents
from benchmarks.quality.checking_training import MIN_CONTRADICTION, trials
from benchmarks.quality.datasets import DATA, claim_sentences, role_sentences, scifact
from benchmarks.quality.evidence import (
    contradiction_measures,
    evidence_measures,
    pair_measures,
    sentence_measures,
    text_calibration,
)
from benchmarks.quality.field_bodies import VARIABLE, has_field_papers
from benchmarks.quality.fields import held_out_measures, key_measures
from benchmarks.quality.picks import context_measures, pick_measures
from benchmarks.quality.planted import planted_measures
from benchmarks.quality.quantity_measures import quantity_measures
from benchmarks.quality.retrieval import retrieval_measures
from benchmarks.quality.sentences import body_measures, claim_measures, role_measures
from synth.claims import extract_claims
from synth.settings import CheckSettings, ClaimSettings

SCIFACT = "SciFact, train: claims with the abstracts they cite, 5-fold cross-validated, folds part documents"
HEALTHVER = "HealthVer, dev, 5-fold cross-validated, folds part topics"

BODY_TESTS = (("test",), ("test2",), ("test3",), ("test", "test2", "test3"))
"""Parts of the labelled sentences that are measured together."""


def _claims() -> dict[str, object]:
    return {
        "data": "detecting_scientific_claim, validation; trained on its train part",
        "published": "F1 0.79, pretrained BiLSTM-CRF (Achakulvisut et al. 2019)",
        **claim_measures(claim_sentences(DATA, "validation")),
    }


def _roles() -> dict[str, object]:
    return {
        "data": "CSAbstruct, dev; trained on its train part",
        "published": "weighted F1 0.83 on the test part, SciBERT (Cohan et al. 2019)",
        **role_measures(role_sentences(DATA, "dev")),
    }


def _parts(*parts: str) -> list[BodySentence]:
    return [sentence for part in parts for sentence in body_sentences(part)]


def _bodies() -> dict[str, object]:
    return {
        "data": "labels/body_claims.tsv: papers not trained on, test of PDFs, the others of LaTeX sources too",
        **{" and ".join(parts): body_measures(_parts(*parts), ClaimSettings().min_score) for parts in BODY_TESTS},
        "first picks of reports on the same papers": pick_measures(ClaimSettings()),
        "claims that need the sentence before": context_measures(ClaimSettings()),
    }


def _fields() -> dict[str, object]:
    held_out: dict[str, object] = {"not measured": f"{VARIABLE} names no folder"}
    return {
        "data": "labels/field_claims.tsv: climate, education, hci and hep; keys of four topics of shared/data/fields",
        "held-out fields": held_out_measures(ClaimSettings()) if has_field_papers() else held_out,
        "key findings": key_measures(ClaimSettings()),
    }


def _evidence() -> dict[str, object]:
    return {
        "data": SCIFACT,
        "is there evidence": evidence_measures(trials().scifact),
        "which sentence": sentence_measures(trials().scifact),
        "confidence": text_calibration(CheckSettings().min_support),
    }


def _contradiction() -> dict[str, object]:
    return {
        SCIFACT: contradiction_measures(trials().scifact, MIN_CONTRADICTION),
        HEALTHVER: contradiction_measures(trials().healthver, MIN_CONTRADICTION),
    }


def _pairs() -> dict[str, object]:
    return {
        "data": "labels/pairs.tsv: claims of the shared PDFs with near passages of theirs and of other papers",
        **pair_measures(CheckSettings().min_support),
    }


def _planted_pairs() -> dict[str, object]:
    claims = [claim for document in documents() for claim in extract_claims(document, ClaimSettings())]
    found = [claim.text for claim in claims if claim.context is None]
    return {
        "data": "claims of the shared PDFs; changes of the same kinds were trained on, in CSAbstruct's sentences",
        **planted_measures(sorted(set(found))),
    }


def _quantities() -> dict[str, object]:
    return {
        "data": "labels/quantities.tsv, test: 75 sentences of shared PDFs and sources; written on 75 others",
        **quantity_measures("test"),
    }


MEASURES: dict[str, Callable[[], dict[str, object]]] = {
    "claims": _claims,
    "roles": _roles,
    "bodies": _bodies,
    "fields": _fields,
    "retrieval": lambda: retrieval_measures(scifact(DATA)),
    "evidence": _evidence,
    "contradiction": _contradiction,
    "pairs": _pairs,
    "planted": _planted_pairs,
    "quantities": _quantities,
}


def main(names: list[str]) -> int:
    """Print the measures named, or all."""
    unknown = sorted(set(names) - set(MEASURES))
    if unknown:
        print(f"no such measure: {', '.join(unknown)}; there are {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    print(json.dumps({name: MEASURES[name]() for name in names or MEASURES}, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
