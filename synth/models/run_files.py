"""The names in a run folder, which scripts of others rely on. A folder's name ends with a slash."""

MANIFEST = "manifest.json"
CORRECTIONS = "corrections.jsonl"
ANSWER = "answer.json"
PROVENANCE = "provenance.json"
CLAIMS = "claims.jsonl"
EVIDENCE = "evidence.jsonl"
REVIEW = "review.json"
SCREENING = "screening.csv"
DOCUMENTS = "documents/"

REPORT = "report.json"
TEX = "report.tex"
BIBLIOGRAPHY = "references.bib"
FIGURES = "figures/"
PDF = "report.pdf"
CORRECTED_PDF = "report-corrected.pdf"

REPRODUCTION = "reproduction/"
REPRODUCTION_INDEX = "reproduction/index.jsonl"
PRINTED = "printed.txt"  # beside each script of reproduction/ that was run
PROOFS = "proofs/"
PROOFS_INDEX = "proofs/index.jsonl"

RO_CRATE_METADATA = "ro-crate-metadata.json"  # added by who unpacks an RO-Crate
