"""The library at arXiv's scale: how long imports and searches take, and what they take of memory and disk."""
