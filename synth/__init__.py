"""synth: a research question in, a typeset literature synthesis out, checkable line by line."""
