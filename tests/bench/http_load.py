"""Clients that put load on a server over real HTTP, each in a process of its own."""

import multiprocessing
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import NamedTuple
from urllib.parse import urlencode

TIMEOUT = 30.0  # seconds until a request counts as failed
Told = tuple[list[float], int, int]  # a client's times, errors, missed requests
_ENDED = b"\r\n\r\n"


class Server(NamedTuple):
    """Where the server listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one run found. Times are in milliseconds, sorted; ``seconds`` is how long it ran.

    ``missed`` are requests that were due and could not be sent before it was over.
    """

    seconds: float
    times: tuple[float, ...]
    errors: int
    missed: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """The time that this share of the requests took at most; NaN without requests."""
        if not self.times:
            return float("nan")
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))]


class Client:
    """One connection that stays open, and as little else as possible: a client's own
    computing would be taken for the server's where both share the processors."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._socket: socket.socket | None = None

    def get(self, request: bytes) -> bool:
        """Send the request and read the whole answer; whether it is a 200."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._server, timeout=TIMEOUT)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(request)
            return self._read(self._socket)
        except (OSError, ValueError):
            self.close()
            return False

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, connection: socket.socket) -> bool:
        data = b""
        while (end := data.find(_ENDED)) < 0:
            data += _some(connection)
        head = data[:end].lower()
        at = head.index(b"content-length:") + len(b"content-length:")
        missing = int(head[at:].split(b"\r\n", 1)[0]) - (len(data) - end - len(_ENDED))
        while missing > 0:
            missing -= len(_some(connection))
        if b"connection: close" in head:
            self.close()
        return head.startswith(b"http/1.1 200 ")


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data


def requests(server: Server, path: str, queries: Sequence[str]) -> list[bytes]:
    """A request for each query, ready to send."""
    return [
        (
            f"GET {path}?{urlencode({'q': query})} HTTP/1.1\r\n"
            f"Host: {server.host}:{server.port}\r\n"
            "Accept: */*\r\nAccept-Language: en\r\n\r\n"
        ).encode()
        for query in queries
    ]


def closed(server: Server, asked: list[bytes], clients: int, seconds: float) -> Load:
    """Each client asks, waits for the answer, asks again."""

    def run(number: int, until: float) -> Told:
        client, times, errors = Client(server), [], 0
        place = number * len(asked) // clients
        while (started := time.perf_counter()) < until:
            place += 1
            if client.get(asked[place % len(asked)]):
                times.append((time.perf_counter() - started) * 1000)
            else:
                errors += 1
        client.close()
        return times, errors, 0

    return together(run, clients, seconds)


def paced(server: Server, asked: list[bytes], rate: float, clients: int, seconds: float) -> Load:
    """Requests are due at even intervals, whether or not earlier ones have been answered.

    A request's time counts from when it was due, so that one which had to wait for a
    free client has waited.
    """

    def run(number: int, until: float) -> Told:
        client, times, errors, missed = Client(server), [], 0, 0
        started = until - seconds
        place = number
        while (due := started + place / rate) < until:
            if (early := due - time.perf_counter()) > 0:
                time.sleep(early)
            if due - early >= until:
                missed += 1
            elif client.get(asked[place % len(asked)]):
                times.append((time.perf_counter() - due) * 1000)
            else:
                errors += 1
            place += clients
        client.close()
        return times, errors, missed

    return together(run, clients, seconds)


def together(run: Callable[[int, float], Told], clients: int, seconds: float) -> Load:
    """Run the clients at once, and put together what they tell."""
    context = multiprocessing.get_context("fork")
    until = time.perf_counter() + 0.2 + seconds  # they start together, at until - seconds

    def work(number: int, told: Connection) -> None:
        time.sleep(max(0.0, until - seconds - time.perf_counter()))
        told.send(run(number, until))
        told.close()

    ends = []
    for number in range(clients):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=work, args=(number, theirs), daemon=True)
        worker.start()
        theirs.close()
        ends.append((ours, worker))
    times: list[float] = []
    errors = missed = 0
    for ours, worker in ends:
        found, failed, unsent = ours.recv()
        times += found
        errors += failed
        missed += unsent
        worker.join()
    return Load(seconds, tuple(sorted(times)), errors, missed)
