"""A new process: opens an engine's index, answers queries, says how long and how much memory.

``python -m tests.bench.fresh ENGINE FOLDER QUERIES`` is run by ``upkeep``; QUERIES is a file
that ``write`` made.
"""

import time

STARTED = time.perf_counter()  # before anything else is imported

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from tests.bench.engines import adapter  # noqa: E402
from tests.bench.memory import resident  # noqa: E402
from tests.bench.questions import Kind, Query  # noqa: E402


def write(path: Path, queries: list[Query]) -> None:
    """The queries as JSON."""
    path.write_text(json.dumps([(query.text, query.numbers) for query in queries]), "utf-8")


def main(name: str, folder: Path, queries: list[Query]) -> dict[str, float]:
    """Milliseconds until the first answer, and resident bytes after it and after the last."""
    engine = adapter(name)
    engine.open(folder)
    engine.search(queries[0])
    first = (time.perf_counter() - STARTED) * 1000
    after_first = resident()
    for query in queries[1:]:
        engine.search(query)
    return {"first_ms": first, "first_bytes": after_first, "last_bytes": resident()}


if __name__ == "__main__":
    asked = [
        Query(Kind.NATURAL, text, tuple(numbers))
        for text, numbers in json.loads(Path(sys.argv[3]).read_text("utf-8"))
    ]
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), asked)))
