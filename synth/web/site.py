"""Many records as static pages: what changed since the last time is written again, then the pages that list them.

    index.html  research.html  verification.html  about.html  feed.xml  sitemap.xml  style.css  script.js  search.js
    records/02feb520/  index.html  record.json  evidence.csv ...  record/ (the record's own files, without documents/)
    records/0a1b2c3d/  index.html  former.json: where a record was that is here no more

A page is named by the identifier of its record: no text of a user or a paper is ever part of a path.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from filelock import FileLock
from pydantic import ValidationError

from synth import __version__
from synth.errors import StorageError, SynthError, UsageError
from synth.models import FormerRecord, PublishedRecord
from synth.models.run_files import CORRECTIONS, MANIFEST
from synth.records.corrections import read_corrections
from synth.records.head import Head, heads_of
from synth.records.reader import read_manifest, read_plain
from synth.records.run_folder import is_run
from synth.settings import Settings
from synth.stages.workers import Workers, results_in_order
from synth.system.disk import PARTIAL, make_folder, remove, replacing_folders, write_atomically, write_unsynced
from synth.template_folders import template_folders, templates_digest
from synth.web.former_pages import FORMER_FILE, former_page, former_records
from synth.web.listings import listing_files, static_files
from synth.web.record_files import OWN_FILES, RECORD_FILE, RECORDS, write_page

Read = TypeVar("Read", PublishedRecord, FormerRecord)

MARKER = ".synth-site"
"""The lock of whoever builds a site; it says that a folder is one, whose pages may be replaced."""


class SiteSummary(NamedTuple):
    """What a build came to: the records of the site, the newest first, and how many pages were written and removed.

    `left_out` has a line for each run folder that is not on the site, with its reason; `former` are the records that
    were on the site before.
    """

    records: tuple[PublishedRecord, ...]
    written: int
    removed: int
    left_out: tuple[str, ...]
    former: tuple[FormerRecord, ...]


def build_site(runs: Path, out: Path, settings: Settings) -> SiteSummary:
    """Make or renew the site of all run folders directly in `runs`, or of the one that `runs` itself is.

    A record that has not changed since the last build into `out` is not written again; where one was that is gone, a
    page says so. One that does not hold is left out, and so is one that takes a worker process more time or memory than
    a paper may take. Whoever else builds into `out` meanwhile is waited for. Raises UsageError where `out` holds
    something else than a site, StorageError where it cannot be written.
    """
    _check_out(runs, out)
    try:
        make_folder(out)
        with FileLock(out / MARKER):
            built, gone = _read_pages(out, RECORD_FILE, PublishedRecord), _read_pages(out, FORMER_FILE, FormerRecord)
            with replacing_folders() as replace:
                kept, written, left_out = _renew_pages(_run_folders(runs), built, out, settings, replace)
                records = tuple(sorted(kept.values(), key=lambda one: (one.updated, one.record_id), reverse=True))
                former = former_records(records, [*built, *gone])
                for one in former:
                    _renew_folder(out, one.page, former_page(one, records, settings.site), replace)
            _remove_others(out, {out / one.page for one in records} | {out / one.page for one in former})
            _write_changed(out, {**static_files(), **listing_files(records, settings)})
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror or error}", item=str(out), stage="site") from error
    removed = len({one.record_id for one in built} - kept.keys())
    return SiteSummary(records, written, removed, tuple(left_out), former)


def _renew_pages(
    runs: Sequence[Path],
    built: Iterable[PublishedRecord],
    out: Path,
    settings: Settings,
    replace: Callable[[Path, Path], None],
) -> tuple[dict[str, PublishedRecord], int, list[str]]:
    """Write the pages of records that changed; returns all records by identifier, how many, and what was left out."""
    maker = f"{__version__} {settings.site!r} {templates_digest(template_folders('html')[-1].parent)}"
    found = [(folder, _digest(folder, maker)) for folder in runs]
    unchanged = {record.made_from: record for record in built}
    published = {record.record_id: record for record in built}
    places = {folder: out / RECORDS / f"{PARTIAL}{place}" for place, folder in enumerate(runs)}
    changed = [(folder, made_from) for folder, made_from in found if made_from not in unchanged]
    arguments = ((folder, made_from, settings.site, places[folder]) for folder, made_from in changed)
    kept: dict[str, PublishedRecord] = {}
    left_out: list[str] = []
    written = 0
    with Workers(settings) as workers:
        pages = results_in_order(workers, write_page, arguments)
        for folder, made_from in found:
            before = unchanged.get(made_from)
            record = before or next(pages)
            if isinstance(record, SynthError):
                left_out.append(str(record) if record.item else f"{folder}: {record}")
            elif record.record_id in kept:
                left_out.append(f"{folder}: is {record.record_id} once more")
            elif lost := _lost_corrections(folder, published.get(record.record_id)):
                left_out.append(lost)
                kept[record.record_id] = published[record.record_id]
            else:
                kept[record.record_id] = record
                if before is None:
                    replace(out / record.page, places[folder])
                    written += 1
    return kept, written, left_out


def _lost_corrections(folder: Path, published: PublishedRecord | None) -> str:
    """What to say of a record whose page has corrections that it no longer has; "" where there are none."""
    if published is None or not published.corrections:
        return ""
    heads = heads_of(read_manifest(folder), read_corrections(folder))
    if any(head.sha256 == published.head for head in heads):
        return ""
    named = Head(published.head, published.corrections)
    there = f"{published.page}/{OWN_FILES}/{CORRECTIONS}"
    return f"{folder}: lacks corrections that its page has, which stays: {named}; the site keeps them in {there}"


def _check_out(runs: Path, out: Path) -> None:
    """Raises UsageError for a folder whose files are not a site's to replace."""
    if out.resolve() == runs.resolve():
        raise UsageError("is where the runs are; a site needs a folder of its own", item=f"--out {out}")
    if out.exists() and not (out / MARKER).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError("holds something else than a site", item=f"--out {out}", remedy="name a new folder")


