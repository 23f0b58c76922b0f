"""SQLite FTS5: a table without content, filled in one transaction, then optimized."""

import sqlite3
from pathlib import Path

from tests.bench.corpora import Tick, ticked
from tests.bench.engines import LIMIT, PLAIN, Scoring
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus

_FILE = "fts5.sqlite"
_BEST = "SELECT rowid FROM document WHERE document MATCH ? ORDER BY rank LIMIT ?"


class Adapter:
    """``ORDER BY rank`` is what its manual says is the fastest way to the best by ``bm25()``."""

    kinds = PLAIN
    scoring = Scoring(joined=True)
    least = 0.6

    def __init__(self, name: str) -> None:
        self.name = name
        self._connection: sqlite3.Connection | None = None

    def prepare(self, corpus: Corpus) -> list[tuple[str, str]]:
        return corpus.texts

    def build(self, prepared: list[tuple[str, str]], folder: Path, tick: Tick) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _FILE)
        connection.execute(
            "CREATE VIRTUAL TABLE document USING fts5(title, body, content='', tokenize='ascii')"
        )
        with connection:
            connection.executemany(
                "INSERT INTO document (rowid, title, body) VALUES (?, ?, ?)",
                ((number, *texts) for number, texts in enumerate(ticked(prepared, tick))),
            )
        with connection:
            connection.execute("INSERT INTO document (document) VALUES ('optimize')")
        connection.close()

    def open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / _FILE)
        self._connection.execute("PRAGMA mmap_size = 1073741824")  # bytes: the whole file
        self._connection.execute("PRAGMA cache_size = -65536")  # 64 MB instead of 2

    def search(self, query: Query) -> list[int]:
        assert self._connection is not None
        if query.kind is Kind.PHRASE:
            match = f'"{" ".join(query.words)}"'
        else:
            between = " AND " if query.kind is Kind.ALL else " OR "
            match = between.join(f'"{word}"' for word in query.words)
        return [number for (number,) in self._connection.execute(_BEST, (match, LIMIT))]

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
