"""What our engine is to reach beside the others, and whether it does."""

from collections.abc import Iterator
from math import isnan, nan
from typing import NamedTuple

from tests.bench.questions import Kind
from tests.bench.results import SetResult

_P50, _P95 = 0, 1


class Target(NamedTuple):
    """A target: in words, the most that is allowed, and what was measured, nan if nothing was.

    ``shown`` is how a value of it is written.
    """

    what: str
    most: float
    measured: float
    shown: str = "{:.3g}x"

    @property
    def reached(self) -> bool:
        return self.measured <= self.most


def targets(result: SetResult) -> Iterator[Target]:
    """The targets that the run can tell of."""
    for kind in (Kind.TYPED, Kind.NATURAL):
        for which, said, most in ((_P50, "p50", 0.25), (_P95, "p95", 0.35)):
            share = _of_tantivy(result, kind, which)
            yield Target(f"{kind}, {said}, of tantivy's", most, share)
        for name, parts in (("fts5", 200), ("whoosh", 500)):
            share = _share(result, name, kind, _P50)
            yield Target(f"{kind}, p50, of {name}'s", 1 / parts, share)
    filtered = nan if result.filtered is None else result.filtered
    yield Target("two filters and five facets, p50, of the plain question's", 2.0, filtered)
    for kind in (Kind.PHRASE, Kind.ALL):
        share = _of_tantivy(result, kind, _P95)
        yield Target(f"{kind}, p95, of tantivy's", 2.0, share)
    growth = nan if result.growth is None else result.growth
    tenth = f"{result.documents // 10:,} -> {result.documents:,} documents, question, p50"
    yield Target(tenth, 8.0, growth)
    yield Target("whole index build, of stock Whoosh's", 1 / 8, _build(result, "whoosh"))
    yield Target("whole index build, of FTS5's", 4.0, _build(result, "fts5"))
    changed = nan if result.changes is None else result.changes.p95
    yield Target("an article changed until it is found, p95", 100, changed, "{:.0f} ms")
    ours = result.engines.get("ours")
    fresh = ours.fresh if ours else None
    opened = nan if result.first_ms is None else result.first_ms
    yield Target("new process until its first answer", 300, opened, "{:.0f} ms")
    memory = fresh.last_mb if fresh else nan
    yield Target("memory of a new process after its questions", 250, memory, "{:.0f} MB")


def _of_tantivy(result: SetResult, kind: Kind, which: int) -> float:
    """Our time as a part of tantivy's, with its count of all hits or without: the faster one's."""
    shares = (_share(result, name, kind, which) for name in ("tantivy", "tantivy-count"))
    return max((share for share in shares if not isnan(share)), default=nan)


def _share(result: SetResult, name: str, kind: Kind, which: int) -> float:
    """Our time as a part of the engine's."""
    engine = result.engines.get(name)
    slower = engine.slower.get(kind) if engine else None
    return 1 / slower[which] if slower else nan


def _build(result: SetResult, name: str) -> float:
    ours, other = result.engines.get("ours"), result.engines.get(name)
    return ours.index_s / other.index_s if ours and other else nan
