"""Kills and power failures: whether the next run leaves the same bytes."""
