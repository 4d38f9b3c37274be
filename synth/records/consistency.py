"""Whether the files of a record agree with each other: identifier, standing, counts, claims, citations, provenance.

Hashes tell that a file is the one listed; this tells that what is listed fits together, however it was made.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

from synth.models import (
    CheckedClaim,
    ClaimLine,
    EvidenceLine,
    Fault,
    Manifest,
)
from synth.models.run_files import (
    ANSWER,
    BIBLIOGRAPHY,
    CLAIMS,
    EVIDENCE,
    MANIFEST,
    PROVENANCE,
    REPORT,
    REPRODUCTION_INDEX,
    REVIEW,
    SCREENING,
    TEX,
)
from synth.records.canonical import claim_lines, content_id, evidence_lines
from synth.records.contents import Contents
from synth.records.files import document_path
from synth.records.integrity import fault

NEEDED = (ANSWER, CLAIMS, EVIDENCE, REPORT, REVIEW, SCREENING, BIBLIOGRAPHY, PROVENANCE, TEX)
"""Files that every record has; one without them would have less to check."""

ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)

Line = TypeVar("Line", ClaimLine, EvidenceLine)


def check_consistency(manifest: Manifest, contents: Contents, sound: Collection[str]) -> list[Fault]:
    """Everything in which two files of a record contradict each other.

    A file whose bytes are not those listed is named as such already: files are compared only where all are `sound`.
    """
    found = list(_complete(manifest))
    for paths, check in CHECKS:
        if all(path in sound for path in paths):
            found += check(manifest, contents)
    return found


def check_lines(
    checked: Sequence[CheckedClaim], claims: Sequence[ClaimLine], evidence: Sequence[EvidenceLine]
) -> list[Fault]:
    """Where claims.jsonl and evidence.jsonl say something else than the claims of a report, or of a check, do."""
    unnumbered = [line.model_copy(update={"number": None}) for line in claims]
    return [
        *_differences(CLAIMS, "claim", {line.id: line for line in claim_lines(checked)}, unnumbered),
        *_differences(EVIDENCE, "evidence", {line.id: line for line in evidence_lines(checked)}, evidence),
    ]


def _complete(manifest: Manifest) -> Iterator[Fault]:
    listed = {output.path for output in manifest.outputs}
    needed = {*NEEDED, *(document_path(item.paper_id) for item in manifest.inputs)}
    for path in sorted(needed - listed):
        yield fault(MANIFEST, f"does not list {path}")


def _identifier(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    if contents.claims is None or contents.evidence is None or contents.review is None:
        return
    content = content_id(
        manifest.question, manifest.settings, manifest.inputs, contents.claims, contents.evidence, contents.review
    )
    if content != manifest.record_id:
        yield fault(MANIFEST, f"is called {manifest.record_id}, and its content is {content}")


def _standing(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    if contents.review is None:
        return
    for name in ("status", "level", "tier", "score", "gates"):
        if getattr(manifest, name) != getattr(contents.review, name):
            yield fault(REVIEW, f"its {name} is not the one in {MANIFEST}")


def _counts(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    if contents.screening is None:
        return
    counts = manifest.counts
    if counts.found != counts.used + counts.merged + counts.skipped:
        yield fault(MANIFEST, "its counts do not add up: found = used + merged + skipped")
    decisions = [row.decision for row in contents.screening]
    rows = {name: decisions.count(name) for name in ("used", "merged", "skipped")}
    if {**rows, "found": len(decisions)} != counts.model_dump():
        yield fault(SCREENING, f"its papers are not those counted in {MANIFEST}")


def _report(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    report = contents.report
    if report is None:
        return
    stated = (report.record_id, report.question, report.publisher, report.made_on)
    if stated != (manifest.record_id, manifest.question, manifest.publisher, manifest.searched_on):
        yield fault(REPORT, f"its identifier, question, publisher or date is not the one in {MANIFEST}")


def _claims(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    if contents.report is None or contents.claims is None or contents.evidence is None:
        return
    yield from check_lines([row.checked for row in contents.report.claims], contents.claims, contents.evidence)
    numbers = contents.report.claim_numbers
    for line in contents.claims:
        if line.number not in (None, numbers.get(line.id)):
            yield fault(CLAIMS, f"claim {line.id} is not the C{line.number} of {REPORT}")


def _links(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    """Claims and evidence name each other, each once, and papers that were read."""
    if contents.claims is None or contents.evidence is None:
        return
    read = {item.paper_id for item in manifest.inputs}
    named = {(evidence, line.id) for line in contents.claims for evidence in line.evidence}
    there = {(line.id, line.claim_id) for line in contents.evidence}
    for evidence_id, claim_id in sorted(named - there):
        yield fault(CLAIMS, f"claim {claim_id} names evidence {evidence_id}, which is not in {EVIDENCE}")
    for evidence_id, claim_id in sorted(there - named):
        yield fault(EVIDENCE, f"evidence {evidence_id} is for claim {claim_id}, which does not name it")
    both: tuple[tuple[str, Sequence[ClaimLine | EvidenceLine]], ...] = (
        (CLAIMS, contents.claims),
        (EVIDENCE, contents.evidence),
    )
    for path, lines in both:
        if len({line.id for line in lines}) != len(lines):
            yield fault(path, "has one identifier twice")
        for paper_id in sorted({line.paper_id for line in lines} - read):
            yield fault(path, f"names the paper {paper_id}, which is no input of {MANIFEST}")


def _answer(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    """The answer for scripts is that of the report."""
    if contents.report is not None and contents.answer != contents.report.answer:
        yield fault(ANSWER, f"is not the answer of {REPORT}")


def _citations(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    """Every number that the report cites is in its reference list, which references.bib has entry by entry."""
    report = contents.report
    if report is None or contents.bibliography is None:
        return
    listed = {reference.number for reference in report.references}
    rows = {row.number for row in report.claims}
    fragments = list(report.fragments)
    cited = {number for fragment in fragments for number in fragment.cites}
    cited |= {number for row in report.claims for number in (row.reference, *row.bearing)}
    for number in sorted(cited - listed):
        yield fault(REPORT, f"cites [{number}], which is not in its reference list")
    for claim in sorted({fragment.claim for fragment in fragments if fragment.claim is not None} - rows):
        yield fault(REPORT, f"quotes C{claim}, which is not in its claims table")
    if ENTRY.findall(contents.bibliography) != [reference.key for reference in report.references]:
        yield fault(BIBLIOGRAPHY, f"its entries are not the references of {REPORT}")


def _provenance(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    provenance = contents.provenance
    if provenance is None or contents.claims is None or contents.evidence is None:
        return
    sources = {source.paper.paper_id: source.sha256 for source in provenance.sources}
    if sources != {item.paper_id: item.sha256 for item in manifest.inputs}:
        yield fault(PROVENANCE, f"its sources are not the inputs of {MANIFEST}")
    traced = {(claim.claim_id, claim.paper_id, claim.sha256, claim.spans) for claim in provenance.claims}
    traced |= {
        (item.evidence_id, item.paper_id, item.sha256, item.spans)
        for claim in provenance.claims
        for item in claim.evidence
    }
    lines: tuple[ClaimLine | EvidenceLine, ...] = (*contents.claims, *contents.evidence)
    if traced != {(line.id, line.paper_id, sources.get(line.paper_id), line.spans) for line in lines}:
        yield fault(PROVENANCE, f"does not list exactly the claims and passages of {CLAIMS} and {EVIDENCE}")


def _reproductions(manifest: Manifest, contents: Contents) -> Iterator[Fault]:
    listed = {output.path for output in manifest.outputs}
    for line in contents.reproductions or ():
        if line.script is not None and line.script not in listed:
            yield fault(REPRODUCTION_INDEX, f"{line.id} names the script {line.script}, which is not there")


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Manifest, Contents], Iterator[Fault]]], ...] = (
    ((MANIFEST, CLAIMS, EVIDENCE, REVIEW), _identifier),
    ((MANIFEST, REVIEW), _standing),
    ((ANSWER, REPORT), _answer),
    ((MANIFEST, SCREENING), _counts),
    ((MANIFEST, REPORT), _report),
    ((REPORT, CLAIMS, EVIDENCE), _claims),
    ((MANIFEST, CLAIMS, EVIDENCE), _links),
    ((REPORT, BIBLIOGRAPHY), _citations),
    ((MANIFEST, PROVENANCE, CLAIMS, EVIDENCE), _provenance),
    ((MANIFEST, REPRODUCTION_INDEX), _reproductions),
)


def _differences(path: str, what: str, expected: dict[str, Line], lines: Sequence[Line]) -> Iterator[Fault]:
    there = {line.id: line for line in lines}
    for identifier in sorted(expected.keys() | there.keys()):
        wanted, line = expected.get(identifier), there.get(identifier)
        if wanted is None or line is None:
            yield fault(path, f"{'lacks' if line is None else 'has no reason for'} {what} {identifier}")
            continue
        if wanted != line:
            fields = [name for name in type(line).model_fields if getattr(wanted, name) != getattr(line, name)]
            yield fault(path, f"{what} {identifier} has another {', '.join(fields)}")
