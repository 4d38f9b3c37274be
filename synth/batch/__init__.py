"""Many topics, each in a run folder of its own; one that fails costs only itself."""
