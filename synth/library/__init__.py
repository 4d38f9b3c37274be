"""Papers on this disk: a catalogue of their metadata and its full-text index."""

from synth.library.index import Hit, Library

__all__ = ["Hit", "Library"]
