"""What there is to count in a run: papers by their fate, claims by their mark, answers by the way they go."""

from collections import Counter

from synth.gates.case import SUPPORTED, Case


def counts(case: Case) -> dict[str, int]:
    """What there is to count in a run, from its models and not from its report, by name."""
    decisions = Counter(row.decision for row in case.screening)
    kinds = Counter(item.kind for item in case.inputs)
    marks = Counter(item.mark for item in case.checked)
    answering = [item for item in case.standing if item.claim.claim_id in case.directions]
    papers = {
        direction: {item.claim.paper_id for item in answering if case.directions[item.claim.claim_id] == direction}
        for direction in ("for", "against", "untold")
    }
    left = Counter(row.stage == "select" for row in case.screening if row.decision == "skipped")
    return {
        "found": len(case.screening),
        "used": decisions["used"],
        "merged": decisions["merged"],
        "skipped": decisions["skipped"],
        "read": len(case.inputs),
        "latex": kinds["latex"],
        "pdf": kinds["pdf"],
        "abstract": kinds["abstract"],
        "sentences": case.sentences_read,
        "extracted": case.claims_found,
        "checked": len(case.checked),
        "corroborated": marks["corroborated"],
        "verified": marks["verified"],
        "unsupported": marks["unsupported"],
        "contradicted": marks["contradicted"],
        "answers": len(answering),
        "answering papers": len({item.claim.paper_id for item in answering}),
        "papers for": len(papers["for"]),
        "papers against": len(papers["against"]),
        "papers untold": len(papers["untold"]),
        "supported answers": sum(item.mark in SUPPORTED for item in answering),
        "unknown authors": sum(not case.papers[item.paper_id].authors for item in case.inputs),
        "sure": sum(item.confidence >= 0.5 for item in case.checked),
        "brought": sum(item.claim.context is not None for item in case.checked),
        "unread": left[False],
        "silent": left[True],
        "struck": len(case.struck),
        "borne out": sum(
            item.mark == "corroborated" and any(one.independent and one.stance == "supports" for one in item.evidence)
            for item in case.checked
        ),
        "denied": sum(
            item.mark == "contradicted" and any(one.stance == "contradicts" for one in item.evidence)
            for item in case.standing
        ),
        "claims at most": case.settings.claims.max_claims,
        "claims of one paper": case.settings.claims.max_claims_per_paper,
        "candidates": case.settings.checking.candidates,
        "dated out": sum(not case.papers[item.paper_id].year for item in case.inputs),
    }
