"""How the time of a question grows with the number of documents, from a thousand on."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bench import questions
from tests.bench.comparison import Scale, built, tokenised
from tests.bench.engines import adapter
from tests.bench.progress import Progress
from tests.bench.results import Curves
from tests.bench.timing import WARM, in_turns

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
# Stock Whoosh takes minutes to index more than this, and its line is straight by then.
LARGEST = {"whoosh": 30_000}


def grow(
    name: str, sizes: Sequence[int], names: Sequence[str], scale: Scale, scratch: Path
) -> Curves:
    """Median milliseconds of a natural question by the number of documents."""
    rng = random.Random(f"growth {name} {scale.seed}")
    whole = tokenised(name, max(sizes), scale)
    queries = questions.natural(whole, name, scale.queries + WARM, rng, scale.folder)
    curves: Curves = {name: [] for name in names}
    for size in sizes:
        folder = scratch / f"growth-{size}"
        corpus = whole.first(size)
        engines = [adapter(name) for name in names if size <= LARGEST.get(name, size)]
        for engine in engines:
            built(engine, corpus, folder / engine.name)
        with Progress(f"{size:,} documents: asking") as tick:
            asked = in_turns(engines, queries[WARM:], scale.seconds, tick, queries[:WARM])
        for engine in engines:
            curves[engine.name].append((size, asked[engine.name].spread().p50))
            engine.close()
        shutil.rmtree(folder)
    return curves
