"""The page of one record, made to be looked at on this machine."""

import hashlib
import os
import webbrowser
from pathlib import Path

from synth.errors import RecordError
from synth.paths import page_cache
from synth.records.reader import read_manifest
from synth.settings import Settings
from synth.web.site import build_site


def open_page(run: Path, settings: Settings) -> Path:
    """Make the page of a run folder, in the user's cache, and open it in the browser; returns where it is.

    Each run has a site of its own there, which is renewed when it has changed. Raises RecordError where the record does
    not hold, StorageError where the cache cannot be written.
    """
    read_manifest(run)  # a folder of runs is none
    name = hashlib.sha256(os.fsencode(run.resolve())).hexdigest()[:16]
    made = build_site(run, page_cache() / name, settings)
    if made.left_out:
        raise RecordError(made.left_out[0], stage="show")
    page = page_cache() / name / made.records[0].page / "index.html"
    webbrowser.open(page.as_uri())
    return page
