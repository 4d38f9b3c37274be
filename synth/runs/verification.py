"""A record is checked again, offline: bytes, quotations at their spans, agreement of its files, corrections.

    bytes        manifest.json under its own hash, every file under the one listed, nothing missing or added
    quotations   each claim and passage read again at its spans in the stored text of its paper
    agreement    identifier, standing, counts, claims, citations and provenance against each other
    corrections  the chain of corrections.jsonl, against what else remembers it: see heads.py

`verify` does these within a second. With `again`, or where papers are given, rechecking.py runs more: it reads papers,
finds claims and checks them anew, which takes about as long as the run did. All of it proves damage, not forgery: who
can write the folder can put a whole other record in its place.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from synth.errors import RecordError
from synth.language.phrasing import counted
from synth.models import (
    Correction,
    Document,
    Fault,
    Manifest,
    Review,
    Span,
    Verification,
    spanned,
    spanned_chars,
)
from synth.models.run_files import CLAIMS, CORRECTIONS, EVIDENCE, MANIFEST, REVIEW, RO_CRATE_METADATA
from synth.records.consistency import check_consistency
from synth.records.contents import Contents, read_contents, read_text_of
from synth.records.corrections import check_corrections, state_of
from synth.records.files import document_path
from synth.records.head import Head, heads_of
from synth.records.integrity import check_files, check_manifest, fault
from synth.records.reader import shown
from synth.records.signatures import signature_path
from synth.runs.heads import check_heads, check_memories


def verify(
    folder: Path,
    papers: Sequence[Path] = (),
    *,
    again: bool = False,
    pinned: str | None = None,
    allowed_signers: Path | None = None,
) -> Verification:
    """Check a run folder, and name each thing that no longer holds.

    `papers` are files and folders: what has the bytes of an input is read again, compared with the stored text, and
    stands in for it where it is absent. `again` finds and checks the claims anew and typesets report.json again.
    `pinned` is the SHA-256 of a head that the record must have had, `allowed_signers` a file of those of whom one must
    have signed it, as ssh-keygen has it. Raises RecordError where the folder has no manifest or cannot be read,
    SourceError for papers that are not there, UsageError where signatures cannot be checked.
    """
    manifest, faults = check_manifest(folder)
    if manifest is None:
        return Verification(record_id=None, status=None, state=None, faults=tuple(faults))
    corrections, broken = check_corrections(folder)
    additions = {output.path: output for correction in corrections for output in correction.files}
    outputs = (*manifest.outputs, *additions.values())
    heads = heads_of(manifest, corrections)
    beside = (MANIFEST, CORRECTIONS, RO_CRATE_METADATA, *map(signature_path, heads))
    sound, changed = check_files(folder, outputs, beside)
    contents, unreadable = read_contents(folder, [output.path for output in outputs])
    known = set(sound) if faults else {*sound, MANIFEST}
    faults += [*changed, *(found for found in unreadable if found.path in sound), *broken]
    faults += check_memories(folder, heads, additions)
    notes, missed = check_heads(folder, heads, pinned, allowed_signers)
    faults += missed

    given: Mapping[str, Document] = {}
    done = False
    if papers or again:
        from synth.runs.rechecking import (
            recheck,  # loads the readers and the check, which take longer than all else here
        )

        rechecked = recheck(folder, manifest, contents, papers, again=again)
        given, done = rechecked.given, rechecked.again
        notes += rechecked.notes
        faults += rechecked.faults

    @lru_cache(maxsize=1)
    def text_of(paper_id: str) -> str | None:
        return given[paper_id].text if paper_id in given else read_text_of(folder, paper_id)

    misquoted = list(_misquoted(contents, text_of))
    faults += list(_unknown(corrections, contents))
    faults += [*misquoted, *check_consistency(manifest, contents, known), *_grounding(contents.review, misquoted)]
    return Verification(
        record_id=manifest.record_id,
        status=manifest.status,
        state=state_of(corrections),
        head=heads[-1].sha256,
        corrections=heads[-1].corrections,
        files=len(sound) + (MANIFEST in known),
        claims=len(contents.claims or ()),
        passages=len(contents.evidence or ()),
        again=done,
        source_absent=tuple(_absent(manifest, given, {*sound, *(found.path for found in faults)})),
        faults=tuple(dict.fromkeys(faults)),
        notes=tuple(notes),
    )


def refuse_damaged(folder: Path, done: str) -> None:
    """Raise RecordError, which names the first thing that no longer holds, before a record is `done` ("corrected")."""
    found = verify(folder)
    if not found.holds:
        first = found.faults[0]
        message = shown(f"is damaged, and a damaged record is not {done}: {first.path}: {first.message}")
        remedy = "synth verify names all that changed"
        raise RecordError(message, item=str(folder), stage="verify", remedy=remedy)


def verification_lines(found: Verification) -> list[str]:
    """What was found, as lines: each thing that no longer holds, what was not looked at, and a plain summary."""
    lines = [f"{item.path}: {item.message}" for item in found.faults]
    lines += [f"source absent: {paper_id}" for paper_id in found.source_absent]
    head = [str(Head(found.head, found.corrections))] if found.head and found.holds else []
    return [shown(line) for line in (*lines, *found.notes, *head, _summary(found))]


def _summary(found: Verification) -> str:
    name = found.record_id or "The record"
    aside = "; this proves damage, not forgery"
    if not found.holds:
        return f"{name} does not hold: {counted(len(found.faults), 'thing')} found that should not be{aside}"
    checked = [counted(found.files, "file")]
    if not found.source_absent:
        checked.append(f"{counted(found.claims, 'claim')} and {counted(found.passages, 'passage')} at their places")
    if found.again:
        checked.append("the checks run again")
    absent = f"; source absent for {counted(len(found.source_absent), 'paper')}" if found.source_absent else ""
    return f"{name} holds: {', '.join(checked)}{absent}; {found.status}, {found.state}{aside}"


TextOf = Callable[[str], str | None]
"""The text of a paper as read, by its identifier; None where it is absent."""


class _Quotation(NamedTuple):
    """A text that stands at some spans of a paper, by the file and the line that say so."""

    path: str
    line: str
    paper_id: str
    text: str
    spans: Sequence[Span]

    def stands_in(self, paper: str) -> bool:
        """Whether it does; spans that cannot be it, such as a whole paper many times, are not put together."""
        same_length = spanned_chars(paper, self.spans) + max(0, len(self.spans) - 1) == len(self.text)
        return same_length and spanned(paper, self.spans) == self.text


def _misquoted(contents: Contents, text_of: TextOf) -> Iterator[Fault]:
    """Claims and passages whose text does not stand at their spans; those whose source is absent are not looked at.

    They are looked at paper by paper: no more than one of the texts is in memory.
    """
    quotations = tuple(_quotations(contents))
    missed = []
    for number in sorted(range(len(quotations)), key=lambda number: quotations[number].paper_id):
        text = text_of(quotations[number].paper_id)
        if text is not None and not quotations[number].stands_in(text):
            missed.append(number)
    for one in (quotations[number] for number in sorted(missed)):
        yield fault(one.path, f"{one.line} does not stand at its spans in {document_path(one.paper_id)}")


def _quotations(contents: Contents) -> Iterator[_Quotation]:
    for line in contents.claims or ():
        yield _Quotation(CLAIMS, f"claim {line.id}", line.paper_id, line.text, line.spans)
        if line.context is not None:
            yield _Quotation(CLAIMS, f"claim {line.id}", line.paper_id, line.context, line.context_spans)
    for passage in contents.evidence or ():
        yield _Quotation(EVIDENCE, f"evidence {passage.id}", passage.paper_id, passage.text, passage.spans)


def _unknown(corrections: Sequence[Correction], contents: Contents) -> Iterator[Fault]:
    """Corrections of claims that the record does not have."""
    there = {line.id for line in contents.claims or ()}
    for correction in corrections:
        if contents.claims is not None and not there.issuperset(correction.claims):
            yield fault(CORRECTIONS, f"line {correction.number} corrects a claim that is not in {CLAIMS}")


def _grounding(review: Review | None, misquoted: Sequence[Fault]) -> Iterator[Fault]:
    grounded = review is not None and any(gate.number == 1 and gate.status == "Verified" for gate in review.gates)
    if grounded and misquoted:
        yield fault(REVIEW, f"gate 1 says Verified, and {counted(len(misquoted), 'quotation')} cannot be found again")


def _absent(manifest: Manifest, given: Mapping[str, Document], there: Collection[str]) -> Iterator[str]:
    """The papers whose text is neither in the record, changed or not, nor was given."""
    for source in manifest.inputs:
        if source.paper_id not in given and document_path(source.paper_id) not in there:
            yield source.paper_id
