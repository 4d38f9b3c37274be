"""Tell which commands are known, so that a conditional can ask whether one is defined."""

from functools import cache

from synth.language.tex import symbols
from synth.reading.latex_chemistry import CHEMISTRY
from synth.reading.latex_citations import CITATIONS
from synth.reading.latex_ordinals import CALCULATED
from synth.reading.latex_packages import package_command_names
from synth.reading.latex_quantities import QUANTITIES
from synth.reading.latex_references import REFERENCES
from synth.reading.latex_vocabulary import IGNORED, SPACES, SWALLOWED, UNFIT


@cache
def _known() -> frozenset[str]:
    tables = (symbols(), CHEMISTRY, CITATIONS, CALCULATED, IGNORED, QUANTITIES, REFERENCES, SPACES, SWALLOWED, UNFIT)
    return package_command_names().union(*tables)


def is_read_otherwise(name: str, in_class: bool) -> bool:
    """Whether a package's or a class's own definition of a command does not count, since the command is read here."""
    return name in CITATIONS or name in REFERENCES or (in_class and is_known(name))


def is_known(name: str) -> bool:
    """Whether a command means something to LaTeX or to a package that is read here."""
    return name in _known()
