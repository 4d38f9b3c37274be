"""What remembers a record's corrections beside corrections.jsonl: a pin, a signature, an unpacked crate, the PDF."""

import json
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from synth.errors import ReadingError
from synth.language.phrasing import counted
from synth.models import Fault
from synth.models.run_files import CORRECTED_PDF, CORRECTIONS, MANIFEST, RO_CRATE_METADATA
from synth.records.head import Head, named_head
from synth.records.integrity import fault
from synth.records.reader import read_plain
from synth.records.signatures import MAX_SIGNATURE_BYTES, SIGNATURE_NAME, signature_path, signer_of
from synth.settings import ReadingSettings, Settings
from synth.stages.workers import Workers

PDF_TIMEOUT_S = 10.0  # the keywords of a report take a hundredth of a second


def check_memories(folder: Path, heads: Sequence[Head], additions: Collection[str]) -> Iterator[Fault]:
    """Heads that other files of a run folder name, and that the chain of corrections does not have.

    `additions` are the paths that the chain lists; a corrected PDF among them was made of this chain.
    """
    known = {head.sha256 for head in heads}
    lost = "lacks what it had" if os.path.lexists(folder / CORRECTIONS) else "is missing"
    for path, sha256, named in _remembered(folder, additions):
        if sha256 not in known:
            yield fault(CORRECTIONS, f"{lost}: {path} {named}")


def check_heads(
    folder: Path, heads: Sequence[Head], pinned: str | None, allowed_signers: Path | None
) -> tuple[list[str], list[Fault]]:
    """Whether a record has a head that somebody pinned and one that somebody signed: notes, and what does not hold.

    `allowed_signers` is a file as ssh-keygen has it; without one it is noted what is signed. Raises UsageError where it
    cannot be used.
    """
    notes, faults = _signatures(folder, heads, allowed_signers)
    if pinned is not None:
        there = [head for head in heads if head.sha256 == pinned]
        notes += [f"pinned: {_since(head, heads)}" for head in there]
        faults += [] if there else [fault(CORRECTIONS, f"does not lead from the pinned head {pinned}")]
    return notes, faults


def _signatures(folder: Path, heads: Sequence[Head], allowed: Path | None) -> tuple[list[str], list[Fault]]:
    notes: list[str] = []
    faults: list[Fault] = []
    for head in heads:
        path = signature_path(head)
        if not os.path.lexists(folder / path):
            continue
        if allowed is None:
            notes.append(f"signed, by whom --allowed-signers tells: {_since(head, heads)}")
        elif signer := signer_of(head, read_plain(folder, path, MAX_SIGNATURE_BYTES) or b"", allowed):
            notes.append(f"signed by {signer}: {_since(head, heads)}")
        else:
            faults.append(fault(path, f"is no signature of this head by anybody in {allowed.name}"))
    if allowed is not None and not faults and not notes:
        faults.append(fault(MANIFEST, "is not signed, nor is any correction"))
    return notes, faults


def _since(head: Head, heads: Sequence[Head]) -> str:
    """A head, and whether it is the last."""
    later = heads[-1].corrections - head.corrections
    return f"{head}, the newest" if later == 0 else f"{head}, before {counted(later, 'later correction')}"


def _remembered(folder: Path, additions: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Files that name a head: their path, the SHA-256, and what they say."""
    for path in sorted(entry.name for entry in os.scandir(folder)):
        if signature := SIGNATURE_NAME.fullmatch(path):
            yield path, signature[1], "is a signature of another head"
        text = ""
        if path == RO_CRATE_METADATA:
            text = _version_of_crate(read_plain(folder, path) or b"")
        elif path == CORRECTED_PDF and path not in additions:
            text = _keywords_of_pdf(read_plain(folder, path) or b"")
        if head := named_head(text):
            yield path, head.sha256, f"names {head}"


def _version_of_crate(data: bytes) -> str:
    """The version that an unpacked RO-Crate says the record has; "" where it says none."""
    try:
        root = next(entity for entity in json.loads(data)["@graph"] if entity["@id"] == "./")
        return str(root.get("version", ""))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        return ""


def _keywords_of_pdf(data: bytes) -> str:
    """The keywords of a PDF, read in a process of its own, since anybody may have made it; "" where it has none."""
    with Workers(Settings(reading=ReadingSettings(timeout_s=PDF_TIMEOUT_S))) as workers:
        try:
            return workers.submit(_read_keywords, data).result()
        except ReadingError:  # a limit was passed
            return ""


def _read_keywords(data: bytes) -> str:
    from synth.reading.pdf_keywords import pdf_keywords

    return pdf_keywords(data)
