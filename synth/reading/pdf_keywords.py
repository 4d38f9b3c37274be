"""The keywords of a PDF's metadata, without any of its pages."""

from synth.reading.pdf_engine import pymupdf, raise_if_out_of_memory


def pdf_keywords(data: bytes) -> str:
    """The keywords that a PDF names in its metadata; "" where it names none or cannot be opened."""
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            return str((pdf.metadata or {}).get("keywords") or "")
    except Exception as error:  # of many kinds: MuPDF's own, RuntimeError, ValueError ...
        raise_if_out_of_memory(error)
        return ""
