"""What one run leaves behind: the run folder, its manifest, the identifier of its content, and its exports."""

from synth.records.canonical import record_id, result_settings, run_name
from synth.records.evidence_table import evidence_csv
from synth.records.files import record_files
from synth.records.reference_exports import csl_json, ris
from synth.records.run_folder import (
    check_writable,
    is_run,
    load_record,
    outputs_of,
    read_file,
    read_manifest,
    read_report,
    seal,
    write_run,
)

__all__ = [
    "check_writable",
    "csl_json",
    "evidence_csv",
    "is_run",
    "load_record",
    "outputs_of",
    "read_file",
    "read_manifest",
    "read_report",
    "record_files",
    "record_id",
    "result_settings",
    "ris",
    "run_name",
    "seal",
    "write_run",
]
