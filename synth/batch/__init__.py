"""Many topics, each in a run folder of its own; one that fails costs only itself."""

from synth.batch.cluster import ClusterExecutor
from synth.batch.copying import Copies
from synth.batch.processes import TopicProcesses
from synth.batch.running import Shared, TopicResult, answer_topic, run_batch
from synth.batch.summary import topic_lines, totals, write_batch
from synth.batch.topics import BadRow, Topic, TopicList, parse_topics, read_topics

__all__ = [
    "BadRow",
    "ClusterExecutor",
    "Copies",
    "Shared",
    "Topic",
    "TopicList",
    "TopicProcesses",
    "TopicResult",
    "answer_topic",
    "parse_topics",
    "read_topics",
    "run_batch",
    "topic_lines",
    "totals",
    "write_batch",
]
