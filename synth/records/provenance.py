"""Provenance of a record: which claim came from which bytes by which code."""

from collections.abc import Sequence

from synth.models import ClaimOrigin, Code, EvidenceOrigin, HeldText, Provenance, Run, SourceRead
from synth.records.files import document_path


def provenance_of(record_id: str, run: Run, code: Sequence[Code], held: Sequence[HeldText] = ()) -> Provenance:
    """The provenance of a run's claims; `code` are the stages in order.

    `held` are texts of the library that the red team looked through.
    """
    read_from = {source.paper_id: source.sha256 for source in run.inputs}
    return Provenance(
        record_id=record_id,
        code=tuple(code),
        sources=tuple(
            SourceRead(
                paper=run.papers[source.paper_id],
                kind=source.kind,
                sha256=source.sha256,
                origin=source.origin,
                note=source.note,
                document=document_path(source.paper_id),
            )
            for source in run.inputs
        ),
        held=tuple(held),
        claims=tuple(
            ClaimOrigin(
                claim_id=item.claim.claim_id,
                paper_id=item.claim.paper_id,
                sha256=read_from[item.claim.paper_id],
                spans=item.claim.spans,
                evidence=tuple(
                    EvidenceOrigin(
                        evidence_id=evidence.evidence_id,
                        paper_id=evidence.passage.paper_id,
                        sha256=read_from[evidence.passage.paper_id],
                        spans=evidence.passage.spans,
                    )
                    for evidence in item.evidence
                ),
            )
            for item in run.checked
        ),
    )
