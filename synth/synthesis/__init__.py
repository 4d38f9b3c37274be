"""Verdicts become what the paper says: answer, themes, agreement and conflict."""
