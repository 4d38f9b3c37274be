"""Serving on a free port of this machine, for the stand-ins of arXiv and Zenodo."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class QuietServer(ThreadingHTTPServer):
    """A server that takes a client's hanging up for nothing out of the ordinary."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Print what went wrong, unless it was the client that hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], stopped: threading.Event, **bound: object) -> Iterator[str]:
    """The address of a server whose handlers have `bound` as attributes, until the block ends and `stopped` is set."""
    # Nagle's algorithm would keep each body back for 40 ms, until its head is acknowledged.
    bound_handler = type("BoundHandler", (handler,), {**bound, "disable_nagle_algorithm": True})
    server = QuietServer(("127.0.0.1", 0), bound_handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
