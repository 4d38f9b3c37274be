"""What one run leaves behind: the run folder, its manifest, the identifier of its content, and its exports."""

from synth.records.canonical import record_id, result_settings, run_name
from synth.records.datacite import datacite_json
from synth.records.evidence_table import evidence_csv
from synth.records.files import record_files
from synth.records.public_files import public_files, zip_of
from synth.records.reference_exports import csl_json, ris
from synth.records.ro_crate import METADATA as RO_CRATE_METADATA
from synth.records.ro_crate import ro_crate
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
from synth.records.zenodo_deposit import Deposit, deposit_zip, zenodo_deposit

__all__ = [
    "RO_CRATE_METADATA",
    "Deposit",
    "check_writable",
    "csl_json",
    "datacite_json",
    "deposit_zip",
    "evidence_csv",
    "is_run",
    "load_record",
    "outputs_of",
    "public_files",
    "read_file",
    "read_manifest",
    "read_report",
    "record_files",
    "record_id",
    "result_settings",
    "ris",
    "ro_crate",
    "run_name",
    "seal",
    "write_run",
    "zenodo_deposit",
    "zip_of",
]
