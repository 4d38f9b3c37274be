"""Random damage to everything that strangers write, read by synth's own readers within their limits."""
