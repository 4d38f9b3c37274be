"""A research question becomes facets, queries, and a judgement of which papers bear on it."""
