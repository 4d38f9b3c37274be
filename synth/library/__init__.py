"""Papers on this disk: a content-addressed store and a full-text index."""
