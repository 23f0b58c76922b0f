"""bm25s: every score computed when it is indexed, a question is a sum of sparse columns.

It knows one field and no words that must be there: title and body are joined, and only
natural questions are asked.
"""

from pathlib import Path
from typing import Any

import bm25s

from tests.bench.corpora import Tick
from tests.bench.engines import LIMIT, Scoring
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus

_SETTING = {"k1": 1.2, "b": 0.75, "method": "lucene"}


class Adapter:
    """Its terms are the shared numbers, so that it need not look up words."""

    kinds = frozenset({Kind.TYPED, Kind.NATURAL})
    scoring = Scoring(joined=True)
    least = 0.6

    def __init__(self, name: str, backend: str) -> None:
        self.name = name
        self._backend = backend
        self._index: Any = None

    def prepare(self, corpus: Corpus) -> tuple[list[list[int]], dict[str, int]]:
        known = list(range(len(corpus.numbers)))  # one object a number, not one a token
        rows = [
            [known[n] for part in (corpus.title, corpus.body) for n in part.row(place)]
            for place in range(len(corpus.records))
        ]
        return rows, {f"t{number}": number for number in known}

    def build(
        self, prepared: tuple[list[list[int]], dict[str, int]], folder: Path, tick: Tick
    ) -> None:
        index = bm25s.BM25(**_SETTING, backend=self._backend)
        index.index(prepared, show_progress=False)
        index.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(str(folder))
        self._index.backend = self._backend
        if self._backend == "numba":
            self._index.activate_numba_scorer()

    def search(self, query: Query) -> list[int]:
        found = self._index.retrieve([list(query.numbers)], k=LIMIT, show_progress=False)
        return [int(number) for number in found.documents[0]]

    def close(self) -> None:
        self._index = None
