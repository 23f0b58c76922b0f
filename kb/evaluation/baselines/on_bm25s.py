"""bm25s: Lucene's BM25 with every score computed when it is indexed; title and text are joined."""

from pathlib import Path
from typing import Any

from kb.evaluation.baselines import Progress
from kb.evaluation.baselines.vocabulary import Terms
from kb.evaluation.packages import package

# What Lucene does by default.
_SETTING = {"k1": 1.2, "b": 0.75, "method": "lucene", "backend": "numpy"}


class Adapter:
    """Raises ``MissingPackageError`` where bm25s is not installed."""

    def __init__(self) -> None:
        self._bm25s = package("bm25s", "bm25s")
        self._index: Any = None
        self._documents = 0

    def build(self, documents: list[tuple[Terms, Terms]], folder: Path, tick: Progress) -> None:
        rows = [[*title, *text] for title, text in documents]
        size = max((term for row in rows for term in row), default=-1) + 1
        self._documents = len(rows)
        self._index = self._bm25s.BM25(**_SETTING)
        self._index.index((rows, {f"t{term}": term for term in range(size)}), show_progress=False)
        tick(len(rows), len(rows))

    def best(self, query: Terms, count: int) -> list[int]:
        found = self._index.retrieve(
            [list(query)], k=min(count, self._documents), show_progress=False
        )
        places, scores = found.documents[0], found.scores[0]
        return [int(place) for place, score in zip(places, scores, strict=True) if score > 0]

    def close(self) -> None:
        self._index = None
