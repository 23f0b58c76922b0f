"""A gigabyte that is sent to the real server is refused before it is read, and costs no memory."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kb.web.serve import serve
from tests.incoming_desk import incoming_desk

GIGABYTE = 1 << 30
MOST_MEMORY = 200_000_000  # bytes that server and client together may take more than before
_PIECE = b"x" * 65_536


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    with incoming_desk(tmp_path_factory.mktemp("limits")) as desk:
        ready: list[str] = []
        started = threading.Event()

        def tell(url: str) -> None:
            ready.append(url)
            started.set()

        threading.Thread(
            target=serve, args=(desk.app, "127.0.0.1", 0), kwargs={"ready": tell}, daemon=True
        ).start()
        assert started.wait(60)
        parts = urlsplit(ready[0])
        assert parts.hostname
        assert parts.port
        yield parts.hostname, parts.port


def peak() -> int:
    """The most memory that this process, in which the server runs, ever had; in bytes."""
    status = Path("/proc/self/status").read_text()
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def sent(address: tuple[str, int], headers: str, body: Iterator[bytes]) -> tuple[str, int]:
    """Send until there is an answer; its first line, and how many bytes of body went out."""
    out = 0
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(f"POST /desk/import HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n".encode())
        connection.setblocking(False)
        answer = b""
        pieces = iter(body)
        waiting = b""
        while b"\r\n" not in answer:
            try:
                answer += connection.recv(4096)
            except BlockingIOError:
                pass
            except ConnectionResetError:
                break
            waiting = waiting or next(pieces, b"")
            if waiting:
                try:
                    done = connection.send(waiting)
                    out, waiting = out + done, waiting[done:]
                except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                    pass
    return answer.partition(b"\r\n")[0].decode(), out


def gigabyte() -> Iterator[bytes]:
    for _ in range(GIGABYTE // len(_PIECE)):
        yield _PIECE


def chunks() -> Iterator[bytes]:
    for piece in gigabyte():
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "text/plain"])
def test_a_length_of_a_gigabyte_is_refused_at_once(address: tuple[str, int], kind: str) -> None:
    headers = f"Content-Type: {kind}\r\nContent-Length: {GIGABYTE}"
    answer, out = sent(address, headers, gigabyte())
    assert answer.startswith("HTTP/1.1 413")
    assert out < 30_000_000


def test_a_gigabyte_without_a_length_is_refused_when_it_is_too_much(
    address: tuple[str, int],
) -> None:
    before = peak()
    headers = "Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked"
    answer, out = sent(address, headers, chunks())
    assert answer.startswith("HTTP/1.1 413")
    assert out < 60_000_000
    assert peak() - before < MOST_MEMORY


def test_the_server_lives_on(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 200")
