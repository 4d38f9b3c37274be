"""The content of a report: answer, themes, agreement and conflict, from a checked run."""
