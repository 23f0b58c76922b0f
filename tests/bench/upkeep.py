"""What else there is to an engine: opening it in a new process, and changing an article."""

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from kb.engine import Batch
from tests.bench.corpora import ROOT, Tick
from tests.bench.engines.ours import Adapter, article
from tests.bench.fresh import write
from tests.bench.memory import MB
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus
from tests.bench.timing import Asked, Spread

_TRIES = 7  # new processes; the first one warms the disk and does not count


class Fresh(NamedTuple):
    """A new process, medians: milliseconds from outside and from inside, megabytes resident.

    From outside is until the process has ended after its first answer, interpreter start
    and all; from inside is from before its imports to its first answer.
    """

    outside_ms: float
    inside_ms: float
    first_mb: float
    last_mb: float


def fresh(name: str, folder: Path, queries: list[Query], scratch: Path) -> Fresh:
    """Open the engine's index in new processes; one of them answers all the queries."""
    one, many = scratch / "one.json", scratch / "many.json"
    write(one, queries[:1])
    write(many, queries)
    runs = [_run(name, folder, one) for _ in range(_TRIES)][1:]
    last = _run(name, folder, many)[1]
    return Fresh(
        outside_ms=median(outside for outside, _ in runs),
        inside_ms=median(said["first_ms"] for _, said in runs),
        first_mb=median(said["first_bytes"] for _, said in runs) / MB,
        last_mb=last["last_bytes"] / MB,
    )


def first_answer(folder: Path, question: str) -> float:
    """Milliseconds from the start of a process of our engine to its end after one answer.

    The median of several. Unlike ``fresh`` it imports nothing of the benchmark.
    """
    command = [sys.executable, "-m", "tests.bench.first", str(folder), question]
    times = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        times.append((time.perf_counter() - began) * 1000)
    return median(times[1:])


def changes(engine: Adapter, corpus: Corpus, count: int, tick: Tick) -> Spread:
    """From the write of one changed article to the answer that has its new word."""
    assert engine.engine is not None
    asked = Asked()
    step = max(1, len(corpus.records) // count)
    for done in range(count):
        place = done * step % len(corpus.records)
        record = corpus.records[place]
        word = f"zq{done}x"  # no document has it
        query = Query(Kind.NATURAL, word, ())
        changed = article(place, record, f"{record.text}\n\n{word}")
        began = time.perf_counter_ns()
        engine.engine.write(Batch(articles=(changed,)))
        found = engine.search(query)
        asked.times.append(time.perf_counter_ns() - began)
        if found[:1] != [place]:
            raise SystemExit(f"an article was changed, and its new word {word} does not find it")
        tick(done + 1, count)
    return asked.spread()


def _run(name: str, folder: Path, queries: Path) -> tuple[float, dict[str, float]]:
    command = [sys.executable, "-m", "tests.bench.fresh", name, str(folder), str(queries)]
    began = time.perf_counter()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    outside = (time.perf_counter() - began) * 1000
    said: dict[str, float] = json.loads(ended.stdout)
    return outside, said
