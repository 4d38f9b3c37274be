"""The commands and environments of running text: what each takes, and which of it is printed.

What needs more than a word here has a module of its own: citations, references, quantities, chemistry, ordinals; what
packages put together of other commands is in `latex_packages`.
"""

from synth.reading.latex_commands import names, signatures

MATH_ENVIRONMENTS = names("math environments")
DROPPED_ENVIRONMENTS = names("dropped environments")
ENVIRONMENT_ARGUMENTS = signatures("environment arguments")
SWALLOWED = signatures("swallowed")
"""What is dropped with its arguments; the arguments that follow and are not named there stay text."""
UNFIT = signatures("unfit")
"""What must not be quoted: struck out by the authors, or printed in signs that are not told by its argument."""
SPACES = names("spaces")
IGNORED = names("ignored")
"""What prints nothing itself; what follows it in braces stays text."""
