"""The real server: it listens, says where, refuses a taken port, and stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from flask import Flask

from kb.web.serve import PortTakenError, serve
from tests.conftest import ROOT

PROGRAM = """
import sys
from pathlib import Path
from tests.small_site import engine_with, site
from kb.web.serve import serve
with engine_with(Path(sys.argv[1])) as engine:
    serve(site(engine), sys.argv[2], 0, ready=lambda url: print(url, flush=True))
print("stopped", flush=True)
"""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, stop: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "index"), "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{url}/healthz") as response:
            assert response.status == 200
            assert "Server" not in response.headers
            assert len(response.read()) == int(response.headers["Content-Length"])
        head = urllib.request.Request(f"{url}/healthz", method="HEAD")
        with urllib.request.urlopen(head) as response:
            assert response.read() == b""
        with urllib.request.urlopen(f"{url}/static/site.css") as response:
            assert len(response.read()) == int(response.headers["Content-Length"])
        server.send_signal(stop)
        output, errors = server.communicate(timeout=30)
    assert output == "stopped\n"
    assert errors == ""
    assert server.returncode == 0


def test_a_taken_port_is_said_to_be_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"port {port} on 127.0.0.1 is in use"):
            serve(Flask("x"), "127.0.0.1", port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.1", "a..b"])
def test_an_address_that_is_not_ours(host: str) -> None:
    with pytest.raises(PortTakenError, match=r"cannot listen on .*--host"):
        serve(Flask("x"), host, 0)
