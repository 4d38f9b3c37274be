"""synth: a research question in, a typeset literature synthesis out, checkable line by line."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synth.pipeline import generate

__all__ = ["generate"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the pipeline when it is first asked for: `import synth` alone loads no library."""
    if name == "generate":
        from synth.pipeline import generate

        return generate
    raise AttributeError(f"module 'synth' has no attribute {name!r}")
