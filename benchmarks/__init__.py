"""Measurements: every figure in the docs comes from one of these commands. Not part of the package."""
