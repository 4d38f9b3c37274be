"""What one run leaves behind: the run folder, its manifest and the identifier of its content."""

from synth.records.canonical import record_id, result_settings, run_name
from synth.records.files import record_files
from synth.records.run_folder import (
    check_writable,
    is_run,
    load_record,
    outputs_of,
    read_file,
    read_manifest,
    seal,
    write_run,
)

__all__ = [
    "check_writable",
    "is_run",
    "load_record",
    "outputs_of",
    "read_file",
    "read_manifest",
    "record_files",
    "record_id",
    "result_settings",
    "run_name",
    "seal",
    "write_run",
]
