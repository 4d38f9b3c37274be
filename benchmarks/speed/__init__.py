"""Speed and memory of whole commands, each beside a yardstick measured in the same run."""
