"""A gigabyte that is sent to the real server is refused before it is read, and costs no memory."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT

GIGABYTE = 1 << 30
MOST_MEMORY = 200_000_000  # bytes that the server may take more than before
_PIECE = b"x" * 65_536


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens, and the process that it is."""

    address: tuple[str, int]
    process: int

    def peak(self) -> int:
        """The most memory that it ever had, in bytes."""
        status = Path(f"/proc/{self.process}/status").read_text()
        (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    command = [sys.executable, "-m", "tests.incoming_server", tmp_path_factory.mktemp("limits")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            parts = urlsplit(running.stdout.readline().strip())
            assert parts.hostname
            assert parts.port
            yield Server((parts.hostname, parts.port), running.pid)
        finally:
            running.terminate()


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
def test_a_length_of_a_gigabyte_is_refused_at_once(server: Server, kind: str) -> None:
    headers = f"Content-Type: {kind}\r\nContent-Length: {GIGABYTE}"
    answer, out = sent(server.address, headers, gigabyte())
    assert answer.startswith("HTTP/1.1 413")
    assert out < 30_000_000


def test_a_gigabyte_without_a_length_is_refused_when_it_is_too_much(
    server: Server,
) -> None:
    before = server.peak()
    headers = "Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked"
    answer, out = sent(server.address, headers, chunks())
    assert answer.startswith("HTTP/1.1 413")
    assert out < 60_000_000
    assert server.peak() - before < MOST_MEMORY


def test_the_server_lives_on(server: Server) -> None:
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 200")
