"""Topics answered on many machines: the workers of a Dask cluster that is there already."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

from synth.batch.processes import TopicProcesses
from synth.errors import NetworkError, TopicError, UsageError

CONNECT_S = 30
RETRIES = 3
"""So often a topic is given to another worker where one is lost."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class ClusterExecutor(Executor):
    """The workers behind a Dask scheduler, each call in a process of its own there, for `time_limit_s` at most.

    Library and output folder are on a disk that all workers have under the same path. Raises UsageError where the
    package `distributed` is missing, NetworkError where no scheduler answers at `address`.
    """

    def __init__(self, address: str, time_limit_s: float) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "needs the package distributed", item="--scheduler", remedy="pip install 'synth[cluster]'"
            ) from error
        self._time_limit_s = time_limit_s
        try:
            self._client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NetworkError("no Dask scheduler answers", item=address, stage="batch") from error
        self._workers: Executor = self._client.get_executor(pure=False, retries=RETRIES)

    def submit(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """The future result of calling `work`, a function of a module, with arguments that pickle."""
        return self._workers.submit(_apart, self._time_limit_s, work, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End once all is done that was submitted; with `cancel_futures` at once."""
        self._workers.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _apart(
    time_limit_s: float, work: Callable[..., Result], args: tuple[object, ...], kwargs: dict[str, object]
) -> Result:
    """In a worker: the result of a call in a process of its own."""
    if multiprocessing.current_process().daemon:
        raise TopicError(
            "a Dask worker that may start no processes cannot read papers",
            stage="batch",
            remedy="start workers with DASK_DISTRIBUTED__WORKER__DAEMON=False",
        )
    with TopicProcesses(1, time_limit_s) as processes:
        return processes.submit(work, *args, **kwargs).result()
