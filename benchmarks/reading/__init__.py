"""How well papers are read: sentences, both readers against each other, headings. `python -m benchmarks.reading`."""
