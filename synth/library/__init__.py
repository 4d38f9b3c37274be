"""Papers on this disk: a catalogue of their metadata, its full-text index, and a content-addressed store."""

from synth.library.catalogue import Step
from synth.library.full_text import SearchFilter
from synth.library.index import Hit, Library
from synth.library.soundness import check_library, damaged_files, index_faults
from synth.system.store import Store, sha256, stage_key

__all__ = [
    "Hit",
    "Library",
    "SearchFilter",
    "Step",
    "Store",
    "check_library",
    "damaged_files",
    "index_faults",
    "sha256",
    "stage_key",
]
