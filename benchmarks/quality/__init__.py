"""Quality of claims and checks on labelled data; `python -m benchmarks.quality` prints it, `.train` rebuilds models."""
