"""Load PyMuPDF: silent, and without the layout model that it would bring along."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

# PyMuPDF 2 loads its layout model with ONNX (0.9 s and 140 MB against 0.2 s and 47 MB) unless these cannot be imported.
_UNWANTED = ("pymupdf.layout", "pymupdf4llm")


@contextmanager
def _hidden(names: Sequence[str]) -> Iterator[None]:
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


with _hidden(_UNWANTED):
    import pymupdf

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

__all__ = ["pymupdf", "raise_if_out_of_memory"]

_OUT_OF_MEMORY = re.compile(r"\b(?:[mc]|re)alloc\b|out of memory|bad_alloc")


def raise_if_out_of_memory(error: Exception) -> None:
    """Raise MemoryError for MuPDF's own error of that kind ("malloc (25165824 bytes) failed"): nothing is damaged."""
    if isinstance(error, MemoryError) or _OUT_OF_MEMORY.search(str(error)):
        raise MemoryError from error
