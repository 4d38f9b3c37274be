"""How well numbers that follow from others are found and judged: planted papers, and real ones to be read by hand."""
