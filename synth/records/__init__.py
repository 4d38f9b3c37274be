"""What one run leaves behind: the run folder, its manifest, the identifier of its content, and its exports."""

from synth.records.canonical import record_id, result_settings, run_name
from synth.records.consistency import check_consistency, check_lines
from synth.records.contents import (
    Contents,
    contents_of,
    read_contents,
    read_document,
    read_text_of,
)
from synth.records.corrected import corrected
from synth.records.corrections import Change, check_corrections, correct, read_corrections, state_of
from synth.records.datacite import datacite_json
from synth.records.evidence_csv import evidence_csv
from synth.records.files import document_path, record_files
from synth.records.head import Head, heads_of, named_head
from synth.records.integrity import check_files, check_manifest, fault
from synth.records.provenance import provenance_of
from synth.records.public_files import public_files, restamped, zip_of
from synth.records.reader import (
    read_answer,
    read_file,
    read_headline,
    read_manifest,
    read_output,
    read_plain,
    read_report,
    read_screened,
    shown,
)
from synth.records.reference_exports import csl_json, ris
from synth.records.ro_crate import ro_crate
from synth.records.run_folder import (
    check_writable,
    is_run,
    load_record,
    outputs_of,
    seal,
    settings_of,
    write_run,
    writing_beside,
)
from synth.records.signatures import MAX_SIGNATURE_BYTES, SIGNATURE_NAME, signature_of, signature_path, signer_of
from synth.records.workbook import evidence_workbook
from synth.records.zenodo_deposit import Deposit, deposit_zip, zenodo_deposit

__all__ = [
    "MAX_SIGNATURE_BYTES",
    "SIGNATURE_NAME",
    "Change",
    "Contents",
    "Deposit",
    "Head",
    "check_consistency",
    "check_corrections",
    "check_files",
    "check_lines",
    "check_manifest",
    "check_writable",
    "contents_of",
    "correct",
    "corrected",
    "csl_json",
    "datacite_json",
    "deposit_zip",
    "document_path",
    "evidence_csv",
    "evidence_workbook",
    "fault",
    "heads_of",
    "is_run",
    "load_record",
    "named_head",
    "outputs_of",
    "provenance_of",
    "public_files",
    "read_answer",
    "read_contents",
    "read_corrections",
    "read_document",
    "read_file",
    "read_headline",
    "read_manifest",
    "read_output",
    "read_plain",
    "read_report",
    "read_screened",
    "read_text_of",
    "record_files",
    "record_id",
    "restamped",
    "result_settings",
    "ris",
    "ro_crate",
    "run_name",
    "seal",
    "settings_of",
    "shown",
    "signature_of",
    "signature_path",
    "signer_of",
    "state_of",
    "write_run",
    "writing_beside",
    "zenodo_deposit",
    "zip_of",
]
