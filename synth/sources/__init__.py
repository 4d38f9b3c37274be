"""Where papers come from: arXiv, the user's own files, the sample library; one HTTP session for all."""

from synth.sources.folder import FolderSource
from synth.sources.metadata import plain_text
from synth.sources.protocol import PaperSource
from synth.sources.sample import SampleSource, sample_folder

__all__ = ["FolderSource", "PaperSource", "SampleSource", "plain_text", "sample_folder"]
