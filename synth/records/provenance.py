"""Provenance of a record: which claim came from which bytes by which code."""

from collections.abc import Sequence

from synth.models import CheckedClaim, ClaimOrigin, Code, EvidenceOrigin, HeldText, Provenance, Source, SourceBytes
from synth.records.files import document_path


def provenance_of(
    record_id: str,
    checked: Sequence[CheckedClaim],
    sources: Sequence[Source],
    code: Sequence[Code],
    held: Sequence[HeldText] = (),
) -> Provenance:
    """The provenance of a record's claims; `sources` are what was read, `code` the stages in order.

    `held` are texts of the library that the red team looked through.
    """
    read_from = {source.paper.paper_id: source.sha256 for source in sources}
    return Provenance(
        record_id=record_id,
        code=tuple(code),
        sources=tuple(
            SourceBytes.model_validate({**dict(source), "document": document_path(source.paper.paper_id)})
            for source in sources
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
            for item in checked
        ),
    )
