"""SQLite FTS5: a table without content, filled in one transaction, then optimized."""

import sqlite3
from pathlib import Path

from kb.evaluation.baselines import Progress
from kb.evaluation.baselines.vocabulary import Terms, words

_BEST = "SELECT rowid FROM document WHERE document MATCH ? ORDER BY rank LIMIT ?"
_EVERY = 1_000  # documents between two reports


class Adapter:
    """``ORDER BY rank`` is by its ``bm25()``, the columns weighted alike: its defaults."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def build(self, documents: list[tuple[Terms, Terms]], folder: Path, tick: Progress) -> None:
        connection = self._connection = sqlite3.connect(folder / "fts5.sqlite")
        connection.execute(
            "CREATE VIRTUAL TABLE document USING fts5(title, body, content='', tokenize='ascii')"
        )
        with connection:
            for first in range(0, len(documents), _EVERY):
                some = documents[first : first + _EVERY]
                connection.executemany(
                    "INSERT INTO document (rowid, title, body) VALUES (?, ?, ?)",
                    (
                        (first + n, words(title), words(text))
                        for n, (title, text) in enumerate(some)
                    ),
                )
                tick(first + len(some), len(documents))
        with connection:
            connection.execute("INSERT INTO document (document) VALUES ('optimize')")

    def best(self, query: Terms, count: int) -> list[int]:
        assert self._connection is not None  # noqa: S101 - for the type checker
        match = " OR ".join(words([term]) for term in query)
        return [place for (place,) in self._connection.execute(_BEST, (match, count))]

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
