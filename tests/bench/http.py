"""``python -m tests.bench.http``: how many searches a second one server process answers.

A real server process over a real index, real connections, clients in processes of their
own, questions from the judged ones (none that is held out).
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench import http_profile
from tests.bench.http_client import through_client
from tests.bench.http_load import Load, closed, paced, requests
from tests.bench.http_server import CORPUS, Running, build, running

API, PAGE = "/api/v1/search", "/search"
_CLOSED = (1, 2, 4)  # clients that wait for their answers
_PACE = 250.0  # requests a second of the open loop
_PACED_CLIENTS = 8  # connections that the open loop spreads over
_WARM_UP = 1.0  # seconds
# What is wanted of the API, in one process, with ten highlighted hits and all facets.
_RATE, _MEDIAN, _LATEST = 250.0, 5.0, 25.0  # requests a second; milliseconds at p50, at p99

_EXAMPLES = """
examples:
  python -m tests.bench.http
  python -m tests.bench.http --documents 10000 --seconds 10 --json http.json
  python -m tests.bench.http --profile
  make bench-http
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One run against one address. Times in milliseconds, ``memory`` in megabytes.

    ``missed`` are requests that were due and could not be sent before the run was over.
    ``computing`` is the processor time of the server for each request: on a machine
    that is busy with other things it says more than the times do.
    """

    path: str
    loop: str
    rate: float
    p50: float
    p95: float
    p99: float
    errors: int
    missed: int
    computing: float
    memory: float


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted, what was found, and whether that is enough."""

    name: str
    wanted: str
    found: float
    reached: bool


def main(arguments: list[str]) -> int:
    """The exit status: 0, or 1 where an answer was not a 200."""
    options = _options(arguments)
    queries = judged()
    with tempfile.TemporaryDirectory(prefix="bench-http-") as scratch:
        data = Path(scratch) / "index"
        count = build(data, options.documents, options.seed)
        if options.profile:
            print(http_profile.report(data, queries, options.seconds, options.threads))
            return 0
        with running(data, options.threads) as server:
            load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
            print(
                f"{count:,} articles, {len(queries)} questions, {options.threads} threads, "
                f"{os.cpu_count()} processors, load before: {load}; ready after "
                f"{server.ready_after:.1f} s, {server.memory():.0f} MB.\n"
            )
            lines = list(_lines(server, queries, options.seconds))
    print()
    targets = list(_targets(lines))
    for target in targets:
        said = "reached" if target.reached else "NOT reached"
        print(f"{target.name:<44} {target.wanted:>10} {target.found:>9.1f}  {said}")
    if options.json:
        measured = {
            "documents": count,
            "ready_after_s": server.ready_after,
            "lines": [asdict(line) for line in lines],
            "targets": [asdict(target) for target in targets],
        }
        options.json.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    return 1 if any(line.errors for line in lines) else 0


def judged() -> list[str]:
    """The questions of the judged file, each once, in both languages, none held out."""
    rows = (CORPUS / "judgements.tsv").read_text("utf-8").splitlines()
    fields = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return list(dict.fromkeys(f[0] for f in fields if len(f) == 5 and f[4] == "dev"))


def _lines(server: Running, queries: list[str], seconds: float) -> Iterator[Line]:
    head = ("address", "loop", "req/s", "p50", "p95", "p99", "errors", "missed", "cpu", "MB")
    print("{:<16} {:<11} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}".format(*head))
    for path in (API, PAGE):
        asked = requests(server.at, path, queries)
        closed(server.at, asked, 1, _WARM_UP)
        for clients in _CLOSED:
            before = server.computing()
            found = closed(server.at, asked, clients, seconds)
            yield _line(path, f"{clients} waiting", found, before, server)
        before = server.computing()
        found = paced(server.at, asked, _PACE, _PACED_CLIENTS, seconds)
        yield _line(path, f"{_PACE:.0f}/s paced", found, before, server)
    for clients in _CLOSED:
        before = server.computing()
        found = through_client(server.at, queries, clients, seconds)
        yield _line("kb.client", f"{clients} waiting", found, before, server)


def _line(path: str, loop: str, found: Load, before: float, server: Running) -> Line:
    computing = (server.computing() - before) / max(1, len(found.times)) * 1000
    line = Line(
        path=path,
        loop=loop,
        rate=found.rate,
        p50=found.at(0.5),
        p95=found.at(0.95),
        p99=found.at(0.99),
        errors=found.errors,
        missed=found.missed,
        computing=computing,
        memory=server.memory(),
    )
    print(
        f"{path:<16} {loop:<11} {line.rate:>7.0f} {line.p50:>7.2f} {line.p95:>7.2f} "
        f"{line.p99:>7.2f} {line.errors:>6} {line.missed:>6} {line.computing:>6.2f} "
        f"{line.memory:>6.0f}",
        flush=True,
    )
    return line


def _targets(lines: list[Line]) -> Iterator[Target]:
    """The API's: the rate of clients that wait, the times at a steady pace."""
    api = [line for line in lines if line.path == API]
    best = max(line.rate for line in api if "waiting" in line.loop)
    even = next(line for line in api if "paced" in line.loop)
    yield Target("JSON search, requests/s", f">= {_RATE:.0f}", best, best >= _RATE)
    for name, most, found in (("p50", _MEDIAN, even.p50), ("p99", _LATEST, even.p99)):
        about = f"JSON search, {name} at {_PACE:.0f} requests/s, ms"
        yield Target(about, f"<= {most:.0f}", found, found <= most)
    failed = sum(line.errors for line in lines) + even.missed
    yield Target("errors, and requests missed by the API", "0", failed, failed == 0)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.http",
        description="Measure searches over HTTP: a server process, clients in processes of "
        "their own. Times are in milliseconds; cpu is the server's for each request.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--documents", type=int, default=0, metavar="N", help="add made-up articles to N"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="for each line (default: 5)")
    parser.add_argument("--threads", type=int, default=4, help="of the server (default: 4)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up articles (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    parser.add_argument("--profile", action="store_true", help="show where a request's time goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
