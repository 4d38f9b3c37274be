"""The folder of one record on a site: its page, the tables beside it, and the record's own files."""

import gc
import logging
from pathlib import Path

from synth.errors import RecordError
from synth.models import PublishedRecord, json_text
from synth.pages.record_page import TABLES, published, render_record
from synth.records.reader import shown
from synth.records.run_folder import outputs_of
from synth.settings import SiteSettings
from synth.system.disk import write_unsynced
from synth.web.public_record import PublicRecord, read_public

log = logging.getLogger(__name__)

RECORDS = "records"
RECORD_FILE = "record.json"
OWN_FILES = "record"
"""Below a record's page: the files of the record itself, in a folder that `synth verify` takes."""


def page_of(record_id: str) -> str:
    """The folder of a record's page, relative to the site."""
    return f"{RECORDS}/{record_id.removeprefix('SRCH:')}"


def write_page(folder: Path, made_from: str, site: SiteSettings, out: Path) -> PublishedRecord | RecordError:
    """Write the files of a run folder's page to the folder `out`, unsynced; the error where the record does not hold.

    Raises OSError.
    """
    gc.disable()  # an eighth of the time: all that is made stays until the page is written
    try:
        record, files = page_files(read_public(folder), made_from, site)
        write_unsynced(out, files)
        return record
    except RecordError as error:
        return error
    except (OSError, MemoryError):  # what ran out of memory is named where it was bounded
        raise
    except Exception as error:  # a fault of synth's own, or a record nested without end, must not cost the others
        log.info("unexpected failure on %s", folder, exc_info=True)
        return RecordError(f"unexpected {type(error).__name__}: {shown(str(error))}", item=str(folder), stage="site")
    finally:
        gc.enable()


def page_files(public: PublicRecord, made_from: str, site: SiteSettings) -> tuple[PublishedRecord, dict[str, bytes]]:
    """What is published of a record, and the files of its page, as bytes by their path below it."""
    content, page = public.content, page_of(public.content.manifest.record_id)
    own = {f"{OWN_FILES}/{path}": data for path, data in public.files.items()}
    files = outputs_of({f"{page}/{path}": data for path, data in own.items()})
    pdf = content.pdf and f"{page}/{OWN_FILES}/{content.pdf}"
    record = published(content, page, pdf, files, made_from)
    beside = {**{name: table(content) for name, table in TABLES.items()}, RECORD_FILE: json_text(record).encode()}
    made = {name: name for name in beside}
    text = render_record("site/record.html.j2", content, record, site, f"{OWN_FILES}/", made, root="../../", here="")
    return record, {"index.html": text.encode(), **beside, **own}
