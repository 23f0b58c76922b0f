"""A new process that does nothing but open our index and answer one question.

``python -m tests.bench.first FOLDER QUESTION`` prints how many milliseconds its own part took,
imports and all; ``upkeep`` adds what the interpreter needs to start.
"""

import time

STARTED = time.perf_counter()  # before anything else is imported

import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from kb.index.engine import WhooshEngine  # noqa: E402
from kb.request import SearchRequest  # noqa: E402

if __name__ == "__main__":
    engine = WhooshEngine.open(Path(sys.argv[1]))
    engine.rank(SearchRequest(query=sys.argv[2], facets=False))
    print((time.perf_counter() - STARTED) * 1000)
