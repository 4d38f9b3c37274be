"""Gate 3, red team: the counterexample hunter, the replication attacker, and what all attackers found, weighed."""

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.language.numerals import numbers, same_value
from synth.language.quantities import quantities
from synth.language.text import content_stems
from synth.models import (
    Artifacts,
    Attacker,
    CheckedClaim,
    Claim,
    Document,
    Finding,
    Gate,
    GateStatus,
    Quantity,
    Sentence,
    Strike,
    overlap,
)
from synth.review.case import Case

COUNTEREXAMPLE_HUNTER = "counterexample hunter"
CITATION_AUDITOR = "citation auditor"
REPLICATION_ATTACKER = "replication attacker"
ATTACKERS = (COUNTEREXAMPLE_HUNTER, CITATION_AUDITOR, REPLICATION_ATTACKER)
SERIOUS_COST, NOTED_COST = 2.0, 0.5
"""What a finding takes off an attacker's score: one that a claim falls by, and one that only has to be known."""


def attacker_score(case: Case, found: Sequence[Finding]) -> float:
    """0 where a claim that the answer uses falls; else 10 less the costs of what was found, at least 1."""
    if any(_hits_answer(case, finding) for finding in found):
        return 0.0
    serious = sum(finding.serious for finding in found)
    return max(1.0, 10.0 - SERIOUS_COST * serious - NOTED_COST * (len(found) - serious))


def replication_attacker(artifacts: Artifacts) -> Attacker | None:
    """Ten times the share of scripts whose output moved with their inputs; None where not all were run, or none.

    A script that computes something other than what is reported survives too: it is the paper that fails then, and gate
    2 says so. A script that does not survive proves nothing; no claim falls by it.
    """
    attacked = artifacts.reproductions
    if artifacts.not_run or not attacked:
        return None
    survived = sum(item.survived for item in attacked)
    return Attacker(
        name=REPLICATION_ATTACKER,
        score=round(10 * survived / len(attacked), 1),
        tried=(
            "scaled each input, raised it above and lowered it below all others: each time the output had to be what "
            "the formula gives, and to depend on every input",
            f"{survived} of {len(attacked)} scripts survived",
        ),
        found=tuple(
            Finding(text=f"{item.derivation.derivation_id}: {item.remark}") for item in attacked if not item.survived
        ),
    )


def red_team_gate(case: Case, attackers: Sequence[Attacker], not_run: str = "") -> Gate:
    """Falsified where an attack succeeds on a claim that the answer uses; Verified where all three tried in vain.

    Whoever had nothing to attack is missing; `not_run` says why the replication attacker could run nothing. An attack
    that succeeds on another claim leaves the gate Unverified.
    """
    found = [(attacker, finding) for attacker in attackers for finding in attacker.found if finding.serious]
    on_answer = [f"{attacker.name}: {finding.text}" for attacker, finding in found if _hits_answer(case, finding)]
    elsewhere = [f"{attacker.name}: {finding.text}" for attacker, finding in found if not _hits_answer(case, finding)]
    missing = [name for name in ATTACKERS if name not in {attacker.name for attacker in attackers}]
    noted = sum(len(attacker.found) for attacker in attackers) - len(found)
    status: GateStatus = "Unverified"
    if on_answer:
        status, reason = "Falsified", "; ".join(on_answer)
    elif elsewhere:
        reason = f"an attack succeeded on what the answer does not use: {'; '.join(elsewhere)}"
    elif missing:
        why = {REPLICATION_ATTACKER: not_run}
        unrun = ", ".join(f"{name} ({why.get(name) or 'it had nothing to attack'})" for name in missing)
        reason = f"not attempted: {unrun}; the others found nothing that a claim falls by, and noted {noted}"
    else:
        status, reason = "Verified", f"three attackers found nothing that a claim falls by, and noted {noted}"
    return Gate(number=3, name="red team", status=status, reason=reason)


def struck_by_attacks(case: Case, attackers: Sequence[Attacker]) -> Iterator[Strike]:
    """The claims, each once, that fall by a finding of the red team."""
    reasons: dict[str, list[str]] = {}
    for attacker in attackers:
        for finding in attacker.found:
            if finding.serious and finding.claim_id:
                reasons.setdefault(finding.claim_id, []).append(finding.text)
    for claim_id, causes in reasons.items():
        yield Strike(claim_id=claim_id, reason="; ".join(causes), answered=case.is_answer(claim_id))


def _hits_answer(case: Case, finding: Finding) -> bool:
    return finding.serious and finding.claim_id is not None and case.is_answer(finding.claim_id)


