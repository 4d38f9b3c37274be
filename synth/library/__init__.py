"""Papers on this disk: a content-addressed store and a full-text index."""

from synth.library.index import Hit, Library
from synth.library.snapshot import Snapshot
from synth.library.soundness import check_library, index_faults
from synth.library.store import Store, sha256, stage_key

__all__ = ["Hit", "Library", "Snapshot", "Store", "check_library", "index_faults", "sha256", "stage_key"]
