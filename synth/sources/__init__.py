"""Where papers come from: arXiv, the user's own files, the sample library; one HTTP session for all."""

from synth.sources.arxiv import ArxivSource
from synth.sources.arxiv_address import arxiv_settings
from synth.sources.folder import FolderSource
from synth.sources.metadata import plain_text
from synth.sources.protocol import PaperSource
from synth.sources.sample import SampleSource, sample_folder
from synth.sources.session import ArxivSession

__all__ = [
    "ArxivSession",
    "ArxivSource",
    "FolderSource",
    "PaperSource",
    "SampleSource",
    "arxiv_settings",
    "plain_text",
    "sample_folder",
]
