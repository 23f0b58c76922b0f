"""Where the time of one search goes, from the parameters to the server's own work.

Each part is timed on the real app in this process, by hooks around the functions that
the parts begin with. What ranking and snippets share of the engine's time comes from a
profile. The server's part is what a real server computes around the health check, which
itself takes next to nothing, so that no engine's ups and downs get into it.
"""

import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from ingest.taxonomy_file import taxonomy_of
from kb import bundle, codec
from kb.engine import SearchEngine
from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
from kb.web import api_views, pages
from kb.web import site as site_module
from kb.web.api import routes as api
from kb.web.app import create_app
from tests.bench.http_load import closed, requests
from tests.bench.http_server import CORPUS, Running, running

# Modules of the engine that choose and mark the passages; all else of it is ranking.
_SNIPPETS = {"snippets", "windows", "sentences", "marking", "passages"}
_PARTS = {
    "/api/v1/search": (
        ("parameters", api, "read_search"),
        ("views", api_views.SearchAnswer, "of"),
        ("template, JSON", codec, "encode"),
    ),
    "/search": (
        ("parameters", pages, "read_page_search"),
        ("views", pages, "search_view"),
        ("template, JSON", site_module, "render_template"),
    ),
}
_SMALL = "/healthz"
_REPEATS = 500  # of the health check, which takes well below a millisecond
_ROWS = (
    "parameters",
    "ranking",
    "snippets",
    "views",
    "template, JSON",
    "routing, headers",
    "server",
)


def report(data: Path, queries: list[str], seconds: float, threads: int) -> str:
    """A table of milliseconds a request, a column an address."""
    with closing(WhooshEngine.open(data)) as engine:
        app = create_app(engine, taxonomy_of(CORPUS), templates=bundle.templates())
        columns = {path: _inside(app, engine, path, queries) for path in _PARTS}
    with running(data, threads) as server:
        around = _around(app, server, seconds)
    for column in columns.values():
        column["server"] = around
    lines = ["ms a request, processor time  " + "".join(f"{path:>16}" for path in columns)]
    for row in _ROWS:
        lines.append(f"{row:<30}" + "".join(f"{c[row]:>16.3f}" for c in columns.values()))
    total = "".join(f"{sum(c.values()):>16.3f}" for c in columns.values())
    return "\n".join((*lines, f"{'all':<30}{total}"))


def _inside(app: Flask, engine: SearchEngine, path: str, queries: list[str]) -> dict[str, float]:
    """The parts of a request to this address that the app does, in milliseconds."""
    client = app.test_client(use_cookies=False)
    _ask(client, path, queries)  # the first request of all fills what is kept
    spent: dict[str, float] = defaultdict(float)
    asked = [create_environ(path, query_string={"q": query}) for query in queries]
    with _timed(spent, (("engine", engine, "search"), *_PARTS[path])):
        started = time.thread_time()
        for environ in asked:
            run_wsgi_app(app, environ)
        total = time.thread_time() - started
    each = {part: value / len(queries) * 1000 for part, value in spent.items()}
    inner = each.pop("engine")
    share = _snippet_share(engine, queries)
    named = sum(each.values()) + inner
    return {
        **each,
        "ranking": inner * (1 - share),
        "snippets": inner * share,
        "routing, headers": total / len(queries) * 1000 - named,
    }


def _around(app: Flask, server: Running, seconds: float) -> float:
    """What the server does around the app for a small answer, in milliseconds."""
    asked = requests(server.at, _SMALL, [""])
    closed(server.at, asked, 1, 0.5)
    before = server.computing()
    found = closed(server.at, asked, 1, seconds)
    outside = (server.computing() - before) / max(1, len(found.times))
    environ = create_environ(_SMALL)
    started = time.thread_time()
    for _ in range(_REPEATS):
        run_wsgi_app(app, environ)
    inside = (time.thread_time() - started) / _REPEATS
    return max(0.0, outside - inside) * 1000


def _ask(client: FlaskClient, path: str, queries: list[str]) -> None:
    for query in queries:
        assert client.get(path, query_string={"q": query}).status_code == 200


@contextmanager
def _timed(spent: dict[str, float], parts: tuple[tuple[str, Any, str], ...]) -> Iterator[None]:
    """While it lasts, calls of these functions add their seconds to ``spent``."""

    def hooked(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*args, **options)
            finally:
                spent[part] += time.thread_time() - started

        return timed

    patches = [
        patch.object(owner, name, hooked(part, getattr(owner, name))) for part, owner, name in parts
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _snippet_share(engine: SearchEngine, queries: list[str]) -> float:
    """Which share of the engine's time is spent below calls into the snippets' modules."""
    profile = cProfile.Profile()
    asked = [SearchRequest(query=query) for query in queries]
    profile.enable()
    for request in asked:
        engine.search(request)
    profile.disable()
    entries: Any = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    whole = snippets = 0.0
    for (file, _, name), (_, _, _, spent, callers) in entries.items():
        if name == "search" and file.endswith("kb/index/engine.py"):
            whole += spent
        if _is_snippets(file):
            snippets += sum(
                edge[3] for (caller, _, _), edge in callers.items() if not _is_snippets(caller)
            )
    return min(1.0, snippets / whole) if whole else 0.0


def _is_snippets(file: str) -> bool:
    return "kb/index" in file and Path(file).stem in _SNIPPETS
