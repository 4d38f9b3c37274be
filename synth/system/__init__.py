"""What synth has of the machine that it runs on: the time, the disk, a sandbox, and how packages are installed."""
