"""Servers for tests: the real one in a thread, and one that answers what a test tells it to."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from flask import Flask

from kb.web.serve import serve


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the app on a port of its own, until the process ends."""
    address: list[str] = []
    ready = threading.Event()

    def known(url: str) -> None:
        address.append(url)
        ready.set()

    thread = threading.Thread(
        target=serve, args=(app, "127.0.0.1", 0), kwargs={"ready": known}, daemon=True
    )
    thread.start()
    assert ready.wait(30), "the server did not start"
    yield address[0]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as a test wants it; with ``breaks`` the connection ends after the body's half."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Telling:
    """Answers one after the other, the last one again and again; ``heard`` is what came."""

    url: str = ""
    answers: Sequence[Told] = ()
    heard: list[Heard] = field(default_factory=list)


@contextmanager
def telling(*answers: Told) -> Iterator[Telling]:
    """A server that answers these."""
    state = Telling(answers=answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            told = state.answers[min(len(state.heard), len(state.answers) - 1)]
            heard = Heard(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            state.heard.append(heard)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body[: len(told.body) // 2] if told.breaks else told.body)
            self.close_connection = told.breaks

        do_POST = do_GET  # noqa: N815 - what the base class calls it

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
