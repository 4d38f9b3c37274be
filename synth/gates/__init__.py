"""Verdicts become standing: what was tried to break the record, and what survived."""
