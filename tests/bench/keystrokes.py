"""How long suggestions take while somebody types: ``python -m tests.bench.keystrokes --help``.

Titles and aliases of random documents are typed letter by letter, some from a word inside on,
some with a typo; every stroke is timed. Then: how much memory a new process has that answered.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kb.engine import Batch
from kb.index.engine import WhooshEngine
from kb.suggestion import SuggestRequest
from tests.bench.corpora import SETS, Record, data_folder, make
from tests.bench.engines.ours import article
from tests.bench.memory import MB, resident, size

_LONGEST = 40  # strokes of one text
_ALIASES = 3


class Stroke(NamedTuple):
    """What one stroke took, in milliseconds: of processor time (the clock tells of others too)."""

    processor: float
    clock: float
    text: str
    found: int


def aliases(record: Record) -> tuple[str, ...]:
    """Pieces of the document's text, about as long as what people ask."""
    step = 12 if record.lang == "zh" else 45
    return tuple(record.text[n * step : (n + 1) * step].strip() for n in range(_ALIASES))


def strokes(records: Sequence[Record], texts: int, rng: random.Random) -> Iterator[str]:
    """What stands in the box after each stroke."""
    for _ in range(texts):
        record = rng.choice(records)
        text = rng.choice((record.title, *aliases(record)))[:_LONGEST]
        if rng.random() < 0.5:  # from a word inside on
            text = text[rng.randrange(max(1, len(text) // 2)) :].partition(" ")[2] or text
        if rng.random() < 0.3 and len(text) > 4:
            place = rng.randrange(1, len(text) - 1)
            text = text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
        yield from (text[:length] for length in range(1, len(text) + 1))


def build(folder: Path, records: Sequence[Record]) -> None:
    engine = WhooshEngine.open(folder)
    made = (
        replace(article(place, record), aliases=aliases(record))
        for place, record in enumerate(records)
    )
    engine.write(Batch(articles=tuple(made), anew=True))
    engine.close()


def measure(folder: Path, typed: Sequence[str]) -> None:
    """Print what a new process takes for these strokes."""
    engine = WhooshEngine.open(folder)
    before = resident()
    times: list[Stroke] = []
    for text in typed:
        clock, processor = time.perf_counter(), time.thread_time()
        found = engine.suggest(SuggestRequest(typed=text))
        spent = (time.thread_time() - processor) * 1000
        times.append(Stroke(spent, (time.perf_counter() - clock) * 1000, text, len(found)))
    answered = sum(stroke.found > 0 for stroke in times) / len(times)
    print(f"{len(times)} strokes, {answered:.0%} answered; the first took {times[0].clock:.1f} ms")
    for name, ordered in (
        ("on the clock", sorted(stroke.clock for stroke in times)),
        ("of processor time", sorted(stroke.processor for stroke in times)),
    ):
        p50, p95 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.95))
        print(f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, most {ordered[-1]:.2f} ms {name}")
    for stroke in sorted(times)[-5:]:
        print(f"  {stroke.processor:.1f} ms for {stroke.text!r}, {stroke.found} suggestions")
    print(f"memory {before / MB:.0f} MB before, {resident() / MB:.0f} MB after")
    engine.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, default="mixed")
    parser.add_argument("--size", type=int, default=150_000)
    parser.add_argument("--texts", type=int, default=150)
    parser.add_argument("--index", type=Path, help="keep the index here; made if it is missing")
    parser.add_argument("--strokes", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.strokes:
        measure(options.index, options.strokes.read_text("utf-8").split("\0"))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = options.index or Path(scratch) / "index"
        records = make(options.set, options.size, 1, data_folder())
        if not folder.exists():
            started = time.perf_counter()
            build(folder, records)
            seconds = time.perf_counter() - started
            print(f"indexed {len(records)} in {seconds:.0f} s, {size(folder) / MB:.0f} MB")
        typed = Path(scratch) / "strokes"
        typed.write_text("\0".join(strokes(records, options.texts, random.Random(1))), "utf-8")
        command = [sys.executable, "-m", "tests.bench.keystrokes"]
        subprocess.run([*command, "--index", folder, "--strokes", typed], check=True)


if __name__ == "__main__":
    main()
