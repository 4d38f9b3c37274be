"""A claim and passages give a verdict: TF-IDF evidence, stance, confidence."""
