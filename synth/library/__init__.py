"""Papers on this disk: a content-addressed store and a full-text index."""

from synth.library.index import Hit, Library, snapshot_papers
from synth.library.store import Store, sha256, stage_key

__all__ = ["Hit", "Library", "Store", "sha256", "snapshot_papers", "stage_key"]
