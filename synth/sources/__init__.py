"""Where papers come from: arXiv, the user's own files, the sample library; and where records go: Zenodo."""

from synth.sources.arxiv import ArxivSource
from synth.sources.arxiv_address import arxiv_settings
from synth.sources.database import SCHEMES, DatabaseSource, Scheme
from synth.sources.databases import database_settings, open_database
from synth.sources.folder import FolderSource, fetch_form
from synth.sources.folder_walk import PaperFile
from synth.sources.metadata import plain_text
from synth.sources.protocol import PaperSource
from synth.sources.sample import SampleSource
from synth.sources.session import ArxivSession
from synth.sources.zenodo import TOKEN_VARIABLE, Deposition, ZenodoSession, doi_of, zenodo_address

__all__ = [
    "SCHEMES",
    "TOKEN_VARIABLE",
    "ArxivSession",
    "ArxivSource",
    "DatabaseSource",
    "Deposition",
    "FolderSource",
    "PaperFile",
    "PaperSource",
    "SampleSource",
    "Scheme",
    "ZenodoSession",
    "arxiv_settings",
    "database_settings",
    "doi_of",
    "fetch_form",
    "open_database",
    "plain_text",
    "zenodo_address",
]
