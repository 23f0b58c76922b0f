"""The results as Markdown tables."""

import importlib.metadata
import math
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench.questions import Kind
from tests.bench.results import SetResult
from tests.bench.targets import Target, targets

_NONE = "n/a"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns are as wide as they must be; numbers stand right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(3, *(len(line[n]) for line in lines)) for n in range(len(head))]
    right = [n > 0 for n in range(len(head))]
    rule = ["-" * (w - 1) + ":" if r else "-" * w for w, r in zip(widths, right, strict=True)]
    return "\n".join(
        "| "
        + " | ".join(
            cell.rjust(width) if r else cell.ljust(width)
            for cell, width, r in zip(line, widths, right, strict=True)
        )
        + " |"
        for line in (lines[0], rule, *lines[1:])
    )


def machine() -> dict[str, str]:
    """What it all ran on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")
    found = {
        "processor": f"{model or platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for package in ("whoosh", "tantivy", "bm25s", "numpy", "scipy", "numba"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def report(result: SetResult) -> str:
    """All of one set, the targets last."""
    parts = [
        f"## {result.name}: {result.documents:,} documents, {result.tokens:,} tokens;"
        f" a question has {result.terms:.1f} terms",
        f"Analysing the shared tokens took {result.analysis_s:.1f} s, which is in our engine's"
        " index time and in no other's.",
        _indexes(result),
        *(_times(result, kind) for kind in Kind),
        _lengths(result),
    ]
    if result.understanding:
        u = result.understanding
        parts.append(
            "Making terms of a question, which is in our engine's times and in no other's:"
            f" p50 {u.p50:.3f} ms, p95 {u.p95:.3f} ms."
        )
    if result.changes:
        c = result.changes
        parts.append(
            f"An article changed until it is found, {c.queries} times:"
            f" p50 {c.p50:.1f} ms, p95 {c.p95:.1f} ms."
        )
    parts.append(target_table(targets(result)))
    return "\n\n".join(part for part in parts if part)


def target_table(found: Iterable[Target]) -> str:
    def row(target: Target) -> list[str]:
        unknown = math.isnan(target.measured)
        measured = _NONE if unknown else target.shown.format(target.measured)
        reached = _NONE if unknown else "yes" if target.reached else "NO"
        return [target.what, "<= " + target.shown.format(target.most), measured, reached]

    return table(["what", "target", "measured", "reached?"], map(row, found))


def _indexes(result: SetResult) -> str:
    rows = []
    for name, engine in result.engines.items():
        fresh = engine.fresh
        rows.append(
            [
                name,
                f"{engine.index_s:.1f} s",
                f"{engine.index_mb:.0f} MB",
                f"{engine.agreement:.2f}",
                f"{fresh.outside_ms:.0f} ms" if fresh else _NONE,
                f"{fresh.inside_ms:.0f} ms" if fresh else _NONE,
                f"{fresh.first_mb:.0f} MB" if fresh else _NONE,
                f"{fresh.last_mb:.0f} MB" if fresh else _NONE,
            ]
        )
    head = ["engine", "index", "on disk", "agreement", "new process", "inside"]
    return table([*head, "memory, 1 query", "memory, all"], rows)


def _times(result: SetResult, kind: Kind) -> str:
    rows = []
    for name, engine in result.engines.items():
        spread, slower = engine.spreads.get(kind), engine.slower.get(kind)
        rows.append(
            [
                name,
                f"{spread.queries}" if spread else _NONE,
                f"{spread.p50:.3f}" if spread else _NONE,
                f"{spread.p95:.3f}" if spread else _NONE,
                f"{slower[0]:.3g}x" if slower else _NONE,
                f"{slower[1]:.3g}x" if slower else _NONE,
                f"{engine.sound[kind]:.2f}" if kind in engine.sound else _NONE,
            ]
        )
    head = [str(kind), "queries", "p50 ms", "p95 ms", "p50 / ours", "p95 / ours", "sound"]
    return table(head, rows)


def _lengths(result: SetResult) -> str:
    lengths = sorted({length for curve in result.lengths.values() for length, _ in curve})
    rows = []
    for name, curve in result.lengths.items():
        times = dict(curve)
        rows.append([name, *(f"{times[n]:.3f}" if n in times else _NONE for n in lengths)])
    return table(["p50 ms by terms", *map(str, lengths)], rows) if lengths else ""


def growth_table(curves: dict[str, list[tuple[int, float]]]) -> str:
    """Milliseconds by documents."""
    sizes = sorted({size for curve in curves.values() for size, _ in curve})
    rows = [
        [name, *(f"{dict(curve)[s]:.3f}" if s in dict(curve) else _NONE for s in sizes)]
        for name, curve in curves.items()
    ]
    return table(["p50 ms by documents", *(f"{size:,}" for size in sizes)], rows)
