"""Many questions, each in a run folder of its own; one that fails costs only itself."""

from synth.batch.running import TopicResult, run_batch, summary_table
from synth.batch.topics import read_topics

__all__ = ["TopicResult", "read_topics", "run_batch", "summary_table"]
