"""What one run leaves behind: the run folder, its manifest, its verification."""