def _run_folders(runs: Path) -> list[Path]:
    try:
        return [runs] if is_run(runs) else sorted(path for path in runs.iterdir() if is_run(path))
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", item=str(runs)) from error


def _read_pages(out: Path, file: str, model: type[Read]) -> list[Read]:
    """What the folders of pages say of themselves, as the last build left them; what cannot be read is left out."""
    found = []
    for folder in _page_folders(out):
        data = read_plain(folder, file)
        if data is not None:
            with suppress(ValidationError):
                read = model.model_validate_json(data)
                if out / read.page == folder:
                    found.append(read)
    return found


def _page_folders(out: Path) -> list[Path]:
    pages = out / RECORDS
    return sorted(pages.iterdir()) if pages.is_dir() else []


def _digest(folder: Path, maker: str) -> str:
    """SHA-256 of what a page depends on: what makes it, and manifest and corrections, which name all of a record."""
    digest = hashlib.sha256(maker.encode())
    for path in (MANIFEST, CORRECTIONS):
        digest.update(hashlib.sha256(read_plain(folder, path) or b"").digest())
    return digest.hexdigest()


def _remove_others(out: Path, kept: Collection[Path]) -> None:
    """Remove the folders of pages that are not kept, and what a build that failed left. Raises OSError."""
    for folder in _page_folders(out):
        if folder not in kept:
            remove(folder)


def _renew_folder(out: Path, page: str, files: Mapping[str, bytes], replace: Callable[[Path, Path], None]) -> None:
    """Replace the folder of a page where it has other bytes than these. Raises OSError."""
    if any(read_plain(out / page, path, len(data)) != data for path, data in files.items()):
        new = (out / page).with_name(f"{PARTIAL}{Path(page).name}")
        write_unsynced(new, files)
        replace(out / page, new)


def _write_changed(out: Path, files: Mapping[str, bytes]) -> None:
    """Write those files that are not there with these bytes. Raises StorageError."""
    for path, data in files.items():
        if read_plain(out, path, len(data)) != data:
            write_atomically(out / path, data)
