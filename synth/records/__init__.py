"""What one run leaves behind: the run folder, its manifest and the identifier of its content."""

from synth.records.canonical import claim_lines, evidence_lines, record_id, result_settings, run_name
from synth.records.run_folder import check_writable, outputs_of, read_file, read_manifest, seal, write_run

__all__ = [
    "check_writable",
    "claim_lines",
    "evidence_lines",
    "outputs_of",
    "read_file",
    "read_manifest",
    "record_id",
    "result_settings",
    "run_name",
    "seal",
    "write_run",
]
