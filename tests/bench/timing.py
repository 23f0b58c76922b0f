"""Asking engines in turns, and what a list of times amounts to."""

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tests.bench.corpora import Tick
from tests.bench.questions import Query

BLOCK = 10  # queries an engine is asked before it is the next one's turn
WARM = 20  # queries before any is timed; none of them is asked again


class Searches(Protocol):
    """As much of an engine as is timed."""

    name: str

    def search(self, query: Query) -> list[int]: ...


@dataclass
class Asked:
    """What one engine did: nanoseconds and ten best for the queries it got to, in order."""

    times: list[int] = field(default_factory=list)
    answers: list[list[int]] = field(default_factory=list)

    def spread(self) -> "Spread":
        return Spread(
            len(self.times), percentile(self.times, 0.5) / 1e6, percentile(self.times, 0.95) / 1e6
        )


class Spread(NamedTuple):
    """How many times there are, and their median and 95th percentile in milliseconds."""

    queries: int
    p50: float
    p95: float


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values is not above, interpolated; nan for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ratio(asked: Asked, other: Asked, share: float) -> float:
    """How many times as long as ``other`` it takes, over the queries that both got to."""
    count = min(len(asked.times), len(other.times))
    return percentile(asked.times[:count], share) / (
        percentile(other.times[:count], share) or float("nan")
    )


def in_turns(
    engines: Sequence[Searches],
    queries: Sequence[Query],
    seconds: float,
    tick: Tick = lambda done, total: None,
    warm: Sequence[Query] = (),
) -> dict[str, Asked]:
    """Ask every engine the queries, block by block, each block in another order of engines.

    So whatever else the machine does hits all alike. An engine that has used up its
    ``seconds`` is asked no more: it has then fewer queries, the first ones. Python's
    garbage collector stays on, but does not look at what was there before.
    """
    _warm_up(engines, warm, seconds / 4)
    asked = {engine.name: Asked() for engine in engines}
    gc.collect()
    gc.freeze()
    try:
        for place, (start, engine) in enumerate(_turns(engines, len(queries)), 1):
            mine = asked[engine.name]
            spent = sum(mine.times) / 1e9
            for query in queries[start : start + BLOCK]:
                if spent >= seconds:
                    break
                began = time.perf_counter_ns()
                answer = engine.search(query)
                took = time.perf_counter_ns() - began
                mine.times.append(took)
                mine.answers.append(answer)
                spent += took / 1e9
            tick(min(len(queries) * len(engines), place * BLOCK), len(queries) * len(engines))
    finally:
        gc.unfreeze()
    return asked


def _warm_up(engines: Sequence[Searches], queries: Sequence[Query], seconds: float) -> None:
    for engine in engines:
        began = time.monotonic()
        for query in queries[:WARM]:
            engine.search(query)
            if time.monotonic() - began >= seconds:
                break


def _turns(engines: Sequence[Searches], queries: int) -> Iterator[tuple[int, Searches]]:
    """Where a block starts, and whose turn it is; who begins changes from block to block."""
    for block, start in enumerate(range(0, queries, BLOCK)):
        first = block % len(engines)
        for engine in (*engines[first:], *engines[:first]):
            yield start, engine
