"""The canonical content of a record, which its identifier is a hash of, and the name of its run folder."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from synth.models import Asked, CheckedClaim, ClaimLine, EvidenceLine, Question, Review, Source
from synth.settings import LimitSettings, Settings

RESULT_SETTINGS = {"search", "reading", "claims", "checking", "rendering", "sandbox", "standing"}
"""The slices that change a result. How arXiv is reached does not, and may hold the user's address.

`limits` joins them where it is not the default: a paper that is over a limit is left out.
"""

ResultSettings = dict[str, dict[str, str | int | float | bool | list[str] | None]]
"""Those slices as JSON has them, by name."""

SLUG_CHARS = 48
RUN_HASH_CHARS = 12


def record_id(
    question: Question,
    settings: Settings,
    inputs: Sequence[Source],
    checked: Sequence[CheckedClaim],
    judged: Review,
) -> str:
    """`SRCH:` + 8 hex digits of the SHA-256 of question, settings, input hashes, claims, evidence and review."""
    lines = claim_lines(checked), evidence_lines(checked)
    return content_id(question, result_settings(settings), inputs, *lines, judged)


def content_id(
    question: Question,
    settings: ResultSettings,
    inputs: Sequence[Source],
    claims: Sequence[ClaimLine],
    evidence: Sequence[EvidenceLine],
    judged: Review,
) -> str:
    """The identifier of a record from what its files hold: see `record_id`.

    The number of a claim is left out: it follows from the report, and older records have none.
    """
    content = {
        "question": question.model_dump(mode="json"),
        "settings": settings,
        "inputs": [[item.paper_id, item.kind, item.sha256] for item in inputs],
        "claims": [line.model_dump(mode="json", exclude={"number"}) for line in claims],
        "evidence": [line.model_dump(mode="json") for line in evidence],
        "review": judged.model_dump(mode="json"),
    }
    return f"SRCH:{_digest(content)[:8]}"


def run_name(question: str, settings: Settings, asked: Asked, sides: Sequence[object] = ()) -> str:
    """Name of a run's folder: the question as a slug, then the hash of question, settings and sources asked.

    `sides` is what the user put in the place of what was understood of it.
    The slug has only a-z, 0-9 and hyphens, so no text of a user or a paper can name another folder.
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", question.lower()))[:SLUG_CHARS].strip("-") or "question"
    content = {
        "question": question,
        "settings": result_settings(settings),
        "asked": asked.model_dump(mode="json"),
        **({"sides": list(sides)} if sides else {}),
    }
    return f"{slug}-{_digest(content)[:RUN_HASH_CHARS]}"


def result_settings(settings: Settings) -> ResultSettings:
    """The settings that change a result, by slice."""
    changed = {"limits"} if settings.limits != LimitSettings() else set()
    dumped: ResultSettings = settings.model_dump(mode="json", include=RESULT_SETTINGS | changed)
    return dumped


def claim_lines(checked: Sequence[CheckedClaim], numbers: Mapping[str, int] | None = None) -> list[ClaimLine]:
    """The lines of claims.jsonl; `numbers` are those of the claims table by claim_id."""
    return [
        ClaimLine(
            id=item.claim.claim_id,
            number=(numbers or {}).get(item.claim.claim_id),
            text=item.claim.text,
            context=item.claim.context.text if item.claim.context else None,
            context_spans=item.claim.context.spans if item.claim.context else (),
            paper_id=item.claim.paper_id,
            section=item.claim.section,
            page=item.claim.page,
            spans=item.claim.spans,
            role=item.claim.role,
            score=item.claim.score,
            mark=item.mark,
            verified=item.mark in ("corroborated", "verified"),
            similarity=item.similarity,
            confidence=item.confidence,
            stance=item.stance,
            evidence=tuple(evidence.evidence_id for evidence in item.evidence),
            why=item.why,
            also_in=item.claim.also_in,
        )
        for item in checked
    ]


def evidence_lines(checked: Sequence[CheckedClaim]) -> list[EvidenceLine]:
    """The lines of evidence.jsonl, in the order of their claims."""
    return [
        EvidenceLine(
            id=evidence.evidence_id,
            claim_id=evidence.claim_id,
            paper_id=evidence.passage.paper_id,
            section=evidence.passage.section,
            page=evidence.passage.page,
            spans=evidence.passage.spans,
            text=evidence.passage.text,
            similarity=evidence.similarity,
            confidence=evidence.confidence,
            stance=evidence.stance,
            why=evidence.why,
        )
        for item in checked
        for evidence in item.evidence
    ]


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
