"""What one run leaves behind: the run folder, its manifest, the identifier of its content, and its exports."""
