"""Bytes become a Document: archives, LaTeX, PDF, sentences, tables."""
