"""Run the site on waitress, a production server in pure Python."""

import errno
import gc
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

_MAX_HEADER_BYTES = 32 * 1024  # a longest query is 500 characters; cookies are small
_MAX_BODY_BYTES = 11 * 1024 * 1024  # a .docx; what takes no upload takes less (kb.web.app)
_GARBAGE = 20_000  # new objects before Python looks for cycles among them
_BACKLOG = 1024  # connections that wait to be accepted, as many as waitress itself asks for
# A browser keeps half a dozen connections open and says nothing on them: as many readers as that
# leaves room for must not keep out the next one. Fewer than the 1024 files a process may open.
_CONNECTIONS = 500
_IDLE = 75  # seconds until a silent connection is closed; longer than proxies keep theirs
_CLEANUP = 10  # seconds between looks for such connections


class _Task(WSGITask):  # type: ignore[misc]
    """Sends an answer's headers and body at once.

    Each sending lets another thread compute, and waitress sends the headers by
    themselves: the body waited for a whole other request, and p99 was twice as long.
    """

    wrote_header: bool  # waitress ships no types

    def write(self, data: bytes) -> None:
        whole = self.complete and self.content_length == len(data) and bool(data)
        if self.wrote_header or not whole or not self.status.startswith("200 "):
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written = len(data)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that answers so."""

    task_class = _Task


class PortTakenError(Exception):
    """The address cannot be listened on; the message says why and what to do."""


def serve(
    app: Flask,
    host: str,
    port: int,
    *,
    threads: int = 4,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM, then return.

    Port 0 takes a free one. ``ready(url)`` is called once requests are accepted.
    Raises ``PortTakenError`` where the address cannot be had.
    """
    # A request that waits a moment for a free thread is no news to the operator.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with _listen(host, port) as listening:
        server = create_server(
            app,
            sockets=[listening],
            threads=threads,
            ident="",  # our versions are nobody's business
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE,
            cleanup_interval=_CLEANUP,
            asyncore_use_poll=True,  # select() knows no file beyond the 1024th
            max_request_header_size=_MAX_HEADER_BYTES,
            max_request_body_size=_MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
        )
        server.channel_class = _Channel
        # What is there now stays until the end: to look for cycles in it again and again
        # takes a tenth of each request. What requests leave is looked at less often too.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        try:
            with _stopped_by_sigterm():
                if ready is not None:
                    ready(_url(host, listening.getsockname()[1]))
                server.run()  # returns at KeyboardInterrupt and SystemExit
        except KeyboardInterrupt:  # it came before run()
            pass
        finally:
            server.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        raise PortTakenError(_why(error, host, port)) from error


def _why(error: Exception, host: str, port: int) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return f"port {port} on {host} is in use; choose another with --port, or --port 0"
        case errno.EACCES:
            return f"port {port} needs more rights; choose one above 1023 with --port"
        case _:
            return f"cannot listen on {host}, port {port}: {error}; choose another with --host"


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared only
    return f"http://{f'[{shown}]' if ':' in shown and '[' not in shown else shown}:{port}"


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Turn SIGTERM into the same clean stop as Ctrl-C, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
