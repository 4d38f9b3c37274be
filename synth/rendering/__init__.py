"""A report becomes LaTeX, BibTeX and PDF."""