def counterexample_hunter(case: Case, elsewhere: Sequence[CheckedClaim], library: Mapping[str, Document]) -> Attacker:
    """Look for what contradicts each claim, struck ones included.

    `elsewhere` are the same claims checked against the documents of the library as well; `library` are those documents
    that the report does not rest on, by paper_id. Papers may disagree, and two sentences with other figures may have
    more in mind than they say: what is found is noted, and no claim falls by it.
    """
    found = [*_passages(case, elsewhere), *_numbers(case, library)]
    documents = {**case.documents, **library}
    sentences = sum(len(section.sentences) for document in documents.values() for section in document.sections)
    tried = (
        f"held {len(elsewhere)} claims against the passages of {len(documents)} papers, {len(library)} of them held in "
        "the library and not read for this report",
        f"looked through {sentences} sentences for other values of the same subject, metric and data set",
    )
    return Attacker(name=COUNTEREXAMPLE_HUNTER, score=attacker_score(case, found), tried=tried, found=tuple(found))


def _passages(case: Case, elsewhere: Sequence[CheckedClaim]) -> Iterator[Finding]:
    """Passages that contradict a claim, those that the report shows with it apart from those that it does not."""
    shown = {(item.claim.claim_id, e.passage.passage_id) for item in case.checked for e in item.evidence}
    for item in elsewhere:
        claim_id = item.claim.claim_id
        for evidence in item.evidence:
            if evidence.stance == "contradicts":
                known = (claim_id, evidence.passage.passage_id) in shown
                aside = "as the report shows" if known else "which the report does not show"
                where = f"{evidence.passage.paper_id} ({evidence.passage.section or 'front matter'})"
                note = f"{case.named([claim_id])} is contradicted in {where}, {aside}: “{evidence.passage.text}”"
                yield Finding(text=note, claim_id=claim_id)


def _numbers(case: Case, library: Mapping[str, Document]) -> Iterator[Finding]:
    """Other values of what a claim measured, in its own paper or in another."""
    for item in case.checked:
        own = [quantity for quantity in item.claim.quantities if is_complete(quantity)]
        for document in ({**case.documents, **library}).values() if own else ():
            same_paper = document.paper_id == item.claim.paper_id
            for sentence, other in _values_of(document, own):
                if same_paper and overlap(sentence.spans, item.claim.quoted_spans):
                    continue
                for mine in own:
                    if same_matter(mine, other) and not _agree(item.claim, mine, sentence, other):
                        where = "the same paper" if same_paper else document.paper_id
                        text = (
                            f"{case.named([item.claim.claim_id])} has {mine.number.text}, and {where} has "
                            f"{other.number.text} for the {mine.metric} of {mine.subject} on {mine.dataset}: "
                            f"“{sentence.text}”"
                        )
                        yield Finding(text=text, claim_id=item.claim.claim_id)


def _agree(claim: Claim, mine: Quantity, sentence: Sentence, other: Quantity) -> bool:
    """Whether two sentences have one of the two values in common, wherever it stands in them."""
    theirs = any(same_value(mine.number, number) for number in numbers(sentence.text))
    return theirs or any(same_value(other.number, number) for number in numbers(claim.text))


def _values_of(document: Document, own: Sequence[Quantity]) -> Iterator[tuple[Sentence, Quantity]]:
    """The values told in full in those sentences of a document that name a metric and data set of the claim's."""
    names = [
        tuple(re.compile(rf"\b{re.escape(name)}", re.IGNORECASE) for name in (one.metric or "", one.dataset or ""))
        for one in own
    ]
    for section in document.sections:
        for sentence in section.sentences:
            if any(all(name.search(sentence.text) for name in pair) for pair in names):
                for quantity in quantities(sentence.text):
                    if is_complete(quantity):
                        yield sentence, quantity


def is_complete(quantity: Quantity) -> bool:
    """Whether a sentence says of a value whose it is, by which metric and on what, and gives it as it is.

    Without all three, 9 pairs of nearly the same sentences with other figures in 45 real papers were no contradiction:
    "surpasses PaSa-GPT-4o by 11.12% in recall" and "by 30.36%" were of two data sets, named one sentence before;
    python -m benchmarks.judging.
    """
    named = quantity.subject and quantity.metric and quantity.dataset
    plain = quantity.bound is None and quantity.upper is None and quantity.baseline is None
    compared = quantity.change is None or quantity.other is not None
    return bool(named) and plain and compared and quantity.number.is_figure


def same_matter(one: Quantity, other: Quantity) -> bool:
    """Whether two values are of the same subject, metric and data set, in the same unit, as level or as change."""
    if (one.unit, one.change) != (other.unit, other.change):
        return False
    pairs = [(one.subject, other.subject), (one.metric, other.metric), (one.dataset, other.dataset)]
    if one.change is not None:
        pairs.append((one.other, other.other))
    return all(_stems(left) == _stems(right) for left, right in pairs)


def _stems(name: str | None) -> frozenset[str]:
    return frozenset(content_stems(name or ""))
